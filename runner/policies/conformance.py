"""Did every past case keep the promises of the version that it is on?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from runner.diagram import Diagram
from runner.model import Deed, to_number
from runner.policies.happenings import Happenings
from runner.policies.reading import FILE, Policy, read_policies
from runner.policies.watching import WATCHED, Watch

MOST_NAMED = 20
"""Cases that are named for each broken promise; the others are counted."""


@dataclass
class Kept:
    """How a promise was kept. `checked` is False for promises about what is possible: no history
    says whether something could have happened."""

    name: str
    promise: str
    checked: bool = True
    cases: int = 0
    broken: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)
    """Numbers of cases that broke it, each with what happened."""


def conformance(deeds: Iterable[Deed], diagram_of: Callable[[int], Diagram]) -> tuple[Kept, ...]:
    """`deeds` are the rows of all histories, case by case, each in its order; they are read once.

    Raises ConfigError for promises of a version that cannot be read.
    """
    versions: dict[int, _Version] = {}
    found: dict[tuple[str, str], Kept] = {}
    for (case, id), rows in groupby(deeds, lambda deed: (deed.case_id, deed.version_id)):
        if id not in versions:
            versions[id] = _Version(diagram_of(id))
        versions[id].judge(case, rows, found)
    return tuple(found.values())


class _Version:
    """The promises of a version of the diagram."""

    def __init__(self, diagram: Diagram):
        self._happenings = Happenings(diagram)
        text = diagram.files.get(FILE)
        self._policies = read_policies(text, self._happenings) if text else ()

    def judge(self, case: int, rows: Iterable[Deed], found: dict[tuple[str, str], Kept]) -> None:
        facts = self._happenings.facts
        steps = [facts(row.element, row.path, filter(None, [row.before]), row.side) for row in rows]
        for policy in self._policies:
            kept = found.setdefault(
                (policy.name, policy.promise),
                Kept(policy.name, policy.promise, policy.template in WATCHED),
            )
            kept.cases += 1
            wrong = _wrong(policy, steps) if kept.checked else ""
            if wrong:
                kept.broken += 1
                if len(kept.examples) < MOST_NAMED:
                    kept.examples.append((to_number(case), wrong))


def _wrong(policy: Policy, steps: list[frozenset[str]]) -> str:
    watch, seen = Watch(policy), False
    for facts in steps:
        wrong, seen = watch.step(facts, seen)
        if wrong:
            return wrong
    return ""
