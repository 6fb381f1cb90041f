"""What is known of variables at a place of a drawing, and values that tell its conditions apart."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from math import prod
from typing import Any

from runner.bpmn import expressions
from runner.bpmn.forms import Schema
from runner.model import CASE_FIELDS, PRIORITIES

MOST_SAMPLES = 5000
"""Combinations of values that a gateway is tried with. Beyond it nothing is said about it."""

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
        return Known(
            self.certain and other.certain,
            self.kinds | other.kinds,
            None if self.values is None or other.values is None else self.values | other.values,
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
UNDATED = SUBMITTED.keys() - {"submitted_at"}
"""What every case has and is no date."""


def kind_of(value: Any) -> str:
    return _KINDS.get(type(value), "anything")


def constant(*values: Any) -> Known:
    """A variable that is one of some values."""
    finite = all(type(item) in (str, int, float, bool, type(None)) for item in values)
    return Known(
        kinds=frozenset(map(kind_of, values)),
        values=frozenset((type(item), item) for item in values) if finite else None,
    )


def fields_of(forms: Iterable[Schema | None]) -> dict[str, Known]:
    """What handing in one of several forms sets."""
    met: dict[str, Known] | None = None
    for form in forms:
        written = {
            name: _field(spec, name in (form or {}).get("required", ()))
            for name, spec in (form or {}).get("properties", {}).items()
        }
        met = written if met is None else meet(met, written)
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


def meet(one: Variables, other: Variables) -> dict[str, Known]:
    """What is known where two ways meet: what only one of them sets is not certain."""
    met = {}
    for name in one.keys() | other.keys():
        first, second = one.get(name), other.get(name)
        if first is not None and second is not None:
            met[name] = first.joined(second)
        else:
            met[name] = replace(first or second or Known(), certain=False)
    return met


def values_to_try(texts: Sequence[str], known: Variables) -> list[dict[str, Any]]:
    """Values for all variables of some conditions that tell apart what the conditions tell apart.
    Empty where a variable is unknown, or there are too many."""
    names = sorted({name for text in texts for name in expressions.names(text)})
    if any(name not in known for name in names):
        return []
    constants = [
        node.value
        for text in texts
        for node in ast.walk(expressions.parse(text))
        if isinstance(node, ast.Constant)
    ]
    listed = [choices(known[name], constants) for name in names]
    if not 0 < prod(map(len, listed)) <= MOST_SAMPLES:
        return []
    return [dict(zip(names, values, strict=True)) for values in product(*listed)]


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
