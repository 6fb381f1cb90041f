"""A desk as history shows it: how cases arrive, what people do next, who works when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from runner.bpmn.calendar import Calendars
from runner.errors import InvalidInput
from runner.insight.simulation.arrivals import Arrivals, arrivals_of
from runner.insight.simulation.habits import (
    PARTIES,
    Act,
    Habits,
    Party,
    Situation,
    sample_of,
)
from runner.insight.simulation.roster import DeskFacts, Roster, WorkingAgent, roster_of
from runner.insight.simulation.turns import PastCase, PastTurn, turns_of
from runner.language import _

FEWEST_CASES = 20
"""Of fewer, nothing is fitted."""

SHORTEST = timedelta(days=14)
"""A shorter history shows no week."""

LONGEST_WARM_UP, SHORTEST_WARM_UP = timedelta(weeks=13), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a case that arrives is like: one of the past."""

    facts: Mapping[str, Any]
    team: int | None
    calendar: str


@dataclass(frozen=True, slots=True)
class DeskModel:
    """Fitted from the `cases` that were submitted from `start` until before `end`. `warm_up` is how
    long the desk has to be lived through before its backlog is what it usually is; `notes` are
    sentences on what could not be fitted well."""

    start: datetime
    end: datetime
    cases: int
    arrivals: Arrivals
    mix: tuple[NewCase, ...]
    habits: Habits
    workers: tuple[WorkingAgent, ...]
    same: float
    warm_up: timedelta
    notes: tuple[str, ...] = ()


def fit(past: Sequence[PastCase], desk: DeskFacts, start: datetime, end: datetime) -> DeskModel:
    """From what was known at `end`, of cases that were open at `start` or came later. Raises
    InvalidInput where that is too little."""
    known = [case for case in past if case.submitted_at < end]
    fresh = [case for case in known if case.submitted_at >= start]
    _check(fresh, start, end)
    turns = [turn for case in known for turn in turns_of(case, end) if turn.ended >= start]
    roster = roster_of(turns, desk, end)
    if not roster.workers:
        raise InvalidInput(
            {"history": ["shows nobody of support at work in its last four weeks: fit an earlier "
                         "period, or wait until somebody has worked"]}
        )  # fmt: skip
    arrivals = arrivals_of(
        (case.submitted_at for case in fresh), start, end, desk.calendars.default.zone
    )
    mix = tuple(NewCase(case.life.facts, case.team, case.life.calendar) for case in fresh)
    habits = habits_of(turns, roster, desk.calendars)
    return DeskModel(
        start, end, len(fresh), arrivals, mix, habits, roster.workers, roster.same,
        _warm_up(known), tuple(_notes(fresh, turns, roster, start, end)),
    )  # fmt: skip


def _check(fresh: Sequence[PastCase], start: datetime, end: datetime) -> None:
    if end - start < SHORTEST:
        raise InvalidInput(
            {"history": [_(
                "is shorter than two weeks before the period that is predicted: too short to "
                "know a week by. Try again when two weeks of cases are here"
            )]}
        )  # fmt: skip
    if len(fresh) < FEWEST_CASES:
        raise InvalidInput(
            {"history": [_(
                "has %(fresh)s cases from %(start)s to %(end)s; at least %(fewest_cases)s are "
                "needed: choose more months",
                fresh=len(fresh), start=format(start, "%Y-%m-%d"), end=format(end, "%Y-%m-%d"),
                fewest_cases=FEWEST_CASES,
            )]}
        )  # fmt: skip


def habits_of(turns: Iterable[PastTurn], roster: Roster, calendars: Calendars) -> Habits:
    """The samples, each from all turns in its context."""
    desk = calendars.default
    works = {(w.turn.case, w.turn.begun, w.turn.ended): w for w in roster.works}
    acts: dict[tuple[Party, tuple[str, ...]], list[Act]] = defaultdict(list)
    cut: dict[tuple[Party, tuple[str, ...]], list[float]] = defaultdict(list)
    for turn in turns:
        clock = (turn.ended - turn.begun).total_seconds()
        by_desk: float | None = None
        for party in PARTIES:
            if party == turn.party:
                act = _act(turn, works.get((turn.case, turn.begun, turn.ended)), calendars, clock)
                _into(acts, party, turn.there, act)
            else:
                seconds = clock
                if party == "support":
                    by_desk = desk.between(turn.begun, turn.ended).total_seconds()
                    seconds = by_desk
                _into(cut, party, turn.there, seconds)
    keys = acts.keys() | cut.keys()
    return Habits({key: sample_of(acts.get(key, ()), cut.get(key, ())) for key in sorted(keys)})


def _act(turn: PastTurn, work: Any, calendars: Calendars, clock: float) -> Act:
    if turn.party != "support" or work is None:
        return Act(turn.what, clock, values=turn.values)
    delay = calendars.default.between(turn.begun, work.ready).total_seconds()
    return Act(turn.what, delay + work.idle, work.seconds, work.at_once, turn.values)


def _into(found: dict[Any, list[Any]], party: Party, there: Situation, one: Any) -> None:
    for context, _rest in there.contexts:
        found[party, context].append(one)


def _warm_up(known: Sequence[PastCase]) -> timedelta:
    """Nine of ten closed cases were over by then."""
    lasted = sorted(
        case.life.events[-1].at - case.submitted_at for case in known if case.life.closed
    )
    usual = lasted[int(0.9 * len(lasted))] if lasted else LONGEST_WARM_UP
    return max(SHORTEST_WARM_UP, min(usual, LONGEST_WARM_UP))


def _notes(
    fresh: Sequence[PastCase],
    turns: Sequence[PastTurn],
    roster: Roster,
    start: datetime,
    end: datetime,
) -> Iterable[str]:
    months = _months(start, end)
    busy = {f"{case.submitted_at:%Y-%m}" for case in fresh}
    if empty := [month for month in months if month not in busy]:
        yield f"No case came in {', '.join(empty)}: those months count as calm ones."
    few = [one.name for one in roster.workers if one.acts < 20]
    if few:
        yield (
            f"Of {', '.join(few)} fewer than 20 acts are known: their hours are taken from the "
            "default calendar."
        )
    migrated = sum(event.event == "migrated" for case in fresh for event in case.life.events)
    if migrated:
        yield f"{migrated} migrations of these cases count as steps that nobody took."
    programs = sum(turn.party == "program" for turn in turns)
    if programs:
        yield f"{programs} steps of programs are drawn like those of customers."


def _months(start: datetime, end: datetime) -> list[str]:
    found, at = [], start
    while at < end:
        found.append(f"{at:%Y-%m}")
        at = (at.replace(day=1) + timedelta(days=32)).replace(day=1)
    return found
