"""Statuses: how long cases stay, where they go, how many wait, who carries them.

Decision 0222.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from runner.bpmn import Diagram
from runner.bpmn.status_map import status_map
from runner.clock import Clock
from runner.insight.distribution import Distribution, distribution
from runner.insight.living_diagram import FlowPlace, Pair, moves_of, places_of
from runner.insight.scope import FigureScope, FlowQuery, chosen, read_scope
from runner.insight.weeks import WEEKS, Week, last_day, weeks
from runner.model import Person
from runner.people.permissions import require
from runner.store import Database, case_figures, flow_rows, people
from runner.store.case_figures import CaseTotals, Counts, OwnerDay
from runner.store.flow_rows import RouteCount
from runner.versions import Versions

AGES = (1, 3, 7, 30, 90)
"""Upper ends of the ages of open cases, in days; above."""

MOST_OWNERS = 12
"""Owners whose load is drawn by week; of the others the number now is said."""


@dataclass(frozen=True, slots=True)
class Age:
    """How many open cases were submitted on the days from `begin` to before `end`."""

    begin: date
    end: date
    cases: int

    @property
    def span(self) -> str:
        return f"{self.begin}/{self.end}"


@dataclass(frozen=True, slots=True)
class OwnerLoad:
    """Open cases of a person (by address): now, and at the end of each of the last weeks."""

    owner: str
    now: int
    weeks: Sequence[Week] = ()


@dataclass(frozen=True, slots=True)
class Silence:
    """How long cases waited for the customer; how often the customer ended that, and how often a
    timer or support did."""

    statuses: Sequence[str]
    times: Distribution
    waiting: int
    answered: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class StatusFigures:
    """`places` are statuses in the order of the drawing, those that it does not have behind.
    `touches` are of closed cases; `whole` is how long closed cases took. `names` are those of
    owners, by address."""

    scope: FigureScope
    places: Mapping[str, FlowPlace]
    moves: Mapping[Pair, int]
    weeks: Sequence[Week]
    ages: Sequence[Age]
    totals: CaseTotals
    whole: Distribution
    touches: Distribution
    silence: Silence
    loads: Sequence[OwnerLoad]
    names: Mapping[str, str]


class Statuses:
    """For those who may see the process. Reads facts, never the history."""

    def __init__(self, db: Database, versions: Versions, clock: Clock):
        self._db = db
        self._versions = versions
        self._clock = clock

    def view(self, person: Person, query: FlowQuery) -> StatusFigures:
        """Raises Forbidden; NotFound for the version."""
        require(person, "see_process")
        version, of = chosen(self._versions, query)
        diagram, today = self._versions.diagram(version.id), self._clock.now().date()
        with self._db.read() as tx:
            scope = read_scope(tx, query, version, diagram, of)
            routes = flow_rows.routes(tx, of)
            places = _in_order(diagram, places_of(tx, query, of))
            came, went = case_figures.by_submission(tx, of), case_figures.by_end(tx, of)
            ended = [(day, count) for day, _, count in went]
            last = last_day([*came, *(day for day, _ in ended)], today)
            loads = _loads(case_figures.owner_days(tx, of), last)
            return StatusFigures(
                scope, places, moves_of(routes),
                weeks(_cases(came), ended, last, WEEKS),
                ages([(day, one.cases - one.closed) for day, one in came.items()], today),
                case_figures.sum_of(came.values()),
                distribution(case_figures.durations(tx, of, query.time)),
                distribution((times, count) for _, times, count in went if times is not None),
                _silence(diagram, places, routes), loads,
                people.names_by_email(tx, (load.owner for load in loads)),
            )  # fmt: skip


def _cases(days: Mapping[str, CaseTotals]) -> Counts:
    return [(day, totals.cases) for day, totals in days.items()]


def _in_order(diagram: Diagram, places: Mapping[str, FlowPlace]) -> dict[str, FlowPlace]:
    drawn = [status.name for status in diagram.statuses]
    names = [*(name for name in drawn if name in places), *sorted(set(places) - set(drawn))]
    return {name: places[name] for name in names}


def ages(submitted: Counts, today: date) -> Sequence[Age]:
    """Of open cases by the day of their submission: how old they are, the youngest first."""
    ends = [today + timedelta(days=1), *(today - timedelta(days=age - 1) for age in AGES), date.min]
    days = [(date.fromisoformat(day), count) for day, count in submitted]
    return [
        Age(begin, end, sum(count for day, count in days if begin <= day < end))
        for end, begin in pairwise(ends)
    ]


def _silence(
    diagram: Diagram, places: Mapping[str, FlowPlace], routes: Iterable[RouteCount]
) -> Silence:
    names = waiting_for_customer(diagram)
    there = [places[name] for name in names if name in places]
    left = [one for one in routes if one.route.from_status in names and _leaves(one)]
    answered = sum(one.number for one in left if one.route.audience == "customer")
    return Silence(
        names, distribution(pair for place in there for pair in place.times.counts),
        sum(place.here for place in there), answered, sum(one.number for one in left) - answered,
    )  # fmt: skip


def waiting_for_customer(diagram: Diagram) -> list[str]:
    """Statuses in which it is the customer's move and nobody else's, as drawn."""
    return [
        box.name
        for box in status_map(diagram).boxes
        if box.moves and all(move.casefold() == "customer" for move in box.moves)
    ]


def _leaves(one: RouteCount) -> bool:
    return one.route.to_status is not None and one.route.to_status != one.route.from_status


def _loads(days: Iterable[OwnerDay], last: date) -> Sequence[OwnerLoad]:
    """The busiest now first."""
    came, went = defaultdict[str, Counts](list), defaultdict[str, Counts](list)
    now: Counter[str] = Counter()
    for owner, day, began, ended in days:
        came[owner].append((day, began))
        went[owner].append((day, ended))
        now[owner] += began - ended
    names = sorted(now, key=lambda name: (-now[name], name))
    return [
        OwnerLoad(
            name, now[name],
            weeks(came[name], went[name], last, WEEKS) if place < MOST_OWNERS else (),
        )
        for place, name in enumerate(names)
    ]  # fmt: skip
