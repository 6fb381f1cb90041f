"""Mutants of a diagram: copies with one small mistake each, to test whether policies and scenarios
notice it.

A mutant has a flow less or a flow with another target, a negated condition, a timer that is
stretched or swapped with its neighbour, a notification without a recipient, or a property less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from runner.bpmn import forms, xml
from runner.bpmn.elements import Diagram, Element, Flow
from runner.bpmn.xml import BPMN, SPIFF, Node

ENGINES = {"status", "flag", "unflag", "milestone", "resolution", "time", "audience"}
"""Properties that change what the engine does. All others are for pages and channels."""

Edit = Callable[[Node], None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """The `kind` of the mistake, the element or flow that has it, a sentence that says what is
    different, and the changed diagram."""

    kind: str
    at: str
    sentence: str
    data: bytes


def mutants_of(diagram: Diagram, numbers: Iterable[int] | None = None) -> Iterator[Mutant]:
    """Every mutant of a diagram, always the same ones in the same order; or those that have these
    numbers in it, from 0."""
    root, edits = xml.parse(diagram.data, xml.LET_IN), list(_edits(diagram))
    for number in range(len(edits)) if numbers is None else numbers:
        kind, at, sentence, edit = edits[number]
        copy = deepcopy(root)
        edit(copy)
        yield Mutant(kind, at, sentence, etree.tostring(copy))


def count_mutants(diagram: Diagram) -> int:
    return sum(1 for _ in _edits(diagram))


Mutation = tuple[str, str, str, Edit]
"""Kind, element or flow, and sentence of a mutant, and the edit that makes it."""


def _edits(diagram: Diagram) -> Iterator[Mutation]:
    for flow in diagram.flows.values():
        yield from _of_flow(diagram, flow)
        yield from _of_extensions(flow)
    for element in diagram.elements.values():
        yield from _of_element(element)
        yield from _of_extensions(element)
    for one, other in _neighbours(diagram):
        sentence = f"the timers of '{one.id}' and '{other.id}' are swapped"
        yield "swap timers", one.id, sentence, swap_timers(one.id, other.id)


def _of_flow(diagram: Diagram, flow: Flow) -> Iterator[Mutation]:
    name = _name(diagram, flow)
    yield "drop a flow", flow.id, f"without the flow {name}", drop(flow.id)
    for target in _other_targets(diagram, flow):
        sentence = f"the flow {name} leads to '{target.label}'"
        yield "retarget a flow", flow.id, sentence, retarget(flow.id, target.id)
    if flow.condition:
        sentence = f"the condition of {name} is the wrong way round"
        yield "flip a condition", flow.id, sentence, flip(flow.id)


def _of_element(element: Element) -> Iterator[Mutation]:
    if element.timer_kind == "duration":
        yield "stretch a timer", element.id, f"'{element.id}' waits longer", stretch(element.id)
    if element.parameters.get("to"):
        yield "silence", element.id, f"'{element.id}' tells nobody", silence(element.id)


def _of_extensions(item: Element | Flow) -> Iterator[Mutation]:
    set_ = [value for form in item.forms.values() for value in forms.constants(form).values()]
    if any(type(value) is bool for value in set_):
        sentence = f"'{item.id}' sets the opposite"
        yield "flip a constant", item.id, sentence, flip_constants(item.id)
    for name in sorted(ENGINES & item.properties.keys()):
        sentence = f"'{item.id}' without its {name}, '{item.properties[name]}'"
        yield "drop a property", item.id, sentence, without_property(item.id, name)


def _name(diagram: Diagram, flow: Flow) -> str:
    source = diagram.elements.get(flow.source)
    return f"'{flow.name or flow.id}' from '{source.label if source else flow.source}'"


def _other_targets(diagram: Diagram, flow: Flow) -> Iterator[Element]:
    """The next two elements of the same drawing that a flow could end at by mistake. Which of
    several ends that say the same, or whether past a merge or through it, makes no difference."""
    here = [e for e in diagram.elements.values() if e.container == flow.container]
    drawn = [e for e in here if e.kind not in ("startEvent", "boundaryEvent")]
    ids = [e.id for e in drawn]
    if flow.target not in ids:
        return
    place, real = ids.index(flow.target), diagram.elements[flow.target]
    found = 0
    for other in drawn[place + 1 :] + drawn[:place]:
        if found < 2 and other.id != flow.source and not _alike(diagram, real, other):
            found += 1
            yield other


def _alike(diagram: Diagram, one: Element, other: Element) -> bool:
    if one.kind == other.kind == "endEvent":
        return one.properties == other.properties and one.events == other.events
    return _behind_merge(diagram, one) == other.id or _behind_merge(diagram, other) == one.id


def _behind_merge(diagram: Diagram, element: Element) -> str | None:
    """Where a token goes at once from a gateway that only merges."""
    if element.kind == "exclusiveGateway" and len(element.outgoing) == 1:
        return diagram.flows[element.outgoing[0]].target
    return None


def _neighbours(diagram: Diagram) -> Iterator[tuple[Element, Element]]:
    """Timers on the same border that say different things."""
    hosts: dict[str, list[Element]] = {}
    for event in diagram.elements.values():
        if event.timer_kind and event.attached_to:
            hosts.setdefault(event.attached_to, []).append(event)
    for events in hosts.values():
        for one, other in pairwise(events):
            if one.timer_text != other.timer_text and one.timer_kind == other.timer_kind:
                yield one, other


# ------------------------------------------------------------------ edits


def drop(flow: str) -> Edit:
    def edit(root: Node) -> None:
        xml.detach(by_id(root, flow))
        for node in list(root.iter()):
            points = xml.tag(node) in ("incoming", "outgoing") and xml.text(node) == flow
            if points or node.get("bpmnElement") == flow:
                xml.detach(node)
            elif node.get("default") == flow:
                del node.attrib["default"]

    return edit


def retarget(flow: str, target: str) -> Edit:
    """Also what the elements list as incoming: a list that says otherwise is refused."""

    def edit(root: Node) -> None:
        drawn = by_id(root, flow)
        before = by_id(root, drawn.get("targetRef", ""))
        listed = [node for node in xml.children(before, "incoming") if xml.text(node) == flow]
        for node in listed:
            before.remove(node)
        drawn.set("targetRef", target)

    return edit


def flip(flow: str) -> Edit:
    def edit(root: Node) -> None:
        for condition in xml.children(by_id(root, flow), "conditionExpression"):
            condition.text = f"not ({xml.text(condition)})"

    return edit


def flip_constants(element_id: str) -> Edit:
    opposite = {"true": "false", "false": "true"}

    def edit(root: Node) -> None:
        for form in by_id(root, element_id).iter(f"{{{SPIFF}}}formJsonSchema"):
            form.text = re.sub(
                r'("const":\s*)(true|false)', lambda m: m[1] + opposite[m[2]], form.text or ""
            )

    return edit


def without_property(element_id: str, name: str) -> Edit:
    def edit(root: Node) -> None:
        for item in list(by_id(root, element_id).iter(f"{{{SPIFF}}}property")):
            if item.get("name") == name:
                xml.detach(item)

    return edit


def stretch(event: str, text: str | None = None) -> Edit:
    """A timer waits for `text`, or else for twice as long."""

    def edit(root: Node) -> None:
        timer = _timer(root, event)
        timer.text = text or re.sub(r"\d+", lambda m: str(2 * int(m[0])), timer.text or "")

    return edit


def silence(task: str) -> Edit:
    def edit(root: Node) -> None:
        for parameter in by_id(root, task).iter(f"{{{SPIFF}}}parameter"):
            if parameter.get("id") == "to":
                parameter.set("value", '"nobody"')

    return edit


def swap_timers(one: str, other: str) -> Edit:
    def edit(root: Node) -> None:
        here, there = _timer(root, one), _timer(root, other)
        here.text, there.text = there.text, here.text

    return edit


def by_id(root: Node, element_id: str) -> Node:
    return root.xpath("//*[@id=$id]", id=element_id)[0]  # type: ignore[index]


def _timer(root: Node, event: str) -> Node:
    definition = next(by_id(root, event).iter(f"{{{BPMN}}}timerEventDefinition"))
    return next(node for node in definition if xml.tag(node).startswith("time"))
