"""Rules about what the file says around the process: ids, references and message flows."""

from __future__ import annotations

from collections.abc import Iterator

from runner.bpmn import Stray, xml
from runner.bpmn.elements import LISTED
from runner.bpmn.xml import BPMN, Node
from runner.gate.lint.context import LintContext, Problem, rule


@rule(
    "error",
    "An id is a name as XML has it: a letter or underscore first, then letters, digits, points, "
    "hyphens and underscores. Other tools, and expressions, cannot refer to any other.",
)
def odd_id(context: LintContext) -> Iterator[Problem]:
    for node in context.tagged("*"):
        given = node.get("id")
        if given is not None and not xml.NAME.fullmatch(given):
            yield Problem(
                place(node),
                f"'{given}' is no id: one begins with a letter or underscore and has no blanks.",
                "Give it another id.",
            )


@rule(
    "error",
    "A message flow leads from one pool to another: inside a pool tokens move along sequence "
    "flows, and its two ends exist.",
)
def message_flow(context: LintContext) -> Iterator[Problem]:
    nodes = context.nodes
    for flow in context.tagged("messageFlow"):
        label = flow.get("name") or flow.get("id") or "without a name"
        ends = [nodes.get(flow.get(key, "")) for key in ("sourceRef", "targetRef")]
        pools = [_pool(node) for node in ends if node is not None]
        if len(pools) < 2:
            yield Problem(
                place(flow),
                f"The message flow '{label}' begins or ends at nothing.",
                "Connect it again, or remove it.",
            )
        elif pools[0] == pools[1]:
            yield Problem(
                place(flow),
                f"The message flow '{label}' stays in one pool: it would carry nothing.",
                "Draw a sequence flow, or lead it to another pool.",
            )
        else:
            for end, side in zip(ends, ("Throw", "Catch"), strict=True):
                if end is not None and not _can(side, end):
                    yield Problem(
                        place(flow),
                        f"The message flow '{label}' cannot begin at '{label_of(end)}': no message "
                        "is sent there."
                        if side == "Throw"
                        else f"The message flow '{label}' cannot end at '{label_of(end)}': no "
                        "message is received there.",
                        "Lead it to a pool, an activity or an event with a message.",
                    )


_EVENTS = {
    "Throw": frozenset({"endEvent", "intermediateThrowEvent"}),
    "Catch": frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"}),
}


def _can(side: str, end: Node) -> bool:
    """Can a message begin or end there? BPMN 2.0.2, Table 7.4."""
    kind = xml.tag(end)
    if not kind.endswith("Event"):
        return not kind.endswith("Gateway")
    definitions = [xml.tag(child) for child in end] + [
        "messageEventDefinition" for _ in xml.children(end, "eventDefinitionRef")
    ]
    return kind in _EVENTS[side] and "messageEventDefinition" in definitions


def _pool(node: Node) -> str:
    """The process of a node, or of a pool."""
    if xml.tag(node) == "participant":
        return node.get("processRef", "") or node.get("id", "")
    process = next(node.iterancestors(f"{{{BPMN}}}process"), node)
    return process.get("id", "")


@rule(
    "error",
    "What a lane or an association refers to exists. One that refers to nothing was left over, and "
    "says something else than is drawn.",
)
def lost_reference(context: LintContext) -> Iterator[Problem]:
    for kind, names in _REFERRING.items():
        for node in context.tagged(kind):
            for name in names:
                for wanted in _said(node, name):
                    kinds = LISTED.get(name, frozenset())
                    found = context.nodes.get(wanted)
                    if found is not None and (not kinds or xml.tag(found) in kinds):
                        continue
                    label = label_of(_named(node))
                    yield Problem(
                        place(_named(node)),
                        f"The {kind} '{label}' refers to '{wanted}', which does not exist."
                        if found is None
                        else f"The {kind} '{label}' refers to '{wanted}', which cannot stand there "
                        f"({xml.tag(found)}).",
                        "Connect it again, or remove it.",
                    )


def _named(node: Node) -> Node:
    """A set of data is of the element that it stands in."""
    if xml.tag(node) not in ("inputSet", "outputSet"):
        return node
    return next((n for n in node.iterancestors() if xml.tag(n) != "ioSpecification"), node)


