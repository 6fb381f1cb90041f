"""What a trial on past cases found, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from runner.gate.trial.retracing import Difference, PastWay
from runner.gate.trial.trial_figures import TrialFigures

WAYS: Mapping[PastWay, str] = {
    "same": "go the same way",
    "other": "go another way",
    "impossible": "come to a step that is not possible",
    "unknown": "cannot be followed: their history does not begin with their submission",
}

NOT_KNOWN = (
    "People might have acted otherwise, had they seen other buttons: each case repeats what was "
    "done then, as far as that is possible.",
    "Milestones and notifications are compared for the cases that were followed to their end.",
)
"""What no trial can tell."""


@dataclass(frozen=True, slots=True)
class TrialReport:
    """`labels` are the names of elements by id; `left_out` are older cases that were not tried."""

    process: str
    until: datetime
    figures: TrialFigures
    labels: Mapping[str, str]
    left_out: int = 0

    @property
    def all_the_same(self) -> bool:
        return self.figures.of("same") == self.figures.cases

    def document(self) -> dict[str, Any]:
        """The report as JSON, which the command line prints."""
        figures = self.figures
        return {
            "process": self.process,
            "until": self.until.isoformat(),
            "cases": figures.cases,
            "left_out": self.left_out,
            "ways": {
                way: {"cases": figures.of(way), "closed": figures.ways[way, True]} for way in WAYS
            },
            "differences": list(self._differences()),
            "milestones": list(self._milestones()),
            "notifications": list(self._notifications()),
            "assumed": list(self._assumed()),
            "not_known": list(NOT_KNOWN),
        }

    def _differences(self) -> Iterator[dict[str, Any]]:
        """The most frequent first."""
        groups = self.figures.groups
        for group in sorted(groups, key=lambda group: (-groups[group], repr(group))):
            way, difference, stopped = group
            said = [self._sentence(one) for one in (difference, stopped) if one.kind]
            yield {
                "way": way,
                "cases": groups[group],
                "sentence": " Later: ".join(said),
                "element": difference.element,
                "examples": self.figures.examples[group],
            }

    def _sentence(self, one: Difference) -> str:
        label, status = f"“{self._label(one.element)}”", one.status or "the beginning"
        if one.kind == "status":
            return f"After {label} a case is {one.becomes}, not {one.was}."
        if one.kind == "new":
            return f"{label} happens in {status}, and did not."
        if one.kind == "gone":
            return f"{label} does not happen in {status} any more."
        return f"{label} is not possible in {status}. {one.reason}"

    def _label(self, element: str) -> str:
        return self.labels.get(element) or element or "Changed facts"

    def _milestones(self) -> Iterator[dict[str, Any]]:
        found = self.figures.milestones
        for name in sorted({name for name, _, _ in found}):
            before: Counter[str] = Counter()
            after: Counter[str] = Counter()
            for (one, was, now), cases in found.items():
                if one == name:
                    before[was or "none"] += cases
                    after[now or "none"] += cases
            yield {"name": name, "before": dict(before), "after": dict(after)}

    def _notifications(self) -> Iterator[dict[str, Any]]:
        before, after = self.figures.told_before, self.figures.told_after
        for element in sorted({**before, **after}, key=self._label):
            counts = {"before": before[element], "after": after[element]}
            yield {"element": element, "name": self._label(element), **counts}

    def _assumed(self) -> Iterator[dict[str, Any]]:
        for (action, field), cases in sorted(self.figures.assumed.items()):
            yield {"action": self._label(action), "field": field, "cases": cases}
