"""Activities that are done several times without saying how often."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.elements import WAITING_TASKS
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.flows import translated
from runner.bpmn.importing.form_fields import add_field, as_word, field_names
from runner.bpmn.importing.variables import set_without_form
from runner.bpmn.xml import BPMN, Node


def count_rounds(editor: DiagramEditor) -> None:
    """A number or a wish that only people know is a field of a form. That of the number of
    instances is added with the other variables that nothing sets."""
    known = {name for process in editor.processes() for name in field_names(process)}
    known |= set_without_form(editor)
    for node in editor.nodes():
        for loop in loops_of(node):
            _translate(editor, node, loop, known)
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


def loops_of(node: Node) -> list[Node]:
    """What says that a node is done several times."""
    return [child for child in node if xml.tag(child).endswith("LoopCharacteristics")]


def _translate(editor: DiagramEditor, node: Node, loop: Node, known: Collection[str]) -> None:
    """What other engines write in their languages. What cannot be said here is dropped, and asked
    for like what was never written."""
    for kind in _EXPRESSIONS:
        for place in xml.children(loop, kind):
            written = xml.text(place)
            new = translated(_COUNTS.sub(lambda count: f"numberOf{count[1]}", written))
            if new is None or (kind == _LIST and not _is_set(editor, written, known)):
                editor.say(node, f"loses “{written[:60]}” ({kind}), which cannot be read here")
                loop.remove(place)
                for item in xml.children(loop, "inputDataItem") if kind == _LIST else ():
                    loop.remove(item)
            elif new != written:
                place.text = new
                editor.say(node, f"has its {kind} written as “{new}”")


def _is_set(editor: DiagramEditor, collection: str, known: Collection[str]) -> bool:
    """Can a list be set? Data of the activity itself only where a data object hands it over."""
    data = editor.by_id(collection)
    if data is None or xml.tag(data) != "dataInput":
        return data is not None or collection in known
    given = editor.root.iter(f"{{{BPMN}}}dataInputAssociation")
    ways = (way for way in given if collection in map(xml.text, xml.children(way, "targetRef")))
    sources = [editor.by_id(xml.text(n)) for way in ways for n in xml.children(way, "sourceRef")]
    return any(source is not None and xml.tag(source) in _KEPT for source in sources)


_KEPT = ("dataObject", "dataObjectReference")
_LIST = "loopDataInputRef"
_EXPRESSIONS = ("loopCardinality", "loopCondition", "completionCondition", _LIST)
_COUNTS = re.compile(r"\bnrOf((?:Active|Completed)?Instances)\b")
"""What Camunda and Flowable call the counts of BPMN 2.0.2, Table 10.30."""


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
