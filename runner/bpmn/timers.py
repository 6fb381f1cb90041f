"""What a timer of a diagram says: an ISO 8601 text or the name of a due date,
which `engine/due_dates.py` computes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from runner.bpmn.calendar import Duration, parse_duration
from runner.errors import CalendarError, DiagramError

MOST_CYCLES = 1000

Kind = Literal["date", "duration", "cycle"]
KINDS: Mapping[str, Kind] = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
"""By the element of BPMN that says it."""


@dataclass(frozen=True, slots=True)
class Timer:
    """One of: a fixed `date`, local time of the case's calendar if it names no zone; the `name` of
    a due date; a `duration`, `cycles` times.

    `business` says that the duration counts in the case's calendar."""

    kind: Kind
    date: datetime | None = None
    name: str | None = None
    duration: Duration | None = None
    cycles: int = 1
    business: bool = False


_CYCLE = re.compile(r"R(\d*)/(P.+)", re.ASCII)
_ZERO = re.compile(r"P[T0.,YMWDHS]*", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def read_timer(kind: Kind, text: str, business: bool = False) -> Timer:
    """A timer out of the text of timeDate, timeDuration or timeCycle, quoted or not.

    Raises DiagramError, with what to write instead.
    """
    literal = _unquoted(text.strip())
    _refuse_plainly_wrong(literal)
    try:
        if kind == "date":
            return _read_date(literal)
        if kind == "cycle":
            return _read_cycle(literal, business)
        return _duration_timer("duration", literal, 1, business)
    except CalendarError as error:
        raise DiagramError(str(error)) from error


def _refuse_plainly_wrong(text: str) -> None:
    """What people write instead of a time, named as what it is."""
    if not text:
        raise DiagramError("it is empty, and says no time at all.")
    if text.startswith("-") or "/-P" in text:
        raise DiagramError(f"'{text[:40]}' is negative: a timer cannot fire before it starts.")
    if text.startswith(("${", "#{", "=")) or any(sign in text for sign in "()[]"):
        raise DiagramError(
            f"'{text[:40]}' is an expression or code. A timer holds an ISO 8601 text."
        )


def _unquoted(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1].strip() if quoted else text


def _read_date(text: str) -> Timer:
    if _NAME.fullmatch(text):
        return Timer("date", name=text)
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        raise DiagramError(
            f"'{text[:40]}' is neither a date such as 2027-01-31T09:00:00Z nor the name of a "
            "due date."
        ) from None
    return Timer("date", date=date)


def _read_cycle(text: str, business: bool) -> Timer:
    match = _CYCLE.fullmatch(text)
    if match is None:
        raise DiagramError(f"'{text[:40]}' is not a cycle: write for example R3/P1D.")
    count, period = match[1], match[2]
    if not count or not 0 < int(count[:9]) <= MOST_CYCLES:
        said = (
            f"'{text[:40]}' is unbounded and lasts no time: it has no sensible end."
            if _ZERO.fullmatch(period)
            else f"'{text[:40]}' is unbounded: it has no sensible end."
        )
        raise DiagramError(f"{said} Say how often, from R1/ to R{MOST_CYCLES}/.")
    return _duration_timer("cycle", period, int(count), business)


def _duration_timer(kind: Kind, text: str, cycles: int, business: bool) -> Timer:
    duration = parse_duration(text)
    if business and duration.months:
        raise DiagramError("Business time counts days and hours, not months or years.")
    return Timer(kind, duration=duration, cycles=cycles, business=business)
