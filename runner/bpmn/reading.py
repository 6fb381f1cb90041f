"""From the bytes of a BPMN file to a Diagram."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from runner.bpmn import timers, xml
from runner.bpmn.elements import (
    EVERYBODY,
    FLOW_NODES,
    SUB_PROCESSES,
    Diagram,
    Element,
    Flow,
    Loop,
    Stray,
    Trigger,
)
from runner.bpmn.forms import Schema, read_schema
from runner.bpmn.geometry import read_edges, read_shapes
from runner.bpmn.lowering import lowered
from runner.bpmn.process_choice import choose_process
from runner.bpmn.xml import (
    BPMN,
    SPIFF,
    Limits,
    Node,
)
from runner.errors import DiagramError

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
    limits = limits or Limits()
    root = xml.parse(data, limits)
    check_root(root)
    node, notes = choose_process(root, process)
    name_flows(root)
    diagram = replace(_diagram(root, node, data, files, limits), notes=notes)
    lower = lowered(root, diagram.process)
    return diagram if lower is None else replace(diagram, lower=_lower(lower, diagram))


def check_root(root: Node) -> None:
    """Refuses what is no BPMN 2.0."""
    of = etree.QName(root).namespace
    if root.tag == f"{{{BPMN}}}definitions":
        return
    if of in xml.DRAFTS:
        raise xml.refusal(
            "not-bpmn",
            f"The file is written in a draft of BPMN 2.0, the namespace {of}.",
            "Import it: that writes it as the standard has it.",
            line=xml.line(root),
        )
    raise xml.refusal(
        "not-bpmn",
        f"The file is not a BPMN 2.0 diagram: its root is {xml.tag(root)} of the namespace "
        f"{of[:200]}."
        if of
        else f"The file is not a BPMN 2.0 diagram: its root is {xml.tag(root)}.",
        f"Its root has to be definitions of the namespace {BPMN}.",
        line=xml.line(root),
    )


def _diagram(
    root: Node, process: Node, data: bytes, files: Mapping[str, str], limits: Limits
) -> Diagram:
    nodes = list(_nodes(process))
    check_number(sum(xml.tag(node) in FLOW_NODES for node, _ in nodes), limits)
    _refuse_doubles(root)
    flows = _read_flows(nodes, files)
    return Diagram(
        data=data,
        process=process.get("id", ""),
        name=process.get("name") or process.get("id", ""),
        elements=_read_elements(nodes, root, flows, files),
        flows=flows,
        shapes=read_shapes(root),
        edges=read_edges(root),
        documentation=xml.text(process.find(f"{{{BPMN}}}documentation")),
        files=files,
        strays=tuple(_strays(nodes, root)),
        line=xml.line(process),
    )


def _lower(root: Node, drawn: Diagram) -> Diagram:
    """The lowered form of a diagram."""
    name_flows(root)
    process, _ = choose_process(root, drawn.process)
    lower = _diagram(root, process, etree.tostring(root), drawn.files, xml.LET_IN)
    moved = {
        key: replace(element, starts_handler=True)
        for key, element in lower.elements.items()
        if element.kind == "boundaryEvent"
        and key in drawn.elements
        and drawn.elements[key].kind == "startEvent"
    }
    return replace(lower, elements={**lower.elements, **moved})


def name_flows(root: Node) -> None:
    """Gives ids to flows without one: legal XML, but nothing could refer to them."""
    taken = {node.get("id") for node in root.iter() if isinstance(node.tag, str)}
    numbers: dict[str, int] = {}
    for flow in root.iter(f"{{{BPMN}}}sequenceFlow"):
        if not flow.get("id"):
            base = new = f"{flow.get('sourceRef')}_to_{flow.get('targetRef')}"
            while new in taken:
                numbers[base] = numbers.get(base, 1) + 1
                new = f"{base}_{numbers[base]}"
            taken.add(new)
            flow.set("id", new)


def check_number(count: int, limits: Limits) -> None:
    """Raises DiagramError for more flow nodes than a diagram may have."""
    if count > limits.nodes:
        raise xml.refusal(
            "limits",
            f"The diagram has {count:,} tasks, events and gateways; {limits.nodes:,} are allowed.",
            "Split it into several processes, or raise the limit in the settings.",
        )


def _refuse_doubles(root: Node) -> None:
    """An id stands for one thing: what refers to it could mean either."""
    seen: set[str] = set()
    for node in root.iter(f"{{{BPMN}}}*"):
        element_id = node.get("id")
        if element_id in seen and element_id is not None:
            raise xml.refusal(
                "duplicate-id",
                f"Two elements have the id '{element_id}'.",
                "Give one of them another id.",
                element=element_id,
                line=xml.line(node),
            )
        seen.add(element_id or "")


def _nodes(process: Node) -> Iterator[tuple[Node, str]]:
    """What stands in a process, in its sub-processes and in the processes of the file that it
    calls, each with the id of the container that it is drawn in."""
    called = {node.get("id"): node for node in process.itersiblings(f"{{{BPMN}}}process")}
    called |= {n.get("id"): n for n in process.itersiblings(f"{{{BPMN}}}process", preceding=True)}
    todo = [(process, process.get("id", ""))]
    while todo:
        container, element_id = todo.pop(0)
        for node in container.iterchildren("*"):
            yield node, element_id
            if not xml.is_bpmn(node):
                continue
            if xml.tag(node) in SUB_PROCESSES:
                todo.append((node, node.get("id", "")))
            callee = node.get("calledElement", "")
            if xml.tag(node) == "callActivity" and callee in called:
                todo.append((called.pop(callee), callee))


def _read_flows(nodes: list[tuple[Node, str]], files: Mapping[str, str]) -> dict[str, Flow]:
    flows = {}
    for node, container in nodes:
        if xml.is_bpmn(node) and xml.tag(node) == "sequenceFlow":
            condition = xml.text(node.find(f"{{{BPMN}}}conditionExpression"))
            element_id = node.get("id", "")
            flows[element_id] = Flow(
                id=element_id,
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
    nodes: list[tuple[Node, str]], root: Node, flows: Mapping[str, Flow], files: Mapping[str, str]
) -> dict[str, Element]:
    drawing = _Surroundings(root, flows, nodes)
    return {
        node.get("id", ""): _read_element(node, container, drawing, files)
        for node, container in nodes
        if xml.is_bpmn(node) and xml.tag(node) in FLOW_NODES and node.get("id")
    }


class _Surroundings:
    """What an element refers to, found once for all of them."""

    def __init__(self, root: Node, flows: Mapping[str, Flow], nodes: list[tuple[Node, str]]):
        self.incoming: dict[str, list[str]] = {}
        self.outgoing: dict[str, list[str]] = {}
        for flow in flows.values():
            self.incoming.setdefault(flow.target, []).append(flow.id)
            self.outgoing.setdefault(flow.source, []).append(flow.id)
        self.names = {
            node.get("id", ""): node.get("name") or node.get("id", "")
            for node in root.iterchildren(f"{{{BPMN}}}*")
        }
        self.codes = {
            node.get("id", ""): node.get(f"{xml.tag(node)}Code") or node.get("id", "")
            for node in root.iterchildren(f"{{{BPMN}}}error", f"{{{BPMN}}}escalation")
        }
        self.definitions = {
            node.get("id", ""): node for node in root if xml.tag(node).endswith("EventDefinition")
        }
        self._lanes = {
            xml.text(reference): lane.get("name", "")
            for lane in root.iter(f"{{{BPMN}}}lane")
            for reference in xml.children(lane, "flowNodeRef")
        }
        self._around = {node.get("id"): container for node, container in nodes if node.get("id")}
        for node, _ in nodes:
            if node.get("calledElement") and node.get("id"):
                self._around.setdefault(node.get("calledElement", ""), node.get("id", ""))

    def lane(self, element_id: str, attached_to: str) -> str | None:
        """The lane that an element lies in: its own, or that of what it is drawn on or in, or that
        its process is called from."""
        found, todo, seen = None, [element_id, attached_to], set()
        while todo and not found:
            item = todo.pop(0)
            found = self._lanes.get(item)
            if item in self._around and not todo and item not in seen:
                seen.add(item)  # a process may call itself: lint refuses that, later
                todo.append(self._around[item])
        return found or None


def _read_element(
    node: Node, container: str, around: _Surroundings, files: Mapping[str, str]
) -> Element:
    element_id, kind = node.get("id", ""), xml.tag(node)
    attached_to = node.get("attachedToRef") if kind == "boundaryEvent" else None
    times = _times(node)
    timer_kind, timer_text = next(iter(times), (None, ""))
    triggers = tuple(_triggers(node, around))
    script = node.find(f"{{{BPMN}}}script")
    return Element(
        id=element_id,
        kind=kind,
        name=" ".join(node.get("name", "").split()),
        container=container,
        lane=around.lane(element_id, attached_to or element_id),
        documentation=xml.text(node.find(f"{{{BPMN}}}documentation")),
        properties=_properties(node),
        forms=_forms(node, files),
        incoming=tuple(around.incoming.get(element_id, ())),
        outgoing=tuple(around.outgoing.get(element_id, ())),
        attached_to=attached_to,
        interrupting=(node.get("cancelActivity") or node.get("isInterrupting") or "true") == "true",
        events=tuple(trigger.kind for trigger in triggers if not trigger.elsewhere),
        message=_message(node, triggers),
        timer_kind=timer_kind,
        timer_text=timer_text,
        other_times=tuple(text for _, text in times[1:]),
        start_quantity=node.get("startQuantity", "1"),
        completion_quantity=node.get("completionQuantity", "1"),
        default=node.get("default"),
        decision=xml.text(_extension(node, "calledDecisionId")) or None,
        called=node.get("calledElement"),
        tells=_tells(node),
        triggers=triggers,
        loop=_loop(node),
        script=None if xml.tag(node) != "scriptTask" else xml.text(script),
        script_format=node.get("scriptFormat", ""),
        operation=_operation(node),
        parameters=_parameters(node),
        by_event=kind in SUB_PROCESSES and node.get("triggeredByEvent") == "true",
        line=xml.line(node),
    )


_REFERENCES = ("messageRef", "signalRef", "errorRef", "escalationRef", "activityRef")


def _triggers(node: Node, around: _Surroundings) -> Iterator[Trigger]:
    for child in node.iterchildren(f"{{{BPMN}}}*"):
        name = xml.tag(child)
        if name == "eventDefinitionRef":
            referred = around.definitions.get(xml.text(child))
            kind = "unknown" if referred is None else xml.tag(referred)[: -len(_DEFINITION)]
            yield Trigger(kind, xml.text(child), elsewhere=True)
        elif name.endswith(_DEFINITION):
            refers_to = next(filter(None, (child.get(key) for key in _REFERENCES)), "")
            condition = child.find(f"{{{BPMN}}}condition")
            yield Trigger(
                kind=name[: -len(_DEFINITION)],
                refers_to=refers_to,
                target=around.names.get(refers_to),
                name=child.get("name", ""),
                condition=None if condition is None else xml.text(condition),
                code=around.codes.get(refers_to, refers_to),
            )
    if xml.tag(node) in ("receiveTask", "sendTask"):
        refers_to = node.get("messageRef", "")
        yield Trigger("message", refers_to, around.names.get(refers_to))


_DEFINITION = "EventDefinition"


def event_definitions(node: Node) -> list[str]:
    """The kinds of the events that are drawn in a node."""
    return [
        xml.tag(child)[: -len(_DEFINITION)]
        for child in node
        if xml.tag(child).endswith(_DEFINITION)
    ]


def _message(node: Node, triggers: tuple[Trigger, ...]) -> str | None:
    for trigger in triggers:
        if trigger.kind == "message" and not trigger.elsewhere:
            return trigger.target if trigger.refers_to else node.get("name")
    return None


def _times(node: Node) -> list[tuple[timers.Kind, str]]:
    """Kind and text of each time in a timer. One that says nothing is a duration without a text."""
    definition = node.find(f"{{{BPMN}}}timerEventDefinition")
    if definition is None:
        return []
    said = [child for child in definition if xml.tag(child) in timers.KINDS]
    return [(timers.KINDS[xml.tag(child)], xml.text(child)) for child in said] or [("duration", "")]


def _loop(node: Node) -> Loop | None:
    standard = node.find(f"{{{BPMN}}}standardLoopCharacteristics")
    if standard is not None:
        until = xml.text(standard.find(f"{{{BPMN}}}loopCondition"))
        return Loop("standard", until=until, most=standard.get("loopMaximum", ""))
    several = node.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
    if several is None:
        return None

    def said(name: str) -> str:
        return xml.text(several.find(f"{{{BPMN}}}{name}"))

    item = several.find(f"{{{BPMN}}}inputDataItem")
    return Loop(
        "sequential" if several.get("isSequential") == "true" else "parallel",
        times=said("loopCardinality"),
        collection=said("loopDataInputRef"),
        item="" if item is None else item.get("id", ""),  # the engine goes by it, not by the name
        output=said("loopDataOutputRef"),
        until=said("completionCondition"),
        behavior=several.get("behavior", "All"),
    )


# ------------------------------------------------------------------ what is no flow node

_BESIDE = frozenset(
    {"documentation", "extensionElements", "auditing", "monitoring", "ioBinding", "property"}
    | {"ioSpecification"}
    | {"dataInputAssociation", "dataOutputAssociation", "resourceRole", "performer"}
    | {"humanPerformer", "potentialOwner", "standardLoopCharacteristics", "completionCondition"}
    | {"multiInstanceLoopCharacteristics", "incoming", "outgoing", "laneSet", "sequenceFlow"}
    | {"dataObject", "textAnnotation", "association", "group", "artifact"}
    | {"supportedInterfaceRef", "correlationSubscription", "supports", "dataObjectReference"}
)


def _strays(nodes: list[tuple[Node, str]], root: Node) -> Iterator[Stray]:
    """What a token could not make sense of, and references to data that lead nowhere."""
    known = {node.get("id") for node in root.iter(f"{{{BPMN}}}dataObject")}
    connected = {xml.text(end) for end in root.iter(f"{{{BPMN}}}sourceRef", f"{{{BPMN}}}targetRef")}
    for node, container in nodes:
        kind = xml.tag(node)
        place = node.get("id", ""), kind, container, node.get("name", ""), xml.line(node)
        if not xml.is_bpmn(node):
            yield Stray(*place)
        elif kind in FLOW_NODES:
            if not node.get("id"):
                yield Stray(*place)
        elif kind == "dataStoreReference":
            if node.get("id") in connected:
                yield Stray(*place)
        elif kind == "dataObjectReference":
            if node.get("dataObjectRef", "") not in known:
                yield Stray(*place)
        elif kind not in _BESIDE:
            yield Stray(*place)


# ------------------------------------------------------------------ extension elements


def _extension(node: Node, name: str) -> Node | None:
    return node.find(f"{{{BPMN}}}extensionElements/{{{SPIFF}}}{name}")


def _operation(node: Node) -> str | None:
    operator = _extension(node, "serviceTaskOperator")
    return None if operator is None else operator.get("id", "")


def _parameters(node: Node) -> dict[str, str]:
    listed = node.find(
        f"{{{BPMN}}}extensionElements/{{{SPIFF}}}serviceTaskOperator/{{{SPIFF}}}parameters"
    )
    found = [] if listed is None else xml.children(listed, "parameter", SPIFF)
    return {item.get("id", ""): item.get("value", "") for item in found}


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
    try:
        return _read_forms(node, files)
    except DiagramError as error:
        raise xml.refusal(
            "readable",
            str(error),
            "Correct the form.",
            element=node.get("id", ""),
            line=xml.line(node),
        ) from error


def _read_forms(node: Node, files: Mapping[str, str]) -> dict[str, Schema]:
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
