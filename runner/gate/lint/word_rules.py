"""Rules about words: a misspelt property, audience or recipient would do nothing, silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from runner.bpmn import Action, Element, Flow, expressions, xml
from runner.bpmn.elements import SUB_PROCESSES, WAITING_TASKS
from runner.bpmn.xml import BPMN, SPIFF, Node
from runner.errors import ExpressionError
from runner.gate.lint.context import LintContext, Problem, rule
from runner.model import ROLES, team_named

PROPERTIES = frozenset(
    {"status", "order", "resolution", "milestone", "time", "audience", "flag", "unflag", "message"}
    | {"proposal", "move", "history", "customer", "external", "formJsonSchemaFilename"}
    | {"different_people"}
)
"""The properties that mean something here; docs/diagram.md says what."""

RECIPIENTS = frozenset({"owner", *ROLES})
"""The recipients that a service task can name."""


@rule(
    "warning",
    "A property is one that Caselane reads. One that is misspelt, or comes from another tool, does "
    "nothing.",
)
def unknown_property(context: LintContext) -> Iterator[Problem]:
    for place in (*context.elements.values(), *context.flows.values()):
        for name in place.properties:
            if name not in PROPERTIES:
                yield Problem(
                    place,
                    f"The property '{name}' of '{place.name or place.id}' means nothing "
                    f"here.{did_you_mean(name, PROPERTIES)}",
                    "Correct its name, or remove it.",
                )


@rule(
    "warning",
    "A property stands where it means something: a milestone on a timer, an audience on what is "
    "offered to somebody. Elsewhere it does nothing.",
)
def idle_property(context: LintContext) -> Iterator[Problem]:
    offered = {action.id for action in context.diagram.actions}
    for place in (*context.elements.values(), *context.flows.values()):
        means = _on_flow(place, offered) if isinstance(place, Flow) else _on(context, place)
        for name in sorted(place.properties.keys() & PROPERTIES - means - _EVERYWHERE):
            yield Problem(
                place,
                f"The property '{name}' of '{place.name or place.id}' does nothing there.",
                "Move it to where it means something (docs/diagram.md), or remove it.",
            )


_EVERYWHERE = {"flag", "unflag", "history", "formJsonSchemaFilename", "different_people"}
"""What any token that goes through does or leaves behind, and what has rules of its own."""


def _on_flow(flow: Flow, offered: Collection[str]) -> set[str]:
    return {"audience", "message"} if flow.id in offered else set()


def _on(context: LintContext, element: Element) -> set[str]:
    """The properties that mean something on an element, but for those that do everywhere."""
    around = element.kind in SUB_PROCESSES or element.kind == "callActivity"
    heard = "message" in element.events and element.kind in ("boundaryEvent", "startEvent")
    waits = context.waits(element)
    means = {"resolution", "order"}
    means |= {"status"} if waits or around or element.kind == "endEvent" else set()
    means |= {"move", "proposal"} if waits else set()
    means |= {"audience"} if element.kind in WAITING_TASKS or around or heard else set()
    means |= {"message"} if heard else set()
    means |= {"milestone", "time", "customer"} if "timer" in element.events else set()
    return means | ({"external"} if "signal" in element.events else set())


@rule(
    "error",
    "What is said of an element stands there once: each of its properties, its form for an "
    "audience, its lane, its condition, its script, how often it is done. Of two one would count, "
    "without a word.",
)
def said_twice(context: LintContext) -> Iterator[Problem]:
    for place in (*context.elements.values(), *context.flows.values()):
        node = context.nodes.get(place.id)
        for message in () if node is None else _said_twice(node, place):
            yield Problem(place, message, "Leave one of the two out.")
    for key in _in_two_lanes(context):
        element = context.elements[key]
        yield Problem(
            element, f"'{element.label}' lies in two lanes.", "Take it out of one of them."
        )


def _said_twice(node: Node, place: Element | Flow) -> Iterator[str]:
    said, label = f"{{{BPMN}}}extensionElements/{{{SPIFF}}}", place.name or place.id
    lists = node.findall(f"{said}properties")
    if len(lists) > 1:
        yield f"'{label}' has two lists of properties."
    names = Counter(item.get("name", "") for one in lists for item in one.iterchildren("{*}*"))
    for name in (name for name, number in names.items() if number > 1):
        yield f"'{label}' has the property '{name}' twice."
    forms = Counter(form.get("audience", "") for form in node.iterfind(f"{said}formJsonSchema"))
    for audience in (audience for audience, number in forms.items() if number > 1):
        yield f"'{label}' has two forms for '{audience or 'everybody'}'."
    if forms and "formJsonSchemaFilename" in place.properties:
        yield f"'{label}' has a form of its own and one in a file."
    if len(loops := [child for child in node if xml.tag(child).endswith(_LOOPS)]) > 1:
        yield f"'{label}' says twice how often it is done."
    for holder in (node, *loops, *(n for n in node if xml.tag(n).endswith("EventDefinition"))):
        for kind in _ONCE:
            if len(xml.children(holder, kind)) > 1:
                yield f"'{label}' has the element '{kind}' twice."


_LOOPS = "LoopCharacteristics"
_ONCE = (
    "conditionExpression", "script", "condition", "extensionElements", "loopCardinality",
    "loopCondition", "completionCondition", "loopDataInputRef", "inputDataItem", "ioSpecification",
)  # fmt: skip


def _in_two_lanes(context: LintContext) -> Iterator[str]:
    """Of one set: an element may be listed in a lane and in the one around that."""
    for lanes in context.tagged("laneSet", "childLaneSet"):
        refs = (
            {xml.text(ref) for ref in xml.children(lane, "flowNodeRef")}
            for lane in xml.children(lanes, "lane")
        )
        listed = Counter(key for keys in refs for key in keys)
        yield from (key for key, number in listed.items() if number > 1 and key in context.elements)


@rule(
    "warning",
    "An audience is a role, a team (*Team: Printers*) or a lane of the diagram. One that is "
    "misspelt offers the action to all of support.",
)
def unknown_audience(context: LintContext) -> Iterator[Problem]:
    lanes = {element.lane for element in context.elements.values() if element.lane}
    known = {name.lower(): name for name in (*ROLES, "Support", *lanes)}
    for place in (*context.elements.values(), *context.flows.values()):
        for name in _audiences(place):
            if name.lower() not in known and not team_named(name):
                yield Problem(
                    place,
                    f"The audience '{name}' of '{place.name or place.id}' is neither a role nor a "
                    f"lane of the diagram.{did_you_mean(name, known.values())}",
                    f"Roles are {', '.join(ROLES)}.",
                )


def _audiences(place: Element | Flow) -> Iterable[str]:
    said = (*place.properties.get("audience", "").split(","), *",".join(place.forms).split(","))
    return dict.fromkeys(name.strip() for name in said if name.strip())


@rule(
    "warning",
    "A service task notifies somebody: the customer, the owner, those who have a role or are in a "
    "team (*Team: Printers*). Nobody would get what is sent to anybody else.",
)
def unknown_recipient(context: LintContext) -> Iterator[Problem]:
    for task in context.of("serviceTask"):
        for name in recipients(task):
            if name.lower() not in RECIPIENTS and not team_named(name):
                yield Problem(
                    task,
                    f"'{task.label}' notifies '{name}', which is no "
                    f"recipient.{did_you_mean(name, RECIPIENTS)}",
                    f"Write one or several of {', '.join(sorted(RECIPIENTS))}.",
                )


def recipients(task: Element) -> list[str]:
    """The words of the parameter `to`, where it is a text and no expression."""
    try:
        text = expressions.evaluate(task.parameters.get("to", "None"), {})
    except ExpressionError:
        return []
    return [name.strip() for name in text.split(",")] if isinstance(text, str) else []


@rule(
    "warning",
    "Buttons that a person sees at the same time have different labels. Two equal ones cannot be "
    "told apart.",
)
def equal_labels(context: LintContext) -> Iterator[Problem]:
    at: dict[str, list[Action]] = {}
    for action in context.diagram.actions:
        at.setdefault(action.element, []).append(action)
    for task in context.elements.values():
        if task.id not in at:
            continue
        around = [a for outer in context.around(task) for a in at.get(outer.id, ()) if a.message]
        mine = [*at[task.id], *around]
        seen: dict[tuple[str, str], str] = {}
        for action in mine:
            first = seen.setdefault((action.audience, action.label), action.id)
            if first != action.id:
                yield Problem(
                    context.flows.get(action.id) or context.elements.get(action.id, task),
                    f"Two actions at '{task.label}' have the label '{action.label}': '{first}' and "
                    f"'{action.id}'.",
                    "Give one of them another name.",
                )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence with what resembles a word, with a space in front; '' for nothing."""
    by_lower = {name.lower(): name for name in known}
    close = [by_lower[name] for name in get_close_matches(word.lower(), sorted(by_lower), 2, 0.6)]
    if len(close) > 1:
        return f" Did you mean {close[0]!r} or {close[1]!r}?"
    return f" Did you mean {close[0]!r}?" if close else ""
