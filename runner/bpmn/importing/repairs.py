"""Elements that nothing here can carry out, or that lack what they need."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.xml import BPMN, SPIFF, Node

A_PERSON = "becomes a task for a person, since nothing here can do it by itself"


def name_what_has_no_id(editor: DiagramEditor) -> None:
    if not editor.process.get("id"):
        editor.name(editor.process, "process")
        editor.say(editor.process, "gets an id, which versions go by")
    for node in editor.nodes():
        if not node.get("id"):
            editor.name(node, xml.tag(node))
            editor.say(node, "gets an id")


def drop_data_stores(editor: DiagramEditor) -> None:
    """What people have to know is kept with the case, in forms; a store outside is not reached."""
    for node in list(editor.process.iter()):
        if xml.tag(node) == "dataStoreReference" and xml.is_bpmn(node):
            gone = node.get("id")
            editor.say(node, "is taken out, since no store outside is reached: use fields of forms")
            for association in list(editor.process.iter()):
                if gone and xml.tag(association) in _ASSOCIATIONS and gone in _ends(association):
                    editor.remove(association)
            editor.remove(node)


_ASSOCIATIONS = ("dataInputAssociation", "dataOutputAssociation", "association")


def _ends(association: Node) -> set[str | None]:
    texts: set[str | None] = {xml.text(child) for child in association}
    return texts | {association.get("sourceRef"), association.get("targetRef")}


def resolve_event_definitions(editor: DiagramEditor) -> None:
    """Definitions that several events share by reference are copied into each."""
    for node in editor.nodes():
        for reference in xml.children(node, "eventDefinitionRef"):
            shared = editor.by_id(xml.text(reference).split(":")[-1])
            if shared is None or not xml.tag(shared).endswith("EventDefinition"):
                continue
            own = deepcopy(shared)
            editor.name(own, f"{node.get('id')}_definition")
            own.tail = None
            node.replace(reference, own)
            editor.say(node, "gets a copy of the event definition that it refers to")


def replace_what_nothing_here_can_do(editor: DiagramEditor) -> None:
    for node in editor.nodes():
        kind = xml.tag(node)
        if kind in ("scriptTask", "sendTask") or (kind in _CALLS and not _can_do(editor, node)):
            editor.say(node, A_PERSON)
            _strip(node)
            editor.becomes(node, "userTask")
        elif kind in ("transaction", "adHocSubProcess"):
            editor.say(node, "becomes a plain sub-process: the engine knows no others")
            _strip(node)
            editor.becomes(node, "subProcess")
        elif kind == "complexGateway":
            editor.say(node, "becomes an inclusive gateway: the engine knows no complex ones")
            _strip(node)
            editor.becomes(node, "inclusiveGateway")
        elif kind == "intermediateCatchEvent" and not _definitions(node):
            editor.say(node, "waits for nothing that is drawn, so it becomes a task for a person")
            editor.becomes(node, "userTask")
        elif kind in ("intermediateThrowEvent", "endEvent"):
            _drop_definitions(editor, node, ("compensate", "cancel"))


_CALLS = ("serviceTask", "businessRuleTask", "callActivity")
_OWN = ("script", "completionCondition", "activationCondition", "ioSpecification")
_OWN_ATTRIBUTES = (
    "scriptFormat", "implementation", "operationRef", "messageRef", "calledElement", "method",
    "ordering", "cancelRemainingInstances",
)  # fmt: skip


def _can_do(editor: DiagramEditor, node: Node) -> bool:
    if xml.tag(node) == "callActivity":
        called = editor.by_id(node.get("calledElement"))
        return called is not None and xml.tag(called) == "process"
    wanted = "serviceTaskOperator" if xml.tag(node) == "serviceTask" else "calledDecisionId"
    return next(node.iter(f"{{{SPIFF}}}{wanted}"), None) is not None


def _strip(node: Node) -> None:
    """Takes off what only the old kind of a node may have."""
    for child in list(node):
        if xml.tag(child) in _OWN and xml.is_bpmn(child):
            node.remove(child)
    for name in _OWN_ATTRIBUTES:
        node.attrib.pop(name, "")


def _definitions(node: Node) -> list[Node]:
    endings = ("EventDefinition", "DefinitionRef")
    return [child for child in node if xml.tag(child).endswith(endings)]


def _drop_definitions(editor: DiagramEditor, node: Node, kinds: tuple[str, ...]) -> None:
    for child in _definitions(node):
        if xml.tag(child).removesuffix("EventDefinition") in kinds:
            editor.say(node, "loses its compensation or cancel event, which the engine ignores")
            node.remove(child)


def give_messages(editor: DiagramEditor) -> None:
    """A message event or receive task without a message waits for one of its own name."""
    for node in editor.nodes():
        waiting = [node] if xml.tag(node) == "receiveTask" else []
        for place in [*waiting, *xml.children(node, "messageEventDefinition")]:
            if editor.by_id(place.get("messageRef")) is None:
                place.set("messageRef", _message(editor, node))
                editor.say(node, "waits for a message of its own name, since it names none")


def _message(editor: DiagramEditor, node: Node) -> str:
    message = etree.Element(f"{{{BPMN}}}message")
    editor.name(message, f"message_{node.get('id')}")
    message.set("name", node.get("name") or node.get("id", ""))
    editor.process.addprevious(message)
    return message.get("id", "")
