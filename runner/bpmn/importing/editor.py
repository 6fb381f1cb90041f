"""The XML of a diagram while it is being changed, and the account of the changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.dmn import Table, read_decisions
from runner.bpmn.elements import FLOW_NODES, SUB_PROCESSES
from runner.bpmn.geometry import Bounds, Point, read_bounds, write_bounds, write_points
from runner.bpmn.importing import pools
from runner.bpmn.process_choice import processes_from
from runner.bpmn.reading import check_root
from runner.bpmn.xml import (
    BPMN,
    BPMNDI,
    DC,
    DI,
    SPIFF,
    Node,
)

for prefix, namespace in (
    ("bpmn", BPMN), ("bpmndi", BPMNDI), ("dc", DC), ("di", DI), ("spiffworkflow", SPIFF),
):  # fmt: skip
    etree.register_namespace(prefix, namespace)

SIZES = {
    "startEvent": (36, 36), "endEvent": (36, 36), "boundaryEvent": (36, 36), "userTask": (100, 80),
    "subProcess": (200, 100),
}  # fmt: skip
GATEWAY_SIZE = (50, 50)
GAP = 50
"""Pixels between a new shape and the one that it is drawn beside."""


@dataclass(frozen=True, slots=True)
class ImportChange:
    """What was done to a diagram, in a sentence, and the element that it was done to. `asks` marks
    a place that is left to be filled in: nothing in the file says what belongs there."""

    element: str
    sentence: str
    asks: bool = False


class DiagramEditor:
    """The XML of one process. Every change is made here and listed in `changes`. `new_places` are
    tasks and ends at which no case stood before, `drawn` all new nodes that have a shape. `time` is
    how long a timer waits that does not say it, `dates` are due dates that people fill in; `files`
    are the texts that lie beside the diagram, by name, None where that is not known."""

    def __init__(
        self,
        root: Node,
        process: str | None,
        time: str = "",
        files: Mapping[str, str] | None = None,
    ):
        self.root = root
        self.time = time
        self.files = files
        self._decisions = None if files is None else read_decisions(files)
        self.changes: list[ImportChange] = []
        self.new_places: list[Node] = []
        self.drawn: list[Node] = []
        self.dates: set[str] = set()
        self._ends: dict[str, dict[str, list[Node]]] = {}
        self._shapes: dict[str, Node] = {}
        self._by_id = {node.get("id", ""): node for node in root.iter() if node.get("id")}
        check_root(root)
        self.process, beside = pools.choose(root, process)
        self._mark(beside)

    def _mark(self, beside: list[Node]) -> None:
        """Makes the process the only executable one of the file, but for those that it calls."""
        called = {n.get("calledElement") for n in self.process.iter(f"{{{BPMN}}}callActivity")}
        beside = [node for node in beside if node.get("id") not in called]
        others = [node for node in beside if node.get("isExecutable") == "true"]
        if self.process.get("isExecutable") != "true":
            self.process.set("isExecutable", "true")
            self.say(self.process, "is marked as executable")
        elif not others:
            return
        for other in others:
            other.set("isExecutable", "false")
            self.say(other, "is not marked as executable any more: another one is meant")
        if beside:
            self.say(self.process, f"is the one that is imported, without {pools.listed(beside)}")

    # -------------------------------------------------------------- the list of changes

    def say(self, node: Node, done: str, asks: bool = False) -> None:
        """Lists a change of a node. `done` is the rest of a sentence that begins with its name."""
        key, name = node.get("id", ""), xml.one_line(node.get("name", ""))
        what = f"the {_kind(node)} '{name or key or 'without a name'}'"
        self.changes.append(ImportChange(key, f"{what[0].upper()}{what[1:]} {done}.", asks))

    # -------------------------------------------------------------- looking

    def has_table(self, decision: str) -> bool:
        """Does a table that a task reads lie beside the diagram, as far as is known?"""
        return self._decisions is None or decision in self._decisions

    def table(self, decision: str) -> Table | None:
        """The table that a task reads, where it lies beside the diagram."""
        return (self._decisions or {}).get(decision)

    def processes(self) -> list[Node]:
        """The process, and those of the file that it calls, directly or through others."""
        return processes_from(self.root, self.process)

    def containers(self) -> list[Node]:
        """The processes and all their sub-processes, outer ones before inner ones."""
        inner = [n for process in self.processes() for n in process.iter(f"{{{BPMN}}}*")]
        return [n for n in inner if xml.tag(n) in SUB_PROCESSES or xml.tag(n) == "process"]

    def nodes(self, container: Node | None = None) -> list[Node]:
        """The flow nodes of a container, or of all."""
        places = self.containers() if container is None else [container]
        return [node for place in places for node in self._nodes_of(place)]

    def flows(self, container: Node | None = None) -> list[Node]:
        places = self.containers() if container is None else [container]
        return [flow for place in places for flow in xml.children(place, "sequenceFlow")]

    def into(self, node: Node) -> list[Node]:
        return self._flows_at("targetRef", node)

    def out_of(self, node: Node) -> list[Node]:
        return self._flows_at("sourceRef", node)

    def _flows_at(self, end: str, node: Node) -> list[Node]:
        """The flows beside a node that begin or end at it."""
        if not self._ends:
            self._ends = {"sourceRef": {}, "targetRef": {}}
            for flow in self.root.iter(f"{{{BPMN}}}sequenceFlow"):
                for name, known in self._ends.items():
                    known.setdefault(flow.get(name, ""), []).append(flow)
        found = self._ends[end].get(node.get("id", ""), ())
        return [flow for flow in found if flow.getparent() is node.getparent()]

    def by_id(self, element_id: str | None) -> Node | None:
        return self._by_id.get(element_id or "")

    @staticmethod
    def properties(node: Node) -> list[Node]:
        """What is listed of a node by name and value."""
        listed = f"{{{BPMN}}}extensionElements/{{{SPIFF}}}properties/{{{SPIFF}}}property"
        return node.findall(listed)

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

    def keep_name(self, node: Node) -> None:
        """Makes a node the one that its id means, where another one had that id, too."""
        self._by_id[node.get("id", "")] = node

    def rename(self, wanted: Sequence[tuple[Node, str]]) -> None:
        """Gives nodes other ids, and lets all that refers to them refer to these."""
        self._ends, self._shapes = {}, {}
        new = {}
        for node, base in wanted:
            old = node.get("id", "")
            self._by_id.pop(old, None)
            self.name(node, base)
            new[old] = node.get("id", "")
        for other in self.root.iter(f"{{{BPMN}}}*", f"{{{BPMNDI}}}*"):
            xml.refer_anew(other, new)

    def set_property(self, node: Node, name: str, value: str) -> None:
        properties = self.extension(node).find(f"{{{SPIFF}}}properties")
        if properties is None:
            properties = etree.SubElement(self.extension(node), f"{{{SPIFF}}}properties")
        etree.SubElement(properties, f"{{{SPIFF}}}property", name=name, value=value)

    def extension(self, node: Node) -> Node:
        """The `extensionElements` of a node, which are made if there are none."""
        found = node.find(f"{{{BPMN}}}extensionElements")
        if found is None:
            found = etree.Element(f"{{{BPMN}}}extensionElements")
            node.insert(len(xml.children(node, "documentation")), found)
        return found

    def ask_before(self, node: Node, question: str) -> Node:
        """A task for a person that a token comes to before it comes to a node."""
        task = self.add_node("userTask", question, node, before=True)
        for flow in self.into(node):
            self.lead(flow, target=task)
        self.add_flow(task, node)
        return task

    def add_node(self, kind: str, name: str, beside: Node, before: bool = False) -> Node:
        """A new node in the container of another one, drawn on its left (`before`) or right."""
        container = beside.getparent()
        assert container is not None
        node = etree.SubElement(container, f"{{{BPMN}}}{kind}")
        self.name(node, f"{kind}_{beside.get('id')}")
        if name:
            node.set("name", name)
        if kind == "userTask":
            self.new_places.append(node)
        _in_order(container, node)
        self._draw_beside(node, kind, beside, before)
        return node

    def add_start(self, name: str, container: Node) -> Node:
        """A start event in a new sub-process, in which nothing is yet."""
        start = etree.SubElement(container, f"{{{BPMN}}}startEvent")
        self.name(start, f"startEvent_{container.get('id')}")
        start.set("name", name)
        box, around = self._box(container), self.shape(container)
        if box is not None and around is not None:
            width, height = SIZES["startEvent"]
            left, top = box.x + GAP / 2, box.centre.y - height / 2
            self._draw(start, around, Bounds(left, top, width, height))
        return start

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
            self._move(flow, role, node)
            old = self.by_id(flow.get(role))
            if old is not None:
                for item in xml.children(old, pointer):
                    if xml.text(item) == flow.get("id"):
                        old.remove(item)
            flow.set(role, node.get("id", ""))
            if xml.children(node, "incoming") or xml.children(node, "outgoing") or old is None:
                _point(node, pointer, flow.get("id", ""))

    def _move(self, flow: Node, end: str, node: Node) -> None:
        if self._ends:
            there = self._ends[end].get(flow.get(end, ""), [])
            if flow in there:
                there.remove(flow)
            self._ends[end].setdefault(node.get("id", ""), []).append(flow)

    def remove(self, *nodes: Node) -> None:
        """Takes nodes out, with their drawing and all that points at them."""
        self._ends, self._shapes = {}, {}
        gone = {inner.get("id", "") for node in nodes for inner in node.iter("{*}*")} - {""}
        for other in list(self.root.iter("{*}*")) if nodes else ():
            points = xml.tag(other) in _POINTERS and xml.text(other) in gone
            if points or other.get("bpmnElement") in gone:
                xml.detach(other)
        for node in nodes:
            xml.detach(node)
        for element_id in gone:
            self._by_id.pop(element_id, None)

    def becomes(self, node: Node, kind: str) -> None:
        """Makes a node one of another kind."""
        node.tag = f"{{{BPMN}}}{kind}"
        if kind == "userTask":
            self.new_places.append(node)

    # -------------------------------------------------------------- drawing

    def shape(self, node: Node) -> Node | None:
        """Its shape. They are looked up anew after each change of what is drawn."""
        if not self._shapes:
            for shape in self.root.iter(f"{{{BPMNDI}}}BPMNShape"):
                self._shapes.setdefault(shape.get("bpmnElement", ""), shape)
        return self._shapes.get(node.get("id", ""))

    def _box(self, node: Node) -> Bounds | None:
        shape = self.shape(node)
        return None if shape is None else read_bounds(shape)

    def boxes(self, nodes: Iterable[Node]) -> dict[Node, Bounds]:
        """Where those of some nodes lie that are drawn."""
        return {node: box for node in nodes if (box := self._box(node)) is not None}

    def _draw_beside(self, node: Node, kind: str, beside: Node, before: bool) -> None:
        box, shape = self._box(beside), self.shape(beside)
        if box is None or shape is None:
            return
        width, height = SIZES.get(kind, GATEWAY_SIZE)
        left = box.x - GAP - width if before else box.right + GAP
        top = box.centre.y - height / 2
        if kind == "boundaryEvent":
            left, top = box.centre.x - width / 2, box.bottom - height / 2
        self._draw(node, shape, Bounds(left, top, width, height))

    def _draw(self, node: Node, beside: Node, box: Bounds) -> None:
        """Draws a node in the plane of the shape beside it."""
        plane = beside.getparent()
        assert plane is not None
        new = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape")
        self._shapes[node.get("id", "")] = new
        self.drawn.append(node)
        new.attrib.update({"id": f"{node.get('id')}_di", "bpmnElement": node.get("id", "")})
        write_bounds(new, box)

    def _draw_flow(self, flow: Node, source: Node, target: Node) -> None:
        one, other, shape = self._box(source), self._box(target), self.shape(source)
        if one is None or other is None or shape is None:
            return
        plane = shape.getparent()
        assert plane is not None
        edge = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge")
        edge.attrib.update({"id": f"{flow.get('id')}_di", "bpmnElement": flow.get("id", "")})
        write_points(edge, [Point(one.right, one.centre.y), Point(other.x, other.centre.y)])


def _kind(node: Node) -> str:
    """What to call an element: a boundary event, a task."""
    tag = xml.tag(node)
    return _KINDS.get(tag) or re.sub(r"[A-Z]", lambda letter: f" {letter[0].lower()}", tag)


_KINDS = {
    "userTask": "task", "manualTask": "task", "sequenceFlow": "flow", "exclusiveGateway": "gateway",
    "subProcess": "sub-process", "adHocSubProcess": "ad-hoc sub-process", "participant": "pool",
    "intermediateCatchEvent": "event", "intermediateThrowEvent": "event",
    "dataStoreReference": "data store",
}  # fmt: skip
_POINTERS = ("incoming", "outgoing", "flowNodeRef")
_LATE = ("textAnnotation", "association", "group", "ioSpecification", "resourceRole", "artifact")


def _in_order(container: Node, node: Node) -> None:
    """Puts a new element before the notes and groups of a container: the schema wants them last."""
    node.tail = "\n    "
    first = next(container.iterchildren(*(f"{{{BPMN}}}{kind}" for kind in _LATE)), None)
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
