"""Rules about the data that a file declares beside its variables: its kind, and who needs it.

A case runs by variables, and none of these declarations is read for that. One that contradicts
another is still an error: the file says two things, and who drew it meant one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from runner.bpmn import Element, xml
from runner.bpmn.xml import Node
from runner.gate.lint.context import LintContext, Problem, rule
from runner.gate.lint.reference_rules import label_of, place


@rule(
    "error",
    "What refers to an item definition agrees with it whether there is one value or a list of them "
    "(`isCollection`).",
)
def data_kind(context: LintContext) -> Iterator[Problem]:
    for node in context.tagged(*_DATA):
        item = _item(context, node)
        if item is not None and _is_list(node) != _is_list(item):
            one, other = ("a list", "one value") if _is_list(node) else ("one value", "a list")
            yield Problem(
                place(node),
                f"The {xml.tag(node)} '{label_of(node)}' is {one}, and its item definition "
                f"'{item.get('id')}' says {other}.",
                "Set isCollection of both to the same.",
            )


_DATA = ("dataInput", "dataOutput", "dataObject", "inputDataItem", "outputDataItem")


@rule(
    "error",
    "What a task or event sends or receives is what its message, signal, error or escalation "
    "carries: one piece of data, with that item definition.",
)
def message_data(context: LintContext) -> Iterator[Problem]:
    for holder in context.tagged(*_MESSAGES):
        carried = _carried(context, holder)
        if len(carried) > 1 and xml.tag(holder) in ("sendTask", "receiveTask"):
            yield Problem(
                place(holder),
                f"'{label_of(holder)}' has {len(carried)} pieces of data for one message.",
                "Keep one input of a send task and one output of a receive task, in one set.",
            )
        carrier = _carrier(context, holder)
        if carrier is None or _item(context, carrier) is None:
            continue
        for data in dict.fromkeys(carried):
            if not _match(context, data, carrier):
                yield Problem(
                    place(holder),
                    f"'{label_of(holder)}' takes the data '{label_of(data)}', which is not what "
                    f"its {xml.tag(carrier)} '{label_of(carrier)}' carries.",
                    "Give both the same item definition.",
                )


_MESSAGES = {
    "sendTask": "Input", "receiveTask": "Output", "startEvent": "Output", "boundaryEvent": "Output",
    "intermediateCatchEvent": "Output", "intermediateThrowEvent": "Input", "endEvent": "Input",
}  # fmt: skip
"""What has a message, and on which side its data is."""


@rule(
    "warning",
    "What comes with a message, a signal, an error or an escalation is filled in in a form of the "
    "event or task that waits for it, or declared as its data. Otherwise nothing of it is kept.",
)
def forgotten_data(context: LintContext) -> Iterator[Problem]:
    for holder in context.tagged(*(kind for kind, side in _MESSAGES.items() if side == "Output")):
        carrier, element = _carrier(context, holder), context.elements.get(holder.get("id", ""))
        if carrier is None or _item(context, carrier) is None or _carried(context, holder):
            continue
        if element is not None and not element.forms:
            yield Problem(
                element,
                f"The {xml.tag(carrier)} '{label_of(carrier)}' carries data, of which "
                f"'{element.label}' keeps nothing.",
                "Give it a form with what is to be kept, or take the item definition off.",
            )


def _carried(context: LintContext, holder: Node) -> list[Node]:
    """The data on the side of the message, once for each set that lists it."""
    side = _MESSAGES[xml.tag(holder)]
    around = next(iter(xml.children(holder, "ioSpecification")), holder)
    listed = [
        context.nodes.get(xml.text(reference))
        for held in xml.children(around, f"{side.lower()}Set")
        for reference in xml.children(held, f"data{side}Refs")
    ]
    found = [node for node in listed if node is not None]
    return found or xml.children(around, f"data{side}")


def _carrier(context: LintContext, holder: Node) -> Node | None:
    """The message of a task; the message, signal, error or escalation of an event that has nothing
    but one."""
    definitions = [child for child in holder if xml.tag(child).endswith("EventDefinition")]
    said = definitions[0] if len(definitions) == 1 else holder
    named = (said.get(f"{kind}Ref") for kind in _CARRIERS)
    return context.nodes.get(next(filter(None, named), ""))


_CARRIERS = ("message", "signal", "error", "escalation")


@rule(
    "error",
    "An event that names an operation names its message too: which one is sent or awaited is not "
    "read off the operation.",
)
def operation_message(context: LintContext) -> Iterator[Problem]:
    for definition in context.tagged("messageEventDefinition"):
        event = definition.getparent()
        names_one = definition.get("operationRef") or xml.children(definition, "operationRef")
        if event is not None and names_one and not definition.get("messageRef"):
            yield Problem(
                place(event),
                f"'{label_of(event)}' names an operation, and not which message it means.",
                "Choose a message of the diagram, or take the operation off.",
            )


@rule(
    "error",
    "A process that declares data and an interface binds the one to the other (`ioBinding`): its "
    "data are the messages of the operation.",
)
def interface_data(context: LintContext) -> Iterator[Problem]:
    for callable_ in context.tagged("process", "globalTask", "globalUserTask"):
        bindings = xml.children(callable_, "ioBinding")
        declares = xml.children(callable_, "ioSpecification")
        if xml.children(callable_, "supportedInterfaceRef") and declares and not bindings:
            yield Problem(
                place(callable_),
                f"'{label_of(callable_)}' does not say which of its data its interface takes.",
                "Bind them (ioBinding), or remove the interface.",
            )
        for binding in bindings:
            for side in ("input", "output"):
                if not _is_bound(context, binding, side):
                    yield Problem(
                        place(callable_),
                        f"The {side} of '{label_of(callable_)}' is not what the operation "
                        f"'{binding.get('operationRef', '')}' carries.",
                        "Give both the same item definition.",
                    )


def _is_bound(context: LintContext, binding: Node, side: str) -> bool:
    """Is the data of one side that of the operation's message? What names none is not compared."""
    operation = context.nodes.get(binding.get("operationRef", ""))
    data = context.nodes.get(binding.get(f"{side}DataRef", ""))
    if operation is None or data is None:
        return True
    named = xml.children(operation, "inMessageRef" if side == "input" else "outMessageRef")
    message = context.nodes.get(xml.text(named[0])) if named else None
    items = [None if node is None else _item(context, node) for node in (data, message)]
    return None in items or _agree(items[0], items[1])


