"""The XML of a diagram while it is being changed, and the account of the changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.elements import FLOW_NODES, SUB_PROCESSES
from runner.bpmn.xml import (
    BPMN,
    BPMNDI,
    DC,
    DI,
    SPIFF,
    Node,
)
from runner.errors import DiagramError

for prefix, namespace in (
    ("bpmn", BPMN), ("bpmndi", BPMNDI), ("dc", DC), ("di", DI), ("spiffworkflow", SPIFF),
):  # fmt: skip
    etree.register_namespace(prefix, namespace)

SIZES = {"startEvent": (36, 36), "endEvent": (36, 36), "userTask": (100, 80)}
GATEWAY_SIZE = (50, 50)
GAP = 50
"""Pixels between a new shape and the one that it is drawn beside."""


@dataclass(frozen=True, slots=True)
class ImportChange:
    """What was done to a diagram, in a sentence, and the element that it was done to."""

    element: str
    sentence: str


class DiagramEditor:
    """The XML of one process. Every change is made here and listed in `changes`."""

    def __init__(self, root: Node, process: str | None):
        self.root = root
        self.changes: list[ImportChange] = []
        self._by_id = {node.get("id", ""): node for node in root.iter() if node.get("id")}
        self.process = self._chosen(process)

    def _chosen(self, wanted: str | None) -> Node:
        if self.root.tag != f"{{{BPMN}}}definitions":
            raise DiagramError("The file is not a BPMN 2.0 diagram: its root is not definitions.")
        processes = xml.children(self.root, "process")
        if wanted is not None:
            processes = [node for node in processes if node.get("id") == wanted]
        drawn = [node for node in processes if list(self._nodes_of(node))] or processes
        marked = [node for node in drawn if node.get("isExecutable") == "true"] or drawn
        if len(marked) != 1:
            ids = ", ".join(str(node.get("id")) for node in marked) or "none"
            raise DiagramError(
                f"The file holds several processes or none ({ids}): say which one is meant."
            )
        (process,) = marked
        if process.get("isExecutable") != "true":
            process.set("isExecutable", "true")
            self.say(process, "is marked as executable")
        if wanted is not None:
            self._unmark_beside(process)
        return process

    def _unmark_beside(self, process: Node) -> None:
        """Leaves the chosen process as the only executable one of the file."""
        called = {node.get("calledElement") for node in process.iter(f"{{{BPMN}}}callActivity")}
        for other in xml.children(self.root, "process"):
            marked = other.get("isExecutable") == "true" and other.get("id") not in called
            if other is not process and marked:
                other.set("isExecutable", "false")
                self.say(other, "is not marked as executable any more: another one is meant")

    # -------------------------------------------------------------- the list of changes

    def say(self, node: Node, done: str) -> None:
        """Lists a change of a node. `done` is the rest of a sentence that begins with its name."""
        key, name = node.get("id", ""), " ".join(node.get("name", "").split())
        what = f"{_KINDS.get(xml.tag(node), xml.tag(node))} '{name or key or 'without a name'}'"
        self.changes.append(ImportChange(key, f"{what[0].upper()}{what[1:]} {done}."))

    # -------------------------------------------------------------- looking

    def containers(self) -> list[Node]:
        """The process and all its sub-processes, outermost first."""
        inner = [node for node in self.process.iter() if xml.is_bpmn(node)]
        return [self.process, *(node for node in inner if xml.tag(node) in SUB_PROCESSES)]

    def nodes(self, container: Node | None = None) -> list[Node]:
        """The flow nodes of a container, or of all."""
        places = self.containers() if container is None else [container]
        return [node for place in places for node in self._nodes_of(place)]

    def flows(self, container: Node | None = None) -> list[Node]:
        places = self.containers() if container is None else [container]
        return [flow for place in places for flow in xml.children(place, "sequenceFlow")]

    def into(self, node: Node) -> list[Node]:
        return [f for f in self.flows(node.getparent()) if f.get("targetRef") == node.get("id")]

    def out_of(self, node: Node) -> list[Node]:
        return [f for f in self.flows(node.getparent()) if f.get("sourceRef") == node.get("id")]

    def by_id(self, element_id: str | None) -> Node | None:
        return self._by_id.get(element_id or "")

    @staticmethod
    def _nodes_of(container: Node) -> Iterator[Node]:
        return (n for n in container if xml.is_bpmn(n) and xml.tag(n) in FLOW_NODES)

    # -------------------------------------------------------------- changing

    def name(self, node: Node, base: str) -> None:
        """Gives a node an id that no other one has."""
        element_id, number = base, 1
        while element_id in self._by_id:
            number += 1
            element_id = f"{base}_{number}"
        node.set("id", element_id)
        self._by_id[element_id] = node

    def add_node(self, kind: str, name: str, beside: Node, before: bool = False) -> Node:
        """A new node in the container of another one, drawn on its left (`before`) or right."""
        container = beside.getparent()
        assert container is not None
        node = etree.SubElement(container, f"{{{BPMN}}}{kind}")
        self.name(node, f"{kind}_{beside.get('id')}")
        if name:
            node.set("name", name)
        _in_order(container, node)
        self._draw_beside(node, kind, beside, before)
        return node

    def add_flow(self, source: Node, target: Node) -> Node:
        container = source.getparent()
        assert container is not None
        flow = etree.SubElement(container, f"{{{BPMN}}}sequenceFlow")
        self.name(flow, f"{source.get('id')}_to_{target.get('id')}")
        _in_order(container, flow)
        self.lead(flow, source, target)
        self._draw_flow(flow, source, target)
        return flow

    def lead(self, flow: Node, source: Node | None = None, target: Node | None = None) -> None:
        """Makes a flow start or end elsewhere."""
        for role, pointer, node in (
            ("sourceRef", "outgoing", source), ("targetRef", "incoming", target),
        ):  # fmt: skip
            if node is None:
                continue
            old = self.by_id(flow.get(role))
            if old is not None:
                for item in xml.children(old, pointer):
                    if xml.text(item) == flow.get("id"):
                        old.remove(item)
            flow.set(role, node.get("id", ""))
            if xml.children(node, "incoming") or xml.children(node, "outgoing") or old is None:
                _point(node, pointer, flow.get("id", ""))

    def remove(self, node: Node) -> None:
        """Takes a node out, with its drawing and all that points at it."""
        element_id = node.get("id")
        for other in list(self.root.iter()):
            points = xml.tag(other) in _POINTERS and xml.text(other) == element_id
            if element_id and (points or other.get("bpmnElement") == element_id):
                _detach(other)
        _detach(node)
        self._by_id.pop(element_id or "", None)

    def becomes(self, node: Node, kind: str) -> None:
        """Makes a node one of another kind."""
        node.tag = f"{{{BPMN}}}{kind}"

    # -------------------------------------------------------------- drawing

    def _shape(self, node: Node) -> Node | None:
        wanted = node.get("id")
        shapes = self.root.iter(f"{{{BPMNDI}}}BPMNShape")
        return next((shape for shape in shapes if shape.get("bpmnElement") == wanted), None)

    def _box(self, node: Node) -> tuple[float, float, float, float] | None:
        shape = self._shape(node)
        bounds = None if shape is None else shape.find(f"{{{DC}}}Bounds")
        if bounds is None:
            return None
        try:
            x, y, w, h = (float(bounds.get(name, "0")) for name in ("x", "y", "width", "height"))
        except ValueError:
            return None
        return x, y, w, h

    def _draw_beside(self, node: Node, kind: str, beside: Node, before: bool) -> None:
        box, shape = self._box(beside), self._shape(beside)
        if box is None or shape is None:
            return
        x, y, w, h = box
        width, height = SIZES.get(kind, GATEWAY_SIZE)
        left = x - GAP - width if before else x + w + GAP
        plane = shape.getparent()
        assert plane is not None
        new = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape")
        new.attrib.update({"id": f"{node.get('id')}_di", "bpmnElement": node.get("id", "")})
        bounds = etree.SubElement(new, f"{{{DC}}}Bounds")
        for name, value in zip(
            ("x", "y", "width", "height"), (left, y + (h - height) / 2, width, height), strict=True
        ):
            bounds.set(name, f"{value:g}")

    def _draw_flow(self, flow: Node, source: Node, target: Node) -> None:
        one, other, shape = self._box(source), self._box(target), self._shape(source)
        if one is None or other is None or shape is None:
            return
        plane = shape.getparent()
        assert plane is not None
        edge = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge")
        edge.attrib.update({"id": f"{flow.get('id')}_di", "bpmnElement": flow.get("id", "")})
        for x, y in ((one[0] + one[2], one[1] + one[3] / 2), (other[0], other[1] + other[3] / 2)):
            point = etree.SubElement(edge, f"{{{DI}}}waypoint")
            point.attrib.update({"x": f"{x:g}", "y": f"{y:g}"})


_KINDS = {
    "process": "the process", "task": "the task", "userTask": "the task",
    "sequenceFlow": "the flow", "exclusiveGateway": "the gateway",
    "complexGateway": "the complex gateway", "scriptTask": "the script task",
    "serviceTask": "the service task", "sendTask": "the send task",
    "receiveTask": "the receive task", "businessRuleTask": "the business rule task",
    "callActivity": "the call activity", "subProcess": "the sub-process",
    "startEvent": "the start event", "endEvent": "the end event",
    "boundaryEvent": "the boundary event", "intermediateCatchEvent": "the event",
    "intermediateThrowEvent": "the event", "dataStoreReference": "the data store",
}  # fmt: skip
_POINTERS = ("incoming", "outgoing", "flowNodeRef")
_LATE = ("textAnnotation", "association", "group", "ioSpecification", "resourceRole", "artifact")


def _in_order(container: Node, node: Node) -> None:
    """Puts a new element before the notes and groups of a container: the schema wants them last."""
    node.tail = "\n    "
    first = next((other for other in container if xml.tag(other) in _LATE), None)
    if first is not None and first is not node:
        first.addprevious(node)


def _point(node: Node, pointer: str, flow: str) -> None:
    """Adds an `incoming` or `outgoing` where the schema wants it."""
    item = etree.Element(f"{{{BPMN}}}{pointer}")
    item.text = flow
    before = _FIRST if pointer == "incoming" else (*_FIRST, "incoming")
    found = [child for child in node if xml.tag(child) in (*before, pointer)]
    if found:
        found[-1].addnext(item)
    else:
        node.insert(0, item)


_FIRST = ("documentation", "extensionElements")


def _detach(node: Node) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
