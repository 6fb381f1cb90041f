"""Lays out the small diagrams of examples: columns from left to right, sub-processes around theirs.

It is for pictures in docs/lint. Coordinates are pixels; a box is x, y, width, height.
"""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

from runner.bpmn.elements import FLOW_NODES
from runner.bpmn.xml import BPMN, BPMNDI, DC, DI, children, tag

GAP, ROW, MARGIN = 60, 70, 30
"""Between columns, between rows, and inside the border of a sub-process."""

Box = tuple[float, float, float, float]
Point = tuple[float, float]


def laid_out(data: bytes) -> bytes:
    """The same diagram with a drawing of its first process; as it is where it has one already."""
    root = etree.fromstring(data)
    process = root.find(f"{{{BPMN}}}process")
    if process is None or root.find(f"{{{BPMNDI}}}BPMNDiagram") is not None:
        return data
    picture = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", id="drawn")
    plane = etree.SubElement(picture, f"{{{BPMNDI}}}BPMNPlane", bpmnElement=process.get("id", "p"))
    boxes = _place(process)
    for id, box in boxes.items():
        shape = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", bpmnElement=id, isExpanded="true")
        _bounds(shape, box)
    for flow in process.iter(f"{{{BPMN}}}sequenceFlow"):
        if {flow.get("sourceRef"), flow.get("targetRef")} <= boxes.keys():
            edge = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", bpmnElement=flow.get("id"))
            for x, y in _route(flow, boxes, _on_borders(process)):
                etree.SubElement(edge, f"{{{DI}}}waypoint", x=f"{x:g}", y=f"{y:g}")
    return etree.tostring(root)


def _bounds(node, box: Box) -> None:
    sizes = zip(("x", "y", "width", "height"), box, strict=True)
    etree.SubElement(node, f"{{{DC}}}Bounds", {name: f"{value:g}" for name, value in sizes})


def _on_borders(container) -> set[str]:
    return {node.get("id") for node in container.iter(f"{{{BPMN}}}boundaryEvent")}


def _place(container) -> dict[str, Box]:
    """A box for everything in a container, its upper left corner at 0, 0."""
    nodes = {node.get("id"): node for node in container if tag(node) in FLOW_NODES}
    hosts = {
        id: node.get("attachedToRef") for id, node in nodes.items() if node.get("attachedToRef")
    }
    inner = {id: _place(node) for id, node in nodes.items() if tag(node) == "subProcess"}
    columns = defaultdict(list)
    for id, column in _columns(container, nodes.keys() - hosts.keys(), hosts).items():
        columns[column].append(id)
    boxes: dict[str, Box] = {}
    x = 0.0
    for column in sorted(columns):
        sizes = {id: _size(nodes[id], inner.get(id)) for id in columns[column]}
        height = sum(h for _, h in sizes.values()) + ROW * (len(sizes) - 1)
        width, y = max(w for w, _ in sizes.values()), -height / 2
        for id, (w, h) in sizes.items():
            boxes[id] = (x, y, w, h)
            y += h + ROW
        x += width + GAP
    for id, host in hosts.items():
        if host in boxes:
            hx, hy, w, h = boxes[host]
            boxes[id] = (hx + w / 2 - 18, hy + h - 18, 36, 36)
    return _with_contents(boxes, inner)


def _with_contents(boxes: dict[str, Box], inner: dict[str, dict[str, Box]]) -> dict[str, Box]:
    for id, contents in inner.items():
        left, top = _corner(contents)
        for name, (x, y, w, h) in contents.items():
            box = boxes[id]
            boxes[name] = (box[0] + x - left + MARGIN, box[1] + y - top + MARGIN, w, h)
    return boxes


def _corner(boxes: dict[str, Box]) -> Point:
    return min((b[0] for b in boxes.values()), default=0), min(
        (b[1] for b in boxes.values()), default=0
    )


def _size(node, contents: dict[str, Box] | None) -> tuple[float, float]:
    kind = tag(node)
    if contents:
        left, top = _corner(contents)
        right, bottom = (
            max(b[0] + b[2] for b in contents.values()),
            max(b[1] + b[3] for b in contents.values()),
        )
        return right - left + 2 * MARGIN, bottom - top + 2 * MARGIN
    if kind.endswith("Event"):
        return 36, 36
    return (50, 50) if kind.endswith("Gateway") else (100, 80)


def _columns(container, ids, hosts: dict[str, str]) -> dict[str, int]:
    """How many steps each element is away from where a token begins, without the ways back."""
    following = defaultdict(list)
    for flow in children(container, "sequenceFlow"):
        source = hosts.get(flow.get("sourceRef"), flow.get("sourceRef"))
        following[source].append(flow.get("targetRef"))
    reached = {target for targets in following.values() for target in targets}
    column: dict[str, int] = {}

    def visit(id: str, at: int, way: tuple[str, ...]) -> None:
        if id in ids and id not in way and column.get(id, -1) < at:
            column[id] = at
            for target in following[id]:
                visit(target, at + 1, (*way, id))

    for node in container:
        if node.get("id") in ids and (node.get("id") not in reached or tag(node) == "startEvent"):
            visit(node.get("id"), 0, ())
    for id in sorted(ids):
        if id not in column:
            visit(id, 0, ())
    return column


def _route(flow, boxes: dict[str, Box], borders: set[str]) -> list[Point]:
    """To the right where it can, over what is in between, and below everything on the way back."""
    source, target = flow.get("sourceRef"), flow.get("targetRef")
    (sx, sy, sw, sh), (tx, ty, tw, th) = boxes[source], boxes[target]
    start, end = (sx + sw, sy + sh / 2), (tx, ty + th / 2)
    if source in borders and tx > sx and end[1] > sy + sh:
        return [(sx + sw / 2, sy + sh), (sx + sw / 2, end[1]), end]
    if source == target:
        side, below = sx + sw + 25, sy + sh + 25
        return [
            start,
            (side, start[1]),
            (side, below),
            (sx + sw / 2, below),
            (sx + sw / 2, sy + sh),
        ]
    between = [
        b for b in boxes.values() if start[0] < b[0] < end[0] and b[1] < end[1] < b[1] + b[3]
    ]
    if tx > sx + sw and source not in borders:
        if between and start[1] == end[1]:
            above = min(box[1] for box in between) - 25
            return [
                (sx + sw / 2, sy),
                (sx + sw / 2, above),
                (tx + tw / 2, above),
                (tx + tw / 2, ty),
            ]
        middle = tx - GAP / 2
        return [start, (middle, start[1]), (middle, end[1]), end]
    below = max(box[1] + box[3] for box in boxes.values()) + 25
    return [
        (sx + sw / 2, sy + sh),
        (sx + sw / 2, below),
        (tx + tw / 2, below),
        (tx + tw / 2, ty + th),
    ]
