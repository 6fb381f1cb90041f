"""What is wrong with a drawing, before it runs: one small function per rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from runner import diagram as diagrams
from runner import expressions
from runner.diagram import Diagram, Element, schema_findings
from runner.errors import DiagramError, ExpressionError
from runner.model import Finding

Profile = Literal["lifecycle", "engine"]
Rule = Callable[[Diagram], Iterator[Finding]]


def read(data: bytes, files: Mapping[str, str]) -> tuple[Diagram | None, list[Finding]]:
    """A diagram out of a file, or the findings that say why there is none."""
    try:
        return diagrams.read(data, files), schema_findings(data)
    except DiagramError as error:
        return None, [Finding("readable", str(error))]


def check(diagram: Diagram, profile: Profile) -> list[Finding]:
    """The findings of all rules of a profile."""
    rules = ENGINE_RULES if profile == "engine" else ENGINE_RULES + LIFECYCLE_RULES
    return [finding for rule in rules for finding in rule(diagram)]


def on(element: Element, rule: str, message: str, suggestion: str = "") -> Finding:
    """A finding on an element."""
    return Finding(
        rule, message, suggestion, element=element.id, name=element.name, line=element.line
    )


# ------------------------------------------------------------------ can it run here


def timers(diagram: Diagram) -> Iterator[Finding]:
    for element in diagram.elements.values():
        try:
            if element.timer_kind:
                element.timer()
        except DiagramError as error:
            yield on(element, "timer", str(error))


def conditions(diagram: Diagram) -> Iterator[Finding]:
    for flow in diagram.flows.values():
        try:
            if flow.condition:
                expressions.parse(flow.condition)
        except ExpressionError as error:
            source = diagram.elements.get(flow.source)
            where = f" (after '{source.label}')" if source else ""
            yield Finding(
                "condition",
                f"The condition of '{flow.name or flow.id}'{where}: {error}",
                'Compare variables with values, such as kind == "Bug" and hours > 3.',
                element=flow.id,
                name=flow.name,
                line=flow.line,
            )


def event_sub_processes(diagram: Diagram) -> Iterator[Finding]:
    for element in diagram.elements.values():
        inside = diagram.elements.get(element.container)
        if element.kind == "startEvent" and element.events and inside is not None:
            yield on(
                inside,
                "event-sub-process",
                f"The event sub-process '{inside.label}' would not do what is drawn.",
                "Draw a sub-process with an event on its border instead.",
            )


# ------------------------------------------------------------------ is it the life of a case


def statuses(diagram: Diagram) -> Iterator[Finding]:
    for element in diagram.elements.values():
        waits = element.kind in diagrams.WAITING_TASKS or (
            element.kind in ("intermediateCatchEvent", "receiveTask")
        )
        ends = element.kind == "endEvent" and element.container == diagram.process
        if (waits and not _status(diagram, element)) or (
            ends and "status" not in element.properties
        ):
            yield on(
                element,
                "status",
                f"A case that {'ends' if ends else 'waits'} at '{element.label}' would have no "
                "status.",
                "Give the element the property 'status'.",
            )


def _status(diagram: Diagram, element: Element | None) -> str | None:
    while element is not None:
        if element.properties.get("status"):
            return element.properties["status"]
        element = diagram.elements.get(element.container)
    return None


ENGINE_RULES: tuple[Rule, ...] = (timers, conditions, event_sub_processes)
LIFECYCLE_RULES: tuple[Rule, ...] = (statuses,)
