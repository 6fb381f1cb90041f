"""What rules are made of: the diagram under examination, a rule, and what a rule says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from runner.bpmn import (
    Diagram,
    Element,
    Flow,
    Stray,
    Trigger,
    xml,
)
from runner.bpmn.xml import BPMN, Node
from runner.gate.lint.concurrency import Concurrency
from runner.gate.lint.dataflow import Dataflow
from runner.gate.lint.paths import Paths
from runner.model import Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found: where (None: the file as a whole), in a sentence, and what to do."""

    place: Element | Flow | Stray | None
    message: str
    suggestion: str = ""


class LintContext(Paths):
    """What the rules are given: the diagram, the instant of the check, and the analyses that
    several rules share, each made once."""

    def __init__(self, diagram: Diagram, now: datetime):
        super().__init__(diagram)
        self.now = now

    @cached_property
    def root(self) -> Node:
        """The file itself, with what the diagram leaves out: pools, lanes, associations."""
        return xml.tree(self.diagram.data)

    def tagged(self, *kinds: str) -> Iterator[Node]:
        """The nodes of the file that are BPMN's elements of these kinds, in its order."""
        return self.root.iter(*(f"{{{BPMN}}}{kind}" for kind in kinds))

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """What has an id, by it."""
        return {node.get("id", ""): node for node in self.root.iter("{*}*") if node.get("id")}

    @cached_property
    def written_data(self) -> frozenset[str]:
        """The data objects that a task or an event hands something to, by id."""
        means = {
            n.get("id"): n.get("dataObjectRef", "") for n in self.tagged("dataObjectReference")
        }
        given = self.tagged("dataOutputAssociation")
        ends = (xml.text(end) for way in given for end in xml.children(way, "targetRef"))
        return frozenset(means[end] for end in ends if end in means)

    @cached_property
    def lowered(self) -> Paths:
        """The diagram without event sub-processes and links: see `bpmn.lowering`."""
        return Paths(self.diagram.lowered)

    @cached_property
    def dataflow(self) -> Dataflow:
        return Dataflow(self.lowered)

    @cached_property
    def concurrency(self) -> Concurrency:
        return Concurrency(self.lowered)

    @cached_property
    def ends(self) -> tuple[Element, ...]:
        """The end events of the process, also in what an event starts in its place."""
        containers = {self.diagram.process}
        containers |= {e.id for e in self.inside[self.diagram.process] if e.by_event}
        return tuple(e for e in self.of("endEvent") if e.container in containers)

    def triggers(self, *kinds: str) -> Iterator[tuple[Element, Trigger]]:
        """Each event with each thing that it waits for or throws; of elements of some kinds, if any
        are named."""
        for element in self.of(*kinds) if kinds else self.elements.values():
            for trigger in element.triggers:
                yield element, trigger

    def not_interrupting(self) -> Iterator[tuple[Element, Element]]:
        """Each event on a border that does not interrupt, with its activity."""
        for event in self.of("boundaryEvent"):
            host = self.elements.get(event.attached_to or "")
            if host is not None and not event.interrupting:
                yield event, host


Profile = Literal["lifecycle", "engine"]
Check = Callable[[LintContext], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class LintRule:
    """`about` is the text of the rule's page. `check` is None for a rule that shows while a file is
    read, or when the engine loads the diagram. `in_engine` is the severity in the profile `engine`,
    where that differs: for legal BPMN that runs as drawn but is no way to handle a case."""

    name: str
    severity: Severity
    about: str
    check: Check | None = None
    in_engine: Severity | None = None

    def severity_in(self, profile: Profile) -> Severity:
        return (self.in_engine if profile == "engine" else None) or self.severity


def rule(
    severity: Severity, about: str, in_engine: Severity | None = None
) -> Callable[[Check], LintRule]:
    """Makes a rule of a function. Its name is that of the function, with hyphens."""

    def make(check: Check) -> LintRule:
        return LintRule(check.__name__.replace("_", "-"), severity, about, check, in_engine)

    return make
