"""Which flows of a drawing lead through elements that they neither begin nor end at."""

from __future__ import annotations

from collections.abc import Iterator

from runner.bpmn import Diagram
from runner.bpmn.geometry import Bounds, Point

INSIDE = 3
"""Pixels: what only touches a border leads through nothing."""


def ways_through(diagram: Diagram) -> set[tuple[str, str]]:
    return set(_ways_through(diagram))


def _ways_through(diagram: Diagram) -> Iterator[tuple[str, str]]:
    for id, edge in diagram.edges.items():
        flow = diagram.flows.get(id)
        if flow is None:
            continue
        ends = {flow.source, flow.target, diagram.elements[flow.source].attached_to}
        for other, shape in diagram.shapes.items():
            if other not in diagram.elements or other in ends:
                continue
            if all(_holds(shape.bounds, point) for point in (edge.points[0], edge.points[-1])):
                continue  # the part in which the flow is drawn
            pairs = zip(edge.points, edge.points[1:], strict=False)
            if any(_meets(shape.bounds, *pair) for pair in pairs):
                yield id, other


def _holds(box: Bounds, point: Point) -> bool:
    return _meets(box, point, point)


def _meets(box: Bounds, one: Point, other: Point) -> bool:
    left, right = sorted((one.x, other.x))
    upper, lower = sorted((one.y, other.y))
    return (
        left < box.x + box.width - INSIDE
        and right > box.x + INSIDE
        and upper < box.y + box.height - INSIDE
        and lower > box.y + INSIDE
    )
