"""Events that are several at once: each is drawn by itself. Together they do what BPMN 2.0.2
(10.5.6) says."""

from __future__ import annotations

from collections.abc import Callable

from runner.bpmn import xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.event_repairs import definitions, is_by_event
from runner.bpmn.xml import Node


def draw_apart(editor: DiagramEditor) -> None:
    """Of several that are waited for the first one decides, or all of them are waited for
    (`parallelMultiple`); several that are thrown are thrown one after the other."""
    for node in editor.nodes():
        kinds = [xml.tag(item).removesuffix("EventDefinition") for item in definitions(node)]
        draw = _DRAWN.get(xml.tag(node))
        if len(kinds) < 2 or "link" in kinds or draw is None:
            continue
        if draw(editor, node):
            editor.say(node, f"is drawn apart, as {len(kinds)} events: {', '.join(kinds)}")
            node.attrib.pop("parallelMultiple", "")


def _start(editor: DiagramEditor, node: Node) -> bool:
    """A case begins with its submission, whatever brings it about."""
    container = node.getparent()
    if container is None or is_by_event(container):
        editor.say(node, "is several events at once: draw an event sub-process for each", asks=True)
        return False
    for item in definitions(node):
        node.remove(item)
    editor.say(node, "begins with the submission, whatever brings it about")
    return False


def _border(editor: DiagramEditor, node: Node) -> bool:
    host = editor.by_id(node.get("attachedToRef"))
    if host is None:
        return False
    if _waits_for_all(node):
        editor.say(node, "waits on a border until several events have come: keep the one that "
                   "decides, and draw the others behind it", asks=True)  # fmt: skip
        return False
    merge = _behind(editor, node, "exclusiveGateway")
    for item in definitions(node)[1:]:
        other = editor.add_node("boundaryEvent", node.get("name", ""), host)
        other.set("attachedToRef", host.get("id", ""))
        other.set("cancelActivity", node.get("cancelActivity", "true"))
        other.append(item)
        editor.add_flow(other, merge)
    return True


def _catch(editor: DiagramEditor, node: Node) -> bool:
    split, join = (
        ("parallelGateway", "parallelGateway") if _waits_for_all(node)
        else ("eventBasedGateway", "exclusiveGateway")
    )  # fmt: skip
    before = [editor.by_id(flow.get("sourceRef")) for flow in editor.into(node)]
    gateway = before[0] if len(before) == 1 else None
    if split == "parallelGateway" and any(map(_awaits_the_first, before)):
        editor.say(node, "waits behind an event-based gateway until several events have come: "
                   "draw these in a sub-process, and what comes instead on its border",
                   asks=True)  # fmt: skip
        return False
    if gateway is None or not _awaits_the_first(gateway):
        gateway = editor.add_node(split, "", node, before=True)
        for flow in editor.into(node):
            editor.lead(flow, target=gateway)
        editor.add_flow(gateway, node)
    merge = _behind(editor, node, join)
    for item in definitions(node)[1:]:
        other = editor.add_node("intermediateCatchEvent", node.get("name", ""), node)
        other.append(item)
        editor.add_flow(gateway, other)
        editor.add_flow(other, merge)
    return True


def _throw(editor: DiagramEditor, node: Node) -> bool:
    """What ends everything else comes last."""
    for item in sorted(definitions(node), key=_stops)[:-1]:
        other = editor.add_node("intermediateThrowEvent", node.get("name", ""), node, before=True)
        other.append(item)
        for flow in editor.into(node):
            editor.lead(flow, target=other)
        editor.add_flow(other, node)
    return True


_DRAWN: dict[str, Callable[[DiagramEditor, Node], bool]] = {
    "startEvent": _start, "boundaryEvent": _border, "intermediateCatchEvent": _catch,
    "intermediateThrowEvent": _throw, "endEvent": _throw,
}  # fmt: skip


def _waits_for_all(node: Node) -> bool:
    return node.get("parallelMultiple") == "true"


def _awaits_the_first(node: Node | None) -> bool:
    return node is not None and xml.tag(node) == "eventBasedGateway"


def _stops(item: Node) -> bool:
    return xml.tag(item).startswith(("terminate", "error", "cancel"))


def _behind(editor: DiagramEditor, node: Node, kind: str) -> Node:
    """A gateway behind a node, which all its flows leave."""
    gateway = editor.add_node(kind, "", node)
    for flow in editor.out_of(node):
        editor.lead(flow, source=gateway)
    editor.add_flow(node, gateway)
    return gateway
