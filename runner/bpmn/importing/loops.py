"""Activities that are done several times without saying how often."""

from __future__ import annotations

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.elements import WAITING_TASKS
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.form_fields import add_field, as_word
from runner.bpmn.xml import BPMN, Node


def count_rounds(editor: DiagramEditor) -> None:
    """A number or a wish that only people know is a field of a form. That of the number of
    instances is added with the other variables that nothing sets."""
    for node in editor.nodes():
        for several in xml.children(node, "multiInstanceLoopCharacteristics"):
            if several.attrib.pop("behavior", "All") != "All":
                editor.say(node, "throws no events when one of several is done")
            if not (_says(several, "loopCardinality") or _says(several, "loopDataInputRef")):
                _write(several, "loopCardinality", _variable("number_of", node))
                editor.say(node, "is done as often as a person says: the file gives no number")
        for again in xml.children(node, "standardLoopCharacteristics"):
            if not (_says(again, "loopCondition") or again.get("loopMaximum", "0") != "0"):
                again.attrib.pop("loopMaximum", "")
                _ask_for_more(editor, node, again)


def _ask_for_more(editor: DiagramEditor, node: Node, again: Node) -> None:
    if xml.tag(node) not in WAITING_TASKS:
        editor.say(node, "does not say how often it is done: write a loopMaximum", asks=True)
        return
    name = _variable("repeat", node)
    _write(again, "loopCondition", name)
    add_field(editor, node, name, {"type": "boolean", "title": "Do it once more"}, False)
    editor.say(node, "is done again as long as a person wants it: the file does not say how often")


def _says(loop: Node, name: str) -> bool:
    """Some tools write 0 where nothing was filled in."""
    return xml.text(loop.find(f"{{{BPMN}}}{name}")) not in ("", "0")


def _write(loop: Node, name: str, text: str) -> None:
    found = loop.find(f"{{{BPMN}}}{name}")
    if found is None:
        found = etree.Element(f"{{{BPMN}}}{name}")
        first = [c for c in loop if xml.tag(c) in ("documentation", "extensionElements")]
        loop.insert(len(first), found)
    found.text = text


def _variable(word: str, node: Node) -> str:
    return f"{word}_{as_word(node.get('id', ''))}"
