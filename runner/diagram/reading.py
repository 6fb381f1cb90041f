"""From the bytes of a BPMN file to a Diagram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runner.diagram import xml
from runner.diagram.elements import EVERYBODY, FLOW_NODES, SUB_PROCESSES, Diagram, Element, Flow
from runner.diagram.geometry import read_edges, read_shapes
from runner.diagram.xml import BPMN, SPIFF, Limits, Node
from runner.errors import DiagramError
from runner.forms import Schema, read_schema

SCRIPTS = ("preScript", "postScript")


def read(
    data: bytes,
    files: Mapping[str, str] | None = None,
    process: str | None = None,
    limits: Limits | None = None,
) -> Diagram:
    """Reads a BPMN file.

    `files` are texts that the diagram refers to by name: decision tables and forms. `process` is
    asked for when the file holds several executable ones. Raises DiagramError.
    """
    files = dict(files or {})
    root = xml.parse(data, limits or Limits())
    if root.tag != f"{{{BPMN}}}definitions":
        raise DiagramError("The file is not a BPMN 2.0 diagram: its root is not bpmn:definitions.")
    node = _choose_process(root, process)
    name_flows(root)
    flows = _read_flows(node, files)
    elements = _read_elements(node, root, flows, files)
    return Diagram(
        data=data,
        process=node.get("id", ""),
        name=node.get("name") or node.get("id", ""),
        elements=elements,
        flows=flows,
        shapes=read_shapes(root),
        edges=read_edges(root),
        documentation=xml.text(node.find(f"{{{BPMN}}}documentation")),
        files=files,
    )


def name_flows(root: Node) -> None:
    """Gives ids to flows without one: legal XML, but nobody could refer to them."""
    taken = {node.get("id") for node in root.iter() if isinstance(node.tag, str)}
    for flow in root.iter(f"{{{BPMN}}}sequenceFlow"):
        if not flow.get("id"):
            base = new = f"{flow.get('sourceRef')}_to_{flow.get('targetRef')}"
            number = 1
            while new in taken:
                number += 1
                new = f"{base}_{number}"
            taken.add(new)
            flow.set("id", new)


def _choose_process(root: Node, wanted: str | None) -> Node:
    processes = xml.children(root, "process")
    if wanted is not None:
        processes = [node for node in processes if node.get("id") == wanted]
        if not processes:
            raise DiagramError(f"The file has no process with the id '{wanted}'.")
    executable = [node for node in processes if node.get("isExecutable") == "true"]
    chosen = executable or processes
    if not chosen:
        raise DiagramError("The file holds no process: draw one.")
    if len(chosen) > 1:
        ids = ", ".join(str(node.get("id")) for node in chosen)
        raise DiagramError(f"The file holds several processes ({ids}): say which one is meant.")
    if not chosen[0].get("id"):
        raise DiagramError("The process has no id: give it one, it is what versions go by.")
    return chosen[0]


def _nodes(process: Node) -> list[tuple[Node, str]]:
    """The flow nodes and flows of a process, of its sub-processes and of the processes of the file
    that it calls, each with the id of the container that it is drawn in."""
    called = {node.get("id"): node for node in process.itersiblings(f"{{{BPMN}}}process")}
    called |= {n.get("id"): n for n in process.itersiblings(f"{{{BPMN}}}process", preceding=True)}
    found, todo = [], [(process, process.get("id", ""))]
    while todo:
        container, id = todo.pop(0)
        for node in container:
            if not xml.is_bpmn(node):
                continue
            found.append((node, id))
            if xml.tag(node) in SUB_PROCESSES:
                todo.append((node, node.get("id", "")))
            callee = node.get("calledElement", "")
            if xml.tag(node) == "callActivity" and callee in called:
                todo.append((called.pop(callee), callee))
    return found


def _read_flows(process: Node, files: Mapping[str, str]) -> dict[str, Flow]:
    flows = {}
    for node, container in _nodes(process):
        if xml.tag(node) == "sequenceFlow":
            condition = xml.text(node.find(f"{{{BPMN}}}conditionExpression"))
            id = node.get("id", "")
            flows[id] = Flow(
                id=id,
                name=node.get("name", "").strip(),
                source=node.get("sourceRef", ""),
                target=node.get("targetRef", ""),
                container=container,
                condition=condition or None,
                properties=_properties(node),
                forms=_forms(node, files),
                documentation=xml.text(node.find(f"{{{BPMN}}}documentation")),
                line=xml.line(node),
            )
    return flows


def _read_elements(
    process: Node, root: Node, flows: Mapping[str, Flow], files: Mapping[str, str]
) -> dict[str, Element]:
    lanes = _lanes(root)
    messages = {node.get("id"): node.get("name") for node in xml.children(root, "message")}
    elements = {}
    for node, container in _nodes(process):
        if xml.tag(node) in FLOW_NODES and node.get("id"):
            element = _read_element(node, container, lanes, messages, flows, files)
            if element.id in elements:
                raise DiagramError(f"Two elements have the id '{element.id}'.")
            elements[element.id] = element
    return elements


def _read_element(
    node: Node,
    container: str,
    lanes: Mapping[str, str],
    messages: Mapping[str | None, str | None],
    flows: Mapping[str, Flow],
    files: Mapping[str, str],
) -> Element:
    id, attached_to = node.get("id", ""), node.get("attachedToRef")
    timer_kind, timer_text = _timer(node)
    return Element(
        id=id,
        kind=xml.tag(node),
        name=" ".join(node.get("name", "").split()),
        container=container,
        lane=lanes.get(id) or lanes.get(attached_to or "") or None,
        documentation=xml.text(node.find(f"{{{BPMN}}}documentation")),
        properties=_properties(node),
        forms=_forms(node, files),
        incoming=tuple(flow.id for flow in flows.values() if flow.target == id),
        outgoing=tuple(flow.id for flow in flows.values() if flow.source == id),
        attached_to=attached_to,
        interrupting=node.get("cancelActivity", "true") == "true",
        events=tuple(event_definitions(node)),
        message=_message(node, messages),
        timer_kind=timer_kind,
        timer_text=timer_text,
        default=node.get("default"),
        decision=xml.text(_extension(node, "calledDecisionId")) or None,
        called=node.get("calledElement"),
        tells=_tells(node),
        line=xml.line(node),
    )


def _lanes(root: Node) -> dict[str, str]:
    return {
        xml.text(reference): lane.get("name", "")
        for lane in root.iter(f"{{{BPMN}}}lane")
        for reference in xml.children(lane, "flowNodeRef")
    }


def event_definitions(node: Node) -> list[str]:
    suffix = "EventDefinition"
    return [xml.tag(child)[: -len(suffix)] for child in node if xml.tag(child).endswith(suffix)]


def _message(node: Node, messages: Mapping[str | None, str | None]) -> str | None:
    definition = node.find(f"{{{BPMN}}}messageEventDefinition")
    if definition is None and xml.tag(node) != "receiveTask":
        return None
    reference = (node if definition is None else definition).get("messageRef")
    return messages.get(reference) if reference else node.get("name")


_TIMER_KINDS: dict[str, Any] = {
    "timeDate": "date",
    "timeDuration": "duration",
    "timeCycle": "cycle",
}


def _timer(node: Node) -> tuple[str | None, str]:
    definition = node.find(f"{{{BPMN}}}timerEventDefinition")
    for child in () if definition is None else definition:
        if xml.tag(child) in _TIMER_KINDS:
            return _TIMER_KINDS[xml.tag(child)], xml.text(child)
    return None, ""


# ------------------------------------------------------------------ extension elements


def _extension(node: Node, name: str) -> Node | None:
    return node.find(f"{{{BPMN}}}extensionElements/{{{SPIFF}}}{name}")


def _properties(node: Node) -> dict[str, str]:
    listed = _extension(node, "properties")
    found = [] if listed is None else xml.children(listed, "property", SPIFF)
    return {item.get("name", ""): item.get("value", "") for item in found}


def _tells(node: Node) -> tuple[str, ...]:
    operator = _extension(node, "serviceTaskOperator")
    if operator is None:
        return ()
    named = [item for item in operator.iter(f"{{{SPIFF}}}parameter") if item.get("id") == "to"]
    texts = [item.get("value", "").strip().strip("\"'") for item in named]
    return tuple(name.strip() for text in texts for name in text.split(",") if name.strip())


def _forms(node: Node, files: Mapping[str, str]) -> dict[str, Schema]:
    """The forms of an element by audience: written out, or in a file beside the diagram."""
    where = f"'{node.get('name') or node.get('id')}'"
    forms = {}
    extensions = node.find(f"{{{BPMN}}}extensionElements")
    for item in () if extensions is None else xml.children(extensions, "formJsonSchema", SPIFF):
        forms[item.get("audience", EVERYBODY)] = read_schema(xml.text(item), where)
    name = _properties(node).get("formJsonSchemaFilename")
    if name and not forms:
        if name not in files:
            raise DiagramError(f"The form of {where} is in the file '{name}', which is not there.")
        forms[EVERYBODY] = read_schema(files[name], where)
    return forms
