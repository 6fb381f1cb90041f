"""Reports by mail and alerts of a view of figures: when, about what, and who gets them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from runner.model.person import Person

Rhythm = Literal["daily", "weekly", "monthly"]

_LONGEST_GAP = 32
"""Days between two instants of any rhythm, and one more."""


@dataclass(frozen=True, slots=True)
class ReportTerms:
    """A report is due at a minute of the day in a zone: daily, on a `day` of the week (0 is
    Monday), or on a `day` of the month; a month that is too short has it on its last day."""

    rhythm: Rhythm
    day: int
    at: time
    zone: str

    def next_after(self, instant: datetime) -> datetime:
        """The first due instant behind another. What a change of clocks leaves out is due when they
        were changed; what comes twice is due the first time."""
        zone = ZoneInfo(self.zone)
        first = instant.astimezone(zone).date()
        for ahead in range(_LONGEST_GAP):
            day = first + timedelta(days=ahead)
            due = datetime.combine(day, self.at, zone).astimezone(UTC)
            if self._falls_on(day) and due > instant:
                return due
        raise AssertionError("a rhythm without a next instant")

    def _falls_on(self, day: date) -> bool:
        if self.rhythm == "weekly":
            return day.weekday() == self.day
        last = monthrange(day.year, day.month)[1]
        return self.rhythm == "daily" or day.day == min(self.day, last)


@dataclass(frozen=True, slots=True)
class AlertTerms:
    """A figure is watched, by its name: it is to be `low` at least and `high` at most, in its
    unit. None: no such end."""

    figure: str
    low: float | None = None
    high: float | None = None

    def holds(self, value: float) -> bool:
        above = self.low is None or value >= self.low
        return above and (self.high is None or value <= self.high)


Terms = ReportTerms | AlertTerms


@dataclass(frozen=True, slots=True)
class AlertState:
    """What the last look found. `outside`: the figure left its band and is not back; `why` it was
    not judged, if so."""

    outside: bool = False
    value: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class FigureSubscription:
    """`terms` say whether it is a report or an alert; `next_at` is when it is due or looked at."""

    id: int
    view_id: int
    owner_id: int
    terms: Terms
    next_at: datetime
    people: tuple[Person, ...] = ()
    state: AlertState = field(default_factory=AlertState)

    @property
    def is_report(self) -> bool:
        return isinstance(self.terms, ReportTerms)


def terms_as_data(terms: Terms) -> Mapping[str, Any]:
    if isinstance(terms, AlertTerms):
        return {"figure": terms.figure, "low": terms.low, "high": terms.high}
    at = terms.at.isoformat("minutes")
    return {"rhythm": terms.rhythm, "day": terms.day, "at": at, "zone": terms.zone}


def terms_from_data(data: Mapping[str, Any]) -> Terms:
    if "figure" in data:
        return AlertTerms(data["figure"], data["low"], data["high"])
    at = time.fromisoformat(data["at"])
    return ReportTerms(data["rhythm"], data["day"], at, data["zone"])
