"""Rules about what is connected with what."""

from __future__ import annotations

from collections.abc import Iterator

from runner.bpmn import Element
from runner.bpmn.elements import ACTIVITIES, EVENTS
from runner.gate.lint.context import LintContext, Problem, rule


@rule(
    "error",
    "A process or sub-process begins at exactly one start event. Without one nothing tells "
    "where a token begins; with several, all of them would begin at once.",
)
def start_event(context: LintContext) -> Iterator[Problem]:
    for container in context.containers:
        owner = context.elements.get(container)
        if owner is not None and owner.kind == "adHocSubProcess":
            continue
        starts = [e for e in context.inside[container] if e.kind == "startEvent"]
        where = f"sub-process '{owner.label}'" if owner else "process"
        if not starts:
            first = next((e for e in context.inside[container] if not e.incoming), None)
            yield Problem(
                owner or first, f"The {where} has no start event.", "Draw one where it begins."
            )
        for extra in starts[1:]:
            yield Problem(
                extra,
                f"The {where} has {len(starts)} start events: a token would begin at each.",
                "Draw an event sub-process for each."
                if owner and owner.by_event
                else "Keep one, and draw a gateway behind it.",
            )


@rule(
    "error",
    "No flow leads into a start event.",
)
def start_with_incoming(context: LintContext) -> Iterator[Problem]:
    for start in context.of("startEvent"):
        if start.incoming:
            yield Problem(
                start,
                f"A flow leads into the start event '{start.label}'.",
                "Lead it to what comes after the start.",
            )


@rule(
    "error",
    "A process or sub-process has an end event. Without one it would never be over.",
)
def end_event(context: LintContext) -> Iterator[Problem]:
    for container in context.containers:
        owner = context.elements.get(container)
        if owner is not None and owner.kind == "adHocSubProcess":
            continue
        inside = context.inside[container]
        if inside and not any(e.kind == "endEvent" for e in inside):
            where = f"sub-process '{owner.label}'" if owner else "process"
            yield Problem(
                owner or next((e for e in inside if not e.outgoing), inside[0]),
                f"The {where} has no end event: it would never be over.",
                "Draw one, and lead what is last to it.",
            )


@rule(
    "error",
    "No flow leaves an end event: what is behind it would never happen.",
)
def end_with_outgoing(context: LintContext) -> Iterator[Problem]:
    for end in context.of("endEvent"):
        if end.outgoing:
            yield Problem(
                end,
                f"A flow leaves the end event '{end.label}': what is behind it would never happen.",
                "Remove the flow, or make the event an intermediate one.",
            )


@rule(
    "error",
    "Every path leads to an end event. A token that has nowhere to go just stays; a task that "
    "no flow leaves could not even be completed.",
)
def implicit_end(context: LintContext) -> Iterator[Problem]:
    for element in context.elements.values():
        ends = element.kind in ("endEvent", "boundaryEvent") or element.by_event
        jumps = element.kind == "intermediateThrowEvent" and "link" in element.events
        at_rest = jumps or _compensates(context, element)
        parent = context.elements.get(element.container)
        loose = parent is not None and parent.kind == "adHocSubProcess"
        if not (element.outgoing or ends or at_rest or loose):
            yield Problem(
                element,
                f"No flow leaves '{element.label}': the token stays there (a dead end, without an "
                "end event).",
                "Draw a flow to an end event.",
            )


def _compensates(context: LintContext, element: Element) -> bool:
    """Handlers of compensation hang on an association, not on a flow."""
    return not element.incoming and any("compensate" in e.events for e in context.elements.values())


@rule(
    "error",
    "Both ends of a flow are elements of the diagram.",
)
def dangling_flow(context: LintContext) -> Iterator[Problem]:
    for flow in context.flows.values():
        for there in dict.fromkeys((flow.source, flow.target)):
            if there in context.elements or any(s.id == there for s in context.diagram.strays):
                continue
            name = flow.name or flow.id
            yield Problem(
                flow,
                f"The flow '{name}' joins '{flow.source}' and '{flow.target}': '{there}' does not "
                "exist."
                if there
                else f"The flow '{name}' begins or ends at nothing.",
                "Connect it again, or remove it.",
            )


@rule(
    "error",
    "A flow stays within its process or sub-process. No token passes over the border of one but "
    "through its events.",
)
def flow_across(context: LintContext) -> Iterator[Problem]:
    for flow in context.flows.values():
        source, target = context.elements.get(flow.source), context.elements.get(flow.target)
        if source and target and source.container != target.container:
            yield Problem(
                flow,
                f"The flow '{flow.name or flow.id}' crosses the border of a sub-process: "
                f"'{source.label}' and '{target.label}' do not lie in the same one.",
                "Lead it to the sub-process itself, or to an event on its border.",
            )


@rule(
    "error",
    "Two flows that say the same lead from one element to the next: what follows would happen "
    "twice, or the second never.",
    in_engine="warning",
)
def twin_flow(context: LintContext) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for flow in context.flows.values():
        if flow.name or flow.condition or flow.source not in context.elements:
            continue
        if context.elements[flow.source].default == flow.id:
            continue
        pair = flow.source, flow.target
        if pair in seen:
            yield Problem(
                flow, f"Two flows lead from '{flow.source}' to '{flow.target}'.", "Remove one."
            )
        seen.add(pair)


