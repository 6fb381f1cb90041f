"""The ways of cases: how many take which, how long, what slows them, and what is not drawn.

Decision 0239.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Literal

from runner.bpmn import Diagram
from runner.bpmn.status_map import status_map
from runner.insight.distribution import Distribution, distribution
from runner.insight.group_figures import GroupFigures, SharePair, group_figures
from runner.insight.late_factors import Factor, factors_of
from runner.insight.living_diagram import Pair, pair_of
from runner.insight.scope import FigureScope, FlowQuery, chosen, read_scope
from runner.model import FlowFilter, Person
from runner.people.permissions import require
from runner.store import Database, Transaction, flow_rows, way_rows
from runner.store.flow_rows import Among, RouteCount, WayCount
from runner.versions import Versions

SplitKind = Literal["priority", "product", "team", "channel", "outcome", "day"]

COVERED = (0.5, 0.8, 0.9, 0.95, 1.0)
"""Shares of the cases of which it is said how many ways cover them."""

MOST_COMPARED = 12
"""Ways that are compared, those that differ most."""


@dataclass(frozen=True, slots=True)
class Split:
    """Two groups: cases with one value and with another, or submitted before a day (`at`) and from
    it on."""

    kind: SplitKind
    one: str = ""
    other: str = ""
    at: datetime | None = None

    def filters(self, wanted: FlowFilter) -> tuple[FlowFilter, FlowFilter]:
        if self.kind != "day":
            one, other = ({self.kind: value} for value in (self.one, self.other))
            return replace(wanted, **one), replace(wanted, **other)
        return wanted.within(until=self.at), wanted.within(since=self.at)


@dataclass(frozen=True, slots=True)
class TakenWay:
    """A way with how long its closed cases took, how many of its cases missed a milestone, and
    whether the diagram has all of its moves."""

    count: WayCount
    times: Distribution
    late: int
    drawn: bool


@dataclass(frozen=True, slots=True)
class WayDifference:
    way: WayCount
    shares: SharePair


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """Two groups beside one another; `ways` are those whose shares differ most."""

    one: GroupFigures
    other: GroupFigures
    ways: Sequence[WayDifference]

    @property
    def late(self) -> SharePair:
        return SharePair((self.one.late, self.one.cases), (self.other.late, self.other.cases))


@dataclass(frozen=True, slots=True)
class WaysView:
    """`fitting` of the cases made only moves that the diagram draws; `undrawn` are the others, with
    how often they were made on which versions."""

    scope: FigureScope
    ways: Sequence[TakenWay]
    factors: Sequence[Factor]
    fitting: int
    undrawn: Mapping[Pair, Mapping[int, int]]
    compared: GroupComparison | None = None

    @property
    def sums(self) -> Sequence[int]:
        """How many cases the first way has, the first two, and so on."""
        return list(accumulate(way.count.cases for way in self.ways))

    @property
    def covered(self) -> Sequence[tuple[float, int]]:
        """Shares of the cases, and how many of the most frequent ways it takes to have them."""
        sums = self.sums
        all_ = sums[-1] if sums else 0
        return [(share, 1 + sum(sum_ < share * all_ for sum_ in sums)) for share in COVERED if all_]


class Ways:
    """For those who may see the process. Reads facts, never the history."""

    def __init__(self, db: Database, versions: Versions):
        self._db = db
        self._versions = versions

    def view(self, person: Person, query: FlowQuery, split: Split | None = None) -> WaysView:
        """`split` compares two groups. Raises Forbidden; NotFound for the version."""
        require(person, "see_process")
        version, of = chosen(self._versions, query)
        diagram = self._versions.diagram(version.id)
        drawn = drawn_moves(diagram)  # before the read begins
        with self._db.read() as tx:
            counts = flow_rows.ways(tx, of)
            closed, late = way_rows.closed_and_late(tx, of, query.time)
            times = _times(way_rows.minutes(tx, of, query.time))
            factors = factors_of(closed, {way.id: way.statuses for way in counts})
            compared = _compared(tx, query, of, counts, split) if split else None
            undrawn = _undrawn(flow_rows.routes(tx, of), drawn)
            scope = read_scope(tx, query, version, diagram, of)
        ways = [
            TakenWay(
                way, times.get(way.id, Distribution()), late.get(way.id, 0),
                _is_drawn(way.statuses, drawn),
            )
            for way in counts
        ]  # fmt: skip
        fitting = sum(way.count.cases for way in ways if way.drawn)
        return WaysView(scope, ways, factors, fitting, undrawn, compared)


def drawn_moves(diagram: Diagram) -> frozenset[Pair]:
    """From which status to which other a diagram lets cases go."""
    drawn = status_map(diagram)
    anywhere = {
        (box.name, way.target) for box in drawn.boxes if not box.status.final
        for way in drawn.everywhere
    }  # fmt: skip
    return frozenset({(way.source, way.target) for way in drawn.ways} | anywhere)


def _times(minutes: Iterable[tuple[int, int, int]]) -> dict[int, Distribution]:
    """By the ids of ways."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for way, duration, cases in minutes:
        found[way].append((duration, cases))
    return {way: distribution(durations) for way, durations in found.items()}


def _is_drawn(statuses: Sequence[str], drawn: frozenset[Pair]) -> bool:
    return all(pair in drawn for pair in pairwise(statuses))


def _undrawn(
    routes: Iterable[RouteCount], drawn: frozenset[Pair]
) -> Mapping[Pair, Mapping[int, int]]:
    found: dict[Pair, Counter[int]] = defaultdict(Counter)
    for one in routes:
        pair = pair_of(one.route)
        if pair and pair not in drawn:
            found[pair][one.route.version_id] += one.number
    return dict(sorted(found.items(), key=lambda item: -sum(item[1].values())))


def _compared(
    tx: Transaction, query: FlowQuery, of: Among,
    counts: Iterable[WayCount], split: Split,
) -> GroupComparison:  # fmt: skip
    one, other = (
        group_figures(tx, of._replace(wanted=wanted), query.time)
        for wanted in split.filters(query.wanted)
    )
    ways = [
        WayDifference(way, SharePair(*((g.ways.get(way.id, 0), g.cases) for g in (one, other))))
        for way in counts
        if way.id in one.ways or way.id in other.ways
    ]
    ways.sort(key=lambda way: (way.shares.by_chance, -abs(_apart(way.shares))))
    return GroupComparison(one, other, ways[:MOST_COMPARED])


def _apart(shares: SharePair) -> float:
    one, other = (part / whole if whole else 0.0 for part, whole in (shares.one, shares.other))
    return other - one
