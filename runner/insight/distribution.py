"""How long things took: percentiles of whole minutes, with their doubt."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import ceil, sqrt

from runner.insight.weeks import WEEK, monday_of

FEWEST = {0.5: 5, 0.9: 10}
"""With fewer than so many, a percentile says more about chance than about the flow."""

BUCKETS = (15, 60, 240, 1440, 4320, 10080, 43200)
"""Upper ends of the bars of a histogram, in minutes: 15 min, 1 h, 4 h, 1, 3, 7, 30 days; above."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Whole minutes with how often each occurred, the shortest first."""

    counts: tuple[tuple[int, int], ...] = ()

    @property
    def number(self) -> int:
        return sum(count for _, count in self.counts)

    def percentile(self, share: float) -> int | None:
        """The smallest duration that at least this share is no longer than (nearest rank); None for
        fewer than `FEWEST`."""
        number = self.number
        if number < FEWEST.get(share, 1):
            return None
        rank = ceil(share * number)
        sums = accumulate(count for _, count in self.counts)
        return next(
            minutes for (minutes, _), sum_ in zip(self.counts, sums, strict=True) if sum_ >= rank
        )

    @property
    def median(self) -> int | None:
        return self.percentile(0.5)

    @property
    def most(self) -> int | None:
        """Nine of ten took no longer."""
        return self.percentile(0.9)

    def between(self, share: float) -> tuple[int, int] | None:
        """Where a percentile may well lie for many more (95 %), from the ranks around it; None
        where there is no percentile."""
        if self.percentile(share) is None:
            return None
        number = self.number
        middle, half = share * number, 1.96 * sqrt(number * share * (1 - share))
        ranks = (max(1, ceil(middle - half)), min(number, ceil(middle + half)))
        sums = list(accumulate(count for _, count in self.counts))
        low, high = (self.counts[bisect_left(sums, rank)][0] for rank in ranks)
        return low, high

    @property
    def bars(self) -> tuple[int, ...]:
        """How many fell into each of `BUCKETS`, and above the last."""
        found = [0] * (len(BUCKETS) + 1)
        for minutes, count in self.counts:
            found[next((i for i, end in enumerate(BUCKETS) if minutes < end), -1)] += count
        return tuple(found)


def distribution(counts: Iterable[tuple[int, int]]) -> Distribution:
    """Of minutes and how often they occurred, in any order, the same minutes several times."""
    sums: Counter[int] = Counter()
    for minutes, count in counts:
        sums[minutes] += count
    return Distribution(tuple(sorted(sums.items())))


def interval(part: int, whole: int) -> tuple[float, float] | None:
    """A share's interval of 95 % (Wilson's): where it may well lie for many more cases. None for
    nothing."""
    if not whole:
        return None
    z, p = 1.96, part / whole
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float] | None:
    """The interval of 95 % (Newcombe's) of the difference of two shares, the other less the one;
    each is a part and its whole. None where one is of nothing."""
    if not (one[1] and other[1]):
        return None
    (p, q), (low_p, high_p), (low_q, high_q) = (
        (one[0] / one[1], other[0] / other[1]), interval(*one) or (0, 1), interval(*other) or (0, 1)
    )  # fmt: skip
    below = sqrt((q - low_q) ** 2 + (high_p - p) ** 2)
    above = sqrt((high_q - q) ** 2 + (p - low_p) ** 2)
    return q - p - below, q - p + above


def weeks_of(days: Sequence[tuple[str, int, int]]) -> list[tuple[date, Distribution]]:
    """Durations by the week of a day such as 2026-03-02: each Monday from the first week that has
    any to the last; weeks between them may have none."""
    found: dict[date, list[tuple[int, int]]] = {}
    for day, minutes, count in days:
        found.setdefault(monday_of(date.fromisoformat(day)), []).append((minutes, count))
    if not found:
        return []
    first, last = min(found), max(found)
    mondays = (first + n * WEEK for n in range((last - first) // WEEK + 1))
    return [(monday, distribution(found.get(monday, ()))) for monday in mondays]