@rule(
    "error",
    "A token can get to every element. What none can get to never happens, however it is drawn.",
)
def unreachable(context: LintContext) -> Iterator[Problem]:
    if not context.starts:
        return
    for element in context.elements.values():
        if element.id in context.reached or _compensates(context, element):
            continue
        if any(outer.id not in context.reached for outer in context.around(element)):
            continue
        parent = context.elements.get(element.container)
        if parent is not None and parent.kind == "adHocSubProcess":
            continue
        if element.kind == "boundaryEvent" or "link" in element.events:
            continue
        yield Problem(
            element,
            f"'{element.label}' would never run: no token can get there (it is unreachable).",
            "Connect it, or remove it.",
        )


@rule(
    "error",
    "Only a gateway splits a path. Where several flows leave a task or an event, all of them are "
    "taken, those with a condition where that holds: a reader who does not know that reads a "
    "choice.",
    in_engine="warning",
)
def implicit_split(context: LintContext) -> Iterator[Problem]:
    for element in context.elements.values():
        if len(element.outgoing) > 1 and element.kind in ACTIVITIES | EVENTS - {"endEvent"}:
            yield Problem(
                element,
                f"{len(element.outgoing)} flows leave '{element.label}' (an implicit split): "
                "all of them are taken, but for those whose condition does not hold.",
                "Draw a gateway: exclusive for one of them, parallel for all.",
            )


@rule(
    "error",
    "A boundary event sits on an activity, no flow leads into it, and one leaves it.",
)
def border(context: LintContext) -> Iterator[Problem]:
    for event in context.of("boundaryEvent"):
        host = context.elements.get(event.attached_to or "")
        if host is None or host.kind not in ACTIVITIES:
            yield Problem(
                event,
                f"The boundary event '{event.label}' is attached to '{event.attached_to}', which "
                "is no activity."
                if event.attached_to
                else f"The boundary event '{event.label}' is attached to nothing.",
                "Draw it on the border of a task or sub-process.",
            )
        elif host.container != event.container:
            yield Problem(
                event,
                f"The boundary event '{event.label}' lies in another process than '{host.label}', "
                "which it is attached to.",
                "Draw it on the border of an activity of its own process.",
            )
        if event.incoming:
            yield Problem(
                event,
                f"A flow leads into the boundary event '{event.label}'.",
                "Only its event starts it: lead the flow elsewhere.",
            )
        if not event.outgoing and "compensate" not in event.events:
            yield Problem(
                event,
                f"No flow leaves the boundary event '{event.label}': once it happens, the token is "
                "gone.",
                "Draw what follows, or remove the event.",
            )


@rule(
    "error",
    "An activity begins with one token and lets one go. Other quantities do not run here.",
)
def quantity(context: LintContext) -> Iterator[Problem]:
    for element in context.elements.values():
        for name, said in (
            ("startQuantity", element.start_quantity),
            ("completionQuantity", element.completion_quantity),
        ):
            if said.strip() != "1":
                yield Problem(
                    element,
                    f"The {name} of '{element.label}' is '{said}': it would count as 1.",
                    "Remove it. Draw a parallel gateway where one token becomes several, or where "
                    "several become one.",
                )


@rule(
    "error",
    "Some elements of BPMN do not do here what they mean, or nothing at all: they are refused "
    "rather than passed over.",
)
def unsupported(context: LintContext) -> Iterator[Problem]:
    for element in context.elements.values():
        why = _UNSUPPORTED.get(element.kind)
        if why:
            yield Problem(element, f"'{element.label}' cannot run: {why[0]}", why[1])


_UNSUPPORTED = {
    "complexGateway": (
        "complex gateways have no agreed meaning, and do not run here.",
        "Draw exclusive, inclusive or parallel gateways.",
    ),
    "adHocSubProcess": (
        "ad-hoc sub-processes do not run here.",
        "Draw the order in which its tasks may be done.",
    ),
}


@rule(
    "error",
    "What stands in a process is BPMN, has an id, and refers to data that exists. Anything else "
    "would be passed over without a word.",
)
def stray(context: LintContext) -> Iterator[Problem]:
    for item in context.diagram.strays:
        if item.kind == "dataObjectReference":
            yield Problem(
                item,
                f"The data object reference '{item.name or item.id}' refers to a data object that "
                "does not exist.",
                "Refer to a data object of the file, or remove it.",
            )
        elif item.kind == "dataStoreReference":
            yield Problem(
                item,
                f"Nothing here reads or writes the data store '{item.name or item.id}'.",
                "Keep what it holds in fields of forms, and remove its associations.",
            )
        elif not item.id:
            yield Problem(item, f"A {item.kind} has no id: no flow can lead to it.", "Give it one.")
        else:
            yield Problem(
                item,
                f"'{item.name or item.id}' is a {item.kind}, an unknown element: it cannot run.",
                "Draw it as one of BPMN's tasks, events or gateways.",
            )
