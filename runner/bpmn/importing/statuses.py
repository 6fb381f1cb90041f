"""Statuses: each place where a case waits or ends gets its own name, if the drawing has none."""

from __future__ import annotations

from runner.bpmn import xml
from runner.bpmn.elements import WAITING_TASKS
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.event_repairs import is_by_event
from runner.bpmn.xml import SPIFF, Node

ENDED = "Ended"


def name_statuses(editor: DiagramEditor) -> None:
    """A drawing with some statuses is somebody's choice: there only what is new gets one."""
    chosen = any(item.get("name") == "status" for item in editor.root.iter(f"{{{SPIFF}}}property"))
    waiting = {_name(node) for node in editor.nodes() if xml.tag(node) in _WAITING}
    for node in editor.new_places if chosen else editor.nodes():
        if any(item.get("name") == "status" for item in editor.properties(node)):
            continue
        ends = _ends_a_case(editor, node)
        if ends or xml.tag(node) in _WAITING or _begins_later(editor, node):
            name = _name(node) or (ENDED if ends else node.get("id", ""))
            if ends and name in waiting:  # a case that is over goes on nowhere
                name = ENDED
            editor.set_property(node, "status", name)
            editor.say(node, f"gives a case the status “{name}”")


def _name(node: Node) -> str:
    return xml.one_line(node.get("name", ""))


_WAITING = frozenset({*WAITING_TASKS, "intermediateCatchEvent", "receiveTask"})


def _begins_later(editor: DiagramEditor, node: Node) -> bool:
    """Is it a start for whose time a case waits?"""
    timed = bool(xml.children(node, "timerEventDefinition"))
    return timed and xml.tag(node) == "startEvent" and node.getparent() is editor.process


def _ends_a_case(editor: DiagramEditor, node: Node) -> bool:
    """Is it an end of the process, or of what ends all else in it?"""
    container = node.getparent()
    if xml.tag(node) != "endEvent" or container is None or container is editor.process:
        return xml.tag(node) == "endEvent"
    starts = [n for n in editor.nodes(container) if xml.tag(n) == "startEvent"]
    alone = all(start.get("isInterrupting") != "false" for start in starts)
    return is_by_event(container) and alone and container.getparent() is editor.process
