"""Events: what they wait for or bring about, and what is missing about it."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.flows import translated
from runner.bpmn.importing.loops import loops_of
from runner.bpmn.xml import BPMN, SPIFF, Node

CATCHING = ("startEvent", "boundaryEvent", "intermediateCatchEvent")


def resolve_event_definitions(editor: DiagramEditor) -> None:
    """Definitions that several events share by reference are copied into each."""
    for node in editor.nodes():
        for reference in xml.children(node, "eventDefinitionRef"):
            shared = editor.by_id(xml.text(reference))
            if shared is not None and shared.getparent() is node:
                node.remove(reference)
                editor.say(node, "names its event definition once: it referred to it as well")
                continue
            if shared is None or not xml.tag(shared).endswith("EventDefinition"):
                node.remove(reference)
                editor.say(node, f"loses its event definition '{xml.text(reference)}': it is none")
                continue
            own = deepcopy(shared)
            editor.name(own, f"{node.get('id')}_definition")
            own.tail = None
            node.replace(reference, own)
            editor.say(node, "gets a copy of the event definition that it refers to")


def definitions(node: Node) -> list[Node]:
    """The event definitions of a node, and references to shared ones."""
    endings = ("EventDefinition", "DefinitionRef")
    return [child for child in node if xml.tag(child).endswith(endings)]


def label(node: Node) -> str:
    """What to call it in a sentence: its name, or else its id."""
    return node.get("name") or node.get("id", "")


def is_by_event(container: Node) -> bool:
    """Is it a sub-process that an event starts?"""
    return container.get("triggeredByEvent") == "true"


# ------------------------------------------------------------------ messages, signals, errors


def declare_what_is_meant(editor: DiagramEditor) -> None:
    """What an event refers to exists: the file declares it, or it is added under the name that the
    event gives. An event that names no message or signal means one of its own name."""
    for node in editor.nodes():
        places = [node] if xml.tag(node) == "receiveTask" else []
        for place in [*places, *definitions(node)]:
            kind = "message" if place is node else xml.tag(place).removesuffix("EventDefinition")
            if kind not in _DECLARED or editor.by_id(place.get(f"{kind}Ref")) is not None:
                continue
            wanted = place.get(f"{kind}Ref", "")
            if wanted:
                place.set(f"{kind}Ref", _declare(editor, kind, wanted, wanted))
                editor.say(
                    node, f"refers to the {kind} '{wanted}', which the file lacks: it is added"
                )
            elif kind in ("message", "signal") and not _is_submission(editor, node):
                name = label(node)
                key = _declare(editor, kind, f"{kind}_{node.get('id')}", name)
                place.set(f"{kind}Ref", key)
                editor.say(node, f"means a {kind} of its own name, since it names none")


_DECLARED = ("message", "signal", "error", "escalation")


def _is_submission(editor: DiagramEditor, node: Node) -> bool:
    return xml.tag(node) == "startEvent" and node.getparent() is editor.process


def _declare(editor: DiagramEditor, kind: str, key: str, name: str) -> str:
    declared = etree.Element(f"{{{BPMN}}}{kind}")
    editor.name(declared, re.sub(r"[^\w.\-]", "_", key))
    declared.set("name", name)
    if kind in ("error", "escalation"):
        declared.set(f"{kind}Code", name)
    editor.process.addprevious(declared)
    return declared.get("id", "")


def await_signals_of_others(editor: DiagramEditor) -> None:
    """A signal that nothing in the process sends comes from outside."""
    sent = {
        item.get("signalRef")
        for node in editor.nodes()
        if xml.tag(node) not in CATCHING
        for item in xml.children(node, "signalEventDefinition")
    }
    for node in editor.nodes():
        awaited = {item.get("signalRef") for item in xml.children(node, "signalEventDefinition")}
        if xml.tag(node) in CATCHING and awaited - sent and not _is_external(node):
            editor.set_property(node, "external", "true")
            editor.say(node, "waits for a signal from outside: nothing in the process sends it")


def _is_external(node: Node) -> bool:
    said = node.iter(f"{{{SPIFF}}}property")
    return any(item.get("name") == "external" for item in said)


# ------------------------------------------------------------------ what is not done here


def drop_compensation(editor: DiagramEditor) -> None:
    """Nothing is undone here by itself."""
    gone, undone, kept = [], _undone_by_lines(editor), _cancelled(editor)
    for node in editor.nodes():
        for item in definitions(node):
            kind = xml.tag(item).removesuffix("EventDefinition")
            if kind not in _NOUNS or (kind == "cancel" and node in kept):
                continue
            lost = _lost_without(node)
            if lost is not None:
                editor.say(lost, f"is taken out: there is no {_NOUNS[kind]} here")
                gone.append(lost)
                break
            node.remove(item)
            editor.say(node, f"loses its {_NOUNS[kind]}: nothing is undone by itself here")
    _remove_ways(editor, gone)
    for node in editor.nodes():
        if node.get("isForCompensation") == "true" and editor.into(node):
            node.attrib.pop("isForCompensation")
            editor.say(node, "is done where it is drawn: it was marked as work that only undoes")
    undoing = [n for n in editor.nodes() if n in undone or n.get("isForCompensation") == "true"]
    for node in undoing:
        editor.say(node, "is taken out: it would only be done to undo something")
    _remove_ways(editor, undoing)


def _cancelled(editor: DiagramEditor) -> set[Node]:
    """The events that cancel a transaction, and those on its border that lead on then."""
    events = [n for n in editor.nodes() if xml.children(n, "cancelEventDefinition")]
    borders = {n.get("attachedToRef"): n for n in events if xml.tag(n) == "boundaryEvent"}
    found: set[Node] = set()
    for end in (node for node in events if xml.tag(node) == "endEvent"):
        around = (n for n in end.iterancestors(f"{{{BPMN}}}transaction") if not loops_of(n))
        border = next((borders[n.get("id")] for n in around if n.get("id") in borders), None)
        found |= set() if border is None else {end, border}
    return found


def _undone_by_lines(editor: DiagramEditor) -> list[Node]:
    """What compensation on a border leads to, by an association and not by a flow."""
    borders = {
        node.get("id")
        for node in editor.nodes()
        if xml.tag(node) == "boundaryEvent" and xml.children(node, "compensateEventDefinition")
    }
    lines = editor.root.iter(f"{{{BPMN}}}association") if borders else ()
    found = [editor.by_id(n.get("targetRef")) for n in lines if n.get("sourceRef") in borders]
    return [node for node in found if node is not None and not editor.into(node)]


def _lost_without(event: Node) -> Node | None:
    """What makes no sense when an event waits for nothing: an event on a border, and an event
    sub-process that it starts."""
    inside = event.getparent()
    if xml.tag(event) == "boundaryEvent":
        return event
    starts = xml.tag(event) == "startEvent" and inside is not None and is_by_event(inside)
    return inside if starts else None


_NOUNS = {"compensate": "compensation", "cancel": "cancelling"}


def _remove_ways(editor: DiagramEditor, nodes: list[Node]) -> None:
    """Takes nodes out, with the events on their borders and the lines at all of them."""
    on_border: dict[str, list[Node]] = {}
    for node in editor.nodes():
        on_border.setdefault(node.get("attachedToRef", ""), []).append(node)
    gone = {node.get("id", ""): node for node in nodes}
    todo = list(gone)
    while todo:
        for border in on_border.pop(todo.pop(), ()):
            gone.setdefault(border.get("id", ""), border)
            todo.append(border.get("id", ""))
    lines = (editor.root.iter(f"{{{BPMN}}}{kind}") for kind in _LINES)
    cut = [
        n for kind in lines for n in kind if {n.get("sourceRef"), n.get("targetRef")} & set(gone)
    ]
    editor.remove(*cut, *gone.values())


_LINES = ("sequenceFlow", "association", "messageFlow")


def drop_messages_of_others(editor: DiagramEditor) -> None:
    """A message flow leads from one pool to another, and begins where a message is sent and ends
    where one is received."""
    gone = []
    for flow in list(editor.root.iter(f"{{{BPMN}}}messageFlow")):
        if why := _why_no_message(*(editor.by_id(flow.get(r)) for r in ("sourceRef", "targetRef"))):
            editor.say(flow, f"is taken out: {why}")
            gone.append(flow)
    editor.remove(*gone)


def _why_no_message(source: Node | None, target: Node | None) -> str:
    if source is None or target is None:
        return "it begins or ends at nothing"
    if _pool(source) == _pool(target):
        return "it stays in one pool, where flows lead on"
    if not _has_message(source, CATCHING):
        return f"no message is sent at '{label(source)}'"
    if not _has_message(target, _THROWING):
        return f"no message is received at '{label(target)}'"
    return ""


def _pool(node: Node) -> str:
    """The process of a node, or of a pool."""
    if xml.tag(node) == "participant":
        return node.get("processRef", "") or node.get("id", "")
    return next(node.iterancestors(f"{{{BPMN}}}process"), node).get("id", "")


_THROWING = ("endEvent", "intermediateThrowEvent")


def _has_message(end: Node, others: tuple[str, ...]) -> bool:
    """Can a message be sent or received there: at a pool, an activity or an event for it, which is
    of none of the `others`? BPMN 2.0.2, Table 7.4."""
    kind = xml.tag(end)
    if kind.endswith("Event"):
        return kind not in others and bool(xml.children(end, "messageEventDefinition"))
    return not kind.endswith("Gateway")


def drop_what_cannot_come(editor: DiagramEditor) -> None:
    """In the course of a process an event cannot wait for what only a border catches (BPMN 2.0.2,
    Table 10.93): it then says nothing."""
    for node in editor.nodes():
        for item in definitions(node) if xml.tag(node) == "intermediateCatchEvent" else ():
            kind = xml.tag(item).removesuffix("EventDefinition")
            if kind in ("error", "escalation", "terminate"):
                node.remove(item)
                editor.say(node, f"cannot wait for the kind '{kind}': only a border does")


def let_errors_interrupt(editor: DiagramEditor) -> None:
    """An error ends what it comes from; an event that catches it cannot do so beside (BPMN 2.0.2,
    Table 10.93)."""
    for node in editor.nodes():
        kinds = [xml.tag(item) for item in definitions(node)]
        for mark in ("cancelActivity", "isInterrupting") if "errorEventDefinition" in kinds else ():
            if node.get(mark) == "false":
                node.attrib.pop(mark)
                editor.say(node, "interrupts: an error ends what it comes from")


# ------------------------------------------------------------------ places to fill in


def ask_what_is_awaited(editor: DiagramEditor) -> None:
    """An event without a definition waits for something that nobody drew. In the course of the
    process a person says when it is there; anywhere else it is asked which event it is, unless
    nothing would come of it."""
    begun = {n.getparent() for n in editor.nodes() if xml.tag(n) == "startEvent"}
    idle: list[Node] = []
    lost: set[Node] = set()
    for node in editor.nodes():
        starts = xml.tag(node) == "startEvent" and _lost_without(node) is not None
        inside, border = (xml.tag(node) == kind for kind in _CAUGHT)
        if definitions(node) or not (starts or inside or border):
            continue
        before = [editor.by_id(flow.get("sourceRef")) for flow in editor.into(node)]
        gateway = any(n is not None and xml.tag(n) == "eventBasedGateway" for n in before)
        if border and not editor.out_of(node):
            editor.say(node, "is taken out: it waits for nothing, and leads nowhere")
            idle.append(node)
        elif inside and node.getparent() in begun and all(n in lost for n in before):
            editor.say(node, "is taken out: nothing leads to it, and it waits for nothing")
            lost.add(node)
        elif gateway or starts or border:
            question = "choose the kind of event, such as a message or a timer"
            editor.say(node, f"does not say what it waits for: {question}", asks=True)
        else:
            editor.say(node, "waits for nothing that is drawn, so it becomes a task for a person")
            editor.becomes(node, "userTask")
    editor.remove(*idle)
    _remove_ways(editor, [*lost])


_CAUGHT = ("intermediateCatchEvent", "boundaryEvent")


def ask_for_conditions(editor: DiagramEditor) -> None:
    """A condition that an event waits for and that says nothing, or what nothing here can read, is
    left to be filled in."""
    for node in editor.nodes():
        for item in xml.children(node, "conditionalEventDefinition"):
            condition = item.find(f"{{{BPMN}}}condition")
            written = xml.text(condition)
            new = translated(written) if written else ""
            if condition is not None and new and new != written:
                condition.text = new
                editor.say(node, f"has its condition written as “{new}”")
            elif not new:
                what = "does not say what it waits for"
                if written:
                    what = f"waits for “{written[:60]}”, which cannot be read here"
                question = "fill in a condition, such as priority == 'P1'"
                editor.say(node, f"{what}: {question}", asks=True)
