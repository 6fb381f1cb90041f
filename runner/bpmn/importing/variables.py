"""Variables that are decided on and that nothing sets: people fill them in."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from runner.bpmn import expressions, xml
from runner.bpmn.elements import MOST_ROUNDS, WAITING_TASKS
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.flows import question, take_otherwise
from runner.bpmn.importing.form_fields import (
    FORM,
    add_field,
    field_names,
    need_field,
    specs_of,
    title,
)
from runner.bpmn.json_schema import is_date
from runner.bpmn.xml import BPMN, SPIFF, Node
from runner.errors import ExpressionError
from runner.model import CASE_FIELDS

GIVEN = frozenset(
    {"priority", "channel", "submitted_at", "outcome", "loopCounter"}
    | {item.name for item in CASE_FIELDS}
)
"""What a case has without a form."""


def ask_for_variables(editor: DiagramEditor) -> None:
    """The task before a place that decides gets a field for what is decided on. Where a token can
    come without such a task, a person is asked right there."""
    known = GIVEN | set_without_form(editor)
    filled_in = _forms_by_place(editor)
    _notice_what_nothing_sets(editor, known.union(*filled_in.values()))
    read: dict[Node, set[str]] = {}
    texts = []
    for node, text in _sites(editor):
        if new := _names(text) - known:
            read.setdefault(node, set()).update(new)
            texts.append(text)
    specs = {
        **_specs(texts),
        **dict.fromkeys(_counts(editor), _COUNT),
        **dict.fromkeys(editor.dates, _DATE),
    }
    containers = {node.getparent() for node in read}
    elsewhere = {container: _elsewhere(filled_in, container) for container in containers}
    for node, wanted in read.items():
        before, new = _tasks_before(editor, node), wanted - elsewhere[node.getparent()]
        if missing := {name: specs[name] for name in sorted(new - _fields(before.all))}:
            _add(editor, node, before, missing)
        elif new - _fields(set(before.all) - set(_sources(editor, node))):
            decide_behind(editor, node)
        if xml.tag(node) == "exclusiveGateway" and not _goes_on_without(editor, node):
            for task in before.nearest:
                for name in sorted(new & field_names(task)):
                    _need(editor, task, name, specs[name])
    _need_dates(editor)
    _ask_when_enough(editor, known.union(*filled_in.values()))


def _ask_when_enough(editor: DiagramEditor, known: Collection[str]) -> None:
    """What says that an activity was done often enough, and nothing sets, is filled in in the
    activity itself; one that is no task loses it."""
    for node in editor.nodes():
        for condition in node.iterfind(_ENOUGH):
            text = xml.text(condition)
            new = {n for n in _names(text) if n not in known and not n.startswith("numberOf")}
            if new and xml.tag(node) in WAITING_TASKS:
                specs = _specs([text])
                for name in sorted(new):
                    add_field(editor, node, name, {**specs[name], "title": title(name)}, True)
                names = ", ".join(f"'{name}'" for name in sorted(new))
                editor.say(node, f"gets a form with {names}: nothing sets that, and it says when "
                           "it was done often enough")  # fmt: skip
            elif new and xml.tag(condition) == "completionCondition":
                xml.detach(condition)
                editor.say(node, f"loses its completionCondition “{text[:60]}”: nothing sets that")


def _need_dates(editor: DiagramEditor) -> None:
    for task in editor.nodes():
        for name in (
            sorted(field_names(task) & editor.dates) if task.find(_FORM) is not None else ()
        ):
            changed = need_field(task, name, (), _DATE["format"])
            if not all(map(is_date, specs_of(task, name))):
                said = (
                    f"asks for '{name}', at which a timer falls due, as something else than a date"
                )
                editor.say(task, f"{said}: give the field the format date-time", asks=True)
            elif changed:
                editor.say(task, f"has to be given '{name}' as a date: a timer falls due then")


def _goes_on_without(editor: DiagramEditor, gateway: Node) -> bool:
    """Does a gateway lead on while nothing that it reads is filled in?"""
    flows = editor.out_of(gateway)
    conditions = [xml.text(c) for flow in flows for c in xml.children(flow, "conditionExpression")]
    try:
        taken = any(expressions.evaluate(text, {}) for text in conditions)
    except ExpressionError:
        return True
    return taken or len(conditions) < len(flows) or gateway.get("default") is not None


def _need(editor: DiagramEditor, task: Node, name: str, spec: Mapping[str, Any]) -> None:
    if need_field(task, name, spec.get("enum", ())):
        editor.say(task, f"has to be given '{name}': what is decided on it would go nowhere else")


def _fields(tasks: Iterable[Node]) -> set[str]:
    return {name for task in tasks for name in field_names(task)}


def _sources(editor: DiagramEditor, node: Node) -> list[Node]:
    found = (editor.by_id(flow.get("sourceRef")) for flow in editor.into(node))
    return [source for source in found if source is not None]


def _notice_what_nothing_sets(editor: DiagramEditor, known: Collection[str]) -> None:
    """An event in the course of the process that waits for a condition on what nothing here sets
    waits for the world outside: a person says when it is so."""
    for node in editor.nodes():
        text = xml.text(node.find(_CONDITION))
        alone = xml.tag(node) == "intermediateCatchEvent" and _begins_to_wait(editor, node) is node
        if alone and _names(text) and _names(text).isdisjoint(known):
            node.remove(xml.children(node, "conditionalEventDefinition")[0])
            editor.say(node, f"becomes a task, in which a person says that “{text[:60]}” holds: "
                       "nothing here sets that")  # fmt: skip
            editor.becomes(node, "userTask")


def _add(editor: DiagramEditor, node: Node, before: _Before, specs: Mapping[str, Any]) -> None:
    names = ", ".join(f"'{name}'" for name in specs)
    tasks = before.nearest
    if not before.always:
        tasks = [editor.ask_before(node, question(node))]
    decide_behind(editor, node)
    for task in tasks:
        added = [
            add_field(editor, task, name, {**spec, "title": title(name)}, True)
            for name, spec in specs.items()
        ]
        if all(added):
            editor.say(task, f"gets a form with {names}: nothing sets that, and it is decided on")


def decide_behind(editor: DiagramEditor, gateway: Node) -> None:
    """Named flows right behind a task are its outcomes: their conditions would be looked at before
    the form is filled in. A gateway between them makes the second one decide on data."""
    at_task = any(xml.tag(node) in WAITING_TASKS for node in _sources(editor, gateway))
    named = any(flow.get("name") for flow in editor.out_of(gateway))
    if xml.tag(gateway) == "exclusiveGateway" and at_task and named:
        between = editor.add_node("exclusiveGateway", "", gateway, before=True)
        for flow in editor.into(gateway):
            editor.lead(flow, target=between)
        editor.add_flow(between, gateway)
        editor.say(
            gateway, "decides on what is filled in in front of it, and is no choice of buttons"
        )
        take_otherwise(editor, gateway)


# ------------------------------------------------------------------ what is read, and what is set


def _sites(editor: DiagramEditor) -> Iterator[tuple[Node, str]]:
    """Each expression that decides, with the node at which it is looked at."""
    for node in editor.nodes():
        for flow in editor.out_of(node):
            if flow.get("id") != node.get("default"):
                for condition in xml.children(flow, "conditionExpression"):
                    yield node, xml.text(condition)
        for number in node.iterfind(_TIMES):
            yield node, xml.text(number)
        for date in node.iterfind(_DUE_DATE):
            if xml.text(date) in editor.dates:
                yield _begins_to_wait(editor, node), xml.text(date)
        for condition in node.iterfind(_CONDITION):
            yield _begins_to_wait(editor, node), xml.text(condition)


def _counts(editor: DiagramEditor) -> set[str]:
    """The variables that say how often an activity is done."""
    numbers = (number for node in editor.nodes() for number in node.iterfind(_TIMES))
    return {name for number in numbers for name in _names(xml.text(number))}


_DATE = {"type": "string", "format": "date-time"}
_DUE_DATE = f"{{{BPMN}}}timerEventDefinition/{{{BPMN}}}timeDate"
_COUNT = {"type": "integer", "minimum": 1, "maximum": MOST_ROUNDS}
_TIMES = f"{{{BPMN}}}*/{{{BPMN}}}loopCardinality"
_ENOUGH = f"{{{BPMN}}}*/{{{BPMN}}}completionCondition"
_CONDITION = f"{{{BPMN}}}conditionalEventDefinition/{{{BPMN}}}condition"


def _begins_to_wait(editor: DiagramEditor, event: Node) -> Node:
    """Where a token comes to when an event begins to wait for its condition: to the activity that
    it is on the border of, or to the event-based gateway in front of it."""
    host = editor.by_id(event.get("attachedToRef"))
    if host is not None:
        return host
    gateways = (n for n in _sources(editor, event) if xml.tag(n) == "eventBasedGateway")
    return next(gateways, event)


def _forms_by_place(editor: DiagramEditor) -> dict[Node, set[str]]:
    """The fields of each element and flow that has a form."""
    nodes = (node for process in editor.processes() for node in process.iter("{*}*"))
    return {node: field_names(node) for node in nodes if node.find(_FORM) is not None}


_FORM = f"{{{BPMN}}}extensionElements/{FORM}"


def _elsewhere(filled_in: Mapping[Node, set[str]], container: Node | None) -> set[str]:
    """The fields of all forms but those of the tasks of a container: of these only what comes
    before counts."""
    return {
        name
        for place, names in filled_in.items()
        if place.getparent() is not container or xml.tag(place) not in WAITING_TASKS
        for name in names
    }


def set_without_form(editor: DiagramEditor) -> set[str]:
    """What scripts and loops set, and decision tables that lie beside the diagram."""
    found: set[str] = set()
    for node in editor.nodes():
        for script in xml.children(node, "script"):
            try:
                found |= {name for name, _ in expressions.assignments(xml.text(script))}
            except ExpressionError:
                continue
        for item in node.iterfind(f"{{{BPMN}}}*/{{{BPMN}}}inputDataItem"):
            found.add(item.get("id", ""))
        for output in node.iterfind(f"{{{BPMN}}}*/{{{BPMN}}}loopDataOutputRef"):
            found.add(xml.text(output))
        for decision in node.iter(f"{{{SPIFF}}}calledDecisionId"):
            table = editor.table(xml.text(decision))
            found |= set(table.outputs) if table else set()
    return found


def _names(text: str) -> frozenset[str]:
    try:
        return expressions.names(text)
    except ExpressionError:
        return frozenset()


# ------------------------------------------------------------------ what kind of thing it is


def _specs(texts: Iterable[str]) -> dict[str, dict[str, Any]]:
    """A field for each variable, by what it is compared with; a yes or no where it stands alone."""
    against: dict[str, list[Any]] = {}
    for text in texts:
        for name in _names(text):
            against.setdefault(name, [])
        for node in ast.walk(expressions.parse(text)) if _names(text) else ():
            if isinstance(node, ast.Compare):
                parts = [node.left, *node.comparators]
                values = [v for part in parts for v in _values(part)]
                for part in parts:
                    if isinstance(part, ast.Name) and part.id in against:
                        against[part.id] += values
    return {name: _spec(values) for name, values in against.items()}


def _values(node: ast.expr) -> list[Any]:
    if isinstance(node, (ast.List, ast.Tuple)):
        return [value for item in node.elts for value in _values(item)]
    return [node.value] if isinstance(node, ast.Constant) and node.value is not None else []


def _spec(values: list[Any]) -> dict[str, Any]:
    if any(type(value) is str for value in values):
        return {"type": "string", "enum": list(dict.fromkeys(filter(_is_text, values)))}
    if any(type(value) in (int, float) for value in values):
        return {"type": "number"}
    return {"type": "boolean"}


def _is_text(value: Any) -> bool:
    return type(value) is str


# ------------------------------------------------------------------ the tasks in front of a place


class _Before:
    """The waiting tasks in front of a node in its container: the `nearest` on each way there, and
    `all`. `always` says that every way there comes through one of the nearest."""

    def __init__(self) -> None:
        self.nearest: list[Node] = []
        self.all: list[Node] = []
        self.always = True


def _tasks_before(editor: DiagramEditor, node: Node) -> _Before:
    found, seen = _Before(), {node}
    todo = [(flow, True) for flow in editor.into(node)]
    found.always = bool(todo)
    while todo:
        flow, near = todo.pop(0)
        source = editor.by_id(flow.get("sourceRef"))
        if source is None or source in seen:
            continue
        seen.add(source)
        waits = xml.tag(source) in WAITING_TASKS
        if waits:
            found.all.append(source)
            found.nearest += [source] if near else []
        host = editor.by_id(source.get("attachedToRef"))
        if host is not None:  # what was filled in before its activity is known
            todo += [(flow, False) for flow in editor.into(host)]
        back = editor.into(source)
        if near and not waits and not back:
            found.always = False
        todo += [(flow, near and not waits) for flow in back]
    return found
