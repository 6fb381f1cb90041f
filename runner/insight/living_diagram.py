"""The flow of cases on the drawing: how many, how often, how long, how late, and which cases.

Decision 0229.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from runner.bpmn import Diagram
from runner.errors import NotFound
from runner.insight.distribution import Distribution, distribution, weeks_of
from runner.model import (
    EVERYTHING,
    FlowFilter,
    IntervalKind,
    Person,
    Route,
    TimeKind,
    Version,
)
from runner.people.permissions import require
from runner.store import Database, Transaction, fact_rows, flow_rows
from runner.store.flow_rows import CaseAt, RouteCount, StayCount, WayCount
from runner.versions import Versions

Level = Literal["statuses", "drawing"]
KINDS: Mapping[Level, IntervalKind] = {"statuses": "status", "drawing": "element"}

LISTED = 50
"""Cases of one page of those behind a figure."""

LONGEST = 5
"""Cases that are named beside a place."""

COUNTED = 10_000
"""Up to how many cases that changed since are counted."""

WHAT = ("now", "all", "again", "late", "passed", "back")
"""Which cases may be behind a figure. The first four are about a place, the last two about an id of
the drawing, or a pair of statuses."""


@dataclass(frozen=True, slots=True)
class FlowQuery:
    """What an analyst looks at: a version of the diagram, or the current one (None); cases of all
    versions of its lifecycle, or of this version `only`."""

    version: int | None = None
    only: bool = False
    level: Level = "statuses"
    time: TimeKind = "clock"
    wanted: FlowFilter = EVERYTHING


@dataclass(frozen=True, slots=True)
class FlowPlace:
    """A status, or a task where cases wait. `here` are there now; of those that left, `times` says
    how long they stayed; `again` of all came back to it; `late` is how many milestones were missed
    there."""

    name: str
    here: int = 0
    again: int = 0
    late: int = 0
    times: Distribution = Distribution()

    @property
    def visits(self) -> int:
        return self.here + self.times.number


@dataclass(frozen=True, slots=True)
class PlaceDetail:
    """More of one place: by week of their end how long stays were, and who is there longest."""

    place: FlowPlace
    weeks: Sequence[tuple[str, Distribution]] = ()
    longest: Sequence[CaseAt] = ()


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FlowView:
    """`passed` is how often tokens passed each flow and element, `moves` how often cases went from
    a status to another; `back` and `back_moves` count the same of what customers did that led to a
    status where the case was before. `behind` cases changed since."""

    version: Version
    diagram: Diagram
    query: FlowQuery
    cases: int
    migrated: int
    behind: int
    places: Mapping[str, FlowPlace]
    passed: Mapping[str, int]
    moves: Mapping[Pair, int]
    back: Mapping[str, int]
    back_moves: Mapping[Pair, int]
    ways: Sequence[WayCount]
    products: Sequence[str]
    outcomes: Sequence[str]
    detail: PlaceDetail | None = None


@dataclass(frozen=True, slots=True)
class CasesBehind:
    """The cases of one page behind a figure; `more` says that others follow."""

    cases: Sequence[CaseAt]
    more: bool = False


class LivingDiagram:
    """For those who may see the process. Reads facts, never the history."""

    def __init__(self, db: Database, versions: Versions):
        self._db = db
        self._versions = versions

    def view(self, person: Person, query: FlowQuery, at: str = "") -> FlowView:
        """`at` is a place to look at closely. Raises Forbidden; NotFound for the version."""
        require(person, "see_process")
        version, of = self._chosen(query)
        diagram, wanted = self._versions.diagram(version.id), query.wanted
        with self._db.read() as tx:
            routes = flow_rows.routes(tx, of, wanted)
            back = [one for one in routes if _is_back(one.route, one.again)]
            places = self._places(tx, query, of)
            return FlowView(
                version, diagram, query, flow_rows.cases(tx, of, wanted),
                flow_rows.migrated(tx, of), fact_rows.behind(tx, COUNTED),
                places, _passed(routes), _moves(routes), _passed(back),
                _moves(back), flow_rows.ways(tx, of, wanted),
                flow_rows.values_of(tx, of, "product"), flow_rows.values_of(tx, of, "resolution"),
                _detail(tx, query, of, places[at]) if at in places else None,
            )  # fmt: skip

    def cases(
        self, person: Person, query: FlowQuery, at: str, what: str, after: int = 0
    ) -> CasesBehind:
        """Those behind a figure: `at` is a place, an id of the drawing, or two statuses with ` → `
        between them. Raises Forbidden, NotFound."""
        require(person, "see_process")
        if what not in WHAT:
            raise NotFound(f"There are no cases that are '{what[:60]}'.")
        _, of = self._chosen(query)
        with self._db.read() as tx:
            if what in ("passed", "back"):
                ids = _matching(flow_rows.route_ids(tx, of), at, what)
                found = flow_rows.cases_passing(
                    tx, ids, True if what == "back" else None, query.wanted, after=after,
                    limit=LISTED + 1,
                )  # fmt: skip
            else:
                found = flow_rows.cases_staying(
                    tx, KINDS[query.level], at, of, query.wanted, what=what, after=after,
                    limit=LISTED + 1,
                )  # fmt: skip
        return CasesBehind(found[:LISTED], len(found) > LISTED)

    def _chosen(self, query: FlowQuery) -> tuple[Version, frozenset[int]]:
        """The version whose drawing is shown, and those whose cases count: of one that is not
        current, its own alone."""
        version = self._versions.version(query.version or self._versions.current_id())
        if query.only or version.id != self._versions.current_of(version):
            return version, frozenset({version.id})
        return version, self._versions.of_lifecycle(version.process)

    def _places(
        self, tx: Transaction, query: FlowQuery, of: frozenset[int]
    ) -> dict[str, FlowPlace]:
        kind = KINDS[query.level]
        counts: dict[str, list[StayCount]] = {}
        for stay in flow_rows.stays(tx, kind, query.time, of, query.wanted):
            counts.setdefault(stay.name, []).append(stay)
        late = flow_rows.late(tx, kind, of, query.wanted)
        return {name: _place(name, found, late.get(name, 0)) for name, found in counts.items()}


def _detail(tx: Transaction, query: FlowQuery, of: frozenset[int], place: FlowPlace) -> PlaceDetail:
    kind = KINDS[query.level]
    days = flow_rows.stays_by_day(tx, kind, place.name, of, query.wanted)
    longest = flow_rows.cases_staying(tx, kind, place.name, of, query.wanted, limit=LONGEST)
    return PlaceDetail(place, weeks_of(days), longest)


def _place(name: str, counts: Iterable[StayCount], late: int) -> FlowPlace:
    counts = list(counts)
    return FlowPlace(
        name,
        sum(stay.number for stay in counts if stay.minutes is None),
        sum(stay.number for stay in counts if stay.again),
        late,
        distribution((stay.minutes, stay.number) for stay in counts if stay.minutes is not None),
    )


# ------------------------------------------------------------------ routes


def _is_back(route: Route, again: bool) -> bool:
    """A customer took an action that led to a status where the case was before. A reply is none."""
    return again and route.audience == "customer" and route.action is not None


def _passed(routes: Iterable[RouteCount]) -> dict[str, int]:
    """Each time counts: an element that a path passes twice was passed twice."""
    found: Counter[str] = Counter()
    for route, _, number in routes:
        for step in route.path:
            found[step] += number
    return dict(found)


def _moves(routes: Iterable[RouteCount]) -> dict[Pair, int]:
    found: Counter[Pair] = Counter()
    for route, _, number in routes:
        if pair := _pair(route):
            found[pair] += number
    return dict(found)


def _pair(route: Route) -> Pair | None:
    if route.from_status and route.to_status and route.from_status != route.to_status:
        return route.from_status, route.to_status
    return None


def _matching(routes: Iterable[tuple[int, Route]], at: str, what: str) -> list[int]:
    return [
        key
        for key, route in routes
        if (at in route.path or at == " → ".join(_pair(route) or ()))
        and (what == "passed" or _is_back(route, again=True))
    ]