@rule(
    "error",
    "A call hands over what the called process takes, and takes what that hands back: as many "
    "inputs and outputs, in that order, with the same item definitions.",
)
def call_data(context: LintContext) -> Iterator[Problem]:
    for call in context.tagged("callActivity"):
        process = context.nodes.get(call.get("calledElement", ""))
        if process is None or not xml.children(process, "ioSpecification"):
            continue
        for side, sides in (("dataInput", "inputs"), ("dataOutput", "outputs")):
            pairs = zip_longest(_declared(call, side), _declared(process, side))
            if not all(_match(context, given, wanted) for given, wanted in pairs):
                yield Problem(
                    place(call),
                    f"The {sides} of '{label_of(call)}' are not those of the process "
                    f"'{label_of(process)}' that it calls.",
                    "Declare the same data in both, in the same order.",
                )


def _declared(node: Node, side: str) -> list[Node]:
    return [
        data for held in xml.children(node, "ioSpecification") for data in xml.children(held, side)
    ]


def _match(context: LintContext, given: Node | None, wanted: Node | None) -> bool:
    if given is None or wanted is None:
        return False
    return _agree(_item(context, given), _item(context, wanted))


@rule(
    "error",
    "What one round of a repeated activity takes or makes is one value of the list that it is "
    "repeated over: of the same structure.",
)
def loop_data(context: LintContext) -> Iterator[Problem]:
    for loop in context.tagged("multiInstanceLoopCharacteristics"):
        for side in ("Input", "Output"):
            listed = [
                context.nodes.get(xml.text(node))
                for node in xml.children(loop, f"loopData{side}Ref")
            ]
            for whole, one in zip(
                listed, xml.children(loop, f"{side.lower()}DataItem"), strict=False
            ):
                of_list, of_one = (_structure(context, node) for node in (whole, one))
                if of_list and of_one and of_list != of_one:
                    yield Problem(
                        place(one),
                        f"'{label_of(one)}' is '{of_one}', and the list that it is taken from "
                        f"holds '{of_list}'.",
                        "Give both the same structure.",
                    )


