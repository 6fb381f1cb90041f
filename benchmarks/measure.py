"""Measuring: several contestants in one run, taking turns, in CPU time of this process.

Taking turns and counting CPU time make ratios hold on a machine that others use, too; what takes
wall-clock time (waiting for a disk, for a lock) says so where it is measured.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds: the middle, and the quarter below and above it."""

    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.3f} ({self.low:.3f}–{self.high:.3f})"


def spread(samples: list[float]) -> Spread:
    low, _, high = quantiles(samples, n=4)
    return Spread(median(samples), low, high)


def percentile(samples: list[float], share: float) -> float:
    return sorted(samples)[min(len(samples) - 1, int(len(samples) * share))]


def in_turns(
    contestants: Mapping[str, Callable[[], object]], rounds: int, parts: int = 1
) -> dict[str, Spread]:
    """What a part of each contestant's work costs, over `rounds` in which each has its turn. Each
    has one turn before that which does not count."""
    samples: dict[str, list[float]] = {name: [] for name in contestants}
    for run in contestants.values():
        run()
    gc.collect()
    gc.freeze()  # what is there already, no collection below looks at again
    for _ in range(rounds):
        for name, run in contestants.items():
            gc.collect()
            start = time.process_time()
            run()
            samples[name].append((time.process_time() - start) * 1000 / parts)
    gc.unfreeze()
    return {name: spread(values) for name, values in samples.items()}


def wall(run: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of wall-clock time of each of `times` calls, after one that does not count."""
    run()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append((time.perf_counter() - start) * 1000)
    return found


def cpu_of_all() -> float:
    """Seconds of CPU of this process and of those that it started and that have ended."""
    children = getrusage(RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
