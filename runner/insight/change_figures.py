"""What changed: the figures of two versions or periods, beside what the drawings let happen.

Decision 0295.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from runner.clock import Clock
from runner.gate.behaviour import BehaviourChange, behaviour_changes
from runner.insight.distribution import Distribution
from runner.insight.group_figures import GroupFigures, SharePair, group_figures
from runner.insight.living_diagram import FlowPlace, places_of
from runner.insight.scope import FigureScope, FlowQuery, chosen, read_scope
from runner.model import Person
from runner.people.permissions import require
from runner.store import Database, Transaction, attainment_rows, flow_rows, moment_rows
from runner.store.flow_rows import Among
from runner.versions import Versions

CACHED = 64
"""Pairs of versions whose differences are kept: they never change."""


@dataclass(frozen=True, slots=True)
class SideQuery:
    """Cases on a version alone, or on all of the lifecycle (None); submitted in a period."""

    version: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeQuery:
    one: SideQuery
    other: SideQuery


@dataclass(frozen=True, slots=True)
class TimePair:
    """How long the same thing took on both sides."""

    name: str
    one: Distribution
    other: Distribution

    @property
    def apart(self) -> bool:
        """Whether the intervals of both medians have nothing in common."""
        first, second = self.one.between(0.5), self.other.between(0.5)
        if first is None or second is None:
            return False
        return first[1] < second[0] or second[1] < first[0]


@dataclass(frozen=True, slots=True)
class ChangeSide:
    """`migrated` of its cases came from another version. `milestones` are numbers that were met and
    missed."""

    group: GroupFigures
    migrated: int
    places: Mapping[str, FlowPlace]
    milestones: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """`behaviour` is what the drawings of two versions let happen otherwise; empty for periods."""

    scope: FigureScope
    one: ChangeSide
    other: ChangeSide
    behaviour: Sequence[BehaviourChange] = ()

    @property
    def sides(self) -> tuple[ChangeSide, ChangeSide]:
        return self.one, self.other

    @property
    def times(self) -> Sequence[TimePair]:
        """To the end, and of the stays in each status."""
        whole = TimePair("", self.one.group.whole, self.other.group.whole)
        drawn = [status.name for status in self.scope.diagram.statuses]
        known = dict.fromkeys((*drawn, *self.one.places, *self.other.places))
        names = [name for name in known if name in {*self.one.places, *self.other.places}]
        return [whole, *(TimePair(name, *self._times(name)) for name in names)]

    def _times(self, name: str) -> tuple[Distribution, Distribution]:
        one, other = (side.places.get(name, FlowPlace(name)).times for side in self.sides)
        return one, other

    @property
    def shares(self) -> Mapping[str, SharePair]:
        """Of all or of the closed cases, by name: late, at_once, rejected, repeats."""
        parts = [
            {
                "late": (side.group.late, side.group.cases),
                "at_once": (side.group.totals.at_once, side.group.totals.closed),
                "rejected": (side.group.totals.rejected, side.group.cases),
                "repeats": (side.group.totals.repeats, side.group.cases),
            }
            for side in self.sides
        ]
        return {name: SharePair(parts[0][name], parts[1][name]) for name in parts[0]}

    @property
    def milestones(self) -> Mapping[str, SharePair]:
        """Met, of those that were met or missed, by name."""
        names = dict.fromkeys((*self.one.milestones, *self.other.milestones))
        return {name: SharePair(*(_met(side, name) for side in self.sides)) for name in names}


def _met(side: ChangeSide, name: str) -> tuple[int, int]:
    met, missed = side.milestones.get(name, (0, 0))
    return met, met + missed


class Changes:
    """For those who may see the process. Reads facts, never the history."""

    def __init__(self, db: Database, versions: Versions, clock: Clock):
        self._db = db
        self._versions = versions
        self._clock = clock
        self._behaviour = lru_cache(CACHED)(self._changes_of)

    def view(self, person: Person, query: FlowQuery, asked: ChangeQuery) -> ChangeView:
        """Two sides of what a query is about. Raises Forbidden; NotFound for a version."""
        require(person, "see_process")
        one, other = (self._side_of(query, side) for side in (asked.one, asked.other))
        shown, of = chosen(self._versions, query)
        diagram = self._versions.diagram(shown.id)
        behaviour = ()
        if asked.one.version and asked.other.version:
            behaviour = self._behaviour(asked.one.version, asked.other.version)
        with self._db.read() as tx:
            sides = [self._side(tx, *side) for side in (one, other)]
            scope = read_scope(tx, query, shown, diagram, of)
        return ChangeView(scope, sides[0], sides[1], behaviour)

    def newest(self, person: Person, query: FlowQuery) -> datetime | None:
        """When the last case that a query is about was submitted; None for none. Raises Forbidden;
        NotFound for a version."""
        require(person, "see_process")
        _, of = chosen(self._versions, query)
        with self._db.read() as tx:
            return moment_rows.last(tx, of)

    def _side_of(self, query: FlowQuery, side: SideQuery) -> tuple[FlowQuery, Among]:
        own = replace(query, wanted=query.wanted.within(side.since, side.until))
        if side.version:
            own = replace(own, version=side.version, only=True)
        return own, chosen(self._versions, own)[1]

    def _side(self, tx: Transaction, query: FlowQuery, of: Among) -> ChangeSide:
        return ChangeSide(
            group_figures(tx, of, query.time),
            flow_rows.migrated(tx, of), places_of(tx, query, of),
            attainment_rows.judged(tx, of, self._clock.now()),
        )  # fmt: skip

    def _changes_of(self, one: int, other: int) -> Sequence[BehaviourChange]:
        return behaviour_changes(self._versions.diagram(one), self._versions.diagram(other))
