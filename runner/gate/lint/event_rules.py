"""Rules about what events wait for and bring about. Decision 0008."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from runner.bpmn import Element, expressions
from runner.bpmn.elements import CAUGHT_AROUND, WAITING_TASKS, Trigger
from runner.bpmn.graphs import reach
from runner.bpmn.lowering import HANDLED
from runner.errors import ExpressionError
from runner.gate.lint.context import LintContext, Problem, rule

THROWING = frozenset({"endEvent", "intermediateThrowEvent", "sendTask"})
HEARD_BY = ("boundaryEvent", "intermediateCatchEvent", "receiveTask", "startEvent")


@rule(
    "error",
    "A catching event says what it waits for, one thing. Without it the token would pass at once.",
)
def trigger(context: LintContext) -> Iterator[Problem]:
    for event in context.of("boundaryEvent", "intermediateCatchEvent"):
        if not event.triggers:
            yield Problem(
                event,
                f"The event '{event.label}' does not say what it waits for.",
                "Make it a message, a timer or another kind of event.",
            )
    for event in context.elements.values():
        if len(event.triggers) > 1 and event.kind not in ("receiveTask", "sendTask"):
            inside = context.elements.get(event.container)
            starts = event.kind == "startEvent" and inside is not None and inside.by_event
            yield Problem(
                event,
                f"The event '{event.label}' has {len(event.triggers)} event definitions, and could "
                "mean any of them.",
                "Draw an event sub-process for each." if starts else "Draw an event for each.",
            )


@rule(
    "error",
    "An event is of a kind that its place can have (BPMN 2.0.2, table 10.93). Elsewhere it would "
    "do nothing.",
)
def event_place(context: LintContext) -> Iterator[Problem]:
    for event, item in context.triggers():
        why = _misplaced(context, event, item.kind)
        if why:
            yield Problem(
                event,
                f"'{event.label}' is {why}: it would do nothing.",
                "Use a kind of event that can be there.",
            )


def _misplaced(context: LintContext, event: Element, kind: str) -> str:
    """What is wrong about an event of a kind in its place; '' for nothing."""
    host = context.elements.get(event.attached_to or "")
    if context.starts_beside(event):
        return _misplaced_start(event, kind)
    if kind not in _KINDS.get(event.kind, (kind,)):
        return f"of the kind '{kind}', which {_PLACES[event.kind]} cannot have"
    if event.kind != "boundaryEvent" or host is None:
        return ""
    if kind == "cancel" and host.kind != "transaction":
        return f"a cancel event on '{host.label}', which is no transaction"
    if kind in _ALWAYS_INTERRUPT and not event.interrupting:
        return f"an event of the kind '{kind}' that does not interrupt, which there is not"
    return ""


def _misplaced_start(event: Element, kind: str) -> str:
    """What is wrong about the event that starts an event sub-process."""
    if kind not in _STARTS:
        return f"of the kind '{kind}', which cannot start an event sub-process"
    if kind == "error" and not event.interrupting:
        return "an error that does not interrupt, which there is not"
    return ""


_STARTS = HANDLED | {"compensate", "unknown"}
_KINDS = {
    "intermediateCatchEvent": {"message", "timer", "conditional", "link", "signal", "unknown"},
    "boundaryEvent": {
        "message", "timer", "error", "escalation", "cancel", "compensate", "conditional", "signal",
        "unknown",
    },
    "intermediateThrowEvent": {"message", "escalation", "link", "compensate", "signal"},
    "endEvent": {
        "message", "error", "escalation", "cancel", "compensate", "signal", "terminate",
    },
}  # fmt: skip
"""`unknown` is a definition that is referred to and not there; see `shared_definition`."""
_PLACES = {
    "intermediateCatchEvent": "a catching event",
    "boundaryEvent": "an event on a border",
    "intermediateThrowEvent": "a throwing event",
    "endEvent": "an end event",
}
_ALWAYS_INTERRUPT = ("error", "cancel")


@rule(
    "error",
    "An event holds its own definition. One that is only referred to (eventDefinitionRef) is "
    "not read, and the event would not wait.",
)
def shared_definition(context: LintContext) -> Iterator[Problem]:
    for event, item in context.triggers():
        if item.elsewhere:
            yield Problem(
                event,
                f"The event '{event.label}' only refers to its definition "
                f"'{item.refers_to}' (eventDefinitionRef): it would not wait.",
                "Put the definition into the event.",
            )


@rule(
    "error",
    "What an event refers to exists: its message, signal, error or escalation.",
)
def reference(context: LintContext) -> Iterator[Problem]:
    for event, item in context.triggers():
        lost = item.refers_to and item.target is None and not item.elsewhere
        if lost and item.kind in _NAMED:
            yield Problem(
                event,
                f"'{event.label}' refers to the {item.kind} '{item.refers_to}', which does not "
                "exist.",
                f"Choose a {item.kind} of the diagram.",
            )


_NAMED = ("message", "signal", "error", "escalation")


@rule(
    "error",
    "A message or signal event says which one it means. Nothing could ever be delivered to one "
    "that does not; a receive task without a message does not even wait, and a send task sends "
    "nothing.",
)
def message(context: LintContext) -> Iterator[Problem]:
    for event, item in context.triggers():
        task = event.kind in ("receiveTask", "sendTask")
        named = item.refers_to or (item.kind == "message" and event.name and not task)
        if item.kind in ("message", "signal") and not named:
            if item.elsewhere or _is_process_start(context, event):
                continue
            yield Problem(
                event,
                f"'{event.label}' does not say which {item.kind} it means.",
                f"Choose a {item.kind} of the diagram.",
            )


def _is_process_start(context: LintContext, event: Element) -> bool:
    return event.kind == "startEvent" and event.container == context.diagram.process


@rule(
    "error",
    "Compensation does nothing here. What would only be done to undo something lies in no flow.",
)
def compensation(context: LintContext) -> Iterator[Problem]:
    for event in context.elements.values():
        if any(item.kind == "compensate" for item in event.triggers):
            yield Problem(
                event,
                f"The compensation '{event.label}' would do nothing.",
                "Draw the tasks that undo the work, and a flow to them.",
            )
        undoes = context.nodes[event.id].get("isForCompensation") == "true"
        if undoes and (event.incoming or event.outgoing):
            yield Problem(
                event,
                f"'{event.label}' is marked as work that undoes other work, and flows lead through "
                "it: it would be done in the course of the process.",
                "Take the mark (isForCompensation) off, or the flows away.",
            )


@rule(
    "error",
    "An error or a cancel event that is thrown is caught on the border of a sub-process around it, "
    "or by an event sub-process beside it.",
)
def unheard(context: LintContext) -> Iterator[Problem]:
    yield from _unheard(context, CAUGHT_AROUND - {"escalation"})


@rule(
    "error",
    "An escalation that is thrown is caught on the border of a sub-process around it, or by an "
    "event sub-process beside it. Otherwise nobody is told, and the case goes on.",
    in_engine="warning",
)
def unheard_escalation(context: LintContext) -> Iterator[Problem]:
    yield from _unheard(context, {"escalation"})


def _unheard(context: LintContext, kinds: Collection[str]) -> Iterator[Problem]:
    for event, item in context.triggers(*THROWING):
        if item.kind in kinds and not _is_caught(context, event):
            yield Problem(
                event,
                f"The {item.kind} of '{event.label}' is caught by nothing around it.",
                "Draw it inside a sub-process with an event on its border that catches it.",
            )


@rule(
    "warning",
    "A message that is sent is awaited somewhere in the diagram. Otherwise it only stands in the "
    "history, which web hooks receive, and the case goes on. Mails are sent by service tasks that "
    "notify.",
)
def unheard_message(context: LintContext) -> Iterator[Problem]:
    for event, item in context.triggers(*THROWING):
        if item.kind == "message" and not _awaited(context, event, item):
            yield Problem(
                event,
                f"Nothing in the diagram waits for the message of '{event.label}': it only "
                "stands in the history, which web hooks receive.",
                "Accept this; or draw a service task that notifies a person.",
            )


def _is_caught(context: LintContext, event: Element) -> bool:
    lowered = context.diagram.lowered
    return lowered.caught_by(lowered.elements[event.id]) is not None


def _awaited(context: LintContext, event: Element, item: Trigger) -> bool:
    name = item.target if item.refers_to else event.name
    if event.kind == "sendTask" and not item.refers_to:
        return True
    return any(other.message == name for other in context.of(*HEARD_BY))


@rule(
    "warning",
    "An error that is caught can come about. A person completing a task never throws one.",
)
def unthrown(context: LintContext) -> Iterator[Problem]:
    for event in context.of("boundaryEvent"):
        host = context.elements.get(event.attached_to or "")
        thrown = CAUGHT_AROUND & set(event.events)
        known = all(item.target or not item.refers_to for item in event.triggers)
        if host is not None and thrown and known and host.kind in WAITING_TASKS:
            yield Problem(
                event,
                f"'{event.label}' waits for an {min(thrown)} that '{host.label}' can never throw.",
                "Use a message event, or draw another outcome of the task.",
            )


@rule(
    "error",
    "A signal that is waited for is sent in the diagram, by what can go on beside the event, or "
    "the property `external` of the event is `true`: another program sends it.",
)
def unsent_signal(context: LintContext) -> Iterator[Problem]:
    sent: dict[str, set[str]] = {}
    for thrower, item in context.triggers(*THROWING):
        if item.kind == "signal" and item.target:
            sent.setdefault(item.target, set()).add(thrower.id)
    for event, item in context.triggers(*HEARD_BY):
        inside = event.properties.get("external") != "true" and not _is_process_start(
            context, event
        )
        if item.kind != "signal" or not item.target or not inside:
            continue
        if item.target not in sent:
            yield Problem(
                event,
                f"'{event.label}' waits for the signal '{item.target}', which nothing in the "
                "diagram sends.",
                "Draw what sends it, or use a message, which other programs can deliver.",
            )
        elif _holds_up(context, event) and not _goes_on_beside(context, event, sent[item.target]):
            yield Problem(
                event,
                f"'{event.label}' waits for the signal '{item.target}', which nothing can send "
                "while it waits.",
                "Draw what sends it in a branch beside it, or use a message, which other programs "
                "can deliver.",
            )


def _holds_up(context: LintContext, event: Element) -> bool:
    """Does a token wait there for this event alone?"""
    before = [context.flows[key].source for key in event.incoming]
    kinds = {context.elements[key].kind for key in before if key in context.elements}
    return event.kind == "intermediateCatchEvent" and "eventBasedGateway" not in kinds


def _goes_on_beside(context: LintContext, event: Element, throwers: set[str]) -> bool:
    """Can one of some elements throw while a token waits at an event? Not where all of them are
    only behind it, and not where there never is a second token."""
    if not any(map(_begins_another, context.elements.values())):
        return False
    around = reach(context.begun, context.through, {event.id})
    return not around.isdisjoint(throwers)


def _begins_another(element: Element) -> bool:
    """Can a second token come from it?"""
    splits = element.kind not in ("exclusiveGateway", "eventBasedGateway")
    beside = element.kind in ("boundaryEvent", "startEvent") and not element.interrupting
    several = element.loop is not None and element.loop.kind == "parallel"
    return beside or several or (splits and len(element.outgoing) > 1)


@rule(
    "error",
    "An event that does not interrupt never leads back to the activity on whose border it is: "
    "that would be done a second time while it still goes on, and again each time that the "
    "event happens.",
)
def second_visit(context: LintContext) -> Iterator[Problem]:
    for event, host in context.not_interrupting():
        beside = {e.id for e in context.inside[event.container]}  # whatever is around it ends first
        steps = {key: [to for to in context.next[key] if to in beside] for key in beside}
        if host.id in reach(steps[event.id], steps):
            yield Problem(
                event,
                f"'{event.label}' does not interrupt, and leads back to '{host.label}': that would "
                "be open twice.",
                "Let the event interrupt, or lead its flow to an end of its own.",
            )


@rule(
    "error",
    "An event that waits for a condition fires when data of the case make it true. One that is "
    "always or never true waits for nothing.",
)
def conditional(context: LintContext) -> Iterator[Problem]:
    for event, item in context.triggers():
        why = _why_no_condition(event.label, item.condition or "")
        if item.kind == "conditional" and why:
            yield Problem(
                event,
                why,
                "Write a condition on variables of the case, or draw a gateway that decides.",
            )


def _why_no_condition(label: str, text: str) -> str:
    if not text.strip():
        return f"The condition of the event '{label}' is empty."
    try:
        if expressions.names(text) - {"true", "false"}:
            return ""
        holds = text.strip() == "true" or bool(expressions.evaluate(text, {}))
    except ExpressionError:
        return ""  # the rule `expression` says what is wrong
    if holds:
        return f"The condition of the event '{label}' is always true: it fires at once."
    return f"The condition of the event '{label}' is never true: it never fires."


@rule(
    "error",
    "A case begins when it is submitted. The start event of the process may be drawn plain, with a "
    "message or a signal, which then is the submission, or with a timer, for which the case waits. "
    "A condition would start nothing, and sub-processes and called processes begin plainly.",
)
def start_trigger(context: LintContext) -> Iterator[Problem]:
    for event in context.of("startEvent"):
        outer = context.elements.get(event.container)
        kinds = set(event.events)
        main = event.container == context.diagram.process
        if outer is None and kinds - ({"message", "signal", "timer"} if main else set()):
            yield Problem(
                event,
                f"The start event '{event.label}' waits for a {min(kinds)}: cases begin when they "
                "are submitted."
                if main
                else f"The start event '{event.label}' waits for a {min(kinds)}: it begins when "
                "called.",
                "Draw a plain start event, and what it waits for behind it.",
            )
        elif outer is not None and kinds and not outer.by_event:
            yield Problem(
                event,
                f"The sub-process '{outer.label}' starts with an event, which nothing would "
                "deliver: a plain start event belongs there.",
                "Draw a plain start event, and the event in front of the sub-process.",
            )
