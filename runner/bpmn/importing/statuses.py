"""Statuses for a drawing that has none: each place where a case waits or ends gets its own name."""

from __future__ import annotations

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.elements import WAITING_TASKS
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.xml import BPMN, SPIFF, Node

ENDED = "Ended"


def name_statuses(editor: DiagramEditor) -> None:
    """Only where no element has a status yet: a drawing with some of them is somebody's choice."""
    if any(item.get("name") == "status" for item in editor.root.iter(f"{{{SPIFF}}}property")):
        return
    for node in editor.nodes():
        ends = xml.tag(node) == "endEvent" and node.getparent() is editor.process
        if xml.tag(node) in (*WAITING_TASKS, "intermediateCatchEvent", "receiveTask") or ends:
            name = " ".join(node.get("name", "").split()) or (ENDED if ends else node.get("id", ""))
            _set_property(node, "status", name)
            editor.say(node, f"gives a case the status “{name}”")


def _set_property(node: Node, name: str, value: str) -> None:
    extensions = node.find(f"{{{BPMN}}}extensionElements")
    if extensions is None:
        extensions = etree.Element(f"{{{BPMN}}}extensionElements")
        documented = xml.children(node, "documentation")
        node.insert(len(documented), extensions)
    properties = extensions.find(f"{{{SPIFF}}}properties")
    if properties is None:
        properties = etree.SubElement(extensions, f"{{{SPIFF}}}properties")
    etree.SubElement(properties, f"{{{SPIFF}}}property", name=name, value=value)
