"""Where things are drawn: BPMN DI."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import hypot
from typing import TypeVar

from lxml import etree

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

Key = TypeVar("Key", bound=Hashable)


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
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    @property
    def corners(self) -> tuple[Point, Point]:
        return Point(self.x, self.y), Point(self.right, self.bottom)

    def distance(self, point: Point) -> float:
        """From a point to where it is nearest; 0 inside."""
        beside = max(self.x - point.x, 0.0, point.x - self.right)
        above = max(self.y - point.y, 0.0, point.y - self.bottom)
        return hypot(beside, above)

    def holds(self, points: Iterable[Point]) -> bool:
        return all(
            self.x <= point.x <= self.right and self.y <= point.y <= self.bottom for point in points
        )

    def meets(self, other: Bounds) -> bool:
        """Does one lie over the other? Not where they only touch."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom

    def is_crossed(self, one: Point, other: Point) -> bool:
        """Does a line lead through? What is left of it is cut at each side (Liang and Barsky)."""
        enters, leaves = 0.0, 1.0
        for begin, end, low, high in (
            (one.x, other.x, self.x, self.right),
            (one.y, other.y, self.y, self.bottom),
        ):
            if begin == end:
                if not low < begin < high:
                    return False
                continue
            near, far = sorted(((low - begin) / (end - begin), (high - begin) / (end - begin)))
            enters, leaves = max(enters, near), min(leaves, far)
        return enters < leaves

    def widened(self, margin: float) -> Bounds:
        return Bounds(
            self.x - margin, self.y - margin, self.width + 2 * margin, self.height + 2 * margin
        )

    def moved(self, dx: float, dy: float) -> Bounds:
        return Bounds(self.x + dx, self.y + dy, self.width, self.height)


def bounds_of(points: Iterable[Point]) -> Bounds:
    """The smallest that hold some points, one at least."""
    xs, ys = zip(*((point.x, point.y) for point in points), strict=True)
    return Bounds(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def around(points: Iterable[Point], boxes: Mapping[Key, Bounds]) -> list[Key]:
    """Those in which all of some points lie, the innermost first."""
    points = list(points)
    found = [key for key, box in boxes.items() if box.holds(points)]
    return sorted(found, key=lambda key: boxes[key].area)


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
    bounds = read_bounds(node)
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
    points = tuple(read_points(node))
    if len(points) < 2 or not node.get("bpmnElement"):
        return None
    return Edge(node.get("bpmnElement", ""), points, _read_label(node), _read_stroke(node))


def _read_stroke(node: Node) -> str:
    return node.get(f"{{{COLOR}}}border-color") or node.get(f"{{{BIOC}}}stroke") or ""


def _read_label(node: Node) -> Bounds | None:
    label = node.find(f"{{{BPMNDI}}}BPMNLabel")
    return None if label is None else read_bounds(label)


def read_bounds(node: Node) -> Bounds | None:
    """Where a shape or a label lies, if that is said."""
    bounds = node.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return None
    return Bounds(*(_number(bounds, name) for name in ("x", "y", "width", "height")))


def write_bounds(node: Node, box: Bounds) -> None:
    """Lets a shape lie elsewhere."""
    bounds = node.find(f"{{{DC}}}Bounds")
    if bounds is None:
        bounds = etree.SubElement(node, f"{{{DC}}}Bounds")
    sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    bounds.attrib.update({name: f"{side:g}" for name, side in sides.items()})


def read_points(edge: Node) -> list[Point]:
    """Where the line of a flow begins, bends and ends."""
    points = xml.children(edge, "waypoint", DI)
    return [Point(_number(point, "x"), _number(point, "y")) for point in points]


def write_points(edge: Node, points: Iterable[Point]) -> None:
    """Draws the line of a flow anew."""
    for old in xml.children(edge, "waypoint", DI):
        edge.remove(old)
    for place, at in enumerate(points):
        point = etree.Element(f"{{{DI}}}waypoint", x=f"{at.x:g}", y=f"{at.y:g}")
        edge.insert(len(xml.children(edge, "extensionElements")) + place, point)


def _number(node: Node, name: str) -> float:
    """A coordinate. One that is not a number, or too large for a drawing, counts as 0: it only
    misplaces a picture."""
    try:
        value = float(node.get(name, "0"))
    except ValueError:
        return 0.0
    return value if abs(value) < FARTHEST else 0.0
