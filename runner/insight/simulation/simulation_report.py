"""What a simulation found: figures with their spans, the back-test, and what was assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any, Literal

from runner.insight.simulation.arrivals import WEEK
from runner.insight.simulation.desk_model import DeskModel
from runner.insight.simulation.desk_run import Conditions, Lived, Span
from runner.insight.simulation.figure_names import order_of
from runner.insight.simulation.outcome import (
    Spread,
    compared,
    differences,
    spreads,
    usual_error,
)
from runner.insight.simulation.traces import Figures, figures_of
from runner.insight.simulation.what_if import WhatIf, said
from runner.model import Version

NOTHING = "Nothing is changed."

ASSUMED = (
    "People go on doing what people did next in the same status after the same step, after as long "
    "a time: drawn from past cases of the same priority where there are thirty or more, else from "
    "all.",
    "An agent does one thing at a time: of the cases that are ready, the one with the first "
    "target, else the one that has waited longest. Who brought a case on goes on with it as "
    "often as before.",
    "Anybody who takes the cases of a team works as fast as anybody else. Known people are there "
    "on as many days as before, new ones on all.",
    "Priority, product and team of a case stay what they were when it came.",
    "The desk begins empty and is lived through for a time before anything is counted.",
)
"""Said with every simulation."""

Kind = Literal["back_test", "base", "changed"]


@dataclass(frozen=True, slots=True)
class OneRun:
    """The figures of one repetition, and of each worker the share of their shifts with work."""

    figures: Figures
    load: Mapping[str, float]
    cases: int
    failed: Mapping[str, int]
    swamped: bool


@dataclass(slots=True)
class SimulatedDesk:
    """A desk that is lived through. Those with the same seed have the same cases. `actual` are the
    figures of what it is compared with."""

    kind: Kind
    version: Version
    model: DeskModel
    span: Span
    conditions: Conditions
    actual: Figures = field(default_factory=dict)
    runs: dict[int, OneRun] = field(default_factory=dict)
    no_back_test: str = ""

    @property
    def seeded(self) -> str:
        return "past" if self.kind == "back_test" else "ahead"

    @property
    def expected(self) -> float:
        """About how many cases come in one repetition."""
        weeks = (self.span.end - self.span.begin) / WEEK
        return self.model.arrivals.a_week * weeks * self.conditions.arrivals

    def result(self, lived: Lived) -> OneRun:
        load = {
            key: lived.worked.get(key, 0.0) / shift
            for key, shift in sorted(lived.on_shift.items())
            if shift
        }
        figures = figures_of(lived.traces, self.span.start, self.span.end)
        return OneRun(figures, load, len(lived.traces), dict(lived.failed), lived.swamped)

    @property
    def figures(self) -> list[Figures]:
        return [self.runs[number].figures for number in sorted(self.runs)]

    @property
    def loads(self) -> dict[str, float]:
        """The mean over the repetitions, by worker."""
        keys = sorted({key for run in self.runs.values() for key in run.load})
        each = {key: [r.load[key] for r in self.runs.values() if key in r.load] for key in keys}
        return {key: fmean(values) for key, values in each.items()}


@dataclass(frozen=True, slots=True)
class SimulationReport:
    """`drawing` is a sentence on the other drawing, `never_taken` the names of its actions that no
    past case took, `left_out` past cases whose history does not begin with their submission."""

    scenarios: Sequence[SimulatedDesk]
    what: WhatIf
    drawing: str
    seed: int
    longest_work: float
    never_taken: Sequence[str] = ()
    left_out: int = 0

    def document(self) -> dict[str, Any]:
        """The report as JSON."""
        base, changed = self.scenarios[-2:]
        model = base.model
        names = {one.key: one.name for one in changed.model.workers} | {
            one.key: one.name for one in model.workers
        }
        return {
            "process": base.version.process,
            "from": base.span.start.isoformat(),
            "until": base.span.end.isoformat(),
            "seed": self.seed,
            "repetitions": len(base.runs),
            "cases": sum(run.cases for one in self.scenarios for run in one.runs.values()),
            "changes": list(filter(None, (self.drawing, *said(self.what, names)))) or [NOTHING],
            "what": self.what.document(),
            "fitted": self._fitted(model),
            "figures": list(self._figures(base, changed)),
            "load": [
                {"name": names[key], "base": base.loads.get(key), "changed": changed.loads.get(key)}
                for key in names
            ],
            "back_test": self._back_test(),
            "assumed": [self._work_assumed(), *ASSUMED],
            "not_known": list(self._not_known(model, changed)),
        }

    def _work_assumed(self) -> str:
        if not self.longest_work:
            return "All time of an agent between two acts is work, if something was there to do."
        return (
            f"When work on a case began is not in its history: of the time of an agent between two "
            f"acts, at most {self.longest_work:g} hours of their shift are work. With more, more "
            "people help more; with less, they help less."
        )

    @staticmethod
    def _fitted(model: DeskModel) -> dict[str, Any]:
        return {
            "from": model.start.isoformat(), "until": model.end.isoformat(), "cases": model.cases,
            "a_week": model.arrivals.a_week, "same": model.same,
            "by_hour": list(model.arrivals.rates), "zone": model.arrivals.zone.key,
            "spread": model.arrivals.spread, "warm_up_days": model.warm_up.days,
            "people": [
                {"key": one.key, "name": one.name, "hours": one.calendar.name,
                 "presence": one.presence, "acts": one.acts}
                for one in model.workers
            ],
        }  # fmt: skip

    @staticmethod
    def _figures(base: SimulatedDesk, changed: SimulatedDesk) -> Iterator[dict[str, Any]]:
        one, two = spreads(base.figures), spreads(changed.figures)
        apart = differences(base.figures, changed.figures)
        for key in sorted({**one, **two}, key=order_of):
            gap = apart.get(key)
            yield {
                "key": key, "base": _document(one.get(key)), "changed": _document(two.get(key)),
                "difference": _document(gap),
                "apart": gap is not None and not gap.low <= 0 <= gap.high,
            }  # fmt: skip

    def _back_test(self) -> dict[str, Any]:
        tested = self.scenarios[0]
        if tested.kind != "back_test":
            return {"why_not": tested.no_back_test}
        found = compared(spreads(tested.figures), tested.actual)
        found.sort(key=lambda one: order_of(one.key))
        return {
            "from": tested.span.start.isoformat(),
            "until": tested.span.end.isoformat(),
            "cases": tested.model.cases,
            "inside": sum(one.inside for one in found),
            "of": len(found),
            "error": usual_error(found, shares=False),
            "error_of_shares": usual_error(found, shares=True),
            "figures": [
                {"key": one.key, "predicted": one.predicted.document(), "actual": one.actual,
                 "error": one.error, "inside": one.inside}
                for one in found
            ],
        }  # fmt: skip

    def _not_known(self, model: DeskModel, changed: SimulatedDesk) -> Iterator[str]:
        yield from model.notes
        if self.left_out:
            yield f"{self.left_out:,} past cases do not begin with their submission: left out."
        if self.never_taken:
            yield (
                f"No past case took {', '.join(f'“{name}”' for name in self.never_taken)}: nobody "
                "does so here."
            )
        for one in self.scenarios:
            failed = sum((Counter(run.failed) for run in one.runs.values()), Counter())
            for why, number in sorted(failed.items(), key=lambda item: (-item[1], item[0]))[:3]:
                yield f"{_NAMES[one.kind]}: {number:,} cases could not go on: left there. {why}"
            if swamped := sum(run.swamped for run in one.runs.values()):
                yield (
                    f"{_NAMES[one.kind]}: in {swamped} of {len(one.runs)} repetitions the desk did "
                    "not keep up with what came, and its figures end there."
                )


_NAMES: Mapping[Kind, str] = {
    "back_test": "Back-test", "base": "As it is", "changed": "With the changes",
}  # fmt: skip


def _document(spread: Spread | None) -> dict[str, float] | None:
    return spread.document() if spread else None
