"""Where things are drawn: BPMN DI."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from runner.bpmn import xml
from runner.bpmn.xml import (
    BIOC,
    BPMNDI,
    COLOR,
    DC,
    DI,
    Node,
)

FARTHEST = 1_000_000
"""Pixels. No drawing is larger."""


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bounds:
    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def distance(self, point: Point) -> float:
        """From a point to where it is nearest; 0 inside."""
        beside = max(self.x - point.x, 0.0, point.x - self.x - self.width)
        above = max(self.y - point.y, 0.0, point.y - self.y - self.height)
        return hypot(beside, above)

    def meets(self, other: Bounds) -> bool:
        """Do they have anything in common?"""
        across = self.x <= other.x + other.width and other.x <= self.x + self.width
        return across and self.y <= other.y + other.height and other.y <= self.y + self.height

    def holds(self, other: Bounds) -> bool:
        """Is all of the other in this one?"""
        across = self.x <= other.x and other.x + other.width <= self.x + self.width
        return across and self.y <= other.y and other.y + other.height <= self.y + self.height


@dataclass(frozen=True, slots=True)
class Shape:
    """An element as drawn. Colours are CSS texts of BPMN in Color, '' when there are none; `marked`
    says that an exclusive gateway shows its cross."""

    element: str
    bounds: Bounds
    label: Bounds | None = None
    fill: str = ""
    stroke: str = ""
    horizontal: bool = True
    expanded: bool = True
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow as drawn."""

    element: str
    points: tuple[Point, ...]
    label: Bounds | None = None
    stroke: str = ""


def read_shapes(root: Node) -> dict[str, Shape]:
    shapes = (_read_shape(node) for node in root.iter(f"{{{BPMNDI}}}BPMNShape"))
    return {shape.element: shape for shape in shapes if shape}


def read_edges(root: Node) -> dict[str, Edge]:
    edges = (_read_edge(node) for node in root.iter(f"{{{BPMNDI}}}BPMNEdge"))
    return {edge.element: edge for edge in edges if edge}


def _read_shape(node: Node) -> Shape | None:
    bounds = _read_bounds(node)
    if bounds is None or not node.get("bpmnElement"):
        return None
    return Shape(
        node.get("bpmnElement", ""),
        bounds,
        label=_read_label(node),
        fill=node.get(f"{{{COLOR}}}background-color") or node.get(f"{{{BIOC}}}fill") or "",
        stroke=_read_stroke(node),
        horizontal=node.get("isHorizontal") != "false",
        expanded=node.get("isExpanded") != "false",
        marked=node.get("isMarkerVisible") != "false",
    )


def _read_edge(node: Node) -> Edge | None:
    points = tuple(
        Point(_number(point, "x"), _number(point, "y"))
        for point in xml.children(node, "waypoint", DI)
    )
    if len(points) < 2 or not node.get("bpmnElement"):
        return None
    return Edge(node.get("bpmnElement", ""), points, _read_label(node), _read_stroke(node))


def _read_stroke(node: Node) -> str:
    return node.get(f"{{{COLOR}}}border-color") or node.get(f"{{{BIOC}}}stroke") or ""


def _read_label(node: Node) -> Bounds | None:
    label = node.find(f"{{{BPMNDI}}}BPMNLabel")
    return None if label is None else _read_bounds(label)


def _read_bounds(node: Node) -> Bounds | None:
    bounds = node.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return None
    return Bounds(*(_number(bounds, name) for name in ("x", "y", "width", "height")))


def _number(node: Node, name: str) -> float:
    """A coordinate. One that is not a number, or too large for a drawing, counts as 0: it only
    misplaces a picture."""
    try:
        value = float(node.get(name, "0"))
    except ValueError:
        return 0.0
    return value if abs(value) < FARTHEST else 0.0
