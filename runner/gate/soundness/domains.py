"""What variables can be: finite sets of values where the forms say so, anything otherwise.

A token carries its variables. A variable is *known* when every form that sets it leaves a finite
choice: a constant, an enumeration or a boolean. Every other variable is free: conditions on it may
go either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from runner.bpmn import Diagram, Flow, expressions, xml
from runner.bpmn.forms import Schema
from runner.bpmn.xml import BPMN
from runner.errors import ExpressionError

OUTCOME = "outcome"
"""The variable that says which action completed a task."""

MOST_COMBINATIONS = 256
"""Combinations of values that a condition is tried with; beyond, it is free."""

Values = frozenset[Any]
Valuation = tuple[Values, ...]
"""The values that each known variable may have, in the order of the variables."""

_UNSET: Values = frozenset({None})


class Variables:
    """The known variables of a diagram, and the valuations met so far by number."""

    def __init__(self, diagram: Diagram):
        self._domains = _domains(diagram)
        self._place = {name: index for index, name in enumerate(self._domains)}
        self._numbers: dict[Valuation, int] = {}
        self._met: list[Valuation] = []
        self._kept: dict[tuple[int, frozenset[str]], int] = {}
        self.start = self.number(tuple(_UNSET for _ in self._domains))

    def number(self, valuation: Valuation) -> int:
        known = self._numbers.setdefault(valuation, len(self._met))
        if known == len(self._met):
            self._met.append(valuation)
        return known

    def filled_in(self, data: int, form: Schema | None, outcome: str | None) -> int:
        """The variables after a form was handed in for an action, a message or a timer."""
        new = dict(_written(form))
        new[OUTCOME] = frozenset({outcome})
        return self._changed(data, new)

    def merged(self, several: Iterable[int]) -> int:
        """The variables behind a join: each may be what any of the branches made it."""
        found = [self._met[number] for number in dict.fromkeys(several)]
        if len(found) == 1:
            return self.number(found[0])
        merged = (frozenset().union(*sets) for sets in zip(*found, strict=True))
        return self.number(tuple(merged))

    def kept(self, data: int, names: frozenset[str]) -> int:
        """What is known of some variables alone; the others count as not set."""
        key = (data, names)
        if key not in self._kept:
            self._kept[key] = self.number(
                tuple(
                    values if name in names else _UNSET
                    for name, values in zip(self._domains, self._met[data], strict=True)
                )
            )
        return self._kept[key]

    def decide(self, condition: str | None, data: int) -> Iterator[tuple[bool, int]]:
        """How a condition can turn out, and what is known of the variables then."""
        names = names_of(condition)
        if condition is None or names is None or not names <= self._place.keys():
            yield from ((True, data), (False, data))
            return
        valuation = self._met[data]
        read = sorted(self._place[name] for name in names)
        sets = [sorted(valuation[place], key=repr) for place in read]
        sides: dict[bool, list[set[Any]]] = {}
        combinations = 1
        for choice in sets:
            combinations *= len(choice)
        if combinations > MOST_COMBINATIONS:
            yield from ((True, data), (False, data))
            return
        order = list(self._domains)
        for choice in product(*sets):
            scope = {order[place]: value for place, value in zip(read, choice, strict=True)}
            side = sides.setdefault(
                bool(expressions.evaluate(condition, scope)), [set() for _ in read]
            )
            for kept, value in zip(side, choice, strict=True):
                kept.add(value)
        for truth, kept in sorted(sides.items(), reverse=True):
            left = list(valuation)
            for place, values in zip(read, kept, strict=True):
                left[place] = frozenset(values)
            yield truth, self.number(tuple(left))

    def _changed(self, data: int, new: Mapping[str, Values | None]) -> int:
        valuation = list(self._met[data])
        for name, place in self._place.items():
            values = new.get(name)
            if values is not None:
                valuation[place] = values
        return self.number(tuple(valuation))


def names_of(condition: str | None) -> frozenset[str] | None:
    """The variables that a condition reads; None where there is no condition that can be read."""
    try:
        return None if condition is None else expressions.names(condition)
    except ExpressionError:
        return None


def conditions(diagram: Diagram) -> dict[str, str]:
    """The condition of each flow as the engine evaluates it: an outcome has to have been chosen."""
    found = {flow.id: flow.condition for flow in diagram.flows.values() if flow.condition}
    for task in diagram.elements.values():
        for flow in diagram.outcome_flows(task):
            if flow.source != task.id:
                found[flow.id] = f'{OUTCOME} == "{flow.id}"'
    return found


# ------------------------------------------------------------------ which variables are known


def _domains(diagram: Diagram) -> dict[str, None]:
    read: set[str] = set()
    for condition in (*conditions(diagram).values(), *_guards(diagram)):
        read |= names_of(condition) or set()
    written: dict[str, list[Values | None]] = {}
    for form in _forms(diagram):
        for name, values in _written(form):
            written.setdefault(name, []).append(values)
    tables = [text for name, text in diagram.files.items() if name.endswith(".dmn")]
    free = _computed(diagram) | _shared(diagram)
    known = [
        name
        for name in sorted(read & written.keys() - free)
        if all(values is not None for values in written[name])
        and not any(f'name="{name}"' in table for table in tables)
    ]
    return dict.fromkeys([*known, *([OUTCOME] if _outcome_matters(diagram) else [])])


def _computed(diagram: Diagram) -> set[str]:
    """What scripts set, which are not evaluated here."""
    scripts = (element.script for element in diagram.elements.values() if element.script)
    return {name for script in scripts for name, _ in expressions.assignments(script)}


def _shared(diagram: Diagram) -> set[str]:
    """Data objects: a token elsewhere may set one."""
    return {node.get("id", "") for node in xml.tree(diagram.data).iter(f"{{{BPMN}}}dataObject")}


def _guards(diagram: Diagram) -> list[str]:
    return [flow.condition for flow in diagram.flows.values() if flow.condition]


def _forms(diagram: Diagram) -> Iterator[Schema]:
    for item in (*diagram.elements.values(), *diagram.flows.values()):
        yield from item.forms.values()


def _written(form: Schema | None) -> Iterator[tuple[str, Values | None]]:
    """The variables that a form sets, and what to; None where the values have no end."""
    form = form or {}
    required = set(form.get("required", ()))
    for name, spec in form.get("properties", {}).items():
        values = _finite(spec)
        if values is not None and "const" not in spec and name not in required:
            values |= {spec.get("default")}
        yield name, values


def _finite(spec: Mapping[str, Any]) -> Values | None:
    if "const" in spec:
        found = [spec["const"]]
    elif "enum" in spec:
        found = spec["enum"]
    elif spec.get("type") == "boolean":
        found = [True, False]
    else:
        return None
    plain = all(isinstance(value, (str, int, float, bool, type(None))) for value in found)
    return frozenset(found) if plain else None


def _outcome_matters(diagram: Diagram) -> bool:
    """Can a token come to a gateway that asks for an outcome on another way than by choosing it?"""
    for flow in diagram.flows.values():
        if OUTCOME in (names_of(flow.condition) or ()):
            return True
    for gateway in _outcome_gateways(diagram):
        for element_id in gateway.incoming:
            source = diagram.elements.get(diagram.flows[element_id].source)
            chosen: tuple[Flow, ...] = diagram.outcome_flows(source) if source else ()
            if not any(flow.source == gateway.id for flow in chosen):
                return True
    return False


def _outcome_gateways(diagram: Diagram) -> list[Any]:
    ids = {
        flow.source
        for task in diagram.elements.values()
        for flow in diagram.outcome_flows(task)
        if flow.source != task.id
    }
    return [diagram.elements[key] for key in ids]
