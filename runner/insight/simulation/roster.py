"""Who works when, on whose cases, and how long for each: read from what people did.

An agent does one thing at a time. So work on a case cannot have begun before it came, nor before
the same agent was done with what they did last; and a case that was passed over for one that came
later and was no more urgent was not ready yet. Decision 0249.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from runner.bpmn.calendar import Calendar, Calendars, Shift
from runner.insight.simulation.turns import PastTurn

MOSTLY = 0.8
"""A person whose acts fall into the hours of a calendar to this share works by it."""

FEW_ACTS = 20
"""Of somebody who did less, the hours are not known."""

SEEN_LATELY = timedelta(days=28)
"""Who did something within this time before the end works here."""

OUTLIER = 0.025
"""So much of somebody's acts on each end of a day is overtime."""

LOOKED_BACK = 200
"""So many earlier acts of a person are looked at for one that passed a case over."""


@dataclass(frozen=True, slots=True)
class WorkingAgent:
    """Somebody of support. `presence` is the share of days on which they are there, `teams` whose
    cases they take (None: those of no team), `acts` what this is known from."""

    key: str
    name: str
    calendar: Calendar
    presence: float = 1.0
    teams: frozenset[int | None] = frozenset([None])
    acts: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """A turn of support. Work on it took some `seconds` of a shift; it was not `ready` before, and
    nobody worked on it or on anything else for `idle` seconds after that. It was done `at_once`
    where the same person had just brought the case there."""

    turn: PastTurn
    ready: datetime
    start: datetime
    seconds: float
    idle: float
    at_once: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """`same` is the share of acts of support that were done by who did the one before it on the
    same case."""

    workers: tuple[WorkingAgent, ...] = ()
    same: float = 0.0
    works: tuple[Work, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What is known of a desk beside its past: its calendars, the names of people by id, and how
    many seconds work on one step takes at most (None: any)."""

    calendars: Calendars
    names: Mapping[int, str]
    longest: float | None = None


def roster_of(turns: Sequence[PastTurn], desk: DeskFacts, end: datetime) -> Roster:
    """Of turns until `end`."""
    longest = desk.longest
    by_person: dict[int, list[PastTurn]] = defaultdict(list)
    for turn in sorted(turns, key=lambda turn: (turn.ended, turn.case)):
        if turn.party == "support" and turn.person is not None:
            by_person[turn.person].append(turn)
    hours = {person: _hours(done, desk.calendars) for person, done in by_person.items()}
    plain = {person: _works(done, hours[person], longest) for person, done in by_person.items()}
    waited = _Waited([work for works in plain.values() for work in works])
    workers, works = [], []
    for person, done in by_person.items():
        absent = _absent(done, hours[person], waited)
        works += _works(done, without(hours[person], absent), longest) if absent else plain[person]
        if done[-1].ended >= end - SEEN_LATELY:
            days = len({_day(turn.ended, hours[person]) for turn in done})
            name = desk.names.get(person, f"Person {person}")
            presence = days / (days + len(absent))
            teams = frozenset(_teams(done))
            workers.append(
                WorkingAgent(str(person), name, hours[person], presence, teams, len(done))
            )
    workers.sort(key=lambda one: int(one.key))
    works.sort(key=lambda work: (work.turn.ended, work.turn.case))
    return Roster(tuple(workers), _same(works), tuple(works))


def _hours(done: Sequence[PastTurn], calendars: Calendars) -> Calendar:
    """The calendar with the shortest week that most acts fall into; else hours of their own."""
    default = calendars.default
    if len(done) < FEW_ACTS:
        return default
    known = [calendars[name] for name in calendars if not calendars[name].always]
    known.sort(key=lambda one: (one is not default, _minutes(one)))
    for calendar in known:
        inside = sum(calendar.is_on(turn.ended) for turn in done)
        if inside >= MOSTLY * len(done):
            return calendar
    return _own_hours(done, default)


def _minutes(calendar: Calendar) -> int:
    return sum(shift.end - shift.start for day in calendar.week for shift in day)


def _own_hours(done: Sequence[PastTurn], like: Calendar) -> Calendar:
    """From the first to the last hour of each day of the week, without days and ends that are
    rare."""
    days: dict[int, list[int]] = defaultdict(list)
    for turn in done:
        local = turn.ended.astimezone(like.zone)
        days[local.weekday()].append(local.hour * 60 + local.minute)
    week = tuple(
        (_span(days[day]),) if len(days[day]) >= 2 * OUTLIER * len(done) else () for day in range(7)
    )
    return Calendar("own hours", like.zone, week)


def _span(minutes: list[int]) -> Shift:
    """Whole hours."""
    minutes.sort()
    rare = int(len(minutes) * OUTLIER)
    first, last = minutes[rare], minutes[-1 - rare]
    return Shift(first // 60 * 60, (last // 60 + 1) * 60)


def _works(done: Sequence[PastTurn], calendar: Calendar, longest: float | None) -> list[Work]:
    """The acts of one person, in their order, with how long each took and how long the case was
    not ready. No work takes more than the `longest` seconds; of what is left nothing is known but
    that nobody worked on the case."""
    found: list[Work] = []
    busy: list[float] = [0.0]
    ends: list[datetime] = []
    for turn in done:
        ready = _ready(turn, found)
        last = found[-1].turn if found else None
        start = max(ready, last.ended) if last else ready
        free = calendar.between(start, turn.ended).total_seconds()
        work = min(free, longest) if longest is not None else free
        idle = free - work
        if last and last.ended > ready:
            others = busy[-1] - busy[bisect_right(ends, ready)]
            idle += max(0.0, calendar.between(ready, last.ended).total_seconds() - others)
        at_once = last is not None and last.case == turn.case and last.ended == turn.begun
        found.append(Work(turn, ready, start, max(0.0, work), idle, at_once))
        busy.append(busy[-1] + max(0.0, work))
        ends.append(turn.ended)
    return found


def _ready(turn: PastTurn, before: Sequence[Work]) -> datetime:
    """When work on it began at the earliest: a case that came later and was no more urgent was
    begun last while this one waited. It came, if there is none."""
    for work in before[: -LOOKED_BACK - 1 : -1]:
        if work.turn.ended <= turn.begun:
            break
        other = work.turn
        later = other.begun > turn.begun and other.there.priority >= turn.there.priority
        if later and work.start >= turn.begun:
            return work.start
    return turn.begun


class _Waited:
    """Days through which something that was ready waited, by the team whose it was."""

    def __init__(self, works: Iterable[Work]):
        self._days: dict[int | None, Counter[date]] = defaultdict(Counter)
        for work in works:
            day, last = work.ready.date() + timedelta(days=1), work.turn.ended.date()
            while day < last:
                self._days[work.turn.team][day] += 1
                day += timedelta(days=1)

    def on(self, day: date, teams: Iterable[int | None]) -> bool:
        return any(self._days[team][day] for team in teams)


def _absent(done: Sequence[PastTurn], calendar: Calendar, waited: _Waited) -> frozenset[date]:
    """Working days between two acts on which somebody did nothing, although something was there to
    be done."""
    teams, found = _teams(done), set()
    days = sorted({_day(turn.ended, calendar) for turn in done})
    for one, next_ in pairwise(days):
        day = one + timedelta(days=1)
        while day < next_:
            if calendar.is_working_day(day) and waited.on(day, teams):
                found.add(day)
            day += timedelta(days=1)
    return frozenset(found)


def without(calendar: Calendar, days: Iterable[date]) -> Calendar:
    """The same hours, but for some days."""
    if calendar.always:
        whole = (Shift(0, 24 * 60),)
        calendar = replace(calendar, always=False, week=(whole,) * 7)
    return replace(calendar, special={**calendar.special, **dict.fromkeys(days, ())})


def _day(at: datetime, calendar: Calendar) -> date:
    return at.astimezone(calendar.zone).date()


def _teams(done: Sequence[PastTurn]) -> set[int | None]:
    """Whose cases somebody takes: what is one in fifty or less was a favour."""
    counts = Counter(turn.team for turn in done)
    return {team for team, number in counts.items() if number > 0.02 * len(done)}


def _same(works: Iterable[Work]) -> float:
    last: dict[int, int | None] = {}
    pairs = same = 0
    for work in works:
        case = work.turn.case
        if case in last:
            pairs += 1
            same += last[case] == work.turn.person
        last[case] = work.turn.person
    return same / pairs if pairs else 0.0
