"""Which variables a token can carry where: set for certain, perhaps, or never.

A data-flow analysis over the drawing. What sets variables: the submission of a case, forms of
tasks, outcomes and messages, decision tables, scripts, and loops. Every field of a form is written
when it is handed in, None where it was left blank. What is set inside a sub-process is lost when an
event on its border interrupts it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import pairwise
from typing import Any

from runner.bpmn import Element, Flow, expressions
from runner.bpmn.dmn import Table, read_decisions
from runner.bpmn.forms import Schema
from runner.errors import ExpressionError
from runner.gate.lint.paths import Paths
from runner.model import CASE_FIELDS, PRIORITIES

Values = frozenset[tuple[type, Any]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a variable at some place.

    `certain`: whatever way a token took here, it is set. `kinds` of text, number, truth, list, none
    or anything. `values`: all that it can be, None when there is no such list; `least` and `most`
    bound numbers.
    """

    certain: bool = True
    kinds: frozenset[str] = frozenset({"anything"})
    values: Values | None = None
    least: float | None = None
    most: float | None = None

    def joined(self, other: Known) -> Known:
        """What is known where two ways meet."""
        both = self.values is not None and other.values is not None
        return Known(
            self.certain and other.certain,
            self.kinds | other.kinds,
            self.values | other.values if both else None,  # type: ignore[operator]
            _bound(min, self.least, other.least),
            _bound(max, self.most, other.most),
        )


Variables = Mapping[str, Known]


def _bound(choose: Any, one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else choose(one, other)


_KINDS: dict[type, str] = {
    str: "text", int: "number", float: "number", bool: "truth", type(None): "none", list: "list",
}  # fmt: skip
_JSON = {
    "string": "text", "number": "number", "integer": "number", "boolean": "truth", "array": "list",
}  # fmt: skip
TEXT = Known(kinds=frozenset({"text"}))
SUBMITTED: Variables = {
    "priority": Known(
        kinds=frozenset({"text"}), values=frozenset((str, item) for item in PRIORITIES)
    ),
    **{item.name: Known(kinds=frozenset({"text", "none"})) for item in CASE_FIELDS},
    "channel": TEXT,
    "submitted_at": TEXT,
    "outcome": Known(kinds=frozenset({"text", "none"})),
}
"""What every case has from its submission on (`runner.cases`), and what the engine always sets."""


def kind_of(value: Any) -> str:
    return _KINDS.get(type(value), "anything")


def constant(*values: Any) -> Known:
    """A variable that is one of some values."""
    finite = all(type(item) in (str, int, float, bool, type(None)) for item in values)
    return Known(
        kinds=frozenset(map(kind_of, values)),
        values=frozenset((type(item), item) for item in values) if finite else None,
    )


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
        if element.kind in ("startEvent", "intermediateCatchEvent", "receiveTask"):
            known |= _fields([element.forms.get("")])
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
        return changed | scripted | _fields(forms).keys() | self._filled_in(element).keys()

    def set_inside(self, element: Element) -> Variables:
        """What one round of an activity sets, which its end may be decided on: its forms, and what
        is known at the ends of a sub-process or of a called process."""
        ends = (e for e in self._paths.body(element) if e.kind == "endEvent")
        found = [known for end in ends if (known := self.before.get(end.id)) is not None]
        return {**(reduce(_meet, found) if found else {}), **self._filled_in(element)}

    def _filled_in(self, element: Element) -> Variables:
        return _fields(form for flow in element.outgoing for form in self._forms.get(flow, ()))

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
        new = dict(known) if old is None else _meet(old, known)
        if new != old:
            self.before[element_id] = new
            todo.append(element_id)

    def _leave(self, element: Element) -> Iterator[tuple[str, Variables]]:
        paths, arrived = self._paths, self.before[element.id]
        around = [event for outer in paths.around(element) for event in self._handled(outer)]
        for event in (*paths.on_border.get(element.id, ()), *around):
            forms = self._forms.get(event.id) or [event.forms.get("")]
            yield event.id, {**arrived, **_fields(forms)}
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
                yield flow.target, {**known, **_fields(self._forms.get(flow.id, []))}


def _meet(one: Variables, other: Variables) -> dict[str, Known]:
    met = {}
    for name in one.keys() | other.keys():
        first, second = one.get(name), other.get(name)
        if first is not None and second is not None:
            met[name] = first.joined(second)
        else:
            met[name] = replace(first or second or Known(), certain=False)
    return met


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


def _fields(forms: Iterable[Schema | None]) -> dict[str, Known]:
    """What handing in one of several forms sets."""
    met: dict[str, Known] | None = None
    for form in forms:
        written = {
            name: _field(spec, name in (form or {}).get("required", ()))
            for name, spec in (form or {}).get("properties", {}).items()
        }
        met = written if met is None else _meet(met, written)
    return met or {}


def _field(spec: Mapping[str, Any], required: bool) -> Known:
    if "const" in spec:
        return constant(spec["const"])
    blank = () if required else (spec.get("default"),)
    if "enum" in spec:
        return constant(*spec["enum"], *blank)
    if spec.get("type") == "boolean":
        return constant(True, False, *blank)
    types = spec.get("type", ())
    types = [types] if isinstance(types, str) else types
    kinds = {_JSON.get(item, "anything") for item in types} or {"anything"}
    return Known(
        kinds=frozenset(kinds | set(map(kind_of, blank))),
        least=spec.get("minimum"),
        most=spec.get("maximum"),
    )


def choices(known: Known, constants: Sequence[Any]) -> list[Any]:
    """All that a variable can be, or what tells apart the constants that it is compared with; empty
    for lists."""
    if known.values is not None:
        return [value for _, value in sorted(known.values, key=repr)]
    found: list[Any] = []
    kinds = known.kinds
    if "list" in kinds:
        return []
    if kinds & {"text", "anything"}:
        found += [*dict.fromkeys(c for c in constants if type(c) is str), "something else"]
    if kinds & {"number", "anything"}:
        found += _numbers(known, [c for c in constants if type(c) in (int, float)])
    if kinds & {"truth", "anything"}:
        found += [True, False]
    if "none" in kinds:
        found.append(None)
    return found


def setting(name: str, value: Any) -> str:
    """A value of a variable, as conditions have it: `kind == 'Bug'`, `urgent == true`."""
    written = repr(value)
    return f"{name} == {_WORDS.get(written, written)}"


_WORDS = {"None": "null", "True": "true", "False": "false"}


def _numbers(known: Known, constants: Sequence[float]) -> list[float]:
    """The constants, what lies between and beyond them, and the bounds."""
    points = sorted({*constants, *filter(None, (known.least, known.most)), 0})
    around = [points[0] - 1, *points, points[-1] + 1]
    around += [(a + b) / 2 for a, b in pairwise(points)]
    low = float("-inf") if known.least is None else known.least
    high = float("inf") if known.most is None else known.most
    return [value for value in around if low <= value <= high]


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
