"""The drawing made runnable: a copy of the XML in which only what the engine stumbles over differs.

- ids that collide with names that the engine uses inside are aliased;
- flows without an id get one;
- the picture is left out, broken or not;
- processes count as executable, whatever the modeler wrote; those that are not called are left out;
- so is what other tools keep in `extensionElements`, and conditions that say nothing;
- a message or a signal that the process starts with is its submission;
- comments and processing instructions are left out: the engine reads a text only up to the first;
- a script that sets nothing is an empty text;
- declared inputs and outputs (`ioSpecification`) are left out, and data stores: every task sees
  all variables, and nothing here reads a store. The gate names both;
- timers are written as expressions: a quoted ISO text, or the name of a due date;
- the outcome flows of a waiting task get their condition, `outcome == "<flow id>"`.

Outside, everything keeps the ids and texts of the drawing.

Decision 0007.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.elements import Diagram
from runner.bpmn.reading import name_flows
from runner.bpmn.xml import (
    BPMN,
    BPMNDI,
    SPIFF,
    XSI,
    Node,
)

_REFERENCES = ("sourceRef", "targetRef", "attachedToRef", "default", "bpmnElement")
_POINTERS = ("incoming", "outgoing", "flowNodeRef")
_INSIDE = re.compile(
    r"Start|End|Root|StartEventSplit|StartEventJoin|.*\.(EndJoin|BoundaryEvent\w+)"
)


@dataclass(frozen=True)
class Executable:
    """`root` is for the engine's parser; `original` maps an alias to the id in the drawing."""

    root: Node
    original: Mapping[str, str]

    def outside(self, name: str) -> str:
        return self.original.get(name, name)


def executable(diagram: Diagram) -> Executable:
    """The engine's copy of a diagram. Raises DiagramError for a timer that cannot be read."""
    root = xml.tree(diagram.data)
    xml.drop_comments(root)
    for picture in root.findall(f"{{{BPMNDI}}}BPMNDiagram"):
        root.remove(picture)
    name_flows(root)
    _leave_out_others(root, diagram)
    _leave_out_data(root)
    _start_at_once(root, diagram)
    _write_empty_scripts(root)
    _quote_timers(root, diagram)
    _supply_conditions(root, diagram)
    return Executable(root, _alias(root))


def _leave_out_others(root: Node, diagram: Diagram) -> None:
    """What is not of this process, or not ours to read."""
    called = {element.called for element in diagram.elements.values()}
    for process in xml.children(root, "process"):
        process.set("isExecutable", "true")
        if process.get("id") != diagram.process and process.get("id") not in called:
            root.remove(process)
    for shared in [child for child in root if xml.tag(child).endswith("EventDefinition")]:
        root.remove(shared)
    for extension in root.iterfind(f".//{{{BPMN}}}extensionElements"):
        for child in extension.iterchildren("*"):
            if etree.QName(child).namespace != SPIFF:
                extension.remove(child)
    for condition in list(root.iter(f"{{{BPMN}}}conditionExpression")):
        if not xml.text(condition):
            xml.detach(condition)


def _alias(root: Node) -> dict[str, str]:
    ids = {node.get("id") for node in root.iter() if isinstance(node.tag, str)} - {None}
    aliases = {}
    for element_id in filter(lambda key: _INSIDE.fullmatch(str(key)), ids):
        alias = f"{re.sub(r'[^A-Za-z0-9_]', '_', str(element_id))}_"
        while alias in ids or alias in aliases.values():
            alias += "_"
        aliases[element_id] = alias
    if aliases:
        _rename(root, aliases)
    return {alias: str(key) for key, alias in aliases.items()}


def _rename(root: Node, aliases: Mapping[str, str]) -> None:
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        for name in ("id", *_REFERENCES):
            if node.get(name) in aliases:
                node.set(name, aliases[str(node.get(name))])
        if xml.tag(node) in _POINTERS and xml.text(node) in aliases:
            node.text = aliases[xml.text(node)]


def _by_id(root: Node) -> dict[str, Node]:
    return {node.get("id", ""): node for node in root.iter() if isinstance(node.tag, str)}


def _leave_out_data(root: Node) -> None:
    objects = {node.get("id") for node in root.iter(f"{{{BPMN}}}dataObjectReference")}
    for node in list(root.iter(f"{{{BPMN}}}*")):
        kind = xml.tag(node)
        end = _DATA_ENDS.get(kind)
        if kind in _LEFT_OUT or (end and xml.text(node.find(f"{{{BPMN}}}{end}")) not in objects):
            xml.detach(node)


_LEFT_OUT = ("ioSpecification", "dataStore", "dataStoreReference")
_DATA_ENDS = {"dataInputAssociation": "sourceRef", "dataOutputAssociation": "targetRef"}


def _start_at_once(root: Node, diagram: Diagram) -> None:
    for start in root.iter(f"{{{BPMN}}}startEvent"):
        element = diagram.elements.get(start.get("id", ""))
        if element is not None and element.container == diagram.process:
            for kind in ("messageEventDefinition", "signalEventDefinition"):
                for trigger in xml.children(start, kind):
                    start.remove(trigger)


def _write_empty_scripts(root: Node) -> None:
    for task in root.iter(f"{{{BPMN}}}scriptTask"):
        script = task.find(f"{{{BPMN}}}script")
        script = etree.SubElement(task, f"{{{BPMN}}}script") if script is None else script
        script.text = xml.text(script)


def _quote_timers(root: Node, diagram: Diagram) -> None:
    nodes = _by_id(root)
    for element in diagram.elements.values():
        if element.timer_kind is None:
            continue
        timer = element.timer()
        node = nodes[element.id].find(f"{{{BPMN}}}timerEventDefinition")
        for child in () if node is None else node:
            if xml.tag(child).startswith("time"):
                child.text = timer.name or f'"{xml.text(child).strip(chr(34) + chr(39) + " ")}"'


def _supply_conditions(root: Node, diagram: Diagram) -> None:
    nodes = _by_id(root)
    for task in diagram.elements.values():
        for flow in diagram.outcome_flows(task):
            if flow.source != task.id:
                node = nodes[flow.id]
                for drawn in xml.children(node, "conditionExpression"):
                    node.remove(drawn)
                condition = etree.SubElement(node, f"{{{BPMN}}}conditionExpression")
                condition.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
                condition.text = f'outcome == "{flow.id}"'
