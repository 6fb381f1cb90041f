"""Cases as figures see them, whether they were lived or simulated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from runner.insight.simulation.turns import MilestoneEnd, PastCase, stays_of

Figures = Mapping[str, float]
"""By a key such as `share|first_response|P1`: see `figures_of`. What cannot be said is missing."""

FEWEST_STAYS = 5
FEWEST_JUDGED = 5
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class CaseTrace:
    """A case: when it came and ended, its statuses (the last has no end), and its milestones."""

    priority: str
    submitted_at: datetime
    stays: list[tuple[str, datetime, datetime | None]] = field(default_factory=list)
    milestones: list[MilestoneEnd] = field(default_factory=list)
    closed_at: datetime | None = None


def trace_of(case: PastCase, until: datetime) -> CaseTrace:
    """A past case, as it was known `until` then."""
    known = stays_of(case.life)
    stays = [
        (name, begun, end if end and end < until else None)
        for name, begun, end in known
        if begun < until
    ]
    closed = case.life.closed and len(stays) == len(known)
    ends = [one for one in case.milestones if one.at < until]
    last = stays[-1][1] if stays else case.submitted_at
    return CaseTrace(case.priority, case.submitted_at, stays, ends, last if closed else None)


def figures_of(traces: Iterable[CaseTrace], start: datetime, end: datetime) -> Figures:
    """What happened from `start` until before `end`.

    - `arrived`, `closed`: cases;
    - `share|M`, `share|M|P1`: of milestones that were met or fell due unmet, the part that was met;
    - `missed|M`: how many fell due unmet;
    - `median|S`, `most|S`: hours by the clock, in whole minutes, of stays that ended, half and
      nine of ten no longer;
    - `backlog`, `backlog|S`: open cases, on the mean of all midnights (UTC); `left`: at the end.
    """
    traces = list(traces)
    found: dict[str, float] = {
        "arrived": sum(start <= one.submitted_at < end for one in traces),
        "closed": sum(one.closed_at is not None and start <= one.closed_at < end for one in traces),
    }
    found |= _milestones(traces, start, end)
    found |= _stays(traces, start, end)
    found |= _backlog(traces, start, end)
    return found


def _milestones(traces: Sequence[CaseTrace], start: datetime, end: datetime) -> dict[str, float]:
    judged: dict[str, list[bool]] = {}
    for one in traces:
        for milestone in one.milestones:
            if start <= milestone.at < end:
                for key in (milestone.name, f"{milestone.name}|{one.priority}"):
                    judged.setdefault(key, []).append(milestone.met)
    found = {
        f"share|{key}": sum(met) / len(met)
        for key, met in sorted(judged.items())
        if len(met) >= FEWEST_JUDGED
    }
    return found | {
        f"missed|{key}": len(met) - sum(met) for key, met in judged.items() if "|" not in key
    }


def _stays(traces: Sequence[CaseTrace], start: datetime, end: datetime) -> dict[str, float]:
    hours: dict[str, list[float]] = {}
    for one in traces:
        for status, begun, ended in one.stays:
            if ended is not None and start <= ended < end:
                hours.setdefault(status, []).append((ended - begun) // MINUTE / 60)
    found: dict[str, float] = {}
    for status, each in sorted(hours.items()):
        if len(each) >= FEWEST_STAYS:
            each.sort()
            found[f"median|{status}"] = each[ceil(0.5 * len(each)) - 1]
            found[f"most|{status}"] = each[ceil(0.9 * len(each)) - 1]
    return found


def _backlog(traces: Sequence[CaseTrace], start: datetime, end: datetime) -> dict[str, float]:
    first = start.replace(hour=0, minute=0, second=0, microsecond=0)
    midnights = [first + n * DAY for n in range((end - first) // DAY + 1)]
    midnights = [at for at in midnights if start <= at < end] or [start]
    days: dict[str, float] = {}
    everything = left = 0.0
    for one in traces:
        for status, begun, ended in one.stays:
            if ended is None and one.closed_at is not None:
                continue
            there = _between(midnights, begun, ended or end)
            if there:
                days[status] = days.get(status, 0) + there
                everything += there
            left += begun < end and (ended is None or ended >= end)
    found = {"backlog": everything / len(midnights), "left": left}
    return found | {f"backlog|{s}": days[s] / len(midnights) for s in sorted(days)}


def _between(midnights: Sequence[datetime], begun: datetime, ended: datetime) -> int:
    """At how many midnights a stay lasted."""
    if ended <= midnights[0] or begun > midnights[-1]:
        return 0
    low = max(0, -((midnights[0] - begun) // DAY)) if begun > midnights[0] else 0
    high = min(len(midnights), -((midnights[0] - ended) // DAY))
    return max(0, high - low)
