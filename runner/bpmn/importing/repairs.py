"""Elements that nothing here can carry out, or that lack what they need."""

from __future__ import annotations

from runner.bpmn import expressions, xml
from runner.bpmn.elements import OPERATIONS, SUB_PROCESSES
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.event_repairs import label
from runner.bpmn.importing.loops import loops_of
from runner.bpmn.xml import BPMN, SPIFF, Node
from runner.errors import ExpressionError

A_PERSON = "becomes a task for a person, since nothing here can do it by itself"


def drop_data_stores(editor: DiagramEditor) -> None:
    """What people have to know is kept with the case, in forms; a store outside is not reached."""
    stores = list(editor.process.iter(f"{{{BPMN}}}dataStoreReference"))
    for store in stores:
        editor.say(store, "is taken out, since no store outside is reached: use fields of forms")
    ids = {store.get("id") for store in stores} - {None}
    kinds = (f"{{{BPMN}}}{kind}" for kind in _ASSOCIATIONS)
    lost = [item for item in editor.process.iter(*kinds) if ids & _ends(item)]
    editor.remove(*lost, *stores)


_ASSOCIATIONS = ("dataInputAssociation", "dataOutputAssociation", "association")


def _ends(association: Node) -> set[str | None]:
    texts: set[str | None] = {xml.text(child) for child in association}
    return texts | {association.get("sourceRef"), association.get("targetRef")}


def replace_what_nothing_here_can_do(editor: DiagramEditor) -> None:
    for node in editor.nodes():
        kind = xml.tag(node)
        if kind == "sendTask" or (kind in _BY_ITSELF and not _can_do(editor, node)):
            editor.say(node, A_PERSON)
            _strip(node)
            editor.becomes(node, "userTask")
        elif kind in SUB_PROCESSES and not editor.nodes(node):
            _without_content(editor, node)
        elif kind == "adHocSubProcess" or (kind == "transaction" and loops_of(node)):
            editor.say(node, "becomes a plain sub-process: the engine knows no such ones")
            _strip(node)
            editor.becomes(node, "subProcess")
        elif kind == "complexGateway":
            editor.say(node, "becomes an inclusive gateway: the engine knows no complex ones")
            _strip(node)
            editor.becomes(node, "inclusiveGateway")


def _without_content(editor: DiagramEditor, node: Node) -> None:
    """A collapsed sub-process that was never drawn is one piece of work, for somebody."""
    if node.get("triggeredByEvent") == "true":
        editor.say(node, "is taken out: nothing is drawn in this event sub-process")
        editor.remove(node)
        return
    editor.say(node, "becomes a task for a person: nothing is drawn in it")
    for child in list(node):
        if xml.tag(child) in _CONTENT:
            node.remove(child)
    for name in ("triggeredByEvent", *_OWN_ATTRIBUTES):
        node.attrib.pop(name, "")
    editor.becomes(node, "userTask")


def begin_with_one_token(editor: DiagramEditor) -> None:
    """Each token that comes is one round of work, and one token goes on."""
    for node in editor.nodes():
        for name in ("startQuantity", "completionQuantity"):
            written = node.attrib.pop(name, "1")
            if written.strip() != "1":
                editor.say(node, f"loses its {name} {written}: one token begins and ends it here")


def empty_placeholders(editor: DiagramEditor) -> None:
    """Some tools write `undefined` where nothing was filled in."""
    for node in editor.root.iter(*(f"{{{BPMN}}}{kind}" for kind in _FILLED_IN)):
        if xml.text(node).strip("_").lower() == "undefined":
            node.text = None


_FILLED_IN = ("condition", "conditionExpression", "timeDate", "timeDuration", "timeCycle")


def keep_to_what_runs(editor: DiagramEditor) -> None:
    """A process that runs here is no public one, and its flows lead on at once: both attributes
    only describe a process to others."""
    for process in editor.processes():
        if process.get("processType") == "Public":
            process.attrib.pop("processType")
            editor.say(process, "is not public any more: that only describes it to others")
    for flow in editor.flows():
        if flow.attrib.pop("isImmediate", "true") == "false":
            editor.say(flow, "leads on at once: nothing that is not drawn happens on it")


def take_all_that_leave(editor: DiagramEditor) -> None:
    """A parallel gateway takes all of its flows, whatever stands at them (BPMN 2.0.2, 13.4.1)."""
    for gateway in editor.nodes():
        for flow in editor.out_of(gateway) if xml.tag(gateway) == "parallelGateway" else ():
            for condition in xml.children(flow, "conditionExpression"):
                flow.remove(condition)
                editor.say(flow, "loses its condition: a parallel gateway takes all of its flows")


