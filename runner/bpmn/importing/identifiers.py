"""Ids, and what refers to them."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.elements import FLOW_NODES, LISTED
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.xml import BPMN, BPMNDI, Node


def name_what_has_no_id(editor: DiagramEditor) -> None:
    if not editor.process.get("id"):
        editor.name(editor.process, "process")
        editor.say(editor.process, "gets an id, which versions go by")
    for node in editor.nodes():
        if not node.get("id"):
            editor.name(node, xml.tag(node))
            editor.say(node, "gets an id")


def tell_doubles_apart(editor: DiagramEditor) -> None:
    """Of two elements with one id the second gets another, if nothing refers to that id that could
    mean either; what only lists flows (`incoming`) is put right, and so is the picture. What
    nothing here runs (a global task) and what is only known inside its activity (its data) gets
    another id whatever refers to that."""
    wanted = Counter(
        key
        for node in editor.root.iter(f"{{{BPMN}}}*")
        if xml.tag(node) not in ("incoming", "outgoing")
        for key in xml.references(node)
    )
    drawn: dict[str, list[Node]] = {}
    for shape in editor.root.iter(f"{{{BPMNDI}}}*"):
        drawn.setdefault(shape.get("bpmnElement", ""), []).append(shape)
    first: dict[str, Node] = {}
    _declare_once(editor)
    inside: _InsideReferences | None = None
    for node in list(editor.root.iter(f"{{{BPMN}}}*")):
        key = node.get("id", "")
        if key in first and (odd := _which_is_only_known_inside(first[key], node)) is not None:
            first[key] = node if odd is first[key] else first[key]
            editor.name(odd, key)
            editor.keep_name(first[key])
            if xml.tag(odd) in _DATA:
                inside = inside or _InsideReferences(editor.root)
                inside.follow(odd, key)
            _say_so(editor, odd, key)
        elif key in first and not wanted[key]:
            editor.name(node, key)
            _draw_apart(drawn.get(key, []), node.get("id", ""))
            _list_anew(editor, node, key)
            _say_so(editor, node, key)
        elif key:
            first.setdefault(key, node)


def _declare_once(editor: DiagramEditor) -> None:
    """Declarations beside the processes that say the same under one id are one."""
    beside = [node for node in editor.root if xml.is_bpmn(node)]
    several = Counter(node.get("id") for node in beside)
    met: dict[bytes, Node] = {}
    for node in [node for node in beside if node.get("id") and several[node.get("id")] > 1]:
        first = met.setdefault(etree.tostring(node, with_tail=False), node)
        if first is not node:
            xml.detach(node)
            editor.keep_name(first)
            editor.say(first, "is declared once: it stood there twice, in the same words")


def _say_so(editor: DiagramEditor, node: Node, key: str) -> None:
    editor.say(node, f"gets an id of its own: another element has the id '{key}', too")


def _which_is_only_known_inside(one: Node, other: Node) -> Node | None:
    return next((n for n in (other, one) if xml.tag(n) in (*_DATA, *_GLOBAL)), None)


_DATA = ("dataInput", "dataOutput")
_GLOBAL = (
    "globalTask", "globalUserTask", "globalManualTask", "globalScriptTask",
    "globalBusinessRuleTask",
)  # fmt: skip


class _InsideReferences:
    """What refers to data in the same activity, found by that activity and the id."""

    def __init__(self, root: Node):
        self._found: dict[tuple[Node | None, str], list[Node]] = {}
        for node in root.iter(f"{{{BPMN}}}*"):
            if not len(node) and (key := xml.text(node)):
                self._found.setdefault((_activity(node), key), []).append(node)

    def follow(self, data: Node, old: str) -> None:
        for reference in self._found.pop((_activity(data), old), ()):
            reference.text = data.get("id")


def _activity(node: Node) -> Node | None:
    return next((n for n in node.iterancestors() if xml.tag(n) in FLOW_NODES), None)


def _draw_apart(shapes: list[Node], new: str) -> None:
    """Of the shapes or edges of an id the second is that of the second element."""
    if len(shapes) > 1:
        shapes.pop(1).set("bpmnElement", new)


def _list_anew(editor: DiagramEditor, flow: Node, key: str) -> None:
    for end, pointer in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
        node = editor.by_id(flow.get(end))
        for item in () if node is None else xml.children(node, pointer):
            if xml.text(item) == key:
                item.text = flow.get("id")
                break


def write_ids_as_names(editor: DiagramEditor) -> None:
    odd = [
        node
        for node in editor.root.iter(f"{{{BPMN}}}*")
        if node.get("id") and not xml.NAME.fullmatch(node.get("id", ""))
    ]
    old = {node: node.get("id", "") for node in odd}
    editor.rename([(node, _as_name(key)) for node, key in old.items()])
    for node, key in old.items():
        editor.say(node, f"has the id '{node.get('id')}' now: '{key}' is no name as XML has it")


def _as_name(key: str) -> str:
    name = re.sub(r"[^\w.\-·]", "_", key)
    return name if xml.NAME.fullmatch(name) else f"_{name}"


# ------------------------------------------------------------------ references to what is not there


def drop_lost_references(editor: DiagramEditor) -> None:
    """What lanes, associations and message flows refer to exists, or they do not refer to it."""
    _bind_data(editor)
    _list_what_is_drawn(editor)
    ids = {node.get("id") for node in editor.root.iter("{*}*")}
    gone = []
    for node in list(editor.root.iter(*(f"{{{BPMN}}}{kind}" for kind in _REFERRING))):
        if xml.tag(node) in _LISTS:
            _leave_out(editor, node)
            continue
        ends = [*xml.references(node), *(xml.text(end) for end in node if xml.references(end))]
        lost = [f"'{key}'" for key in ends if key not in ids]
        if lost:
            editor.say(node, f"is taken out: it refers to {', '.join(lost)}, which does not exist")
            gone.append(node)
    editor.remove(*gone)
    _keep_defaults(editor)


def _keep_defaults(editor: DiagramEditor) -> None:
    for node in editor.nodes():
        flows = {flow.get("id") for flow in editor.out_of(node)}
        if node.get("default") and node.get("default") not in flows:
            lost = node.attrib.pop("default")
            editor.say(node, f"has no default flow any more: '{lost}' does not leave it")


_REFERRING = ("lane", "inputSet", "outputSet", "association", "dataInputAssociation",
              "dataOutputAssociation", "messageFlow")  # fmt: skip
_LISTS = {"lane": "flowNodeRef", "inputSet": "dataInputRefs", "outputSet": "dataOutputRefs"}
"""What lists elements, and by which reference."""


def _leave_out(editor: DiagramEditor, node: Node) -> None:
    name = _LISTS[xml.tag(node)]
    listed = [(item, editor.by_id(xml.text(item))) for item in xml.children(node, name)]
    lost = [item for item, found in listed if found is None or xml.tag(found) not in LISTED[name]]
    for item in lost:
        node.remove(item)
    if lost:
        names = ", ".join(f"'{xml.text(item)}'" for item in lost)
        editor.say(node, f"does not list {names} any more: it is not there, or cannot be listed")


def _bind_data(editor: DiagramEditor) -> None:
    """A reference to a data object that was never declared: it is declared."""
    for reference in editor.root.iter(f"{{{BPMN}}}dataObjectReference"):
        if editor.by_id(reference.get("dataObjectRef")) is None and reference.get("id"):
            data = etree.Element(f"{{{BPMN}}}dataObject")
            editor.name(data, f"data_{reference.get('id')}")
            reference.addprevious(data)
            reference.set("dataObjectRef", data.get("id", ""))
            editor.say(reference, "gets the data object that it stands for: the file has none")


def _list_what_is_drawn(editor: DiagramEditor) -> None:
    """Elements list the flows that lead to them and from them, and no others."""
    ends = {"incoming": "targetRef", "outgoing": "sourceRef"}
    nodes = [node for node in editor.root.iter(f"{{{BPMN}}}*") if xml.tag(node) in FLOW_NODES]
    for node in nodes:
        for item in [child for child in node if xml.is_bpmn(child) and xml.tag(child) in ends]:
            flow = editor.by_id(xml.text(item))
            if flow is None or flow.get(ends[xml.tag(item)]) != node.get("id"):
                node.remove(item)
                editor.say(node, f"does not list the flow '{xml.text(item)}' any more: it is "
                           "not drawn there")  # fmt: skip
