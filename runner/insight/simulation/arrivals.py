"""How cases arrive: by the hour of the week, in weeks that are busier or calmer by chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from random import Random
from statistics import fmean, variance
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
WEEK = timedelta(weeks=1)
HOURS = 168


@dataclass(frozen=True, slots=True)
class Arrivals:
    """`rates` are cases for each hour of a week in `zone`, Monday 0:00 first. `spread` is the
    variance of a week's rate around its mean, as a share of the mean squared: 0 where weeks differ
    no more than by chance."""

    rates: Sequence[float]
    zone: ZoneInfo
    spread: float = 0.0

    @property
    def a_week(self) -> float:
        return sum(self.rates)

    def draw(self, start: datetime, end: datetime, rng: Random) -> Iterator[datetime]:
        """Instants from `start` until before `end`, in order."""
        at, busy = start, 1.0
        while at < end:
            hour = _hour(at, self.zone)
            if at == start or hour == 0:
                busy = rng.gammavariate(1 / self.spread, self.spread) if self.spread else 1.0
            number = _poisson(self.rates[hour] * busy, rng)
            for second in sorted(rng.random() * 3600 for _ in range(number)):
                if (instant := at + timedelta(seconds=second)) < end:
                    yield instant
            at += HOUR


def arrivals_of(
    instants: Iterable[datetime], start: datetime, end: datetime, zone: ZoneInfo
) -> Arrivals:
    """Of cases that were submitted from `start` until before `end`."""
    found = [at for at in instants if start <= at < end]
    by_hour = Counter(_hour(at, zone) for at in found)
    weeks = (end - start) / WEEK
    rates = [by_hour[hour] / weeks for hour in range(HOURS)]
    whole = int(weeks)
    by_week = Counter((end - at) // WEEK for at in found)
    return Arrivals(rates, zone, _spread([by_week[week] for week in range(whole)]))


def _spread(weeks: Sequence[int]) -> float:
    if len(weeks) < 4 or not any(weeks):
        return 0.0
    mean = fmean(weeks)
    return max(0.0, variance(weeks) - mean) / mean**2


def _hour(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.weekday() * 24 + local.hour


def _poisson(mean: float, rng: Random) -> int:
    """Knuth's, in parts so that no power is too small."""
    number = 0
    while mean > 0:
        part = min(mean, 50.0)
        mean -= part
        floor, product = exp(-part), rng.random()
        while product > floor:
            number += 1
            product *= rng.random()
    return number