@rule(
    "warning",
    "Data keeps its name: a data object is known by its id everywhere. A task that calls it by "
    "another name, in its inputs or outputs, finds it under that id.",
)
def renamed_data(context: LintContext) -> Iterator[Problem]:
    for association in context.tagged("dataInputAssociation", "dataOutputAssociation"):
        holder = association.getparent()
        ends = [
            context.nodes.get(xml.text(node))
            for role in ("sourceRef", "targetRef")
            for node in xml.children(association, role)
        ]
        shared = next((n for n in ends if n is not None and xml.tag(n) in _SHARED), None)
        own = next((n for n in ends if n is not None and xml.tag(n) in _OWN_DATA), None)
        if holder is None or shared is None or own is None or not own.get("name"):
            continue
        variable = shared.get("dataObjectRef") or shared.get("id", "")
        if own.get("name") not in {variable, shared.get("name"), *_names_of(context, variable)}:
            yield Problem(
                place(holder),
                f"'{label_of(holder)}' calls the data '{variable}' '{own.get('name')}': it keeps "
                f"the name '{variable}' here.",
                f"Write '{variable}' in forms and conditions, or set another variable in a script.",
            )


@rule(
    "warning",
    "What a form or a script fills in under the name of a data object is given to that: by a data "
    "output association of its task. Otherwise it is kept beside it, and read in its place.",
)
def shadowed_data(context: LintContext) -> Iterator[Problem]:
    for element in context.elements.values() if context.written_data else ():
        set_here = context.dataflow.set_by.get(element.id, set()) & context.written_data
        for name in sorted(set_here - _given(context, element)):
            yield Problem(
                element,
                f"'{element.label}' fills in '{name}', which is a data object that it gives "
                "nothing to: what follows reads what was filled in, and others the data object.",
                "Draw a data output association to the data object, or give the field another "
                "name.",
            )


def _given(context: LintContext, element: Element) -> set[str]:
    """The data objects that an element hands something to."""
    ways = xml.children(context.nodes[element.id], "dataOutputAssociation")
    ends = (xml.text(end) for way in ways for end in xml.children(way, "targetRef"))
    found = (context.nodes[end] for end in ends if end in context.nodes)
    return {node.get("dataObjectRef") or node.get("id", "") for node in found}


_SHARED = ("dataObjectReference", "dataObject")
_OWN_DATA = ("dataInput", "dataOutput")


def _names_of(context: LintContext, variable: str) -> set[str | None]:
    node = context.nodes.get(variable)
    return set() if node is None else {node.get("name")}


def _item(context: LintContext, node: Node) -> Node | None:
    """The item definition that a node refers to."""
    reference = next(filter(None, map(node.get, _OF_ITEM)), "")
    item = context.nodes.get(reference)
    return item if item is not None and xml.tag(item) == "itemDefinition" else None


_OF_ITEM = ("itemSubjectRef", "itemRef", "structureRef")


def _structure(context: LintContext, node: Node | None) -> str:
    item = None if node is None else _item(context, node)
    return "" if item is None else item.get("structureRef", "")


def _agree(one: Node | None, other: Node | None) -> bool:
    """Do two item definitions say the same?"""
    if one is None or other is None or one is other:
        return one is other
    structures = {one.get("structureRef", ""), other.get("structureRef", "")}
    return len(structures) == 1 and "" not in structures and _is_list(one) == _is_list(other)


def _is_list(node: Node) -> bool:
    return node.get("isCollection") == "true"


@rule(
    "error",
    "Data is handed over as it is. Nothing here computes a value on the way (`transformation`, "
    "`assignment`).",
)
def computed_data(context: LintContext) -> Iterator[Problem]:
    for kind in ("dataInputAssociation", "dataOutputAssociation"):
        for association in context.tagged(kind):
            computed = [n for n in ("transformation", "assignment") if xml.children(association, n)]
            holder = association.getparent()
            if computed and holder is not None:
                yield Problem(
                    place(holder),
                    f"'{label_of(holder)}' hands data over by a {computed[0]}, which is not done.",
                    "Compute it in a script task or a decision table, and remove it here.",
                )
