"""The only reader of the current time. Everything else is told what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def pause(seconds: float) -> None:
    """Lets other programs go on meanwhile: in real time, whatever a clock says."""
    time.sleep(seconds)


class ManualClock:
    """A clock that stands still until it is moved: for tests, demos and replays."""

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
