"""Rules about the picture (diagram interchange): what is drawn is what runs (decision 0375)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from runner.bpmn import Element, Stray, xml
from runner.bpmn.elements import SUB_PROCESSES, WAITING_TASKS
from runner.bpmn.geometry import Bounds, Point, around, read_edges, read_shapes
from runner.bpmn.xml import BPMNDI, Node
from runner.gate.lint.context import LintContext, Problem, rule
from runner.gate.lint.reference_rules import label_of

CLOSE, APART = 3.0, 30.0
"""Pixels: at most so far away is what touches, and at least so far what does not. Modelers end a
line where they please; what lies between is nobody's mistake."""

LARGEST = 3000
"""Elements on a sheet: each is compared with each."""

AGAIN = "Draw it again with a modeler: what is carried out is not what the picture shows."


@rule(
    "warning",
    "Everything is in the picture (diagram interchange): what is not runs, but cannot be "
    "looked at, and no token can be shown on it.",
)
def picture(context: LintContext) -> Iterator[Problem]:
    shapes = context.diagram.shapes
    if not shapes:
        yield Problem(
            context.elements.get(next(iter(context.starts), "")),
            "The file holds no picture of the diagram (no diagram interchange, BPMNDI): it can "
            "run, but not be shown.",
            "Open it in a modeler that lays diagrams out, and save it.",
        )
    for container in context.containers:
        inside = context.inside[container]
        if not any(element.id in shapes for element in inside):
            continue  # the file as a whole, or a process that is called or collapsed
        for element in inside:
            if element.id not in shapes:
                yield Problem(
                    element,
                    f"'{element.label}' has no shape in the picture: cases can be there, and "
                    "are not seen.",
                    "Draw it in a modeler, or remove it.",
                )


@rule(
    "warning",
    "The picture says what runs: a line is drawn between what its flow connects, an event on the "
    "activity that it belongs to, a step in its lane and in its sub-process, and nothing that does "
    "not exist. Where they differ, the picture is not what is carried out.",
)
def misdrawn(context: LintContext) -> Iterator[Problem]:
    for node in context.root.iter(f"{{{BPMNDI}}}BPMNPlane"):
        sheet = _Sheet(context, node)
        yield from _left_over(context, node)
        if len(sheet.elements) > LARGEST:
            yield Problem(
                context.elements.get(next(iter(context.starts), "")),
                f"{len(sheet.elements)} elements are drawn on one sheet: too many to see whether "
                "they are drawn as they run.",
                "Draw parts of it as sub-processes on sheets of their own.",
            )
            continue
        yield from _to_another(context, sheet)
        yield from _on_another(context, sheet)
        yield from _in_another(context, sheet)
        yield from _in_another_lane(context, sheet)


class _Sheet:
    """What is drawn on one sheet: each has coordinates of its own."""

    def __init__(self, context: LintContext, node: Node):
        self.shapes, self.edges = read_shapes(node), read_edges(node)
        self.elements = [context.elements[key] for key in self.shapes if key in context.elements]

    def bounds(self, key: str) -> Bounds | None:
        shape = self.shapes.get(key)
        return shape.bounds if shape else None

    def is_apart(self, key: str, point: Point) -> bool:
        bounds = self.bounds(key)
        return bounds is not None and bounds.distance(point) > APART

    def instead_of(self, key: str, point: Point, around: Iterable[str]) -> Element | None:
        """What is drawn at a point that is apart from where an element is drawn."""
        return self.at(point, around) if self.is_apart(key, point) else None

    def at(self, point: Point, around: Iterable[str]) -> Element | None:
        """The smallest of the elements at a point, other than those that lie around."""
        found = [
            element
            for element in self.elements
            if element.id not in around and self.shapes[element.id].bounds.distance(point) <= CLOSE
        ]
        return min(found, key=lambda element: self.shapes[element.id].bounds.area, default=None)

    def innermost(self, points: Iterable[Point], keys: Iterable[str]) -> str | None:
        """The innermost of some shapes in which points lie."""
        found = around(points, {key: self.shapes[key].bounds for key in keys})
        return found[0] if found else None


