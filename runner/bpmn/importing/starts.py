"""Where a process or sub-process begins."""

from __future__ import annotations

from runner.bpmn import xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.event_repairs import definitions, is_by_event
from runner.bpmn.importing.form_fields import FORM, form_of
from runner.bpmn.xml import BPMN, Node


def begin_at_once(editor: DiagramEditor) -> None:
    """A start that waits for a time or a condition, and does not say which, waits for nothing but
    the submission, and one of a called process for nothing but its call. So does one that would
    come again and again: a case begins once."""
    for node in (node for process in editor.processes() for node in editor.nodes(process)):
        for item in definitions(node) if xml.tag(node) == "startEvent" else ():
            if node.getparent() is not editor.process:
                node.remove(item)
                editor.say(node, "begins when its process is called, and waits for nothing else")
            elif xml.tag(item) in _UNSAID and not any(map(xml.text, item)):
                node.remove(item)
                editor.say(node, "begins at once: it does not say what it waits for")
            elif xml.tag(item) in _NOT_BEFORE:
                node.remove(item)
                editor.say(node, "begins with the submission: nothing else can bring it about")
            elif any(xml.text(cycle) for cycle in xml.children(item, "timeCycle")):
                node.remove(item)
                editor.say(node, "begins with the submission: a case begins once, and not again "
                           "and again")  # fmt: skip


_NOT_BEFORE = (
    "conditionalEventDefinition", "errorEventDefinition", "escalationEventDefinition",
    "cancelEventDefinition", "compensateEventDefinition",
)  # fmt: skip
"""What nothing can be told of before a case begins."""
_UNSAID = ("timerEventDefinition", "conditionalEventDefinition")


def start_by_event(editor: DiagramEditor) -> None:
    """What begins with an event that it waits for, and stands beside the flows, is an event
    sub-process: no other can (BPMN 2.0.2, 10.5.2). One that flows lead to is none."""
    for node in editor.nodes():
        if is_by_event(node) and editor.into(node):
            node.attrib.pop("triggeredByEvent")
            editor.say(node, "is no event sub-process: flows lead to it")
        waits = any(xml.tag(n) == "startEvent" and definitions(n) for n in editor.nodes(node))
        marked = node.get("triggeredByEvent") == "true" or node.get("isForCompensation") == "true"
        if xml.tag(node) != "subProcess" or marked or not waits:
            continue
        if editor.into(node):
            _begin_plainly(editor, node)
            continue
        others = [n for n in editor.nodes() if n.getparent() is node.getparent()]
        beside = any(xml.tag(n) == "startEvent" for n in others)
        if beside and not editor.out_of(node):
            node.set("triggeredByEvent", "true")
            editor.say(node, "is started by its event: no flow leads to it")


def _begin_plainly(editor: DiagramEditor, container: Node) -> None:
    """What flows lead to begins when a token comes there, whatever its start says."""
    for node in editor.nodes(container):
        for item in definitions(node) if xml.tag(node) == "startEvent" else ():
            node.remove(item)
            editor.say(node, "begins at once: flows lead to its sub-process, which waits for "
                       "nothing else")  # fmt: skip


def fill_in_behind(editor: DiagramEditor) -> None:
    """The form of a start event, which other tools show to who begins, is filled in in a task
    behind it: here a case begins with a submission, which has a form of its own."""
    for node in editor.nodes():
        forms = node.findall(f"{{{BPMN}}}extensionElements/{FORM}")
        waits = definitions(node) and node.getparent() is not editor.process
        if xml.tag(node) != "startEvent" or waits or not any(map(_asks, forms)):
            continue
        task = editor.add_node("userTask", xml.one_line(node.get("name", "Begin")), node)
        for flow in editor.out_of(node):
            editor.lead(flow, source=task)
        editor.add_flow(node, task)
        for form in forms:
            editor.extension(task).append(form)
        editor.say(node, "gets a task behind it in which its form is filled in: who submits a case "
                   "is not asked for it")  # fmt: skip


def _asks(form: Node) -> bool:
    fields = (form_of(form) or {}).get("properties", {}).values()
    return any("const" not in spec for spec in fields)


def begin_once(editor: DiagramEditor) -> None:
    """Several start events are several ways to begin: a person says which one it is."""
    for container in editor.containers():
        starts = [n for n in editor.nodes(container) if xml.tag(n) == "startEvent"]
        if len(starts) < 2:
            continue
        if is_by_event(container):
            editor.say(container, "has several starts: draw an event sub-process for each of them",
                       asks=True)  # fmt: skip
            continue
        gateway = editor.add_node("exclusiveGateway", "", starts[0], before=True)
        question = editor.add_node("userTask", "How does it begin?", gateway, before=True)
        first = editor.add_node("startEvent", "", question, before=True)
        editor.add_flow(first, question)
        editor.add_flow(question, gateway)
        for number, start in enumerate(starts, 1):
            _goes_on(editor, start)
            flow = editor.add_flow(gateway, start)
            flow.set("name", start.get("name") or f"Start {number}")
            editor.say(start, "is one of several ways to begin: a person says which one it is")


def _goes_on(editor: DiagramEditor, start: Node) -> None:
    """Makes a start event one that is only passed."""
    for item in definitions(start):
        start.remove(item)
    for name in ("isInterrupting", "parallelMultiple"):
        start.attrib.pop(name, "")
    editor.becomes(start, "intermediateThrowEvent")


def draw_starts(editor: DiagramEditor) -> None:
    """Without a start event all that nothing leads to begins at once (BPMN 2.0.2, 10.5.2)."""
    for container in editor.containers():
        nodes = editor.nodes(container)
        if any(xml.tag(node) == "startEvent" for node in nodes):
            continue
        first = [node for node in nodes if _begins(editor, node)]
        if not first:
            if container is editor.process:
                editor.say(container, "has nothing in it that begins: draw a start event and what "
                           "it leads to", asks=True)  # fmt: skip
            continue
        target = first[0]
        if len(first) > 1:
            target = editor.add_node("parallelGateway", "", first[0], before=True)
            for node in first:
                editor.add_flow(target, node)
                editor.say(node, "begins with the others: nothing leads to it")
        start = editor.add_node("startEvent", "", target, before=True)
        editor.add_flow(start, target)
        editor.say(first[0], "gets a start event in front: the process had none")


def _begins(editor: DiagramEditor, node: Node) -> bool:
    elsewhere = xml.tag(node) == "boundaryEvent" or node.get("triggeredByEvent") == "true"
    caught = xml.tag(node) == "intermediateCatchEvent" and xml.children(node, "linkEventDefinition")
    return not (elsewhere or caught or editor.into(node))


def begin_nowhere_else(editor: DiagramEditor) -> None:
    """What a flow leads to does not begin a process by itself."""
    for node in editor.nodes():
        if node.get("instantiate") == "true" and editor.into(node):
            node.attrib.pop("instantiate")
            editor.say(node, "does not begin a process by itself any more: a flow leads to it")


def ask_for_ways(editor: DiagramEditor) -> None:
    """Beside a start event nothing begins by itself: what leads to the rest is left to be drawn."""
    for container in editor.containers():
        for node in editor.nodes(container):
            if _begins(editor, node) and xml.tag(node) != "startEvent":
                instead = "put it on the border of what it interrupts, "
                ways = instead if xml.tag(node) == "intermediateCatchEvent" else ""
                question = f"draw what leads to it, {ways}or remove it"
                editor.say(node, f"never happens: {question}", asks=True)
