"""Did every past case keep the policies of the versions that it was on?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from runner.bpmn import Diagram
from runner.bpmn.files import POLICIES_FILE
from runner.gate.policies.facts import DiagramFacts
from runner.gate.policies.policy import Policy, read_policies
from runner.gate.policies.watching import WATCHED, Watch
from runner.model import PastStep, to_number

MOST_NAMED = 20
"""Cases that are named for each broken policy; the others are counted."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A case that broke a policy: what happened, on which version, and at which line of its
    history."""

    number: str
    what: str
    step: PastStep


@dataclass
class PolicyConformance:
    """How a policy was kept. `checked` is False for policies about what is possible: no history
    says whether something could have happened."""

    name: str
    sentence: str
    checked: bool = True
    cases: int = 0
    broken: int = 0
    examples: list[Breach] = field(default_factory=list)
    """The first cases that broke it."""


def conformance(
    past: Iterable[PastStep], diagram_of: Callable[[int], Diagram]
) -> tuple[PolicyConformance, ...]:
    """`past` are the rows of all histories, case by case, each in its order; they are read once.

    A step is judged by the policies of the version on which it happened. What happened before, on
    whichever version, is remembered: a solution proposed before a migration may be accepted after.

    Raises ConfigError for policies of a version that cannot be read.
    """
    versions: dict[int, _Version] = {}
    found: dict[tuple[str, str], PolicyConformance] = {}
    for case, rows in groupby(past, lambda step: step.case_id):
        life = list(rows)
        for version_id in dict.fromkeys(step.version_id for step in life):
            if version_id not in versions:
                versions[version_id] = _Version(version_id, diagram_of(version_id))
            versions[version_id].judge(case, life, found)
    return tuple(found.values())


def conformance_on(
    version_id: int, diagram: Diagram, past: Iterable[PastStep]
) -> tuple[PolicyConformance, ...]:
    """As `conformance`, judged by the policies of one version alone."""
    version, found = _Version(version_id, diagram), {}
    for case, rows in groupby(past, lambda step: step.case_id):
        version.judge(case, list(rows), found)
    return tuple(found.values())


class _Version:
    """The policies of a version of the diagram."""

    def __init__(self, version_id: int, diagram: Diagram):
        self._id = version_id
        self._diagram_facts = DiagramFacts(diagram)
        text = diagram.files.get(POLICIES_FILE)
        self._policies = read_policies(text, self._diagram_facts) if text else ()

    def judge(
        self, case: int, life: list[PastStep], found: dict[tuple[str, str], PolicyConformance]
    ) -> None:
        steps = [(step, self._facts(step)) for step in life]
        for policy in self._policies:
            kept = found.setdefault(
                (policy.name, policy.sentence),
                PolicyConformance(policy.name, policy.sentence, policy.template in WATCHED),
            )
            kept.cases += 1
            wrong = self._wrong(policy, steps) if kept.checked else None
            if wrong:
                kept.broken += 1
                if len(kept.examples) < MOST_NAMED:
                    kept.examples.append(wrong)

    def _facts(self, step: PastStep) -> frozenset[str]:
        return self._diagram_facts.happened(step.element, step.path, step.before, step.side)

    def _wrong(self, policy: Policy, steps: list[tuple[PastStep, frozenset[str]]]) -> Breach | None:
        """The first step on this version that broke a policy. What happened on others is seen."""
        watch, seen = Watch(policy), False
        for step, facts in steps:
            wrong, seen = watch.step(facts, seen)
            if wrong and step.version_id == self._id:
                return Breach(to_number(step.case_id), wrong, step)
        return None