def _left_over(context: LintContext, node: Node) -> Iterator[Problem]:
    for drawn in node.iterchildren(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
        shown = drawn.get("bpmnElement", "")
        if shown and shown not in context.nodes:
            yield Problem(
                Stray(drawn.get("id") or shown, xml.tag(drawn), "", line=xml.line(drawn)),
                f"The picture shows '{shown}', which does not exist: nothing of it is carried out.",
                "Draw it again, or remove it from the picture.",
            )


def _to_another(context: LintContext, sheet: _Sheet) -> Iterator[Problem]:
    for key, edge in sheet.edges.items():
        flow = context.flows.get(key)
        if flow is None:
            continue
        around = {item.id for item in context.diagram.around(flow)}
        begins = sheet.instead_of(flow.source, edge.points[0], around)
        ends = sheet.instead_of(flow.target, edge.points[-1], around)
        source, target = _label(context, flow.source), _label(context, flow.target)
        if begins:
            yield Problem(
                flow,
                f"The flow from '{source}' to '{target}' begins at '{begins.label}' in the "
                "picture.",
                AGAIN,
            )
        if ends:
            yield Problem(
                flow,
                f"The flow from '{source}' to '{target}' ends at '{ends.label}' in the picture.",
                AGAIN,
            )


def _on_another(context: LintContext, sheet: _Sheet) -> Iterator[Problem]:
    for event in sheet.elements:
        host, centre = event.attached_to, sheet.shapes[event.id].bounds.centre
        if host is None or not sheet.is_apart(host, centre):
            continue
        other = sheet.at(centre, {event.id, *(item.id for item in context.around(event))})
        belongs = _label(context, host)
        yield Problem(
            event,
            f"'{event.label}' is drawn on '{other.label}', and belongs to '{belongs}'."
            if other
            else f"'{event.label}' is drawn by itself, and belongs to '{belongs}'.",
            AGAIN,
        )


def _in_another(context: LintContext, sheet: _Sheet) -> Iterator[Problem]:
    """A sub-process that shows what is in it holds that, and nothing else."""
    open_ones = {
        element.id: element
        for element in sheet.elements
        if element.kind in SUB_PROCESSES and sheet.shapes[element.id].expanded
    }
    for element in sheet.elements:
        if element.attached_to:
            continue
        bounds, own = sheet.shapes[element.id].bounds, open_ones.get(element.container)
        drawn = open_ones.get(
            sheet.innermost(bounds.corners, open_ones.keys() - {element.id}) or ""
        )
        if drawn is not None and drawn not in context.around(element):
            yield Problem(
                element,
                f"'{element.label}' is drawn in '{drawn.label}', and is no part of it.",
                AGAIN,
            )
        elif own is not None and not sheet.shapes[own.id].bounds.meets(bounds):
            yield Problem(
                element,
                f"'{element.label}' is drawn outside of '{own.label}', and is a part of it.",
                AGAIN,
            )


def _in_another_lane(context: LintContext, sheet: _Sheet) -> Iterator[Problem]:
    """Where it matters: lanes say who does a task, and whose move a status is."""
    lanes = {node.get("id", ""): node for node in context.tagged("lane")}
    drawn_lanes = sheet.shapes.keys() & lanes.keys()
    listing = {
        xml.text(reference): key
        for key, lane in lanes.items()
        for reference in xml.children(lane, "flowNodeRef")
    }
    for element in sheet.elements if drawn_lanes else ():
        if element.kind not in WAITING_TASKS and "status" not in element.properties:
            continue
        centre = sheet.shapes[element.id].bounds.centre
        drawn = sheet.innermost([centre], drawn_lanes)
        chain = (element.id, element.attached_to or "", *(e.id for e in context.around(element)))
        own = next((listing[key] for key in chain if key in listing), None)
        if drawn is None or drawn == own:
            continue
        here, own_one = label_of(lanes[drawn]), label_of(lanes[own]) if own else ""
        yield Problem(
            element,
            f"'{element.label}' is drawn in the lane '{here}', and belongs to the lane "
            f"'{own_one}', which says who does it."
            if own
            else f"'{element.label}' is drawn in the lane '{here}', which does not list it, and so "
            "says nothing of who does it.",
            AGAIN,
        )


def _label(context: LintContext, key: str) -> str:
    element = context.elements.get(key)
    return element.label if element else key
