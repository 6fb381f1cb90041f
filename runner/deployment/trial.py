"""Trying a package on every past case of its lifecycle, in processes that read and write nothing.

Decision 0296.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from runner.bpmn import Diagram
from runner.bpmn.files import calendars_of
from runner.bpmn.package import Package
from runner.cases.dependencies import Dependencies
from runner.config import Settings
from runner.deployment.deployment import Deployment
from runner.deployment.processes import (
    UNWATCHED,
    OneMore,
    Progress,
    WorkWatch,
    processes_for,
    share_out,
)
from runner.gate.trial.retracing import retrace
from runner.gate.trial.trial_figures import TrialFigures
from runner.gate.trial.trial_report import TrialReport
from runner.language import _
from runner.model import PastLife, Person, Version
from runner.people.permissions import require
from runner.store import Database, past_lives
from runner.versions import Versions

MOST_CASES = 100_000
"""The newest that are tried; the report says how many older ones were left out."""

AT_ONCE = 100
"""Cases that are read in one transaction."""

CASES_PER_PROCESS = 500
"""With fewer than that, another process takes longer to start than it saves."""

CACHED = 16
"""Running cases that a process keeps alive: it follows one at a time."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The cases of one process, as spans of ids."""

    settings: Settings
    version: Version
    spans: tuple[tuple[int, int], ...]
    until: datetime


class Trial:
    """For process owners. It runs beside a working desk: in processes of their own, at a low
    priority, with short transactions that only read."""

    def __init__(self, dependencies: Dependencies, deployment: Deployment, settings: Settings):
        self._db = dependencies.db
        self._versions = dependencies.versions
        self._clock = dependencies.clock
        self._deployment = deployment
        self._settings = settings

    def run(
        self,
        person: Person,
        package: Package,
        jobs: int | None = None,
        watch: WorkWatch = UNWATCHED,
    ) -> TrialReport:
        """Lets all cases of the package's lifecycle go their way once more in it, the closed and
        the running ones, in so many processes (`jobs`), or as many as it is worth. Raises
        DiagramError for a package with errors."""
        require(person, "migrate_cases")
        checked = self._deployment.checked(package, without_policies=True)
        now, why_not = self._clock.now(), _("It cannot be tried, because of its errors.")
        draft = checked.as_version(now, why_not)
        with self._db.read() as tx:
            ids = past_lives.ids(tx, draft.process, MOST_CASES + 1)
        tried = ids[-MOST_CASES:]
        watch.begun(len(tried))
        jobs = jobs or processes_for(len(tried), CASES_PER_PROCESS)
        figures = self._figures(draft, tried, jobs, watch.progress)
        before = checked.before
        live = _labels(self._versions.diagram(before.id)) if before else {}
        labels = live | (_labels(checked.diagram) if checked.diagram else {})
        return TrialReport(draft.process, now, figures, labels, len(ids) - len(tried))

    def _figures(
        self, draft: Version, ids: Sequence[int], jobs: int, progress: Progress
    ) -> TrialFigures:
        figures, now, spans = TrialFigures(), draft.deployed_at, _spans(ids)
        parts = [_Part(self._settings, draft, spans[n::jobs], now) for n in range(jobs)]
        for part in share_out(_tried, [part for part in parts if part.spans], progress, True):
            figures.add(part)
        return figures


def _spans(ids: Sequence[int]) -> tuple[tuple[int, int], ...]:
    chunks = [ids[n : n + AT_ONCE] for n in range(0, len(ids), AT_ONCE)]
    return tuple((chunk[0], chunk[-1]) for chunk in chunks)


def _labels(diagram: Diagram) -> dict[str, str]:
    """The names of elements and actions by id."""
    named = {key: element.label for key, element in diagram.elements.items()}
    return named | {action.id: action.label for action in diagram.actions}


def _tried(part: _Part, one_more: OneMore) -> TrialFigures:
    """In a process."""
    figures, settings = TrialFigures(), part.settings
    with closing(Database(settings.url, settings.synchronous)) as db:
        known = Versions(db, calendars_of(settings), compacting=settings.compact, cache=CACHED)
        process = known.prepare(part.version)
        for life in _lives(db, part):
            figures.count(retrace(process, life, part.until))
            one_more()
    return figures


def _lives(db: Database, part: _Part) -> Iterator[PastLife]:
    for first, last in part.spans:
        with db.read() as tx:
            found = past_lives.lives(tx, part.version.process, first, last)
        yield from found
