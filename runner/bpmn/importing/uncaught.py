"""Errors and escalations that nothing around them catches."""

from __future__ import annotations

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.elements import SUB_PROCESSES
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.event_repairs import CATCHING, definitions, is_by_event, label
from runner.bpmn.xml import BPMN, Node


def end_what_nothing_catches(editor: DiagramEditor) -> None:
    """An error that nothing around it catches ends the process, an escalation nothing at all."""
    catchers = _Catchers(editor)
    for node in editor.nodes():
        for item in definitions(node):
            kind = xml.tag(item).removesuffix("EventDefinition")
            if xml.tag(node) in CATCHING or kind not in ("error", "escalation"):
                continue
            if catchers.catch(node, kind, item):
                continue
            if kind == "escalation":
                node.remove(item)
                editor.say(node, "loses its escalation, which nothing around it catches")
            elif xml.tag(node) == "endEvent":
                border = _end_all(editor, node, item, catchers.around(node))
                catchers.add(*[] if border is None else [border])


class _Catchers:
    """What catches errors and escalations: events on borders, and the starts of event
    sub-processes."""

    def __init__(self, editor: DiagramEditor):
        self._editor = editor
        self._by_place: dict[tuple[str | None, str, str], list[Node]] = {}
        self._calls: dict[str, list[Node]] = {}
        for node in editor.nodes():
            self._calls.setdefault(node.get("calledElement", ""), []).append(node)
        self.add(*editor.nodes())

    def add(self, *events: Node) -> None:
        for event in events:
            place, catching = _caught_at(event)
            for item in definitions(event) if place else ():
                kind = xml.tag(item).removesuffix("EventDefinition")
                key = (place, kind, self._code(kind, item))
                self._by_place.setdefault(key, []).append(catching)

    def catch(self, thrower: Node, kind: str, thrown: Node) -> bool:
        """Is what is thrown caught around the thrower? Not by what begins the event sub-process
        that it lies in itself."""
        around = self.around(thrower)
        return any(
            catching not in around
            for outer in around
            for code in {"", self._code(kind, thrown)}
            for catching in self._by_place.get((outer.get("id"), kind, code), ())
        )

    def around(self, node: Node) -> list[Node]:
        """What a node lies in, the nearest first: also the call of its process, where that is the
        only one, and what that lies in."""
        found: list[Node] = []
        calls = [node]
        while len(calls) == 1 and calls[0] not in found:
            found += [calls[0], *calls[0].iterancestors()]
            called = next((outer for outer in found[::-1] if xml.tag(outer) == "process"), None)
            calls = [] if called is None else self._calls.get(called.get("id", ""), [])
        return found[1:]

    def _code(self, kind: str, item: Node) -> str:
        declared = self._editor.by_id(item.get(f"{kind}Ref"))
        code = "" if declared is None else declared.get(f"{kind}Code", "")
        return code or item.get(f"{kind}Ref", "")


def _caught_at(event: Node) -> tuple[str | None, Node]:
    """The scope or activity in which what is thrown comes to an event, None where it comes from
    nowhere; and the event, or the event sub-process that it starts."""
    inside = event.getparent()
    if xml.tag(event) == "startEvent" and inside is not None and is_by_event(inside):
        scope = inside.getparent()
        return (None if scope is None else scope.get("id")), inside
    return event.get("attachedToRef"), event


def _end_all(editor: DiagramEditor, end: Node, error: Node, outer: list[Node]) -> Node | None:
    """Ends the process where an error is thrown; returns the event on a border that was drawn for
    that, if one was."""
    around = [node for node in outer if xml.tag(node) in (*SUB_PROCESSES, "callActivity")]
    if len(around) == 1 and _runs_beside(editor, end, around[0]):
        return _catch_beside(editor, end, error, around[0])
    if editor.process not in outer or not _ends_all_else(editor, end, around):
        return None  # the gate names it
    if not around or is_by_event(around[-1]):
        error.tag = f"{{{BPMN}}}terminateEventDefinition"
        error.attrib.pop("errorRef", "")
        editor.say(end, "ends the whole process: nothing around it catches its error")
        return None
    outermost = around[-1]
    border = editor.add_node("boundaryEvent", "", outermost)
    border.set("attachedToRef", outermost.get("id", ""))
    caught = etree.SubElement(border, f"{{{BPMN}}}errorEventDefinition")
    if error.get("errorRef"):
        caught.set("errorRef", error.get("errorRef", ""))
    last = editor.add_node("endEvent", end.get("name", ""), border)
    etree.SubElement(last, f"{{{BPMN}}}terminateEventDefinition")
    editor.add_flow(border, last)
    editor.say(end, f"ends the whole process, by an event on the border of '{label(outermost)}': "
               "nothing around it catches its error")  # fmt: skip
    return border


def _ends_all_else(editor: DiagramEditor, end: Node, around: list[Node]) -> bool:
    """Can the process be ended from there? Not from a handler beside which other work goes on."""
    if not around or not is_by_event(around[-1]):
        return True
    return len(around) == 1 and not _runs_beside(editor, end, around[0])


def _runs_beside(editor: DiagramEditor, end: Node, handler: Node) -> bool:
    """Is it an event sub-process of the process, beside which other work goes on?"""
    if not is_by_event(handler) or handler.getparent() is not editor.process:
        return False
    starts = [node for node in editor.nodes(handler) if xml.tag(node) == "startEvent"]
    return any(start.get("isInterrupting") == "false" for start in starts)


def _catch_beside(editor: DiagramEditor, end: Node, error: Node, handler: Node) -> Node:
    """An event sub-process that catches an error of another one, and ends all; returns its start
    event."""
    catching = editor.add_node("subProcess", end.get("name", ""), handler)
    catching.set("triggeredByEvent", "true")
    start = editor.add_start(end.get("name", ""), catching)
    caught = etree.SubElement(start, f"{{{BPMN}}}errorEventDefinition")
    if error.get("errorRef"):
        caught.set("errorRef", error.get("errorRef", ""))
    last = editor.add_node("endEvent", end.get("name", ""), start)
    editor.new_places.append(last)
    editor.add_flow(start, last)
    editor.say(end, "ends the whole process, by an event sub-process beside it: nothing around it "
               "catches its error")  # fmt: skip
    return start
