"""Room for new shapes: none lies over flows and shapes that it has nothing to do with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import floor

from runner.bpmn import xml
from runner.bpmn.elements import SUB_PROCESSES
from runner.bpmn.geometry import (
    Bounds,
    Point,
    bounds_of,
    read_bounds,
    read_points,
    write_bounds,
    write_points,
)
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.xml import BPMN, Node

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
        self._frames: list[Bounds] = []
        self._boxes: dict[str, Bounds] = {}
        self._lines: dict[str, list[Point]] = {}
        self._drawn: dict[str, Node] = {}
        self._cells: dict[tuple[int, int], set[str]] = {}
        for node in plane:
            key = node.get("bpmnElement", "")
            if xml.tag(node) == "BPMNShape":
                box = read_bounds(node)
                if key not in frames:
                    self._put_box(key, node, box)
                elif box is not None:
                    self._frames.append(box)
            elif xml.tag(node) == "BPMNEdge":
                self._put_line(key, node, read_points(node))

    def settle(self, key: str, passed: set[str]) -> bool:
        """Moves a shape that lies over something; returns whether it did. What is `passed` over is
        its own."""
        box = self._boxes.get(key)
        if box is None or self._is_free(box, passed | {key}):
            return False
        outer = [*self._frames, *(self._boxes[one] for one in passed if one in self._boxes)]
        around = [one for one in outer if one.holds([box.centre])]
        place = next(
            (
                place
                for place in _places(box)
                if all(one.holds([place.centre]) for one in around)
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
        corners = new.widened(MARGIN).corners
        if not box.holds(corners):
            self._redraw(key, bounds_of((*box.corners, *corners)))

    def _redraw(self, key: str, box: Bounds) -> None:
        write_bounds(self._drawn[key], box)
        self._put_box(key, self._drawn[key], box)

    def follow(self, flow: Node) -> None:
        """Lets the line of a flow begin and end at what it leads from and to."""
        key, ends = flow.get("id", ""), (flow.get("sourceRef", ""), flow.get("targetRef", ""))
        if key in self._lines and all(end in self._boxes for end in ends):
            boxes = [self._boxes[end] for end in ends]
            inner = [p for p in self._lines[key][1:-1] if not any(b.holds([p]) for b in boxes)]
            first, last = (box.centre for box in boxes)
            line = [
                _exit(boxes[0], (inner or [last])[0]), *inner,
                _exit(boxes[1], (inner or [first])[-1]),
            ]  # fmt: skip
            write_points(self._drawn[key], line)
            self._put_line(key, self._drawn[key], line)

    def _put_box(self, key: str, node: Node, box: Bounds | None) -> None:
        if box is not None:
            self._boxes[key], self._drawn[key] = box, node
            self._enter(key, _cells_of(box))

    def _put_line(self, key: str, node: Node, line: list[Point]) -> None:
        self._lines[key], self._drawn[key] = line, node
        for one, other in pairwise(line):
            self._enter(key, _cells_of(bounds_of((one, other))))

    def _enter(self, key: str, cells: list[tuple[int, int]]) -> None:
        for cell in cells:
            inside = self._cells.setdefault(cell, set())
            if len(inside) < MOST_IN_A_CELL:
                inside.add(key)

    def _is_free(self, box: Bounds, passed: set[str]) -> bool:
        wide = box.widened(MARGIN)
        near = {key for cell in _cells_of(wide) for key in self._cells.get(cell, ())} - passed
        return not any(self._touches(key, wide) for key in near)

    def _touches(self, key: str, box: Bounds) -> bool:
        if key in self._boxes:
            return self._boxes[key].meets(box)
        return any(box.is_crossed(one, other) for one, other in pairwise(self._lines[key]))


def _places(box: Bounds) -> Iterator[Bounds]:
    """The places around a box, the nearest first."""
    for ring in range(1, RINGS + 1):
        steps = range(-ring, ring + 1)
        around = [(dx, dy) for dx in steps for dy in steps if max(abs(dx), abs(dy)) == ring]
        for dx, dy in sorted(around, key=lambda way: abs(way[0]) + abs(way[1])):
            yield box.moved(dx * STEP, dy * STEP)


def _cells_of(box: Bounds) -> list[tuple[int, int]]:
    left, top, right, bottom = (
        floor(side / CELL) for side in (box.x, box.y, box.right, box.bottom)
    )
    if (right - left + 1) * (bottom - top + 1) > MOST_CELLS:
        return []
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def _exit(box: Bounds, towards: Point) -> Point:
    """The middle of the side of a box at which a line towards a point leaves it."""
    dx, dy = towards.x - box.centre.x, towards.y - box.centre.y
    if abs(dx) * box.height >= abs(dy) * box.width:
        return Point(box.right if dx > 0 else box.x, box.centre.y)
    return Point(box.centre.x, box.bottom if dy > 0 else box.y)
