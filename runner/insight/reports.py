"""Read-only: figures about all cases and about the installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from runner.bpmn import Diagram
from runner.clock import Clock
from runner.delivery.jobs import Jobs
from runner.gate.policies import PolicyConformance, Proposal, conformance, names_of, propose
from runner.gate.policies.facts import DiagramFacts
from runner.insight.policy_words import sentence
from runner.model import Attainment, Health, Lifecycle, Page, Person, Version, to_number
from runner.people.permissions import require
from runner.store import Database, Transaction, figures, incidents, lists, satisfaction
from runner.versions import Versions

REPORTED = timedelta(days=30)
"""The process page counts the milestones that fell due within this time."""

VERSIONS = 20
"""How many versions the process page lists at once."""

NAMED = 20
"""How many cases are named that were on a version without policies; the others are counted."""


@dataclass(frozen=True, slots=True)
class VersionConformance:
    """How many cases were on a version, and how many policies it has. With none it promises
    nothing: of its cases, some of which are named, nobody can say that they kept a policy."""

    version_id: int
    policies: int
    cases: int
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conformance:
    """How cases kept policies, and how many cases each version had, by the ids of versions. A case
    counts on every version that it was on."""

    policies: tuple[PolicyConformance, ...]
    versions: tuple[VersionConformance, ...]
    acts: Mapping[tuple[int, int], tuple[str, datetime]] = field(default_factory=dict)
    """Of steps that broke one, by case and line: by whom ('' for time and programs), and when."""


@dataclass(frozen=True, slots=True)
class ProcessView:
    """A version of the diagram and the cases on it.

    `at` is the number of tokens by element: of the cases of all versions of the lifecycle on its
    current diagram, of its own cases on another. `elsewhere` is the number of tokens at elements
    that the diagram does not have. `by_status`, `attainment` and `open_cases` are about all cases
    of the lifecycle, which is one of `lifecycles`; `running` are the open cases by version, of
    whichever lifecycle.
    """

    diagram: Diagram
    version: Version
    current: int
    at: Mapping[str, int]
    elsewhere: int
    by_status: Mapping[str, int]
    attainment: tuple[Attainment, ...]
    versions: Page[Version]
    running: Mapping[int, int]
    open_cases: int
    lifecycles: tuple[Lifecycle, ...]
    satisfied: tuple[int, int]
    """How many customers said lately that it went well, and how many said how it went."""


class Reports:
    def __init__(self, db: Database, jobs: Jobs, versions: Versions, clock: Clock):
        self._db = db
        self._jobs = jobs
        self._versions = versions
        self._clock = clock

    def health(self) -> Health:
        """Raises StoreError when the database does not answer."""
        with self._db.read() as tx:
            return Health(self._jobs.due(tx, self._clock.now()), *incidents.counts(tx))

    def process(
        self, person: Person, version_id: int | None = None, before: int | None = None
    ) -> ProcessView:
        """How cases flow: on the current diagram, or on another version. `before` asks for the
        versions deployed before that one. Raises Forbidden for customers, NotFound."""
        require(person, "see_process")
        shown = version_id or self._versions.current_id()
        version = self._versions.version(shown)
        current = self._versions.current_of(version)
        diagram, now = self._versions.diagram(shown), self._clock.now()
        lifecycles = self._versions.lifecycles()
        with self._db.read() as tx:
            of_all = self._versions.of_lifecycle(version.process)
            tokens = figures.at_elements(tx, of_all if shown == current else [shown])
            alone = len(lifecycles) < 2
            by_status = lists.by_status(tx) if alone else figures.by_status(tx, of_all)
            attainment = figures.attainment(tx, of_all, now - REPORTED, now)
            satisfied = satisfaction.counts(tx, of_all, now - REPORTED)
            running = figures.running(tx)
        at = {key: count for key, count in tokens.items() if key in diagram.elements}
        elsewhere = sum(tokens.values()) - sum(at.values())
        ends = _ended(diagram, by_status) if shown == current else {}
        return ProcessView(
            diagram, version, current, {**at, **ends}, elsewhere, by_status,
            tuple(attainment), self._versions.listed(before, VERSIONS), running,
            sum(running.get(one, 0) for one in of_all), lifecycles, satisfied,
        )  # fmt: skip

    def diagram(self, person: Person, version_id: int) -> tuple[Version, Diagram]:
        """A version with its bytes, and read. Raises Forbidden for customers, NotFound."""
        require(person, "see_process")
        return self._versions.version(version_id), self._versions.diagram(version_id)

    def conformance(self, lifecycle: str | None = None) -> Conformance:
        """How the policies of each version were kept by the cases while they were on it: of all
        versions, or of those of one lifecycle, since another may have policies of the same
        names."""
        with self._db.read() as tx:
            counts = dict(figures.cases_by_version(tx))
            asked = counts.keys()
            if lifecycle is not None:
                asked &= self._versions.of_lifecycle(lifecycle)
            versions = tuple(self._kept_on(tx, one, counts[one]) for one in sorted(asked))
            steps = (step for step in figures.deeds(tx) if step.version_id in asked)
            kept = conformance(steps, self._versions.diagram)
            lines = [(one.step.case_id, one.step.line) for each in kept for one in each.examples]
            return Conformance(kept, versions, figures.who_and_when(tx, lines))

    def proposals(self, draft: Diagram) -> tuple[tuple[Proposal, str], ...]:
        """Policies that all past cases kept and a draft does not say, each in a sentence."""
        with self._db.read() as tx:
            found = propose(figures.deeds(tx), self._versions.diagram, draft)
        facts = DiagramFacts(draft)
        return tuple((one, sentence(one, facts)) for one in found)

    def _kept_on(self, tx: Transaction, version_id: int, cases: int) -> VersionConformance:
        policies = len(names_of(self._versions.version(version_id).files))
        named = () if policies else figures.cases_on(tx, version_id, NAMED)
        return VersionConformance(version_id, policies, cases, tuple(map(to_number, named)))

    def transitions(self) -> list[tuple[str, str, int]]:
        """How often cases went from one status to another, most frequent first."""
        with self._db.read() as tx:
            return figures.transitions(tx)

    def milestones_by_priority(self) -> dict[str, dict[str, int]]:
        """How many milestones are in which state, by the priority of their cases."""
        with self._db.read() as tx:
            return figures.milestones_by_priority(tx)

    def visits(self) -> dict[str, list[float]]:
        """For each status that cases have left: the hours of every visit."""
        with self._db.read() as tx:
            return figures.visits(tx)


def _ended(diagram: Diagram, by_status: Mapping[str, int]) -> dict[str, int]:
    """The number of closed cases by end event, for each status that a single end event gives."""
    ends: dict[str, list[str]] = {}
    for element in diagram.elements.values():
        if element.kind == "endEvent" and element.properties.get("status"):
            ends.setdefault(element.properties["status"], []).append(element.id)
    counts = {ids[0]: by_status.get(status, 0) for status, ids in ends.items() if len(ids) == 1}
    return {key: count for key, count in counts.items() if count}
