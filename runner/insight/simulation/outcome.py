"""What repetitions come to: means with the span that most of them lie in, and how they compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import fmean, median, stdev

from runner.insight.simulation.traces import Figures

_T = {1: 12.71, 2: 4.30, 3: 3.18, 4: 2.78, 5: 2.57, 6: 2.45, 7: 2.36, 8: 2.31, 9: 2.26, 10: 2.23,
      12: 2.18, 15: 2.13, 20: 2.09, 30: 2.04, 60: 2.00}  # fmt: skip
"""Student's t for 95 % of both sides, by degrees of freedom."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The mean over repetitions; 95 of 100 lie from `low` to `high`, with fewer than forty all."""

    mean: float
    low: float
    high: float

    def document(self) -> dict[str, float]:
        return {"mean": self.mean, "low": self.low, "high": self.high}


def spread_of(values: Sequence[float]) -> Spread:
    ranked = sorted(values)
    aside = int(len(ranked) * 0.025)
    return Spread(fmean(ranked), ranked[aside], ranked[-1 - aside])


def spreads(runs: Sequence[Figures]) -> dict[str, Spread]:
    """Of every figure that half of the repetitions can say or more."""
    keys = sorted({key for run in runs for key in run})
    found = {key: [run[key] for run in runs if key in run] for key in keys}
    enough = ceil(len(runs) / 2)
    return {key: spread_of(values) for key, values in found.items() if len(values) >= enough}


def differences(base: Sequence[Figures], other: Sequence[Figures]) -> dict[str, Spread]:
    """The mean of the other less the base, repetition by repetition, which have the same cases;
    with its interval of 95 %."""
    found: dict[str, Spread] = {}
    for key in sorted({key for run in base for key in run}):
        each = [
            two[key] - one[key]
            for one, two in zip(base, other, strict=True)
            if key in one and key in two
        ]
        if len(each) >= max(2, len(base) / 2):
            mean, half = fmean(each), _t(len(each) - 1) * stdev(each) / sqrt(len(each))
            found[key] = Spread(mean, mean - half, mean + half)
    return found


def _t(freedom: int) -> float:
    return next((t for known, t in reversed(_T.items()) if known <= freedom), _T[1])


@dataclass(frozen=True, slots=True)
class Missed:
    """A figure as it was predicted and as it was. `error` is in points for shares, else a part of
    what was; None where that is nothing."""

    key: str
    predicted: Spread
    actual: float

    @property
    def inside(self) -> bool:
        return self.predicted.low <= self.actual <= self.predicted.high

    @property
    def error(self) -> float | None:
        off = self.predicted.mean - self.actual
        if self.key.startswith("share|"):
            return off
        return off / self.actual if self.actual else None


def compared(predicted: Mapping[str, Spread], actual: Figures) -> list[Missed]:
    """The figures that were predicted and have been."""
    return [Missed(key, predicted[key], actual[key]) for key in predicted if key in actual]


def usual_error(missed: Iterable[Missed], shares: bool) -> float | None:
    """The median of the errors without their sign: of shares in points, or of all others. Not the
    mean: eight cases where one was would be all of it."""
    errors = [
        abs(one.error)
        for one in missed
        if one.error is not None and one.key.startswith("share|") == shares
    ]
    return median(errors) if errors else None
