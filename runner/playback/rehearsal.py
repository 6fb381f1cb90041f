"""A log driven through an installation that is thrown away: in processes, their figures merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from runner.bootstrap import App, Parts, build
from runner.bpmn import LET_IN, Diagram, read
from runner.bpmn.package import read_package
from runner.clock import ManualClock
from runner.config import DEFAULT_DIAGRAM, Settings, read_settings
from runner.deployment.logs.event_log import LogFormat, LogSummary, Trace, summary_of
from runner.deployment.logs.log_mapping import LogMapping
from runner.deployment.logs.log_reader import read_log
from runner.deployment.logs.mapping_check import check_mapping, unused_rules
from runner.deployment.logs.replay import Replay, Replayed
from runner.deployment.logs.suggestion import suggested_mapping
from runner.deployment.processes import OneMore, Progress, share_out
from runner.errors import StoreError
from runner.store import Database

CASES_PER_PROCESS = 200
"""With fewer than that, another process takes longer to start than it saves."""


@dataclass(frozen=True, slots=True)
class LogToReplay:
    """A log, what its events mean, and when it ends. Cases that are open then wait until then."""

    path: Path
    mapping: LogMapping
    until: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """Every `of`-th case of a log, from case `first` on."""

    log: LogToReplay
    first: int = 0
    of: int = 1

    def traces(self) -> Iterator[Trace]:
        traces = read_log(self.log.path, self.log.mapping.log_format)
        return islice(traces, self.first, None, self.of)


@dataclass
class Figures:
    """What became of a log, and the figures of its cases: moves from status to status, milestones
    by priority and state, and the hours of every finished visit of a status."""

    replayed: Replayed = field(default_factory=Replayed)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    milestones: Counter[tuple[str, str]] = field(default_factory=Counter)
    visits: dict[str, list[float]] = field(default_factory=dict)

    def add(self, other: Figures) -> None:
        self.replayed.add(other.replayed)
        self.moves.update(other.moves)
        self.milestones.update(other.milestones)
        for status, hours in other.visits.items():
            self.visits.setdefault(status, []).extend(hours)


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """A log that was read once to its end, with a mapping that fits it. `unused` are the activities
    of rules that no event has."""

    log: LogToReplay
    summary: LogSummary
    unused: tuple[str, ...]


def checked(path: Path, mapping: LogMapping) -> CheckedLog:
    """Compares a mapping with a log and with the diagram that new databases start with. Raises
    LogError, and ConfigError with all that does not fit."""
    summary = summary_of(read_log(path, mapping.log_format))
    check_mapping(mapping, starting_diagram(), summary)
    unused = tuple(unused_rules(mapping, summary))
    return CheckedLog(LogToReplay(path, mapping, summary.end), summary, unused)


def suggest(path: Path, log_format: LogFormat) -> str:
    """A first mapping for a log, as TOML. Raises LogError."""
    summary = summary_of(read_log(path, log_format))
    return suggested_mapping(summary, starting_diagram(), log_format)


def starting_diagram() -> Diagram:
    package = read_package(read_settings().workflow_dir / DEFAULT_DIAGRAM)
    return read(package.data, package.files, package.process, LET_IN)


def rehearse(log: LogToReplay, jobs: int = 1, progress: Progress = lambda _: None) -> Figures:
    """Replays a log in as many processes; each takes every `jobs`-th case into a database of its
    own, which is thrown away. The figures are the same for any number. Decision 0245."""
    if jobs == 1:
        return _thrown_away(Part(log), _counting(progress))
    return _in_processes(log, jobs, progress, background=False)


def rehearse_beside(log: LogToReplay, jobs: int, progress: Progress) -> Figures:
    """As `rehearse`, in processes of a low priority: beside a desk at work."""
    return _in_processes(log, jobs, progress, background=True)


def _in_processes(log: LogToReplay, jobs: int, progress: Progress, background: bool) -> Figures:
    figures = Figures()
    parts = [Part(log, first, jobs) for first in range(jobs)]
    for part in share_out(_thrown_away, parts, progress, background):
        figures.add(part)
    return figures


def rehearse_into(url: str, log: LogToReplay, progress: Progress = lambda _: None) -> Figures:
    """Replays a log into an empty database that stays, and reads the facts that pages of figures
    are made of. Raises StoreError."""
    _check_empty(url)
    with TemporaryDirectory() as folder:
        settings = replace(_silent(Path(folder)), database_url=url)
        with closing(build(settings, ManualClock(log.until))) as app:
            figures = _replayed(app, Part(log), _counting(progress))
            app.facts.catch_up()
            return figures


def _check_empty(url: str) -> None:
    with closing(Database(url)) as db:
        if db.has_tables:
            raise StoreError(
                "This database is in use already: it has tables of Caselane, and nothing was "
                "changed in it. Name a new one with --into."
            )


def _counting(progress: Progress) -> OneMore:
    numbers = count(1)
    return lambda: progress(next(numbers))


def _thrown_away(part: Part, one_more: OneMore) -> Figures:
    """SQLite does not wait for the disk: nothing has to survive."""
    parts = Parts(database=lambda url, _: Database(url, "OFF"))
    clock = ManualClock(part.log.until)
    with (
        TemporaryDirectory() as folder,
        closing(build(_silent(Path(folder)), clock, parts=parts)) as app,
    ):
        return _replayed(app, part, one_more)


def _silent(folder: Path) -> Settings:
    """Those of the installation, but nobody outside hears of the cases of a log."""
    return read_settings(
        data_dir=folder, database_url="", jobs="table", smtp_url="", webhooks="", chat=""
    )


def _replayed(app: App, part: Part, one_more: OneMore) -> Figures:
    assert isinstance(app.clock, ManualClock)
    compiled = app.versions.current()[1].compiled
    to_end = [
        action
        for action, statuses in compiled.leads_to.items()
        if statuses and compiled.final_statuses.issuperset(statuses)
    ]
    player = Replay(app.db, app.cases, app.accounts, app.clock, part.log.mapping, to_end)
    replayed = player.run(part.traces(), part.log.until, one_more)
    moves = {(before, after): n for before, after, n in app.reports.transitions()}
    milestones = {
        (priority, state): n
        for priority, states in app.reports.milestones_by_priority().items()
        for state, n in states.items()
    }
    visits = app.reports.visits()
    return Figures(replayed, Counter(moves), Counter(milestones), visits)
