"""What is on the planes of a diagram, executable or not: pools and notes as well as tasks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from runner.bpmn import xml
from runner.bpmn.elements import (
    ACTIVITIES,
    EVENTS,
    GATEWAYS,
    SUB_PROCESSES,
    Diagram,
)
from runner.bpmn.geometry import (
    Bounds,
    Edge,
    Point,
    Shape,
    bounds_of,
    read_edges,
    read_shapes,
)
from runner.bpmn.reading import event_definitions
from runner.bpmn.xml import BPMN, BPMNDI, Node

_COLOUR = re.compile(r"#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|[a-zA-Z]{3,20}")
"""Colours of BPMN in Color: RGB, or by their names in CSS. Anything else is not taken over."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A shape on the canvas. `fill` and `stroke` are '' where the diagram gives no colour; `signs`
    are those at the lower edge of an activity; `throws` says that an event does something rather
    than wait for it, `marked` that an exclusive gateway shows its cross, `dashed` that an event
    does not interrupt, or that a sub-process begins by itself."""

    id: str
    kind: str
    name: str
    bounds: Bounds
    label: Bounds | None = None
    fill: str = ""
    stroke: str = ""
    horizontal: bool = True
    expanded: bool = False
    marked: bool = True
    dashed: bool = False
    throws: bool = False
    parallel: bool = False
    collection: bool = False
    events: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()

    @property
    def is_behind(self) -> bool:
        """Whether other shapes are drawn on it, and lines over it."""
        return self.expanded or self.kind in ("participant", "lane", "group")

    @property
    def is_step(self) -> bool:
        """Whether it is an activity or an event."""
        return self.kind in (ACTIVITIES | EVENTS) and not self.expanded


@dataclass(frozen=True, slots=True)
class Line:
    """A connector on the canvas. `ends` are the signs at its source and at its target."""

    id: str
    kind: str
    name: str
    points: tuple[Point, ...]
    label: Bounds | None = None
    stroke: str = ""
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Canvas:
    """Figures with those in front behind those at the back, and lines."""

    figures: Mapping[str, Figure]
    lines: Mapping[str, Line]

    @property
    def extent(self) -> Bounds | None:
        """What everything that is drawn takes; None when nothing is."""
        boxes = [figure.bounds for figure in self.figures.values()]
        items = (*self.figures.values(), *self.lines.values())
        boxes += [item.label for item in items if item.label]
        points = [corner for box in boxes for corner in box.corners]
        points += [point for line in self.lines.values() for point in line.points]
        return bounds_of(points) if points else None


def read_canvas(diagram: Diagram) -> Canvas:
    """All planes of a file, each below the one before: a collapsed sub-process has its own."""
    root = xml.tree(diagram.data)
    nodes = {node.get("id", ""): node for node in root.iter(f"{{{BPMN}}}*")}
    canvas = Canvas({}, {})
    for plane in root.iter(f"{{{BPMNDI}}}BPMNPlane"):
        canvas = _below(canvas, _read_plane(plane, nodes))
    return canvas


def _read_plane(plane: Node, nodes: Mapping[str, Node]) -> Canvas:
    shapes, edges = read_shapes(plane), read_edges(plane)
    figures = [
        _figure(nodes[key], shape, nodes)
        for key, shape in shapes.items()
        if key in nodes and _is_shown(nodes[key], shapes) and min(_size(shape)) > 0
    ]
    lines = [
        _line(nodes[key], edge, nodes)
        for key, edge in edges.items()
        if key in nodes and _is_shown(nodes[key], shapes)
    ]
    return Canvas({f.id: f for f in sorted(figures, key=_depth)}, {line.id: line for line in lines})


BETWEEN_PLANES = 60
"""Pixels."""


def _below(above: Canvas, plane: Canvas) -> Canvas:
    """A plane under what is drawn already. What stands in both is shown where it is first."""
    extent, own = above.extent, plane.extent
    if extent is None or own is None:
        return plane if extent is None else above
    right, down = extent.x - own.x, extent.y + extent.height + BETWEEN_PLANES - own.y
    figures = {
        key: replace(
            figure,
            bounds=_moved(figure.bounds, right, down),
            label=figure.label and _moved(figure.label, right, down),
        )
        for key, figure in plane.figures.items()
    }
    lines = {
        key: replace(
            line,
            points=tuple(Point(p.x + right, p.y + down) for p in line.points),
            label=line.label and _moved(line.label, right, down),
        )
        for key, line in plane.lines.items()
    }
    return Canvas({**figures, **above.figures}, {**lines, **above.lines})


def _moved(bounds: Bounds, right: float, down: float) -> Bounds:
    return replace(bounds, x=bounds.x + right, y=bounds.y + down)


def _size(shape: Shape) -> tuple[float, float]:
    return shape.bounds.width, shape.bounds.height


def _is_shown(node: Node, shapes: Mapping[str, Shape]) -> bool:
    """What a collapsed sub-process holds is not."""
    inside = (shapes.get(parent.get("id", "")) for parent in node.iterancestors())
    return all(shape is None or shape.expanded for shape in inside)


def _depth(figure: Figure) -> tuple[int, float]:
    """What holds others lies behind them, the larger one behind the smaller."""
    if figure.is_behind:
        return int(figure.kind == "group"), -figure.bounds.width * figure.bounds.height
    return 3 if figure.kind == "boundaryEvent" else 2, 0


def _figure(node: Node, shape: Shape, nodes: Mapping[str, Node]) -> Figure:
    kind = xml.tag(node)
    shows_inside = (kind in SUB_PROCESSES and shape.expanded) or bool(node.get("processRef"))
    refers_to = nodes.get(node.get("dataObjectRef", ""), node)
    return Figure(
        id=shape.element,
        kind=kind,
        name=_name(node, nodes),
        bounds=shape.bounds,
        label=shape.label,
        fill=_colour(shape.fill),
        stroke=_colour(shape.stroke),
        horizontal=shape.horizontal,
        expanded=shows_inside,
        marked=shape.marked,
        dashed="false" in (node.get("cancelActivity"), node.get("isInterrupting"))
        or node.get("triggeredByEvent") == "true",
        throws=kind in ("endEvent", "intermediateThrowEvent"),
        parallel=node.get("parallelMultiple") == "true",
        collection=refers_to.get("isCollection") == "true",
        events=tuple(event_definitions(node)),
        signs=tuple(_signs(node, kind, shows_inside)),
    )


def _name(node: Node, nodes: Mapping[str, Node]) -> str:
    """What stands in or beside a figure. Notes have a text, groups the name of their category."""
    if xml.tag(node) == "textAnnotation":
        return xml.text(node.find(f"{{{BPMN}}}text"))
    value = nodes.get(node.get("categoryValueRef", ""))
    return (node.get("name") or (value.get("value", "") if value is not None else "")).strip()


def _signs(node: Node, kind: str, expanded: bool) -> list[str]:
    if kind not in ACTIVITIES:
        return []
    signs = ["ad hoc"] if kind == "adHocSubProcess" else []
    if node.find(f"{{{BPMN}}}standardLoopCharacteristics") is not None:
        signs.append("loop")
    several = node.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
    if several is not None:
        signs.append("sequential" if several.get("isSequential") == "true" else "parallel")
    if node.get("isForCompensation") == "true":
        signs.append("compensation")
    if kind in SUB_PROCESSES | {"callActivity"} and not expanded:
        signs.append("collapsed")
    return signs


def _line(node: Node, edge: Edge, nodes: Mapping[str, Node]) -> Line:
    return Line(
        id=edge.element,
        kind=xml.tag(node),
        name=" ".join(node.get("name", "").split()),
        points=edge.points,
        label=edge.label,
        stroke=_colour(edge.stroke),
        ends=_ends(node, nodes.get(node.get("sourceRef", ""))),
    )


def _ends(node: Node, source: Node | None) -> tuple[str, str]:
    match xml.tag(node):
        case "sequenceFlow":
            return _start_of_flow(node, source), "arrow"
        case "messageFlow":
            return "circle", "open arrow"
        case "dataInputAssociation" | "dataOutputAssociation":
            return "", "chevron"
        case "association":
            both = {"Both": ("chevron", "chevron"), "One": ("", "chevron")}
            return both.get(node.get("associationDirection", ""), ("", ""))
    return "", ""


def _start_of_flow(node: Node, source: Node | None) -> str:
    if source is None:
        return ""
    if source.get("default") == node.get("id"):
        return "stroke"
    conditional = node.find(f"{{{BPMN}}}conditionExpression") is not None
    return "diamond" if conditional and xml.tag(source) not in GATEWAYS else ""


def _colour(text: str) -> str:
    return text if _COLOUR.fullmatch(text) else ""
