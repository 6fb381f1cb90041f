"""Statuses: each place where a case waits or ends gets its own name, if the drawing has none."""

from __future__ import annotations

from runner.bpmn import xml
from runner.bpmn.elements import WAITING_TASKS
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.xml import BPMN, SPIFF, Node

ENDED = "Ended"


def name_statuses(editor: DiagramEditor) -> None:
    """A drawing with some statuses is somebody's choice: there only new tasks get one."""
    chosen = any(item.get("name") == "status" for item in editor.root.iter(f"{{{SPIFF}}}property"))
    for node in editor.new_tasks if chosen else editor.nodes():
        if _has_status(node):
            continue
        ends = xml.tag(node) == "endEvent" and node.getparent() is editor.process
        if xml.tag(node) in (*WAITING_TASKS, "intermediateCatchEvent", "receiveTask") or ends:
            name = " ".join(node.get("name", "").split()) or (ENDED if ends else node.get("id", ""))
            editor.set_property(node, "status", name)
            editor.say(node, f"gives a case the status “{name}”")


def _has_status(node: Node) -> bool:
    said = node.iterfind(f"{{{BPMN}}}extensionElements/{{{SPIFF}}}properties/{{{SPIFF}}}property")
    return any(item.get("name") == "status" for item in said)
