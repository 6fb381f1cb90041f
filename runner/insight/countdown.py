"""How much time a milestone has left: a pure function of milestone, calendars and instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

from runner.bpmn.calendar import Calendar, Calendars
from runner.model import Milestone


@dataclass(frozen=True, slots=True)
class Countdown:
    """`left` is the working time until the due instant, in the calendar of the target; negative
    after it. `used` is the share of the time that is used up, 0 to 1. `round_the_clock` says that
    the calendar has no hours off, `zone` where its hours are."""

    left: timedelta
    used: float
    round_the_clock: bool
    zone: tzinfo


def countdown(milestone: Milestone, calendars: Calendars, now: datetime) -> Countdown:
    """As of `now`, or of the instant at which the milestone was reached or ended."""
    calendar = calendars.named(milestone.calendar)
    until = milestone.reached_at or milestone.ended_at or now
    whole = _whole(calendar, milestone.started_at, milestone.due_at)
    left = calendar.between(until, milestone.due_at)
    used = 1 - left / whole if whole else 1.0
    return Countdown(left, min(1.0, max(0.0, used)), calendar.always, calendar.zone)


@lru_cache(maxsize=4096)
def _whole(calendar: Calendar, start: datetime, due: datetime) -> timedelta:
    """The time that there was at first: a list counts it anew for each case, each time."""
    return calendar.between(start, due)
