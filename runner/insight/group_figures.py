"""The figures of a group of cases, to be put beside those of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from runner.insight.distribution import Distribution, difference, distribution, interval
from runner.model import TimeKind
from runner.store import Transaction, case_figures, way_rows
from runner.store.case_figures import CaseTotals
from runner.store.flow_rows import Among

FEWEST_COMPARED = 10
"""Of fewer cases a share is not compared."""


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """`late` cases missed a milestone or more; `whole` is how long closed cases took; `ways` are
    how many cases went each, by its id."""

    totals: CaseTotals
    late: int
    whole: Distribution
    ways: Mapping[int, int]

    @property
    def cases(self) -> int:
        return self.totals.cases


@dataclass(frozen=True, slots=True)
class SharePair:
    """The same share of two groups, each a part and its whole."""

    one: tuple[int, int]
    other: tuple[int, int]

    @property
    def few(self) -> bool:
        return min(self.one[1], self.other[1]) < FEWEST_COMPARED

    @property
    def intervals(self) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
        return interval(*self.one), interval(*self.other)

    @property
    def difference(self) -> tuple[float, float] | None:
        """Where the other less the one may well lie (95 %); None where too few are compared."""
        return None if self.few else difference(self.one, self.other)

    @property
    def by_chance(self) -> bool:
        """Whether both may well be the same, or too few are compared."""
        between = self.difference
        return between is None or between[0] <= 0 <= between[1]


def group_figures(tx: Transaction, of: Among, time: TimeKind) -> GroupFigures:
    ways = case_figures.by_way(tx, of)
    return GroupFigures(
        case_figures.sum_of(ways.values()),
        sum(way_rows.late(tx, of).values()),
        distribution(case_figures.durations(tx, of, time)),
        {way: totals.cases for way, totals in ways.items()},
    )
