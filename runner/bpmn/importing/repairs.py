"""Elements that nothing here can carry out, or that lack what they need."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.importing.editor import Draft
from runner.bpmn.xml import BPMN, SPIFF, Node

A_PERSON = "becomes a task for a person, since nothing here can do it by itself"


def name_what_has_no_id(draft: Draft) -> None:
    if not draft.process.get("id"):
        draft.name(draft.process, "process")
        draft.say(draft.process, "gets an id, which versions go by")
    for node in draft.nodes():
        if not node.get("id"):
            draft.name(node, xml.tag(node))
            draft.say(node, "gets an id")


def drop_data_stores(draft: Draft) -> None:
    """What people have to know is kept with the case, in forms; a store outside is not reached."""
    for node in list(draft.process.iter()):
        if xml.tag(node) == "dataStoreReference" and xml.is_bpmn(node):
            gone = node.get("id")
            draft.say(node, "is taken out, since no store outside is reached: use fields of forms")
            for association in list(draft.process.iter()):
                if gone and xml.tag(association) in _ASSOCIATIONS and gone in _ends(association):
                    draft.remove(association)
            draft.remove(node)


_ASSOCIATIONS = ("dataInputAssociation", "dataOutputAssociation", "association")


def _ends(association: Node) -> set[str | None]:
    texts: set[str | None] = {xml.text(child) for child in association}
    return texts | {association.get("sourceRef"), association.get("targetRef")}


def resolve_event_definitions(draft: Draft) -> None:
    """Definitions that several events share by reference are copied into each."""
    for node in draft.nodes():
        for reference in xml.children(node, "eventDefinitionRef"):
            shared = draft.by_id(xml.text(reference).split(":")[-1])
            if shared is None or not xml.tag(shared).endswith("EventDefinition"):
                continue
            own = deepcopy(shared)
            draft.name(own, f"{node.get('id')}_definition")
            own.tail = None
            node.replace(reference, own)
            draft.say(node, "gets a copy of the event definition that it refers to")


def replace_what_nothing_here_can_do(draft: Draft) -> None:
    for node in draft.nodes():
        kind = xml.tag(node)
        if kind in ("scriptTask", "sendTask") or (kind in _CALLS and not _can_do(draft, node)):
            draft.say(node, A_PERSON)
            _strip(node)
            draft.becomes(node, "userTask")
        elif kind in ("transaction", "adHocSubProcess"):
            draft.say(node, "becomes a plain sub-process: the engine knows no others")
            _strip(node)
            draft.becomes(node, "subProcess")
        elif kind == "complexGateway":
            draft.say(node, "becomes an inclusive gateway: the engine knows no complex ones")
            _strip(node)
            draft.becomes(node, "inclusiveGateway")
        elif kind == "intermediateCatchEvent" and not _definitions(node):
            draft.say(node, "waits for nothing that is drawn, so it becomes a task for a person")
            draft.becomes(node, "userTask")
        elif kind in ("intermediateThrowEvent", "endEvent"):
            _drop_definitions(draft, node, ("compensate", "cancel"))


_CALLS = ("serviceTask", "businessRuleTask", "callActivity")
_OWN = ("script", "completionCondition", "activationCondition", "ioSpecification")
_OWN_ATTRIBUTES = (
    "scriptFormat", "implementation", "operationRef", "messageRef", "calledElement", "method",
    "ordering", "cancelRemainingInstances",
)  # fmt: skip


def _can_do(draft: Draft, node: Node) -> bool:
    if xml.tag(node) == "callActivity":
        called = draft.by_id(node.get("calledElement"))
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


def _drop_definitions(draft: Draft, node: Node, kinds: tuple[str, ...]) -> None:
    for child in _definitions(node):
        if xml.tag(child).removesuffix("EventDefinition") in kinds:
            draft.say(node, "loses its compensation or cancel event, which the engine ignores")
            node.remove(child)


def give_messages(draft: Draft) -> None:
    """A message event or receive task without a message waits for one of its own name."""
    for node in draft.nodes():
        waiting = [node] if xml.tag(node) == "receiveTask" else []
        for place in [*waiting, *xml.children(node, "messageEventDefinition")]:
            if draft.by_id(place.get("messageRef")) is None:
                place.set("messageRef", _message(draft, node))
                draft.say(node, "waits for a message of its own name, since it names none")


def _message(draft: Draft, node: Node) -> str:
    message = etree.Element(f"{{{BPMN}}}message")
    draft.name(message, f"message_{node.get('id')}")
    message.set("name", node.get("name") or node.get("id", ""))
    draft.process.addprevious(message)
    return message.get("id", "")
