"""Events that a person brings about: Imixs-Workflow draws what can be done in a status as a
catching event behind its task, and marks it with an `activityid`. What it is defined by it sends,
calls or checks when it is chosen; a timer alone comes by itself."""

from __future__ import annotations

from runner.bpmn import xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.event_repairs import definitions, label
from runner.bpmn.xml import Node

_MARK = "{http://www.imixs.org/bpmn2}activityid"
_STATUS = "{http://www.imixs.org/bpmn2}processid"


def choose_what_is_done(editor: DiagramEditor) -> None:
    """Such an event is passed, and what leads to it is a choice of its name. One that nothing leads
    to leaves its case where it is."""
    marked = [node for node in editor.nodes() if _is_marked(node)]
    for node in [node for node in marked if not editor.into(node)]:
        why = "a clock does it" if "timer" in _kinds(node) else "it is done without going on"
        editor.say(node, f"is taken out: {why}, which nothing here leads to")
        editor.remove(*editor.out_of(node), node)
    for node in marked:
        if editor.into(node) and "timer" in _kinds(node):
            _put_on_border(editor, node)
    done = {
        node.get("id", ""): node
        for node in marked
        if editor.into(node) and "timer" not in _kinds(node)
    }
    gateways = _decided(editor, done)
    for node in done.values():
        _pass(editor, node)
    for gateway in gateways:
        _decide(editor, gateway)
    for task in [node for node in editor.nodes() if _STATUS in node.attrib]:
        _name_choices(editor, task)


def _name_choices(editor: DiagramEditor, task: Node) -> None:
    """What leads out of a status are choices, and all of them have a name."""
    flows = editor.out_of(task)
    for flow in flows if len(flows) > 1 else ():
        target = editor.by_id(flow.get("targetRef"))
        if target is not None and not flow.get("name"):
            flow.set("name", target.get("name") or f"To {target.get('id')}")


def _put_on_border(editor: DiagramEditor, event: Node) -> None:
    """A clock that runs beside what a person can do runs while a case is at the task in front."""
    [into, *others] = editor.into(event)
    source = editor.by_id(into.get("sourceRef"))
    beside = source is not None and len(editor.out_of(source)) > 1
    if source is not None and xml.tag(source) == "eventBasedGateway":
        before = editor.into(source)
        source = editor.by_id(before[0].get("sourceRef")) if len(before) == 1 else None
    if others or not beside or source is None or _STATUS not in source.attrib:
        return
    border = editor.add_node("boundaryEvent", event.get("name", ""), source)
    border.set("attachedToRef", source.get("id", ""))
    for item in definitions(event):
        border.append(item)
    for flow in editor.out_of(event):
        editor.lead(flow, source=border)
    editor.say(border, f"is put on the border of '{label(source)}', at which a case waits for it")
    editor.remove(into, event)


def _decided(editor: DiagramEditor, done: dict[str, Node]) -> list[Node]:
    """The gateways for events behind which a person does everything. Where one event comes by
    itself, it is a real event gateway: the others behind it are taken out of `done`, and so may
    make a real one of the next. What is no event that waits is chosen, too."""
    drawn = [node for node in editor.nodes() if xml.tag(node) == "eventBasedGateway"]
    ways = [(node, targets) for node in drawn if (targets := _awaited(editor, node))]
    while real := [targets for _, targets in ways if not targets <= done.keys()]:
        ways = [(node, targets) for node, targets in ways if targets <= done.keys()]
        for key in set[str]().union(*real):
            done.pop(key, None)
    return [node for node, _ in ways]


def _is_marked(node: Node) -> bool:
    if xml.tag(node) != "intermediateCatchEvent" or _MARK not in node.attrib:
        return False
    return "link" not in _kinds(node)


def _kinds(node: Node) -> list[str]:
    return [xml.tag(one).removesuffix("EventDefinition") for one in definitions(node)]


def _awaited(editor: DiagramEditor, gateway: Node) -> set[str]:
    """The events that stand behind a gateway."""
    ahead = [editor.by_id(flow.get("targetRef")) for flow in editor.out_of(gateway)]
    awaited = ("intermediateCatchEvent", "receiveTask")
    return {n.get("id", "") for n in ahead if n is not None and xml.tag(n) in awaited}


def _pass(editor: DiagramEditor, node: Node) -> None:
    for kind, one in zip(_kinds(node), definitions(node), strict=True):
        node.remove(one)
        editor.say(node, f"loses its {kind}, which only another tool can do")
    editor.becomes(node, "intermediateThrowEvent")
    editor.say(node, "is what a person chooses in front of it, not an event that comes")
    for flow in editor.into(node):
        flow.set("name", flow.get("name") or node.get("name", ""))


def _decide(editor: DiagramEditor, gateway: Node) -> None:
    """Where other choices lead out of the task in front, too, it has them all itself."""
    editor.say(gateway, "is decided by the person in front of it, who chooses what is done")
    into = editor.into(gateway)
    task = editor.by_id(into[0].get("sourceRef")) if len(into) == 1 else None
    if task is None or len(editor.out_of(task)) < 2:
        editor.becomes(gateway, "exclusiveGateway")
        return
    for flow in editor.out_of(gateway):
        editor.lead(flow, source=task)
    editor.remove(*into, gateway)
