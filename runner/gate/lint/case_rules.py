"""Rules about the life of a case: is this what a support desk can work by?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from runner.bpmn import Element
from runner.bpmn.elements import SUB_PROCESSES, WAITING_TASKS
from runner.bpmn.forms import conversation, fields
from runner.bpmn.graphs import backwards, reach
from runner.gate.lint.context import LintContext, Problem, rule
from runner.model import CASE_FIELDS, CUSTOMER_REPLY


@rule(
    "error",
    "Every place where a token waits has a status, or lies in a sub-process that has one, and "
    "so has every end that the case itself comes to. Otherwise a case would stand nowhere on the "
    "board. An end to which only an event leads that does not interrupt needs none.",
)
def status(context: LintContext) -> Iterator[Problem]:
    main = _main_way(context)
    for element in context.elements.values():
        ends = element in context.ends and element.id in main
        waits = context.waits(element) and element.kind != "eventBasedGateway"
        around = [element, *context.around(element)]
        named = any(item.properties.get("status") for item in around)
        if (waits and not named) or (ends and "status" not in element.properties):
            yield Problem(
                element,
                f"A case that ends at '{element.label}' would have no status."
                if ends
                else f"A case that waits at '{element.label}' would have no status.",
                "Give the element the property 'status'.",
            )


@rule(
    "error",
    "A process that several activities call is for the same people and at the same status wherever "
    "it is called from, or says itself for whom and at which. What waits there would go by the "
    "first call, whichever one it was.",
)
def called_alike(context: LintContext) -> Iterator[Problem]:
    calls: dict[str, list[Element]] = {}
    for call in context.of("callActivity"):
        calls.setdefault(call.called or "", []).append(call)
    said = {"audience": context.diagram.audience_of, "status": context.diagram.status_of}
    taken = _taken_from_calls(context) if any(len(each) > 1 for each in calls.values()) else {}
    for first, *others in calls.values():
        for call in others:
            for name in sorted(taken.get(first.id, ())):
                if said[name](call) != said[name](first):
                    yield Problem(
                        call,
                        f"'{call.label}' calls what '{first.label}' calls, with another '{name}': "
                        f"what waits there has that of '{first.label}'.",
                        f"Give the tasks of the process that is called the property '{name}', or "
                        "call another one.",
                    )


def _taken_from_calls(context: LintContext) -> dict[str, set[str]]:
    """By call: what the places that wait inside of it have from it, and do not say themselves."""
    asked = {one.element for one in context.diagram.actions if "audience" not in one.properties}
    taken: dict[str, set[str]] = {}
    for wait in filter(context.waits, context.elements.values()):
        left = {"audience", "status"} if wait.id in asked else {"status"}
        for place, outer in pairwise((wait, *context.around(wait))):
            left -= {name for name in left if place.properties.get(name)}
            if place.lane != outer.lane:
                left.discard("audience")
            taken.setdefault(outer.id, set()).update(left)
    return taken


def _main_way(context: LintContext) -> frozenset[str]:
    """What the case itself comes to, not only a token that an event started beside it."""
    beside = {e.id for e in context.lowered.of("boundaryEvent") if not e.interrupting}
    return reach(context.starts, context.next, beside)


@rule(
    "warning",
    "Where a case waits for a message or a condition alone, a timer or a person can bring it on as "
    "well. A message that never comes would hold it for ever.",
)
def no_time_out(context: LintContext) -> Iterator[Problem]:
    lowered = context.lowered
    for element in context.of("intermediateCatchEvent", "receiveTask"):
        by = "condition" if "conditional" in element.events else "message"
        if (by == "message" and element.message is None) or element.id not in context.reached:
            continue
        around = (element, *lowered.around(lowered.elements[element.id]))
        borders = [event for item in around for event in lowered.on_border.get(item.id, ())]
        sources = (context.elements.get(context.flows[key].source) for key in element.incoming)
        chosen = any(source and source.kind == "eventBasedGateway" for source in sources)
        if not borders and not chosen:
            yield Problem(
                element,
                f"A case that waits at '{element.label}' can go on only by the message "
                f"'{element.message}'."
                if by == "message"
                else f"A case that waits at '{element.label}' can go on only by its condition.",
                "Draw an event-based gateway in front of it, with a timer beside it."
                if by == "message"
                else "Draw a sub-process around it, with a timer on its border.",
            )


@rule(
    "warning",
    "The first place where a case waits is a task of support, with a milestone on its border: "
    "the first response, whose time runs from the submission.",
)
def first_wait(context: LintContext) -> Iterator[Problem]:
    for element in _first_waits(context):
        timed = any(
            event.properties.get("milestone") and event.timer_kind
            for event in context.on_border.get(element.id, ())
        )
        if element.kind not in WAITING_TASKS or not timed:
            yield Problem(
                element,
                f"The case first waits at '{element.label}', which has no milestone: a "
                "missing first response would not be noticed.",
                "Draw a timer on its border with the property 'milestone'.",
            )


def _first_waits(context: LintContext) -> list[Element]:
    todo = [key for key in context.starts if not context.starts_beside(context.elements[key])]
    found, seen = [], set(todo)
    while todo:
        element = context.elements[todo.pop(0)]
        if context.waits(element):
            found.append(element)
            continue
        new = [key for key in context.next[element.id] if key not in seen]
        new = [key for key in new if context.elements[key].kind != "boundaryEvent"]
        seen |= set(new)
        todo += new
    return found


@rule(
    "error",
    "The status of an end is that of no waiting case: what is over is over, and nothing leaves it.",
)
def final_status(context: LintContext) -> Iterator[Problem]:
    final = {e.properties["status"] for e in context.ends if e.properties.get("status")}
    for element in context.elements.values():
        said = element.properties.get("status")
        if said in final and element.kind != "endEvent":
            yield Problem(
                element,
                f"'{element.label}' has the status '{said}', which is that of the end: a case that "
                "is over could go on.",
                "Give it a status of its own.",
            )


@rule(
    "error",
    "The property `order` is the place of a status in lists: a whole number from 1 to 999, on an "
    "element with a status, the same wherever the status is given.",
)
def status_order(context: LintContext) -> Iterator[Problem]:
    places: dict[str, int] = {}
    for element in context.elements.values():
        if "order" not in element.properties:
            continue
        said, name = element.properties["order"], element.properties.get("status")
        if element.order is None:
            why = f"The order of '{element.label}' is '{said}', which is no number from 1 to 999."
        elif not name:
            why = f"'{element.label}' has an order, and no status that it could put in its place."
        elif places.setdefault(name, element.order) != element.order:
            why = f"The status {name} has two orders, {places[name]} and {said}."
        else:
            continue
        yield Problem(element, why, "Set 'order' where 'status' is set, to one number a status.")


@rule(
    "error",
    "From wherever a case waits it can come to an end that has a status.",
)
def way_to_the_end(context: LintContext) -> Iterator[Problem]:
    out = reach([e.id for e in context.ends], backwards(context.next))
    for element in context.elements.values():
        if context.waits(element) and element.id in context.reached and element.id not in out:
            yield Problem(
                element,
                f"From '{element.label}' no case could ever be closed.",
                "Draw a way to the end.",
            )


@rule(
    "warning",
    "A customer who answers is heard in every status after the first: the message "
    "`customer_reply` is caught on the border of every task there, but of those that it leads "
    "to.",
)
def reply_heard(context: LintContext) -> Iterator[Problem]:
    lowered = context.lowered
    heard = [e for e in lowered.of("boundaryEvent") if e.message == CUSTOMER_REPLY]
    hosts = {event.attached_to for event in heard}
    first = {element.id for element in _first_waits(context)}
    answered = {key for event in heard for key in _next_waits(context, event)}
    for element in context.of(*WAITING_TASKS):
        around = {element.id, *(outer.id for outer in lowered.around(lowered.elements[element.id]))}
        named = context.diagram.status_of(element)
        known = element.id in context.reached and named
        if known and not (around & hosts or element.id in first or element.id in answered):
            yield Problem(
                element,
                f"A customer who answers while the case waits at '{element.label}' is not heard.",
                f"Draw a message event '{CUSTOMER_REPLY}' on its border.",
            )


def _next_waits(context: LintContext, event: Element) -> set[str]:
    found, seen, todo = set(), {event.id}, [event.id]
    while todo:
        for element_id in context.next[todo.pop()]:
            if element_id in seen or context.elements[element_id].kind == "boundaryEvent":
                continue
            seen.add(element_id)
            if context.waits(context.elements[element_id]):
                found.add(element_id)
            else:
                todo.append(element_id)
    return found


@rule(
    "error",
    "A milestone is a timer on the border of an activity that waits: completing that activity "
    "reaches it, the timer misses it. It runs once, and missing it stops no work.",
)
def milestone(context: LintContext) -> Iterator[Problem]:
    for event in context.elements.values():
        name = event.properties.get("milestone")
        if not name:
            continue
        host = context.elements.get(event.attached_to or "")
        if event.timer_kind is None or host is None:
            yield Problem(
                event,
                f"The milestone '{name}' is not a timer on the border of an activity.",
                "Draw it as a timer event on the border of the task that reaches it.",
            )
        elif host.kind not in WAITING_TASKS | SUB_PROCESSES:
            yield Problem(
                event,
                f"The milestone '{name}' would never run: '{host.label}' is done at once.",
                "Draw it on a task that people complete.",
            )
        elif event.interrupting:
            yield Problem(
                event,
                f"Missing the milestone '{name}' would interrupt '{host.label}'.",
                "Let the timer not interrupt.",
            )
        elif host.id in reach(context.next[host.id], context.next):
            yield Problem(
                event,
                f"The milestone '{name}' would start again whenever the case comes back to "
                f"'{host.label}'.",
                "Draw it where a case comes by once.",
            )


_OF_THE_CASE = frozenset({
    "number", "subject", "customer", "owner", "status", "priority", "channel",
    *(field.name for field in CASE_FIELDS),
})  # fmt: skip
"""What a case knows by itself: texts and conditions name it so."""


@rule(
    "warning",
    "No form asks for what a case knows by itself, such as its priority: what is filled in would "
    "not change the case, and conditions would read it in place of what the case says.",
)
def field_of_case(context: LintContext) -> Iterator[Problem]:
    for place in (*context.elements.values(), *context.flows.values()):
        forms = place.forms.values()
        names = {name for form in forms for name in fields(form).keys() - conversation(form)}
        for name in sorted(names & _OF_THE_CASE):
            yield Problem(
                place,
                f"The form of '{place.name or place.id}' has a field '{name}', which a case knows "
                "by itself.",
                f"Give the field another name, such as 'new_{name}'.",
            )
