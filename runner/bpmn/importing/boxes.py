"""Where the shapes of a diagram lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from runner.bpmn.xml import Node

Box = tuple[float, float, float, float]
"""Left, top, width, height, in pixels."""
Boxes = Mapping[Node, Box]

CLOSE = 12
"""Pixels between a border and what is drawn on it."""


def on_borders(event: Box, boxes: Boxes) -> list[Node]:
    """Those on whose border the middle of an event is drawn, or close to it."""
    return [node for node, outside in _distances(event, boxes) if abs(outside) <= CLOSE]


def around(box: Box, boxes: Boxes) -> list[Node]:
    """Those in which the middle of a box is drawn."""
    return [node for node, outside in _distances(box, boxes) if outside <= 0]


def _distances(box: Box, boxes: Boxes) -> Iterator[tuple[Node, float]]:
    """How far outside of each the middle of a box lies; below 0 where it is inside."""
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    for node, (left, top, width, height) in boxes.items():
        yield node, max(left - x, x - left - width, top - y, y - top - height)
