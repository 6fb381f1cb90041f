"""What people did next, and after how long: samples of the past that are drawn from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import Any, Literal

from runner.insight.simulation.survival import jumps

Party = Literal["support", "customer", "program"]
PARTIES: tuple[Party, ...] = ("support", "customer", "program")

ENOUGH = 30
"""So many past cases of the same status, step before and priority are a sample of their own."""

SOME = 10
"""So many of the same status and step before are; of fewer, the status alone counts."""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did in a past case: `what` is an action, a message or the event of a program.

    `delay` is in seconds: of support in working time of the desk until it was ready to be worked
    on, of others by the clock. `work` are seconds of the shift of who did it, who
    went on `at_once` where they had just brought the case there.
    """

    what: str
    delay: float
    work: float = 0.0
    at_once: bool = False
    values: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True, eq=False)
class Sample:
    """Past acts, the soonest first, each with its probability; `size` counts also the cases in
    which something else came first."""

    acts: Sequence[Act] = ()
    weights: Sequence[float] = ()
    size: int = 0

    def draw(self, possible: frozenset[str], chance: float) -> Act | None:
        """One of the possible acts; None where none comes. `chance` is from 0 to 1."""
        acts, sums = _possible(self, possible)
        if not acts or chance >= sums[-1]:
            return None
        return acts[bisect_left(sums, chance)]

    def has(self, possible: frozenset[str]) -> bool:
        return bool(_possible(self, possible)[0])


@lru_cache(maxsize=4096)
def _possible(sample: Sample, possible: frozenset[str]) -> tuple[list[Act], list[float]]:
    """What is not possible any more is made up for by what is: as many cases go on as did."""
    kept = [
        (act, weight)
        for act, weight in zip(sample.acts, sample.weights, strict=True)
        if act.what in possible
    ]
    whole = sum(sample.weights)
    part = sum(weight for _, weight in kept)
    if not kept or not part:
        return [], []
    scale = min(whole, 1.0) / part
    return [act for act, _ in kept], list(accumulate(weight * scale for _, weight in kept))


def sample_of(acts: Iterable[Act], cut_short: Sequence[float]) -> Sample:
    found = sorted(acts, key=lambda act: act.delay)
    weights = jumps([act.delay for act in found], cut_short)
    return Sample(found, weights, len(found) + len(cut_short))


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a case is: its status, the step that brought it there, and its priority."""

    status: str
    last: str
    priority: str

    @property
    def contexts(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """From the narrowest to the widest, each with how many cases make a sample of it."""
        yield (self.status, self.last, self.priority), ENOUGH
        yield (self.status, self.last), SOME
        yield (self.status,), 1
        yield (), 1


@dataclass(frozen=True, eq=False)
class Habits:
    """The samples by party and context."""

    samples: Mapping[tuple[Party, tuple[str, ...]], Sample]

    def draw(
        self, party: Party, there: Situation, possible: frozenset[str], rng: Random
    ) -> Act | None:
        """What a party does next, if nothing comes first. Always uses one random number."""
        chance = rng.random()
        for context, enough in there.contexts:
            sample = self.samples.get((party, context))
            if sample is None or sample.size < enough:
                continue
            if not sample.acts and context:
                return None  # it was there often enough, and did nothing
            if sample.has(possible):
                return sample.draw(possible, chance)
        return None

    def known(self) -> frozenset[str]:
        """Everything that somebody did."""
        return frozenset(
            act.what for party in PARTIES if (one := self.samples.get((party, ())))
            for act in one.acts
        )  # fmt: skip
