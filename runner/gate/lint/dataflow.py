"""Which variables a token can carry where: set for certain, perhaps, or never.

A data-flow analysis over the drawing. What sets variables: the submission of a case, forms of
tasks, outcomes and messages, decision tables, scripts, and loops. Every field of a form is written
when it is handed in, None where it was left blank. What is set inside a sub-process is lost when an
event on its border interrupts it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, reduce

from runner.bpmn import Element, Flow, expressions
from runner.bpmn.dmn import Table, read_decisions
from runner.bpmn.forms import Schema
from runner.bpmn.known import SUBMITTED, TEXT, Known, Variables, constant, fields_of, meet
from runner.errors import ExpressionError
from runner.gate.lint.paths import Paths


class Dataflow:
    """`before[id]` is what is known when a token arrives at an element; nothing for one that no
    token reaches. `tables` are the decision tables by id."""

    def __init__(self, paths: Paths):
        self._paths = paths
        self.tables: Mapping[str, Table] = read_decisions(paths.diagram.files)
        self._forms: dict[str, list[Schema | None]] = {}
        for action in paths.diagram.actions:
            self._forms.setdefault(action.id, []).append(action.form)
        self.before: dict[str, Variables] = {}
        self._run()

    def after(self, element: Element) -> Variables:
        """What is known once a token leaves an element, its choice aside."""
        known = dict(self.before.get(element.id, {}))
        if element.script is not None:
            for name, text in _settings(element.script):
                known[name] = value_of(text, known)
        table = self.tables.get(element.decision or "")
        if table is not None:
            known |= _outputs(table)
        if element.loop is not None:
            known |= {name: Known() for name in (element.loop.item, element.loop.output) if name}
            if element.loop.kind == "standard":  # it decides after each round, in which forms count
                known |= self._filled_in(element)
        heard = element.starts_handler or {"message", "signal"} & set(element.events)
        if element.kind == "startEvent" and element.container == self._paths.diagram.process:
            known |= fields_of([self._paths.diagram.start_form])
        elif element.kind in ("intermediateCatchEvent", "receiveTask") or (
            element.kind == "startEvent" and heard
        ):
            known |= fields_of([element.forms.get("")])
        return known

    @cached_property
    def set_by(self) -> Mapping[str, set[str]]:
        """The names of all that each element may set."""
        return {key: self._set_by(element) for key, element in self._paths.elements.items()}

    def _set_by(self, element: Element) -> set[str]:
        before = self.before.get(element.id, {})
        after = self.after(element)
        forms = [element.forms.get(""), *self._forms.get(element.id, ())]
        changed = {name for name in after if name not in before}
        scripted = {name for name, _text in _settings(element.script or "")}
        return changed | scripted | fields_of(forms).keys() | self._filled_in(element).keys()

    def set_inside(self, element: Element) -> Variables:
        """What one round of an activity sets, which its end may be decided on: its forms, and what
        is known at the ends of a sub-process or of a called process."""
        ends = (e for e in self._paths.body(element) if e.kind == "endEvent")
        found = [known for end in ends if (known := self.before.get(end.id)) is not None]
        return {**(reduce(meet, found) if found else {}), **self._filled_in(element)}

    def _filled_in(self, element: Element) -> Variables:
        return fields_of(form for flow in element.outgoing for form in self._forms.get(flow, ()))

    def _run(self) -> None:
        paths = self._paths
        todo: list[str] = []
        for element_id in paths.starts:
            self._arrive(element_id, SUBMITTED, todo)
        while todo:
            element = paths.elements[todo.pop()]
            for target, known in self._leave(element):
                self._arrive(target, known, todo)

    def _arrive(self, element_id: str, known: Variables, todo: list[str]) -> None:
        old = self.before.get(element_id)
        new = dict(known) if old is None else meet(old, known)
        if new != old:
            self.before[element_id] = new
            todo.append(element_id)

    def _leave(self, element: Element) -> Iterator[tuple[str, Variables]]:
        paths, arrived = self._paths, self.before[element.id]
        around = [event for outer in paths.around(element) for event in self._handled(outer)]
        for event in (*paths.on_border.get(element.id, ()), *around):
            forms = self._forms.get(event.id) or [event.forms.get("")]
            yield event.id, {**arrived, **fields_of(forms)}
        after = self.after(element)
        inside = paths.body(element)
        for inner in inside:
            if inner.kind == "startEvent":
                yield inner.id, after
        if inside:
            return
        yield from self._along(element, after)
        if element.kind == "endEvent":
            for outer in paths.around(element):
                yield from self._along(outer, after)
                break

    def _handled(self, activity: Element) -> list[Element]:
        """The starts of event sub-processes, which share the data of what happens in the body."""
        return [e for e in self._paths.on_border.get(activity.id, ()) if e.starts_handler]

    def _along(self, element: Element, known: Variables) -> Iterator[tuple[str, Variables]]:
        for flow_id in element.outgoing:
            flow = self._paths.flows[flow_id]
            if flow.target in self._paths.elements:
                yield flow.target, {**known, **fields_of(self._forms.get(flow.id, []))}


def _settings(script: str) -> Iterable[tuple[str, str]]:
    try:
        return expressions.assignments(script)
    except ExpressionError:
        return ()


def value_of(text: str, known: Variables) -> Known:
    """What an expression gives."""
    try:
        tree = expressions.parse(text)
    except ExpressionError:
        return Known()
    if not expressions.names(text):
        return constant(expressions.evaluate(text, {}))
    if isinstance(tree, ast.Name):
        return known.get(tree.id, constant(None))
    if isinstance(tree, (ast.Compare, ast.BoolOp)):
        return constant(True, False)
    if isinstance(tree, ast.BinOp):
        return Known(kinds=frozenset({"number", "none"}))
    return Known()


def _outputs(table: Table) -> dict[str, Known]:
    """What a table sets, with the due dates that follow from targets."""
    found = {}
    for number, name in enumerate(table.outputs):
        cells = [row.outputs[number] for row in table.rows if number < len(row.outputs)]
        known = None
        for cell in cells:
            value = value_of(cell or "None", {})
            known = value if known is None else known.joined(value)
        found[name] = known or constant(None)
    for name in [name.removesuffix("_target") for name in found if name.endswith("_target")]:
        found[f"{name}_due"] = TEXT
        if f"{name}_warning" in found:
            found[f"{name}_warning_due"] = TEXT
    return found


def where(paths: Paths, flow: Flow) -> list[str]:
    """The elements at which the condition of a flow is looked at: a guard of an outcome already
    while the task in front of the gateway waits. Of the lowered diagram: behind an activity that
    several flows leave a gateway looks."""
    source = paths.elements[flow.source]
    for flow_id in source.incoming:
        task = paths.elements.get(paths.flows[flow_id].source)
        if task is not None and flow in paths.diagram.outcome_flows(task):
            return [task.id]
    return [paths.diagram.lowered.flows[flow.id].source]