_REFERRING = {
    "lane": ("flowNodeRef",),
    "inputSet": ("dataInputRefs",),
    "outputSet": ("dataOutputRefs",),
    "association": ("sourceRef", "targetRef"),
    "dataInputAssociation": ("sourceRef", "targetRef"),
    "dataOutputAssociation": ("sourceRef", "targetRef"),
}


def _said(node: Node, name: str) -> list[str]:
    """What a node refers to by an attribute, or by children of that name."""
    listed = [xml.text(child) for child in xml.children(node, name)]
    return [text for text in (node.get(name, ""), *listed) if text]


def place(node: Node) -> Stray:
    return Stray(node.get("id", ""), xml.tag(node), "", node.get("name", ""), xml.line(node))


def label_of(node: Node) -> str:
    return node.get("name") or node.get("id") or xml.tag(node)


@rule(
    "error",
    "The flows that an element lists as `incoming` and `outgoing` lead to it and away from it.",
)
def listed_flow(context: LintContext) -> Iterator[Problem]:
    for name, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
        for listed in context.tagged(name):
            node = listed.getparent()
            wanted = xml.text(listed)
            flow = context.nodes.get(wanted)
            if node is None or (flow is not None and flow.get(end, "") == node.get("id")):
                continue
            yield Problem(
                place(node),
                f"'{label_of(node)}' lists the flow '{wanted}' as {name}, which does not exist."
                if flow is None
                else f"'{label_of(node)}' lists the flow '{wanted}' as {name}, which the flow "
                "itself does not say.",
                "Connect the flow again, or take it off the list.",
            )


@rule(
    "warning",
    "A flow that the element at one end lists, the element at the other end lists as well. It runs "
    "either way; another tool may draw only half of it.",
)
def unlisted_flow(context: LintContext) -> Iterator[Problem]:
    listed = {(xml.text(n), xml.tag(n)) for n in context.tagged("incoming", "outgoing")}
    for flow in context.tagged("sequenceFlow"):
        key = flow.get("id", "")
        for name, other, end in _LISTS:
            node = context.nodes.get(flow.get(end, ""))
            if node is not None and (key, other) in listed and (key, name) not in listed:
                yield Problem(
                    place(node),
                    f"'{label_of(node)}' does not list the flow '{key}' as {name}; what is at the "
                    "other end of it does.",
                    "Save the file again with a modeler.",
                )


_LISTS = (("incoming", "outgoing", "targetRef"), ("outgoing", "incoming", "sourceRef"))


@rule(
    "error",
    "A process that runs is no public one (`processType`), and its flows lead on at once "
    "(`isImmediate`). Both mark what only describes a process to others.",
)
def described_only(context: LintContext) -> Iterator[Problem]:
    for process in context.tagged("process"):
        if process.get("isExecutable") != "true":
            continue
        if process.get("processType") == "Public":
            yield Problem(
                place(process),
                f"The process '{label_of(process)}' is public, which only describes it to others.",
                "Set processType to Private, or leave it out.",
            )
        for flow in process.iter(f"{{{BPMN}}}sequenceFlow"):
            if flow.get("isImmediate") == "false":
                yield Problem(
                    place(flow),
                    f"On the flow '{label_of(flow)}' something that is not drawn may happen "
                    "(isImmediate): it leads on at once here.",
                    "Draw what happens there, or take the mark off.",
                )


@rule(
    "warning",
    "Who may do a task is said by its lane or its property `audience`. The performers and owners "
    "that BPMN knows beside them are not read.",
)
def performer(context: LintContext) -> Iterator[Problem]:
    for node in context.tagged("performer", "humanPerformer", "potentialOwner", "resourceRole"):
        task = node.getparent()
        if task is not None:
            yield Problem(
                place(task),
                f"'{label_of(task)}' names who may do it ({xml.tag(node)}), which is not read.",
                "Draw a lane for them, or give it the property audience.",
            )


@rule(
    "warning",
    "Nothing is read from other files: what an import brings in does not count here.",
)
def other_file(context: LintContext) -> Iterator[Problem]:
    for node in context.tagged("import"):
        yield Problem(
            place(node),
            f"The file imports '{node.get('location', '')}', which is not read.",
            "Put what is needed into this file, and remove the import.",
        )
