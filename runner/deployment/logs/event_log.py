"""A log of another system: cases with events, each with an activity, a time, attributes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from runner.clock import FIRST, LAST, is_sane
from runner.errors import LogError

MOST_EVENTS = 100_000
"""Events of one case: they are in memory at once. A log may have any number of cases."""

MOST_VALUES = 20
"""Of an attribute with more values than that, a summary keeps the first."""


@dataclass(frozen=True, slots=True)
class LogEvent:
    """Something that happened to a case. `attributes` are its own; where it has none of a name,
    that of its case, then that of the log, then the default that the log declares. `case:NAME` is
    always that of the case. `doubt` says what of its time is a guess, empty for a sure one."""

    activity: str
    at: datetime
    attributes: Mapping[str, str]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened to one case, in the order of the file."""

    name: str
    events: tuple[LogEvent, ...]


@dataclass(frozen=True, slots=True)
class LogFormat:
    """How a log is read, as far as it does not say itself. In XES `activity` and `time` are
    attributes of events, `classifier` one that the log declares; in CSV they are columns, `case`
    too. An activity of several parts is joined by `+`. `zone` is that of times without one."""

    case: str = ""
    activity: tuple[str, ...] = ()
    classifier: str = ""
    time: str = ""
    time_format: str = ""
    zone: ZoneInfo | None = None
    encoding: str = ""
    delimiter: str = ""

    def instant(self, text: str, line: int) -> tuple[datetime, str]:
        """A time of the log, and what of it is a guess. Raises LogError, naming the line."""
        try:
            if self.time_format:
                at = datetime.strptime(text, self.time_format)  # noqa: DTZ007  the zone follows
            else:
                at = datetime.fromisoformat(text)
        except (ValueError, re.error):  # strptime makes an expression of the format
            expected = self.time_format or "2026-03-02T10:00:00+01:00 (or say time_format in [log])"
            raise LogError(
                f"The log has a time that is none in line {line}: '{text[:60]}'. "
                f"It has to be like {expected}."
            ) from None
        if at.tzinfo is None and self.zone is None:
            raise LogError(
                f"The log has a time without its zone in line {line}: '{text[:60]}'. "
                'Say which it is in the mapping: zone = "Europe/Rome" in [log].'
            )
        local = at if at.tzinfo else at.replace(tzinfo=self.zone)
        return _sane(local, line), "" if at.tzinfo else _doubt(local)


def _doubt(local: datetime) -> str:
    """Where clocks go forward an hour of local time is left out; where they go back one comes
    twice, and the first of the two is taken."""
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    if before is None or after is None or before == after:
        return ""
    day, zone = f"{local:%Y-%m-%d}", local.tzinfo
    if before < after:
        return f"{day} in {zone}: clocks went forward past it; read as if they had not"
    return f"{day} in {zone}: clocks went back, and it came twice; read as the first time"


def _sane(at: datetime, line: int) -> datetime:
    try:
        instant = at.astimezone(UTC)
    except OverflowError:
        instant = None
    if instant is None or not is_sane(instant):
        raise LogError(
            f"The log has a time outside {FIRST.year} to {LAST.year} in line {line}: {at}."
        )
    return instant


@dataclass
class LogSummary:
    """A log at a glance. `submitting` counts the activities that begin a case, `activities` those
    of all later events; `attributes` are names, each with the first of its values."""

    cases: int = 0
    empty: int = 0
    events: int = 0
    start: datetime = LAST
    end: datetime = FIRST
    submitting: Counter[str] = field(default_factory=Counter)
    activities: Counter[str] = field(default_factory=Counter)
    attributes: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, trace: Trace) -> None:
        self.cases += 1
        self.events += len(trace.events)
        events = sorted(trace.events, key=lambda event: event.at)
        if not events:
            self.empty += 1
            return
        self.start, self.end = min(self.start, events[0].at), max(self.end, events[-1].at)
        self.submitting[events[0].activity] += 1
        self.activities.update(event.activity for event in events[1:])
        for name, value in events[0].attributes.items():
            values = self.attributes.setdefault(name, {})
            if len(values) < MOST_VALUES:
                values[value] = None


def summary_of(traces: Iterable[Trace]) -> LogSummary:
    """Reads a log to its end: what is broken in it comes out before anything is done with it.
    Raises LogError, also for a log without events."""
    summary = LogSummary()
    for trace in traces:
        summary.add(trace)
    if not summary.events:
        raise LogError("The log holds no events.")
    return summary
