"""Business time: pure functions of instants. Also ISO 8601 durations, which timers are written in.

An instant is an aware datetime; results are in UTC. Business time runs only while a calendar's
shifts are on. Its two units behave as people mean them:

- working days: `P3D` after Tuesday 17:20 is the same local time on the third following working day;
- working hours: `PT8H` is eight hours of shift time, whatever the days between.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from runner.bpmn.public_holidays import PublicHolidays
from runner.errors import CalendarError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST = timedelta(days=3660)
"""Ten years: the longest timer of a diagram, and the farthest that working time is looked for."""


# ------------------------------------------------------------------ durations


@dataclass(frozen=True, slots=True)
class Duration:
    """An ISO 8601 duration, in the units it was written in."""

    months: int = 0
    days: int = 0
    seconds: float = 0

    def elapsed_from(self, start: datetime) -> datetime:
        """The instant this long after `start`, in UTC. A month later is the same day of the next
        month, or its last day."""
        months = start.month - 1 + self.months
        year, month = start.year + months // 12, months % 12 + 1
        last_day = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
        moved = start.replace(year=year, month=month, day=min(start.day, last_day))
        return moved + timedelta(days=self.days, seconds=self.seconds)

    def times(self, number: int) -> Duration:
        return Duration(self.months * number, self.days * number, self.seconds * number)

    def __bool__(self) -> bool:
        return bool(self.months or self.days or self.seconds)


_DURATION = re.compile(
    r"P(?=.)(?:(?P<weeks>\d+)W|(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+(?:[.,]\d{1,6}(?=H$))?)H)?"
    r"(?:(?P<minutes>\d+(?:[.,]\d{1,6}(?=M$))?)M)?"
    r"(?:(?P<seconds>\d+(?:[.,]\d{1,6})?)S)?)?)",
    re.ASCII,
)
"""The last of hours, minutes and seconds may have a fraction, as in PT1.5H (ISO 8601-1)."""


def parse_duration(text: str) -> Duration:
    """Reads `P3D`, `PT1H30M`, `P2W`, `P1M`. Raises CalendarError, also for P0D and P11Y."""
    shown = text[:40]
    match = _DURATION.fullmatch(text) if len(text) <= 40 else None
    if match is None:
        raise CalendarError(
            f"'{shown}' is not an ISO 8601 duration: write for example PT8H or P3D."
        )
    part = {
        name: float((value or "0").replace(",", ".")) for name, value in match.groupdict().items()
    }
    duration = Duration(
        months=int(part["years"] * 12 + part["months"]),
        days=int(part["weeks"] * 7 + part["days"]),
        seconds=round(part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"], 6),
    )
    if not duration:
        raise CalendarError(f"'{shown}' lasts no time at all: a timer has to wait for something.")
    longest = LONGEST.total_seconds()
    if duration.months * 31 * 86400 + duration.days * 86400 + duration.seconds > longest:
        raise CalendarError(f"'{shown}' is longer than ten years.")
    return duration


# ------------------------------------------------------------------ calendars


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of working time, in minutes after the midnight its day begins with.

    `end` may lie beyond 24:00: a shift from 22:00 to 06:00 is Shift(1320, 1800), and belongs to
    the day it starts on.
    """

    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Calendar:
    """When people work. `week` has seven tuples of shifts, Monday first; `special` replaces days.

    Calendars are compared by identity. One with `always=True` is on round the clock, and every day
    is a working day.
    """

    name: str
    zone: ZoneInfo
    week: tuple[tuple[Shift, ...], ...] = ((),) * 7
    special: Mapping[date, tuple[Shift, ...]] = field(default_factory=dict)
    holidays: Container[date] = ()
    always: bool = False

    def shifts(self, day: date) -> tuple[Shift, ...]:
        """The shifts that start on a local day: own days before holidays before the week."""
        if day in self.special:
            return self.special[day]
        return () if day in self.holidays else self.week[day.weekday()]

    def is_working_day(self, day: date) -> bool:
        return self.always or bool(self.shifts(day))

    def due(self, start: datetime, duration: Duration) -> datetime:
        """The instant at which `duration` of business time has passed since `start`.

        Days first, then hours. Raises CalendarError for months (there is no agreed business month)
        and for a calendar without enough working time.
        """
        if duration.months:
            raise CalendarError("Business time counts days and hours, not months or years.")
        return self.after(self._working_days_later(start, duration.days), duration.seconds)

    def after(self, start: datetime, seconds: float) -> datetime:
        """The instant at which `seconds` of working time have passed since `start`."""
        start, left = start.astimezone(UTC), timedelta(seconds=seconds)
        if self.always or not left:
            return start + left
        for begin, end in self._stretches(start):
            if left <= end - begin:
                return begin + left
            left -= end - begin
        raise CalendarError(f"Calendar '{self.name}' has no working time after {start:%Y-%m-%d}.")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`; negative when `end` comes first."""
        if end < start:
            return -self.between(end, start)
        if self.always:
            return end - start
        total = timedelta()
        for begin, stop in self._stretches(start.astimezone(UTC)):
            if begin >= end:
                break
            total += min(stop, end) - begin
        return total

    def is_on(self, instant: datetime) -> bool:
        """Whether an instant is within working time."""
        return self.always or next(self._stretches(instant), (None,))[0] == instant

    def opens(self, instant: datetime) -> datetime | None:
        """The first instant of working time from then on; None where there is none for years."""
        if self.always:
            return instant
        return next(self._stretches(instant), (None,))[0]

    def _working_days_later(self, start: datetime, days: int) -> datetime:
        if not days:
            return start
        local = start.astimezone(self.zone)
        day = _working_day_later(self, local.date(), days)
        return _instant(day, local.time(), self.zone)

    def _stretches(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working time from `start` on, in order and without overlaps, for at most ten years."""
        day = start.astimezone(self.zone).date() - timedelta(
            days=1
        )  # a night shift may still be on
        reached = start
        for _ in range(LONGEST.days):
            for begin, end in _shifts_in_utc(self, day):
                if end > reached:
                    yield max(begin, reached), end
                    reached = end
            day += timedelta(days=1)


@lru_cache(maxsize=4096)
def _working_day_later(calendar: Calendar, day: date, days: int) -> date:
    last = day + LONGEST
    while days:
        day += timedelta(days=1)
        if day > last:
            raise CalendarError(f"Calendar '{calendar.name}' has no working days: add some.")
        days -= calendar.is_working_day(day)
    return day


@lru_cache(maxsize=4096)
def _shifts_in_utc(calendar: Calendar, day: date) -> tuple[tuple[datetime, datetime], ...]:
    def at(minutes: int) -> datetime:
        moved = day + timedelta(days=minutes // 1440)
        return _instant(moved, time_of_day(minutes % 1440 // 60, minutes % 60), calendar.zone)

    spans = ((at(shift.start), at(shift.end)) for shift in calendar.shifts(day))
    return tuple((begin, end) for begin, end in spans if begin < end)


def _instant(day: date, at: time_of_day, zone: ZoneInfo) -> datetime:
    """A local time as an instant. A time that a clock change skips is the one after the gap; of one
    that occurs twice, the first is taken."""
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), zone).astimezone(UTC)


# ------------------------------------------------------------------ calendars.toml


class Calendars:
    """The calendars of an installation: `calendars[name]`, `calendars.default`."""

    def __init__(self, calendars: Mapping[str, Calendar], default: str):
        self._calendars = dict(calendars)
        self.default = self[default]

    def __getitem__(self, name: str) -> Calendar:
        try:
            return self._calendars[name]
        except KeyError:
            known = ", ".join(sorted(self._calendars))
            raise CalendarError(f"There is no calendar '{name}'. Known are: {known}.") from None

    def __contains__(self, name: object) -> bool:
        return name in self._calendars

    def named(self, name: str) -> Calendar:
        """The calendar of this name, or the default for one that is configured no more."""
        return self._calendars.get(name, self.default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._calendars)


def read_calendars(text: str) -> Calendars:
    """Reads calendars.toml (`workflows/calendars.toml` explains the format by example)."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CalendarError(f"The calendars file is not valid TOML: {error}") from error
    tables = document.get("calendars")
    if not isinstance(tables, dict) or not tables:
        raise CalendarError("The calendars file names no calendar: add a [calendars.NAME] table.")
    calendars = {name: _read_calendar(name, table) for name, table in tables.items()}
    return Calendars(calendars, str(document.get("default", next(iter(calendars)))))


def _read_calendar(name: str, table: Any) -> Calendar:
    if not isinstance(table, dict):
        raise CalendarError(f"Calendar '{name}' is a table: [calendars.{name}].")
    unknown = table.keys() - {"zone", "hours", "country", "subdivision", "days"}
    if unknown:
        raise CalendarError(
            f"Calendar '{name}' has unknown settings: {', '.join(sorted(unknown))}."
        )
    zone = _read_zone(name, table.get("zone", "UTC"))
    hours = table.get("hours")
    if hours == "always":
        return Calendar(name, zone, always=True)
    if not isinstance(hours, dict) or hours.keys() - set(WEEKDAYS):
        raise CalendarError(f"Calendar '{name}': 'hours' is \"always\" or a table of weekdays.")
    week = tuple(_read_shifts(name, hours.get(day, [])) for day in WEEKDAYS)
    special = {}
    days = table.get("days", [])
    for day in days if isinstance(days, list) else [days]:
        if not isinstance(day, dict) or type(day.get("date")) is not date:
            raise CalendarError(f"Calendar '{name}': each of its days needs a date = YYYY-MM-DD.")
        special[day["date"]] = _read_shifts(name, day.get("hours", []))
    if not any(week):
        raise CalendarError(f"Calendar '{name}' has no working hours in any week: add some.")
    return Calendar(name, zone, week, special, _read_holidays(name, table))


def _read_zone(name: str, zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise CalendarError(f"Calendar '{name}': '{zone}' is not a time zone.") from None


def _read_holidays(name: str, table: dict) -> Container[date]:
    if "country" not in table:
        return ()
    country, subdivision = table["country"], table.get("subdivision")
    if not isinstance(country, str) or not isinstance(subdivision, str | None):
        raise CalendarError(f"Calendar '{name}': country and subdivision are codes such as \"GB\".")
    found = PublicHolidays(country, subdivision)
    try:
        found.look_up()
    except NotImplementedError as error:
        raise CalendarError(f"Calendar '{name}': {error}") from error
    return found


_SHIFT = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)


def _read_shifts(name: str, texts: object) -> tuple[Shift, ...]:
    if not isinstance(texts, list):
        raise CalendarError(f"Calendar '{name}': hours are a list such as [\"09:00-17:00\"].")
    shifts = sorted((_read_shift(name, text) for text in texts), key=lambda shift: shift.start)
    for earlier, later in pairwise(shifts):
        if later.start < earlier.end:
            raise CalendarError(f"Calendar '{name}': two shifts of one day overlap: {texts}.")
    return tuple(shifts)


def _read_shift(name: str, text: object) -> Shift:
    match = _SHIFT.fullmatch(text) if isinstance(text, str) else None
    start_h, start_m, end_h, end_m = map(int, match.groups()) if match else (99, 99, 99, 99)
    start, end = start_h * 60 + start_m, end_h * 60 + end_m
    if start_m > 59 or end_m > 59 or start >= 1440 or end > 1440 or start == end:
        raise CalendarError(f"Calendar '{name}': '{text}' is not a shift such as 09:00-17:30.")
    return Shift(start, end if end > start else end + 1440)
