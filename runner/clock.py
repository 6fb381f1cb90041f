"""The only reader of the current time: everything else is given a `Clock`."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def pause(seconds: float) -> None:
    """Waits in real time, also where a ManualClock is used."""
    time.sleep(seconds)


def stopwatch() -> Callable[[], float]:
    """Seconds of real time since now, also where a ManualClock is used."""
    start = time.perf_counter()
    return lambda: time.perf_counter() - start


FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


OUT_OF_REACH = "has to be in the years 2000 to 2099"
"""What is said of an instant that is not sane."""


def is_sane(instant: datetime) -> bool:
    """Whether a clock may be moved there by hand: calendars reach ten years beyond."""
    return FIRST <= instant <= LAST


class ManualClock:
    """A clock that only moves when it is told to: for tests, demos and replays."""

    def __init__(self, start: datetime):
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def set(self, instant: datetime) -> None:
        """Moves the clock, backwards too."""
        self._now = instant.astimezone(UTC)

    def advance(self, by: timedelta) -> datetime:
        self._now += by
        return self._now
