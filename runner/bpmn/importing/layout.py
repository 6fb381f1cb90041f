"""Room for new shapes: none lies over flows and shapes that it has nothing to do with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import floor

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.elements import SUB_PROCESSES
from runner.bpmn.geometry import FARTHEST
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.xml import BPMN, DC, DI, Node

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Line = list[tuple[float, float]]

CELL = 100
"""Pixels. What lies in a cell of the grid is looked through at once."""
MOST_IN_A_CELL = 20
MOST_CELLS = 200
"""Of one shape or line. A larger one is passed over: nobody reads such a drawing."""
MARGIN = 5
STEP = 75
RINGS = 3
_OPEN = [f"{{{BPMN}}}{kind}" for kind in SUB_PROCESSES]
_FRAMES = (f"{{{BPMN}}}lane", f"{{{BPMN}}}participant")
"""What others are drawn in."""
ROUNDS = 3
"""A line that goes along can come to lie under another new shape."""


def make_room(editor: DiagramEditor) -> None:
    """Moves each new shape to the nearest free place around where it was put, with the ends of its
    flows, and in the same lane and sub-process. Where all is full it stays."""
    frames = {node.get("id", "") for node in editor.root.iter(*_FRAMES)}
    planes: dict[Node, _Plane] = {}
    drawn: list[tuple[Node, _Plane]] = []
    for node in editor.drawn:
        shape = editor.shape(node)
        where = None if shape is None else shape.getparent()
        if where is not None and xml.tag(node) != "boundaryEvent":  # that lies over its border
            plane = planes.get(where) or _Plane(where, frames)
            drawn.append((node, planes.setdefault(where, plane)))
    for _ in range(ROUNDS):
        moved = [_settle(editor, node, plane) for node, plane in drawn]
        if not any(moved):
            break
    for node, plane in drawn:
        for outer in node.iterancestors(*_OPEN):
            plane.grow(outer.get("id", ""), node.get("id", ""))


def _settle(editor: DiagramEditor, node: Node, plane: _Plane) -> bool:
    own = [*editor.into(node), *editor.out_of(node)]
    for flow in own:
        plane.follow(flow)
    around = {outer.get("id", "") for outer in node.iterancestors()}
    moved = plane.settle(node.get("id", ""), around | {flow.get("id", "") for flow in own})
    for flow in own if moved else ():
        plane.follow(flow)
    return moved


class _Plane:
    """What is drawn in one plane: shapes and lines, found by the cells of a grid they lie in."""

    def __init__(self, plane: Node, frames: set[str]):
        self._frames: list[Box] = []
        self._boxes: dict[str, Box] = {}
        self._lines: dict[str, Line] = {}
        self._drawn: dict[str, Node] = {}
        self._cells: dict[tuple[int, int], set[str]] = {}
        for node in plane:
            key = node.get("bpmnElement", "")
            if xml.tag(node) == "BPMNShape":
                box = _box(node)
                if key not in frames:
                    self._put_box(key, node, box)
                elif box is not None:
                    self._frames.append(box)
            elif xml.tag(node) == "BPMNEdge":
                self._put_line(key, node, _line(node))

    def settle(self, key: str, passed: set[str]) -> bool:
        """Moves a shape that lies over something; returns whether it did. What is `passed` over is
        its own."""
        box = self._boxes.get(key)
        if box is None or self._is_free(box, passed | {key}):
            return False
        outer = [*self._frames, *(self._boxes[one] for one in passed if one in self._boxes)]
        around = [one for one in outer if _holds(one, _middle(box))]
        place = next(
            (
                place
                for place in _places(box)
                if all(_holds(one, _middle(place)) for one in around)
                and self._is_free(place, passed | {key})
            ),
            None,
        )
        if place is not None:
            self._redraw(key, place)
        return place is not None

    def grow(self, key: str, inner: str) -> None:
        """Lets a sub-process reach around what is new in it."""
        box, new = self._boxes.get(key), self._boxes.get(inner)
        if box is None or new is None or self._drawn[key].get("isExpanded") == "false":
            return
        wide = _widened(new)
        left, top = min(box[0], wide[0]), min(box[1], wide[1])
        right, bottom = max(box[2], wide[2]), max(box[3], wide[3])
        if (left, top, right, bottom) != box:
            self._redraw(key, (left, top, right, bottom))

    def _redraw(self, key: str, box: Box) -> None:
        left, top, right, bottom = box
        bounds = self._drawn[key].find(f"{{{DC}}}Bounds")
        assert bounds is not None
        sides = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        bounds.attrib.update({name: f"{side:g}" for name, side in sides.items()})
        self._put_box(key, self._drawn[key], box)

    def follow(self, flow: Node) -> None:
        """Lets the line of a flow begin and end at what it leads from and to."""
        key, ends = flow.get("id", ""), (flow.get("sourceRef", ""), flow.get("targetRef", ""))
        if key in self._lines and all(end in self._boxes for end in ends):
            boxes = [self._boxes[end] for end in ends]
            inner = [p for p in self._lines[key][1:-1] if not any(_holds(b, p) for b in boxes)]
            first, last = (_middle(box) for box in boxes)
            line = [
                _exit(boxes[0], (inner or [last])[0]), *inner,
                _exit(boxes[1], (inner or [first])[-1]),
            ]  # fmt: skip
            _write(self._drawn[key], line)
            self._put_line(key, self._drawn[key], line)

    def _put_box(self, key: str, node: Node, box: Box | None) -> None:
        if box is not None:
            self._boxes[key], self._drawn[key] = box, node
            self._enter(key, _cells_of(box))

    def _put_line(self, key: str, node: Node, line: Line) -> None:
        self._lines[key], self._drawn[key] = line, node
        for one, other in pairwise(line):
            self._enter(key, _cells_of(_around(one, other)))

    def _enter(self, key: str, cells: list[tuple[int, int]]) -> None:
        for cell in cells:
            inside = self._cells.setdefault(cell, set())
            if len(inside) < MOST_IN_A_CELL:
                inside.add(key)

    def _is_free(self, box: Box, passed: set[str]) -> bool:
        wide = _widened(box)
        near = {key for cell in _cells_of(wide) for key in self._cells.get(cell, ())} - passed
        return not any(self._touches(key, wide) for key in near)

    def _touches(self, key: str, box: Box) -> bool:
        if key in self._boxes:
            return _meet(self._boxes[key], box)
        return any(_crosses(box, one, other) for one, other in pairwise(self._lines[key]))


def _widened(box: Box) -> Box:
    return box[0] - MARGIN, box[1] - MARGIN, box[2] + MARGIN, box[3] + MARGIN


def _places(box: Box) -> Iterator[Box]:
    """The places around a box, the nearest first."""
    for ring in range(1, RINGS + 1):
        steps = range(-ring, ring + 1)
        around = [(dx, dy) for dx in steps for dy in steps if max(abs(dx), abs(dy)) == ring]
        for dx, dy in sorted(around, key=lambda way: abs(way[0]) + abs(way[1])):
            x, y = dx * STEP, dy * STEP
            yield box[0] + x, box[1] + y, box[2] + x, box[3] + y


def _box(shape: Node) -> Box | None:
    bounds = shape.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return None
    x, y, width, height = (_number(bounds, name) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def _line(edge: Node) -> Line:
    points = xml.children(edge, "waypoint", DI)
    return [(_number(point, "x"), _number(point, "y")) for point in points]


def _write(edge: Node, line: Line) -> None:
    for point in xml.children(edge, "waypoint", DI):
        edge.remove(point)
    for place, (x, y) in enumerate(line):
        point = etree.Element(f"{{{DI}}}waypoint", x=f"{x:g}", y=f"{y:g}")
        edge.insert(len(xml.children(edge, "extensionElements")) + place, point)


def _number(node: Node, name: str) -> float:
    try:
        value = float(node.get(name, "0"))
    except ValueError:
        return 0.0
    return value if abs(value) < FARTHEST else 0.0


def _cells_of(box: Box) -> list[tuple[int, int]]:
    left, top, right, bottom = (floor(side / CELL) for side in box)
    if (right - left + 1) * (bottom - top + 1) > MOST_CELLS:
        return []
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def _around(one: tuple[float, float], other: tuple[float, float]) -> Box:
    (x, y), (u, v) = one, other
    return min(x, u), min(y, v), max(x, u), max(y, v)


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _exit(box: Box, towards: tuple[float, float]) -> tuple[float, float]:
    """The middle of the side of a box at which a line towards a point leaves it."""
    (x, y), (left, top, right, bottom) = _middle(box), box
    dx, dy = towards[0] - x, towards[1] - y
    if abs(dx) * (bottom - top) >= abs(dy) * (right - left):
        return (right if dx > 0 else left), y
    return x, (bottom if dy > 0 else top)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _crosses(box: Box, one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Does a line go through a box? What is left of it is cut at each side (Liang and Barsky)."""
    enters, leaves = 0.0, 1.0
    for axis in (0, 1):
        begin, length = one[axis], other[axis] - one[axis]
        low, high = box[axis] - begin, box[axis + 2] - begin
        if length == 0:
            if low >= 0 or high <= 0:
                return False
            continue
        near, far = sorted((low / length, high / length))
        enters, leaves = max(enters, near), min(leaves, far)
    return enters < leaves
