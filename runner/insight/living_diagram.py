"""The flow of cases on the drawing: how many, how often, how long, how late, and which cases.

Decision 0229.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from runner.clock import Clock
from runner.errors import NotFound
from runner.insight.distribution import Distribution, distribution, weeks_of
from runner.insight.policy_figures import judged_at, policy_and_version
from runner.insight.scope import FigureScope, FlowQuery, Level, chosen, read_scope
from runner.insight.weeks import WEEK, WEEKS, Week, last_day, monday_of, weeks
from runner.language import _
from runner.model import EVERYTHING, IntervalKind, Person, Route
from runner.people.permissions import require
from runner.store import (
    Database,
    Transaction,
    attainment_rows,
    case_figures,
    flow_rows,
    moment_rows,
    people,
    policy_rows,
)
from runner.store.attainment_rows import Attained
from runner.store.flow_rows import (
    Among,
    CaseAt,
    LinesAsked,
    RouteCount,
    StayCount,
    StayedAt,
    WayCount,
)
from runner.store.policy_rows import AtPolicy, Standing
from runner.versions import Versions

KINDS: Mapping[Level, IntervalKind] = {"statuses": "status", "drawing": "element"}

LISTED = 50
"""Cases of one page of those behind a figure."""

LONGEST = 5
"""Cases that are named beside a place."""

OF_PLACES = ("now", "all", "again")
OF_MOMENTS = ("then", "late_then", "owned_then")
OF_WAYS = ("passed", "back")
OF_MILESTONES = ("met", "missed", "near", "not_reached", "running")
OF_POLICIES: Mapping[str, Standing] = {
    "policy_broken": "broken", "policy_at_risk": "at_risk", "policy_kept": "kept",
}  # fmt: skip
OF_CASES = (*case_figures.CONDITIONS, "touched", "owned")
"""Which cases may be behind a figure of a place; of an id of the drawing, or a pair of statuses; of
a milestone, by its name and perhaps `/` and the month in which it fell due, or the calendar in
which it counts (`/calendar:office`); of a minute, by a place or owner, `/` and the instant; of a
policy, by its name and perhaps `/` and a version; of cases as a whole."""


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
    """More of one place: by the last weeks of their end how long stays were, and who is there
    longest."""

    place: FlowPlace
    weeks: Sequence[tuple[date, Distribution]] = ()
    longest: Sequence[CaseAt] = ()


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FlowView:
    """`passed` is how often tokens passed each flow and element, `moves` how often cases went from
    a status to another; `back` and `back_moves` count the same of what customers did that led to a
    status where the case was before. `passes` are how often cases went the way that is looked at,
    or passed the element, in each of the last weeks."""

    scope: FigureScope
    places: Mapping[str, FlowPlace]
    passed: Mapping[str, int]
    moves: Mapping[Pair, int]
    back: Mapping[str, int]
    back_moves: Mapping[Pair, int]
    ways: Sequence[WayCount]
    detail: PlaceDetail | None = None
    passes: Sequence[Week] = ()


@dataclass(frozen=True, slots=True)
class CasesBehind:
    """The cases of one page behind a figure; `more` says that others follow. `owner` is the name of
    the person whose cases they are; '' of other figures, and where nobody has the address."""

    cases: Sequence[CaseAt]
    more: bool = False
    owner: str = ""


class ShownFigure(NamedTuple):
    """A figure of a page, and where it stands: at a place, an id of the drawing, two statuses with
    ` → ` between them, a milestone, or nowhere."""

    kind: IntervalKind
    at: str
    what: str


class LivingDiagram:
    """For those who may see the process. Reads facts, never the history."""

    def __init__(self, db: Database, versions: Versions, clock: Clock):
        self._db = db
        self._versions = versions
        self._clock = clock

    def view(self, person: Person, query: FlowQuery, at: str = "") -> FlowView:
        """`at` is a place to look at closely. Raises Forbidden; NotFound for the version."""
        require(person, "see_process")
        version, of = chosen(self._versions, query)
        diagram = self._versions.diagram(version.id)  # before the read begins
        with self._db.read() as tx:
            routes = flow_rows.routes(tx, of)
            back = [one for one in routes if one.again and one.route.is_of_customer]
            places = places_of(tx, query, of)
            return FlowView(
                read_scope(tx, query, version, diagram, of), places, _passed(routes),
                moves_of(routes), _passed(back), moves_of(back),
                flow_rows.ways(tx, of),
                _detail(tx, query, of, places[at]) if at in places else None,
                self._passes(tx, of, at) if at and at not in places else (),
            )  # fmt: skip

    def _passes(self, tx: Transaction, of: Among, at: str) -> Sequence[Week]:
        """Nothing where no route leads that way."""
        times = {key: _passing(route, at) for key, route in flow_rows.route_ids(tx, of)}
        found = flow_rows.passes_by_day(tx, of, [key for key, number in times.items() if number])
        days = [(day, times[key] * number) for day, key, number in found]
        last = last_day((day for day, _ in days), self._clock.now().date())
        return weeks(days, (), last, WEEKS)

    def cases(
        self, person: Person, query: FlowQuery, at: str, what: str, after: int = 0
    ) -> CasesBehind:
        """Those behind a figure: `at` is a place, an id of the drawing, two statuses with ` → `
        between them, a milestone, or what `cases_that` understands. Raises Forbidden, NotFound."""
        require(person, "see_process")
        _, of = chosen(self._versions, query)
        with self._db.read() as tx:
            found = self._behind(tx, of, ShownFigure(KINDS[query.level], at, what), after)
            address = owner_of(what, at)
            owner = people.names_by_email(tx, [address]).get(address, "") if address else ""
        return CasesBehind(found[:LISTED], len(found) > LISTED, owner)

    def _behind(self, tx: Transaction, of: Among, figure: ShownFigure, after: int) -> list[CaseAt]:
        kind, at, what = figure
        part = LinesAsked(LISTED + 1, after)
        if what in OF_WAYS:
            ids, back = _matching(flow_rows.route_ids(tx, of), at, what), what == "back"
            return flow_rows.cases_passing(tx, of, ids, back or None, part)
        if what == "late":
            return moment_rows.late_then(tx, of, StayedAt(kind, at), self._clock.now(), part)
        if what in OF_PLACES:
            return flow_rows.cases_staying(tx, of, StayedAt(kind, at), what, part)
        if what in OF_MOMENTS:
            name, instant = _place_and_instant(at)
            place = StayedAt("owner" if what == "owned_then" else kind, name)
            then = moment_rows.late_then if what == "late_then" else moment_rows.cases_then
            return then(tx, of, place, instant, part)
        if what in OF_MILESTONES:
            name, month, calendar = _milestone_named(at)
            attained = Attained(name, what, month, calendar)
            return attainment_rows.cases_with(tx, of, attained, self._clock.now(), part)
        if what in OF_POLICIES:
            policy = AtPolicy(OF_POLICIES[what], *policy_and_version(at, of.versions))
            when = judged_at(self._clock.now())
            return policy_rows.cases_standing(tx, of, policy, when, part)
        if what in OF_CASES:
            return case_figures.cases_that(tx, of, what, at, part)
        raise NotFound(_("There are no cases that are '%(what)s'.", what=what[:60]))


def owner_of(what: str, at: str) -> str:
    """The address of the person whose cases are behind a figure; '' of other figures."""
    return {"owned": at, "owned_then": at.rpartition("/")[0]}.get(what, "")


def _place_and_instant(at: str) -> tuple[str, datetime]:
    """Raises NotFound where no instant is said."""
    name, _rest, instant = at.rpartition("/")
    try:
        found = datetime.fromisoformat(instant)
        if found.tzinfo is None:
            raise ValueError
        return name, found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotFound(
            _("'%(at)s' does not say at which minute the cases were there.", at=at[:60])
        ) from None


def _milestone_named(at: str) -> tuple[str, str, str]:
    """The name of a milestone, which may have a `/` as well, its month and its calendar; '' where
    they are not said."""
    found = _NARROWED.fullmatch(at)
    return (found[1], found[2] or "", found[3] or "") if found else (at, "", "")


_NARROWED = re.compile(r"(.*)/(?:(\d{4}-\d{2})|calendar:(.+))", re.DOTALL)


def places_of(tx: Transaction, query: FlowQuery, of: Among) -> dict[str, FlowPlace]:
    """Statuses, or tasks where cases wait, with their figures."""
    kind = KINDS[query.level]
    counts: dict[str, list[StayCount]] = {}
    for stay in flow_rows.stays(tx, of, kind, query.time):
        counts.setdefault(stay.name, []).append(stay)
    late = flow_rows.late(tx, of, kind)
    return {name: _place(name, found, late.get(name, 0)) for name, found in counts.items()}


def _detail(tx: Transaction, query: FlowQuery, of: Among, place: FlowPlace) -> PlaceDetail:
    where = StayedAt(KINDS[query.level], place.name)
    longest = flow_rows.cases_staying(tx, of, where, "now", LinesAsked(LONGEST))
    return PlaceDetail(place, weeks_of(_stays_by_week(tx, of, where))[-WEEKS:], longest)


def _stays_by_week(tx: Transaction, of: Among, place: StayedAt) -> Sequence[tuple[str, int, int]]:
    """Those of the weeks that are drawn, each read by itself. When the last stay of a filter ended,
    only all of them would say."""
    last = flow_rows.last_day(tx, of, place) if of.wanted == EVERYTHING else None
    if last is None:
        return flow_rows.stays_by_week(tx, of, place)
    newest = monday_of(date.fromisoformat(last))
    mondays = [newest - n * WEEK for n in range(WEEKS)]
    return [
        (f"{monday}", minutes, count)
        for monday in mondays
        for minutes, count in flow_rows.stays_between(
            tx, of, place, _midnight(monday), _midnight(monday + WEEK)
        )
    ]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


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


def _passed(routes: Iterable[RouteCount]) -> dict[str, int]:
    """Each time counts: an element that a path passes twice was passed twice."""
    found: Counter[str] = Counter()
    for route, _kind, number in routes:
        for step in route.path:
            found[step] += number
    return dict(found)


def moves_of(routes: Iterable[RouteCount]) -> dict[Pair, int]:
    """How often cases went from a status to another."""
    found: Counter[Pair] = Counter()
    for route, _kind, number in routes:
        if pair := pair_of(route):
            found[pair] += number
    return dict(found)


def pair_of(route: Route) -> Pair | None:
    """The statuses between which a route leads; None where it stays in one."""
    if route.from_status and route.to_status and route.from_status != route.to_status:
        return route.from_status, route.to_status
    return None


def _matching(routes: Iterable[tuple[int, Route]], at: str, what: str) -> list[int]:
    return [
        key
        for key, route in routes
        if _passing(route, at) and (what == "passed" or route.is_of_customer)
    ]


def _passing(route: Route, at: str) -> int:
    """How often a route passes an element or a flow, or leads from a status to another."""
    return route.path.count(at) or int(at == " → ".join(pair_of(route) or ()))
