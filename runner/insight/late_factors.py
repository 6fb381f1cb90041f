"""What goes with slow cases: hours more than like cases took, with their doubt. Decision 0239."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Literal

from runner.store.way_rows import ClosedCount

FactorKind = Literal["status", "again", "channel", "team", "rejected", "repeat", "migrated"]

FEWEST_ALIKE = 10
"""With fewer cases on either side, a difference says more about chance than about the flow."""

Stratum = tuple[str, str | None]
"""Cases are alike in their priority and product."""

Trait = tuple[FactorKind, str]


@dataclass(frozen=True, slots=True)
class Factor:
    """Something that cases have in common. They took `hours` more (less, if negative) than cases of
    the same priority and product without it, which may well be `low` to `high` (95 %); `late` and
    `late_of_like` are the shares of cases that missed a milestone. `alone` cases with it have no
    like ones, and count in nothing."""

    kind: FactorKind
    name: str
    hours: float
    low: float
    high: float
    cases: int
    like: int
    alone: int
    late: float
    late_of_like: float

    @property
    def by_chance(self) -> bool:
        """Whether the difference may be none."""
        return self.low <= 0 <= self.high


@dataclass
class _Tally:
    cases: int = 0
    minutes: int = 0
    squares: float = 0.0
    late: int = 0

    def add(self, one: ClosedCount) -> None:
        self.cases += one.cases
        self.minutes += one.minutes
        self.squares += one.squares
        self.late += one.late

    def without(self, other: _Tally) -> _Tally:
        return _Tally(
            self.cases - other.cases, self.minutes - other.minutes,
            self.squares - other.squares, self.late - other.late,
        )  # fmt: skip

    @property
    def mean(self) -> float:
        return self.minutes / self.cases

    @property
    def doubt(self) -> float:
        """The variance of the mean."""
        spread = (self.squares - self.minutes * self.mean) / (self.cases - 1)
        return max(spread, 0.0) / self.cases


@dataclass
class _Strata:
    """Tallies by stratum: of all cases, and of those with a trait."""

    all: dict[Stratum, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    having: dict[Trait, dict[Stratum, _Tally]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(_Tally))
    )


def factors_of(
    counts: Iterable[ClosedCount], ways: Mapping[int, Sequence[str]]
) -> tuple[Factor, ...]:
    """Those that can be told, the most hours first. `ways` are statuses by the id of their way."""
    groups = _Strata()
    traits_of_way = {way: tuple(_traits_of_way(names)) for way, names in ways.items()}
    for one in counts:
        stratum = one.priority, one.product
        groups.all[stratum].add(one)
        for trait in (*traits_of_way.get(one.way, ()), *_traits(one)):
            groups.having[trait][stratum].add(one)
    found = (_factor(trait, having, groups.all) for trait, having in groups.having.items())
    return tuple(sorted(filter(None, found), key=lambda one: (-one.hours, one.kind, one.name)))


def _traits_of_way(names: Sequence[str]) -> Iterator[Trait]:
    for name, times in Counter(names).items():
        yield "status", name
        if times > 1:
            yield "again", name


def _traits(one: ClosedCount) -> Iterator[Trait]:
    if one.channel:
        yield "channel", one.channel
    if one.team:
        yield "team", one.team
    if one.rejected:
        yield "rejected", ""
    if one.repeats:
        yield "repeat", ""
    if one.migrated:
        yield "migrated", ""


def _factor(
    trait: Trait, having: Mapping[Stratum, _Tally], all_: Mapping[Stratum, _Tally]
) -> Factor | None:
    """The difference in each stratum, weighed by the cases that have the trait there."""
    pairs = [(with_it, all_[key].without(with_it)) for key, with_it in having.items()]
    alike = [(one, like) for one, like in pairs if one.cases > 1 and like.cases > 1]
    cases = sum(one.cases for one, _ in alike)
    like = sum(like.cases for _, like in alike)
    if min(cases, like) < FEWEST_ALIKE:
        return None
    weighed = [(one.cases / cases, one, like) for one, like in alike]
    hours = sum(share * (one.mean - like.mean) for share, one, like in weighed) / 60
    doubt = sum(share**2 * (one.doubt + like.doubt) for share, one, like in weighed)
    half = 1.96 * sqrt(doubt) / 60
    return Factor(
        *trait, hours, hours - half, hours + half, cases, like,
        sum(one.cases for one, _ in pairs) - cases,
        sum(one.late for one, _ in alike) / cases,
        sum(share * like.late / like.cases for share, _, like in weighed),
    )  # fmt: skip