def drop_kinds_that_contradict(editor: DiagramEditor) -> None:
    """A list of data whose definition says one value, or the other way round: the definition is
    only a description here."""
    for node in editor.root.iter(*(f"{{{BPMN}}}{kind}" for kind in _DATA)):
        item = editor.by_id(node.get("itemSubjectRef"))
        if item is not None and _is_list(item) != _is_list(node):
            node.attrib.pop("itemSubjectRef")
            editor.say(node, "loses its item definition: one is a list, and the other is not")


def let_messages_carry_anything(editor: DiagramEditor) -> None:
    """What a message or signal carries, where the data of its event or task says another thing:
    either is only a description here."""
    for node in editor.nodes():
        if not xml.tag(node).endswith(("Event", "sendTask", "receiveTask")):
            continue
        data = [item for kind in _HELD for item in node.iter(f"{{{BPMN}}}{kind}")]
        said = {item.get("itemSubjectRef") for item in data}
        for place in [node, *(child for child in node if xml.tag(child).endswith("Definition"))]:
            for kind, item in _CARRIED.items():
                carrier = editor.by_id(place.get(f"{kind}Ref"))
                if carrier is None or item not in carrier.attrib or said <= {carrier.get(item)}:
                    continue
                carrier.attrib.pop(item)
                editor.say(carrier, "does not say what it carries any more: the data of "
                           f"'{label(node)}' says another thing")  # fmt: skip


_HELD = ("dataInput", "dataOutput")
_CARRIED = {"message": "itemRef", "signal": "structureRef", "error": "structureRef",
            "escalation": "structureRef"}  # fmt: skip


def drop_computed_data(editor: DiagramEditor) -> None:
    """Data is handed over as it is: what would be computed on the way is not."""
    gone = []
    for kind in ("dataInputAssociation", "dataOutputAssociation"):
        for association in list(editor.root.iter(f"{{{BPMN}}}{kind}")):
            computed = [*xml.children(association, "transformation"),
                        *xml.children(association, "assignment")]  # fmt: skip
            holder = association.getparent()
            if computed and holder is not None:
                what = xml.one_line(xml.text(computed[0]))[:60]
                editor.say(holder, f"loses data that would be computed by “{what}”")
                gone.append(association)
    editor.remove(*gone)


def _is_list(node: Node) -> bool:
    return node.get("isCollection") == "true"


_DATA = ("dataInput", "dataOutput", "dataObject", "inputDataItem", "outputDataItem")
_CONTENT = ("laneSet", "sequenceFlow", "dataObject", "dataObjectReference", "textAnnotation",
            "association", "group", "completionCondition")  # fmt: skip
_BY_ITSELF = ("scriptTask", "serviceTask", "businessRuleTask", "callActivity")
_OWN = ("script", "completionCondition", "activationCondition")
_OWN_ATTRIBUTES = (
    "scriptFormat", "implementation", "operationRef", "messageRef", "calledElement", "method",
    "ordering", "cancelRemainingInstances",
)  # fmt: skip


def _can_do(editor: DiagramEditor, node: Node) -> bool:
    if xml.tag(node) == "callActivity":
        called = editor.by_id(node.get("calledElement"))
        return called in editor.processes() and bool(editor.nodes(called))
    if xml.tag(node) == "scriptTask":
        return _can_run(node)
    if xml.tag(node) == "serviceTask":
        asked = node.iter(f"{{{SPIFF}}}serviceTaskOperator")
        return any(item.get("id") in OPERATIONS for item in asked)
    read = [xml.text(item) for item in node.iter(f"{{{SPIFF}}}calledDecisionId")]
    return bool(read) and editor.has_table(read[0])


def _can_run(script: Node) -> bool:
    try:
        return bool(
            expressions.assignments(xml.text(next(iter(xml.children(script, "script")), None)))
        )
    except ExpressionError:
        return False


def _strip(node: Node) -> None:
    """Takes off what only the old kind of a node may have."""
    for child in list(node):
        if xml.tag(child) in _OWN and xml.is_bpmn(child):
            node.remove(child)
    for name in _OWN_ATTRIBUTES:
        node.attrib.pop(name, "")
    for extensions in xml.children(node, "extensionElements"):
        for kind in _ASKED:
            for item in xml.children(extensions, kind, SPIFF):
                extensions.remove(item)


_ASKED = ("serviceTaskOperator", "calledDecisionId")
