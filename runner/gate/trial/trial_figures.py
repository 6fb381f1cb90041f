"""What became of many past cases, counted. Figures of several processes add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields

from runner.gate.trial.retracing import NONE, Difference, PastWay, Retraced

EXAMPLES = 5
"""Cases that are named for each difference."""

Group = tuple[PastWay, Difference, Difference]
"""A way, the first difference, and the step that was not possible where another one came first."""


@dataclass
class TrialFigures:
    """`ways` are counted by way and whether the case was closed; `milestones` by name and the state
    before and after; `told` by element, how often it told somebody; `assumed` by action and field,
    in how many cases a value was made up."""

    ways: Counter[tuple[PastWay, bool]] = field(default_factory=Counter)
    groups: Counter[Group] = field(default_factory=Counter)
    examples: dict[Group, list[str]] = field(default_factory=dict)
    milestones: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    told_before: Counter[str] = field(default_factory=Counter)
    told_after: Counter[str] = field(default_factory=Counter)
    assumed: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def cases(self) -> int:
        return self.ways.total()

    def of(self, way: PastWay) -> int:
        return self.ways[way, True] + self.ways[way, False]

    def count(self, case: Retraced) -> None:
        self.ways[case.way, case.closed] += 1
        if case.difference != NONE:
            group = (case.way, case.difference, case.stopped)
            if case.stopped == case.difference:
                group = (case.way, case.difference, NONE)
            self.groups[group] += 1
            self._name(group, [case.number])
        self.milestones.update(case.milestones)
        self.told_before.update(case.told[0])
        self.told_after.update(case.told[1])
        self.assumed.update(case.assumed)

    def add(self, other: TrialFigures) -> None:
        for item in fields(self):
            if item.name != "examples":
                getattr(self, item.name).update(getattr(other, item.name))
        for group, numbers in other.examples.items():
            self._name(group, numbers)

    def _name(self, group: Group, numbers: list[str]) -> None:
        """The first ones, whichever process found them."""
        known = {*self.examples.get(group, ()), *numbers}
        self.examples[group] = sorted(known, key=lambda number: (len(number), number))[:EXAMPLES]
