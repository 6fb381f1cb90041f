"""Rules about what comes round, or is done a second time: loops, calls and events beside the main
way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from runner.bpmn import Element, Flow, expressions
from runner.bpmn.consequences import flows_taken
from runner.bpmn.elements import ACTIVITIES, CAUGHT_AROUND, SUB_PROCESSES, WAITING_TASKS
from runner.bpmn.graphs import cycles, reach
from runner.errors import DiagramError, ExpressionError
from runner.gate.lint.context import LintContext, Problem, rule


@rule(
    "error",
    "From everywhere the end can be reached. A loop without a way out never ends.",
)
def trap(context: LintContext) -> Iterator[Problem]:
    if any(_calls_itself(context, activity) for activity in context.of("callActivity")):
        return
    stuck = {key: context.next[key] for key in context.elements if key not in context.leads_out}
    for loop in cycles(stuck):
        if not any(key in context.reached for key in loop):
            continue
        names = ", ".join(f"'{context.elements[key].label}'" for key in loop[:5])
        yield Problem(
            context.elements[loop[0]],
            f"There is no way out of the loop {names}: it never ends (a livelock).",
            "Draw a gateway with a flow that leads on.",
        )


@rule(
    "error",
    "A loop waits for somebody or something, or what it decides on changes in it from round to "
    "round, and not away from the value that would end it. Otherwise it turns round and round, "
    "within one step, for ever. An event does not wait for a condition that holds already.",
)
def busy_loop(context: LintContext) -> Iterator[Problem]:
    at_once = {
        key: list(_next_at_once(context, element))
        for key, element in context.elements.items()
        if key in context.leads_out
    }
    for loop in cycles(at_once):
        if _is_endless(context, loop, at_once) and any(key in context.reached for key in loop):
            names = ", ".join(f"'{context.elements[key].label}'" for key in loop[:5])
            yield Problem(
                context.elements[loop[0]],
                f"The loop {names} waits for no person and no event and changes nothing that it "
                "decides on: once entered, it would turn for ever (a livelock).",
                "Draw a task or a timer into it.",
            )


def _next_at_once(context: LintContext, element: Element) -> Iterator[str]:
    """Where a token goes on to without waiting: from an activity by a condition on its border, or
    in it, and from an event-based gateway by one behind it, that holds already."""
    for key in context.next[element.id]:
        event = context.elements[key]
        offered = event.attached_to == element.id or element.kind == "eventBasedGateway"
        by_condition = offered and "conditional" in event.events
        if by_condition or not _pauses(context, element):
            yield key
    for handler in context.body(element):
        for start in context.body(handler) if handler.by_event else ():
            if "conditional" in start.events:
                yield start.id


def _pauses(context: LintContext, element: Element) -> bool:
    """Does a token wait at an element? At an event with a condition only until that holds."""
    if element.kind in SUB_PROCESSES or element.kind == "callActivity":
        return False
    if "conditional" in element.events:
        return False
    host = context.elements.get(element.attached_to or "")
    thrown = CAUGHT_AROUND & set(element.events)
    return context.waits(element) or (host is not None and not thrown)


def _is_endless(
    context: LintContext, loop: Collection[str], steps: Mapping[str, Collection[str]]
) -> bool:
    """Does what a loop decides on stay as it is, at the latest from the second round on?"""
    changed = {name for key in loop for name in _sets(context.elements[key])}
    decisive = changed & _decides_on(context, loop)
    if not decisive:
        return True
    settled = _settled(context, loop, changed)
    known = {name: values[0] for name, values in settled.items() if values}
    known |= _counted_to(context, loop, decisive - settled.keys(), changed)
    if not decisive <= settled.keys() | known.keys():
        return False
    left = {
        key: [to for to in steps[key] if to in loop and _may_go(context, key, to, known)]
        for key in loop
    }
    return any(
        decisive & _decides_on(context, inner)
        <= {name for key in inner for name in _sets(context.elements[key])}
        for inner in cycles(left)
    )


def _settled(
    context: LintContext, loop: Collection[str], changed: Collection[str]
) -> dict[str, list[Any]]:
    """The variables that each round sets to the same value, with that value where it is known."""
    found: dict[str, list[str]] = {}
    for key in loop:
        for name, text in _assigned(context.elements[key]):
            found.setdefault(name, []).append(text)
    return {
        name: [] if expressions.names(texts[0]) else [expressions.evaluate(texts[0], {})]
        for name, texts in found.items()
        if len(texts) == 1 and expressions.names(texts[0]).isdisjoint(changed)
    }


def _counted_to(
    context: LintContext, loop: Collection[str], names: Collection[str], changed: Collection[str]
) -> dict[str, int]:
    """The counters among variables, with the end of the numbers that each counts to: all that sets
    one in the loop adds to it, or all takes from it. A condition that compares a counter once with
    a number, and reads nothing else that changes, turns at most once: what it says at that end it
    says from some round on, for ever."""
    steps: dict[str, set[int]] = {name: set() for name in names}
    for key in loop:
        for name, text in _assigned(context.elements[key]):
            if name in steps:
                steps[name].add(expressions.step(name, text))
    conditions = _conditions(context, loop)
    return {
        name: next(iter(signs)) * expressions.LARGEST
        for name, signs in steps.items()
        if len(signs) == 1
        and 0 not in signs
        and all(
            expressions.compares_once(name, text)
            and expressions.names(text).isdisjoint({*changed} - {name})
            for text in conditions
            if name in expressions.names(text)
        )
    }


def _may_go(context: LintContext, key: str, to: str, known: Mapping[str, Any]) -> bool:
    element = context.elements[key]
    try:
        if "conditional" in element.events:
            return True in expressions.outcomes(element.triggers[0].condition or "None", known)
        if element.kind != "exclusiveGateway":
            return True
        return to in {flow.target for flow in flows_taken(context.diagram, element, known)}
    except ExpressionError:
        return False  # the rule `expression` says what is wrong


def _assigned(element: Element) -> tuple[tuple[str, str], ...]:
    try:
        return expressions.assignments(element.script or "")
    except ExpressionError:
        return ()


def _sets(element: Element) -> set[str]:
    return {"*"} if element.kind == "businessRuleTask" else {name for name, _ in _assigned(element)}


def _decides_on(context: LintContext, loop: Collection[str]) -> set[str]:
    """The variables that a loop decides on; `*`, all that a table sets, with them."""
    found: set[str] = set()
    for text in _conditions(context, loop):
        found |= {"*"} | expressions.names(text)
    return found


def _conditions(context: LintContext, loop: Collection[str]) -> list[str]:
    """The conditions in a loop and on the ways out of it, but for those that are none."""
    found: list[str] = []
    for key in loop:
        element = context.elements[key]
        texts = [item.condition for item in element.triggers if item.kind == "conditional"]
        if len(element.outgoing) > 1:
            texts += [context.flows[flow].condition for flow in element.outgoing]
        found += [text for text in texts if text and _is_readable(text)]
    return found


def _is_readable(text: str) -> bool:
    try:
        expressions.names(text)
    except ExpressionError:
        return False  # the rule `expression` says what is wrong
    return True


SHORTEST = 60.0
"""Seconds that a timer in a loop without people lasts at least."""


@rule(
    "error",
    "A loop in which only timers wait does not turn faster than once a minute. A faster one fills "
    "the history, and the worker does nothing else.",
)
def fast_loop(context: LintContext) -> Iterator[Problem]:
    automatic = {
        key: [to for to in context.next[key] if _goes_on_soon(context, context.elements[to])]
        for key, element in context.elements.items()
        if _goes_on_soon(context, element) and key in context.reached
    }
    for loop in cycles(automatic):
        timers = [context.elements[key] for key in loop if context.elements[key].timer_kind]
        if timers:
            yield Problem(
                timers[0],
                f"The timer of '{timers[0].label}' starts again by itself within a minute, and "
                "again.",
                "Draw a task into the loop, or let the timer wait longer.",
            )


def _goes_on_soon(context: LintContext, element: Element) -> bool:
    """Does a token go on from here by itself, at once or after a short timer?"""
    if not element.timer_kind:
        return not _pauses(context, element)
    try:
        length = element.timer().duration
    except DiagramError:
        return False
    if length is None or length.days or length.months:
        return False
    return length.seconds < SHORTEST and element.kind == "intermediateCatchEvent"


@rule(
    "warning",
    "What follows an event that does not interrupt is drawn apart from the main way. Where both "
    "come to the same task or service, it is done twice.",
)
def work_twice(context: LintContext) -> Iterator[Problem]:
    for event, host in context.not_interrupting():
        main = _ways_on(context, host)
        for element_id in sorted(_ways_on(context, event) & main):
            element = context.elements[element_id]
            first = any(context.flows[f].source not in main for f in element.incoming)
            if element.kind in ACTIVITIES and first:
                yield Problem(
                    element,
                    f"'{element.label}' is done twice: once on the main way, and once after "
                    f"'{event.label}', which does not interrupt '{host.label}'.",
                    "Let the event interrupt, or draw what follows it apart.",
                )


def _ways_on(context: LintContext, element: Element) -> frozenset[str]:
    """What lies behind an element in its container, along flows."""
    beside = {e.id for e in context.inside[element.container]}
    steps = {
        key: beside & {context.flows[flow].target for flow in context.elements[key].outgoing}
        for key in beside
    }
    return reach(steps[element.id], steps)


@rule(
    "error",
    "The property `different_people` is `true`, and stands on a task for people that is done "
    "several times (multi-instance). Anywhere else it asks for nobody.",
)
def different_people(context: LintContext) -> Iterator[Problem]:
    for place in (*context.elements.values(), *context.flows.values()):
        written = place.properties.get("different_people")
        if written is None or (written == "true" and _is_done_by_several(place)):
            continue
        yield Problem(
            place,
            f"'{place.name or place.id}' has the property different_people = '{written}', which "
            "asks for nothing there.",
            "Set it to true on a user task with a multi-instance marker, or remove it.",
        )


def _is_done_by_several(place: Element | Flow) -> bool:
    if not isinstance(place, Element) or place.kind not in WAITING_TASKS or place.loop is None:
        return False
    return place.loop.kind != "standard"


@rule(
    "error",
    "A call activity calls a process of the same file, and no process calls itself, not even "
    "through others: that would never end.",
)
def calls(context: LintContext) -> Iterator[Problem]:
    for activity in context.of("callActivity"):
        if not activity.called:
            yield Problem(
                activity,
                f"The call activity '{activity.label}' does not say what it calls "
                "(calledElement is missing).",
                "Name a process of this file.",
            )
        elif not context.inside.get(activity.called):
            yield Problem(
                activity,
                f"'{activity.label}' calls the process '{activity.called}', which is not in "
                "the file.",
                "Draw that process in the same file, or a sub-process instead.",
            )
        elif _calls_itself(context, activity):
            yield Problem(
                activity,
                f"'{activity.label}' calls '{activity.called}', which comes round to calling it "
                "again (a recursion): it would never end.",
                "Draw the repetition as a loop.",
            )


def _calls_itself(context: LintContext, activity: Element) -> bool:
    seen: set[str] = set()
    todo = [activity.called or ""]
    while todo:
        process = todo.pop()
        if process in seen:
            continue
        seen.add(process)
        inner = [process]
        while inner:
            for element in context.inside.get(inner.pop(), ()):
                if element.called:
                    todo.append(element.called)
                elif element.kind in SUB_PROCESSES:
                    inner.append(element.id)
    container = activity.container
    while container in context.elements:
        container = context.elements[container].container
    return container in seen
