"""Days as weeks: what came, what went, and how much was there at the end of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)

WEEKS = 26
"""Weeks that are drawn."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday: what `came` and `went`, and how much is `left` at its end."""

    monday: date
    came: int
    went: int
    left: int

    @property
    def span(self) -> str:
        """Its Monday and the next, as addresses have it."""
        return f"{self.monday}/{self.monday + WEEK}"


def weeks(
    came: Iterable[tuple[str, int]], went: Iterable[tuple[str, int]], now: date, most: int
) -> Sequence[Week]:
    """Of days (2026-03-02) with counts: the last weeks up to now, at most so many, none of them
    left out; those before count in what is left. Nothing for no days."""
    arrived, gone = _by_monday(came), _by_monday(went)
    if not arrived:
        return ()
    last, monday, left = max(monday_of(now), *arrived, *gone), min([*arrived, *gone]), 0
    found: list[Week] = []
    while monday <= last:
        left += arrived.get(monday, 0) - gone.get(monday, 0)
        found.append(Week(monday, arrived.get(monday, 0), gone.get(monday, 0), left))
        monday += WEEK
    return found[-most:]


def last_day(days: Iterable[str], today: date) -> date:
    """Up to when weeks are drawn: today, or the last of these days where that is longer ago than
    the weeks that are drawn, as of a log of the past."""
    last = max(map(date.fromisoformat, days), default=today)
    return last if today - last > WEEKS * WEEK else today


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _by_monday(days: Iterable[tuple[str, int]]) -> dict[date, int]:
    found: dict[date, int] = {}
    for day, count in days:
        monday = monday_of(date.fromisoformat(day))
        found[monday] = found.get(monday, 0) + count
    return found
