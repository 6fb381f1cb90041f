"""Joins that wait for several tokens where there is only one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from runner.bpmn import xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.lowering import link_name
from runner.bpmn.xml import Node


def join_one_token(editor: DiagramEditor) -> None:
    """A parallel gateway behind which no case could ever go on, since nothing in front of it makes
    several tokens, can only mean that the one token goes on. Decision 0347."""
    throws = _throws(editor)
    for gateway in editor.nodes():
        joins = xml.tag(gateway) == "parallelGateway" and len(editor.into(gateway)) > 1
        if not joins or len(editor.out_of(gateway)) > 1:
            continue
        if not _comes_with_others(editor, gateway, throws):
            editor.becomes(gateway, "exclusiveGateway")
            editor.say(gateway, "lets the one token go on that comes: nothing in front of it makes "
                       "the several that it waited for")  # fmt: skip


Links = Mapping[tuple[Node | None, str], Sequence[Node]]


def _throws(editor: DiagramEditor) -> Links:
    """The events that throw a link, by what they stand in and its name."""
    found: dict[tuple[Node | None, str], list[Node]] = {}
    for node in editor.nodes():
        if xml.tag(node) == "intermediateThrowEvent" and (name := link_name(node)):
            found.setdefault((node.getparent(), name), []).append(node)
    return found


def _comes_with_others(editor: DiagramEditor, gateway: Node, throws: Links) -> bool:
    """Does anything in front of a join make several tokens?"""
    seen, todo = {gateway}, [gateway]
    while todo:
        node = todo.pop()
        host = editor.by_id(node.get("attachedToRef"))
        if node is not gateway and (_splits(editor, node) or node.get("cancelActivity") == "false"):
            return True
        sources = [editor.by_id(flow.get("sourceRef")) for flow in editor.into(node)]
        if xml.tag(node) == "intermediateCatchEvent":
            sources += throws.get((node.getparent(), link_name(node)), ())
        new = [n for n in (host, *sources) if n is not None and n not in seen]
        seen.update(new)
        todo += new
    return False


def _splits(editor: DiagramEditor, node: Node) -> bool:
    one = xml.tag(node) in ("exclusiveGateway", "eventBasedGateway")
    return len(editor.out_of(node)) > 1 and not one
