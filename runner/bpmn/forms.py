"""Forms: JSON Schema (2020-12) kept in the diagram, one object of named fields.

Beside JSON Schema's own words a field may carry

- `x-conversation`: `public` or `internal`. What is written there becomes a message of the
  conversation; it is text for people and never a variable of the diagram.
- `const`: not for people. It is written on every submit, which is how a flow sets a variable.

Forms are closed, as expressions are: references (which could read a URL) and patterns (which could
run for ever) are refused when the diagram is read.

Every field is written on submit, None when it was left blank, so that no condition of a diagram
ever meets a variable that an earlier form could have set and did not.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from itertools import cycle, islice
from typing import Any
from unicodedata import category

import orjson
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from runner.bpmn.json_schema import LONGEST_FORMATTED, validator
from runner.errors import DiagramError, InvalidInput
from runner.language import N_, _
from runner.model import normalised

Schema = Mapping[str, Any]

LONGEST_TEXT = 100_000
"""Characters in any text that a person may hand in, unless a schema sets its own maxLength."""

MOST_FIELDS, MOST_PARTS, DEEPEST = 200, 2000, 8
"""Fields in what is handed in; texts and numbers in all of them; lists and objects within one
another. Checking what keeps to these is a matter of milliseconds, whatever the form asks for."""

DEEPEST_SCHEMA = 100
"""Lists and objects within one another in a form: orjson writes 254, and a form is written as a
part of larger answers, too."""

PUBLIC, INTERNAL = "public", "internal"


def read_schema(text: str, where: str) -> Schema:
    """A form out of the text in a diagram. Raises DiagramError, naming `where` it stands."""
    try:
        schema = orjson.loads(text)
        Draft202012Validator.check_schema(schema)
    except orjson.JSONDecodeError as error:
        raise DiagramError(f"The form of {where} is not JSON: {error}.") from error
    except SchemaError as error:
        raise DiagramError(f"The form of {where} is not JSON Schema: {error.message}.") from error
    except RecursionError as error:
        raise DiagramError(f"The form of {where} is nested too deep.") from error
    if _is_deeper(schema, DEEPEST_SCHEMA):
        raise DiagramError(f"The form of {where} is nested too deep.")
    if not isinstance(schema, dict) or schema.get("type") != "object":
        raise DiagramError(f'The form of {where} has to be of "type": "object".')
    for name, spec in _properties(schema).items():
        _check_field(name, spec, where)
    unknown = schema.keys() - _OF_A_FORM
    if unknown:
        raise DiagramError(f"The form of {where} uses {_listed(unknown)}, which forms here cannot.")
    return schema


def _is_deeper(value: Any, most: int) -> bool:
    return most < 0 or any(_is_deeper(each, most - 1) for each in _inside(value))


def _inside(value: Any) -> Iterable[Any]:
    """What a list or an object has in it; nothing for any other value."""
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


_OF_A_FORM = {
    "$schema", "$id", "$comment", "type", "title", "description", "properties", "required",
    "additionalProperties",
}  # fmt: skip
_OF_A_FIELD = {
    "type", "title", "description", "enum", "const", "default", "examples", "format", "$comment",
    "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "items", "minItems", "maxItems", "uniqueItems", "readOnly", "x-conversation",
}  # fmt: skip


def _check_field(name: str, spec: Any, where: str) -> None:
    if not isinstance(spec, dict):
        raise DiagramError(f"Field '{name}' in the form of {where} has to be an object.")
    unknown = spec.keys() - _OF_A_FIELD
    if unknown:
        raise DiagramError(
            f"Field '{name}' in the form of {where} uses {_listed(unknown)}, which forms here "
            "cannot. Use enum, format, minLength, maxLength, minimum or maximum."
        )
    if spec.get("type") in ("null", ["null"]) or spec.get("format") == "regex":
        raise DiagramError(
            f"Field '{name}' in the form of {where} is null or a regular expression, which no "
            'person fills in. Give it a "type" such as "string".'
        )
    if "items" in spec:
        _check_field(name, spec["items"], where)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def fields(schema: Schema) -> Mapping[str, Any]:
    """The fields that a person fills in, by name, in their order."""
    return {name: spec for name, spec in _properties(schema).items() if not _is_set(spec)}


DATED = frozenset({"date", "time", "date-time"})
"""Formats that are chosen from a calendar or clock rather than written."""


def texts(schema: Schema) -> dict[str, str]:
    """What the fields are called, by name, that somebody writes: a text, or a list line by line."""
    return {
        name: spec.get("title") or name
        for name, spec in fields(schema).items()
        if _is_written(spec)
    }


def _is_written(spec: Mapping[str, Any]) -> bool:
    types = spec.get("type", "string")
    kinds = {types} if isinstance(types, str) else set(types)
    if "array" in kinds:
        return True
    return "string" in kinds and "enum" not in spec and spec.get("format") not in DATED


def shown(schema: Schema) -> Schema:
    """The form as people and programs see it: without the fields that set themselves."""
    visible = fields(schema)
    required = [name for name in schema.get("required", ()) if name in visible]
    return {**schema, "properties": visible, "required": required, "additionalProperties": False}


def conversation(schema: Schema) -> Mapping[str, str]:
    """The fields whose text goes into the conversation: name -> `public` or `internal`."""
    marks = {name: spec.get("x-conversation") for name, spec in _properties(schema).items()}
    return {name: mark for name, mark in marks.items() if mark in (PUBLIC, INTERNAL)}


def constants(schema: Schema) -> dict[str, Any]:
    """What a form sets by itself."""
    return {name: spec["const"] for name, spec in _properties(schema).items() if _is_set(spec)}


def merged(task: Schema | None, outcome: Schema | None) -> Schema | None:
    """The form of a task and the one of its outcome are filled in as one."""
    if task is None or outcome is None:
        return task or outcome
    return {
        **task,
        **outcome,
        "properties": {**task.get("properties", {}), **outcome.get("properties", {})},
        "required": [*task.get("required", ()), *outcome.get("required", ())],
    }


def submit(schema: Schema | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of all fields of a form for the input of a person or program.

    Blank texts count as left out. Raises InvalidInput with a sentence for each wrong field.
    """
    check_size(given)
    schema = schema or {"type": "object"}
    filled = {name: normalised(value) for name, value in given.items() if not _is_blank(value)}
    check(shown(schema), filled)
    values = {}
    for name, spec in _properties(schema).items():
        values[name] = filled.get(name, spec.get("const", spec.get("default")))
    return values


def sample(schema: Schema, given: Mapping[str, Any], text: str = "Text") -> dict[str, Any]:
    """What a person might hand in: the `given` values, and something for every other field that has
    to be filled in; `text` for those that take any text."""
    wanted = {name: spec for name, spec in fields(schema).items() if name not in given}
    required = {name: spec for name, spec in wanted.items() if name in schema.get("required", ())}
    return {**{name: _sample(spec, text) for name, spec in required.items()}, **given}


def _sample(spec: Mapping[str, Any], text: str) -> Any:
    if "enum" in spec:
        return spec["enum"][0]
    kind = spec.get("type", "string")
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return _sample_number(spec, kind == "integer")
    if kind == "array":
        return _sample_list(spec, text)
    return _SAMPLE_TEXTS.get(spec.get("format", "")) or _fitted(text, spec)


def _sample_number(spec: Mapping[str, Any], whole: bool) -> float:
    """A number between the limits; the first multiple, where multiples are asked for."""
    limits = {name: Decimal(str(spec[name])) for name in _LIMITS if name in spec}
    lower, upper = limits.keys() & set(_LIMITS[:2]), limits.keys() & set(_LIMITS[2:])
    step = Decimal(str(spec.get("multipleOf", 1)))
    least = max((limits[name] for name in lower), default=None)
    most = min((limits[name] for name in upper), default=None)
    begin = next((limit for limit in (least, most) if limit is not None), step)
    near = begin if abs(begin) > step * MOST_STEPS else begin // step * step
    tried = [near, near + step, near - step]
    if "multipleOf" not in spec and not whole:
        tried = [begin, *tried, ((least or begin) + (most or begin)) / 2]
    found = next((number for number in tried if _is_between(number, limits)), begin)
    return int(found) if found == found.to_integral_value() else float(found)


MOST_STEPS = 10**20
"""A stranger's limits may be further from a multiple than Decimal divides exactly."""
_LIMITS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")


def _is_between(number: Decimal, limits: Mapping[str, Decimal]) -> bool:
    checks: dict[str, Callable[[Decimal, Decimal], bool]] = {
        "minimum": operator.ge, "exclusiveMinimum": operator.gt,
        "maximum": operator.le, "exclusiveMaximum": operator.lt,
    }  # fmt: skip
    return all(checks[name](number, limit) for name, limit in limits.items())


def _sample_list(spec: Mapping[str, Any], text: str) -> list[Any]:
    """As many as there have to be; different ones, where these are asked for."""
    wanted, item = int(min(spec.get("minItems", 0), MOST_PARTS)), spec.get("items", {})
    if "enum" in item:
        return list(islice(cycle(item["enum"]), wanted))
    one = _sample(item, text)
    if not spec.get("uniqueItems") or not isinstance(one, (str, int, float)):
        return [one] * wanted
    return [f"{one} {n}" if isinstance(one, str) else one + n for n in range(wanted)]


def _fitted(text: str, spec: Mapping[str, Any]) -> str:
    """The text, padded and cut to the length that a field takes. Both lengths are a stranger's, and
    JSON Schema lets them be written as 4.0, too."""
    shortest = min(spec.get("minLength", 0), LONGEST_TEXT)
    longest = min(spec.get("maxLength", LONGEST_TEXT), LONGEST_TEXT)
    return text.ljust(int(shortest), "…")[: int(longest)]


_SAMPLE_TEXTS = {
    "date": "2026-03-02",
    "time": "09:00:00Z",
    "date-time": "2026-03-02T09:00:00Z",
    "email": "bob@example.com",
    "uri": "https://example.com/",
}


def check(schema: Schema, given: Mapping[str, Any]) -> None:
    """Raises InvalidInput with a sentence for each field of `given` that the schema refuses."""
    if _is_plainly_right(schema, given):
        return
    check_size(given)
    unknown = given.keys() - _properties(schema).keys()
    errors = {name[:60]: [_UNKNOWN] for name in given if name in unknown}
    known = {name: value for name, value in given.items() if name not in unknown}
    for name, sentence in _wrong(schema, known):
        if sentence not in errors.setdefault(name, []):
            errors[name].append(sentence)
    if errors:
        raise InvalidInput(errors)


def _wrong(schema: Schema, given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Field and sentence for all that is wrong with the fields that there are."""
    for name, value in given.items():
        for part in _parts(value):
            if problem := _wrong_part(part, _properties(schema).get(name)):
                yield name, problem
    for error in validator(orjson.dumps(schema)).iter_errors(dict(given)):
        yield from _explained(error)


def check_size(given: Mapping[str, Any]) -> None:
    """Raises InvalidInput for more than any form takes. It needs no form, so it is done before a
    transaction begins: no other writer waits while large input is checked."""
    if len(given) > MOST_FIELDS:
        raise InvalidInput(
            {
                "fields": [
                    _(
                        "are %(given)s; %(most_fields)s are allowed",
                        given=format(len(given), ","),
                        most_fields=MOST_FIELDS,
                    )
                ]
            }
        )
    for name, value in given.items():
        parts, depth = _size(value)
        if parts > MOST_PARTS:
            raise InvalidInput(
                {
                    name[:60]: [
                        _(
                            "has more than %(most)s values in it",
                            most=format(MOST_PARTS, ","),
                        )
                    ]
                }
            )
        if depth > DEEPEST:
            raise InvalidInput(
                {name[:60]: [_("is nested deeper than %(deepest)s levels", deepest=DEEPEST)]}
            )


def _size(value: Any) -> tuple[int, int]:
    """How many values there are in a value, and how deep they are nested. It stops where there
    are too many."""
    count = deepest = 0
    todo = [(value, 0)]
    while todo and count <= MOST_PARTS:
        item, depth = todo.pop()
        count, deepest = count + 1, max(deepest, depth)
        todo += [(each, depth + 1) for each in _inside(item)]
    return count, deepest


def _is_plainly_right(schema: Schema, given: Mapping[str, Any]) -> bool:
    """Whether all that has to be there is, and is text in fields that take any: most of what people
    hand in, and not worth asking jsonschema about."""
    specs = _properties(schema)
    return given.keys() >= set(schema.get("required", ())) and all(
        name in specs and specs[name].keys() <= _FREE and _is_free_text(specs[name], value)
        for name, value in given.items()
    )


_FREE = {"type", "title", "description", "minLength", "maxLength", "x-conversation"}


def _is_free_text(spec: Mapping[str, Any], value: Any) -> bool:
    return (
        spec.get("type") == "string"
        and isinstance(value, str)
        and len(value) >= spec.get("minLength", 0)
        and _wrong_text(value, spec) is None
    )


def _properties(schema: Schema) -> Mapping[str, Any]:
    return schema.get("properties", {})


def _is_set(spec: Mapping[str, Any]) -> bool:
    return "const" in spec


def _is_blank(value: Any) -> bool:
    """Is there nothing to see? A space without a width is a space, too."""
    return value is None or (
        isinstance(value, str) and all(c.isspace() or category(c) == "Cf" for c in value)
    )


def _parts(value: Any) -> Iterable[Any]:
    """Every text and number in a value, keys included."""
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            todo += [*item.keys(), *item.values()]
        elif isinstance(item, list):
            todo += item
        else:
            yield item


LARGEST_NUMBER = 2**63 - 1
"""The largest whole number that a case can keep, and its negative the smallest."""


def _wrong_part(part: Any, spec: Any) -> str | None:
    if isinstance(part, str):
        return _wrong_text(part, spec)
    if isinstance(part, float) and not math.isfinite(part):
        return _("has to be a number that can be counted to")
    if isinstance(part, int) and abs(part) > LARGEST_NUMBER:
        return _("is too large a number")
    return None


def _longest(spec: Mapping[str, Any]) -> float:
    """Characters of a text in a field, or in its list or object, where it may have more than usual:
    what a part may have less is said of that part."""
    inside = spec.get("additionalProperties")
    inside = inside if isinstance(inside, dict) else spec.get("items", {})
    return spec.get("maxLength", max(inside.get("maxLength", 0), LONGEST_TEXT))


def _wrong_text(text: str, spec: Any) -> str | None:
    longest = _longest(spec) if isinstance(spec, dict) else LONGEST_TEXT
    if len(text) > longest:
        return _too_long(text, longest)
    if "\0" in text:
        return _("holds a NUL character, which no text may have")
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        return _("holds half of a character (a lone surrogate), which no text may have")
    return None


# ------------------------------------------------------------------ sentences for what is wrong


def _too_long(text: str, longest: float) -> str:
    """JSON Schema lets a length be written as 4.0, too."""
    return _(
        "has %(n)s characters; %(longest)s are allowed",
        n=format(len(text), ","),
        longest=format(longest, ",.0f"),
    )


_SENTENCES = {
    "enum": lambda e: _(
        "has to be one of: %(known)s", known=", ".join(map(str, e.validator_value))
    ),
    "type": lambda e: _("has to be %(kind)s", kind=_type_name(e.validator_value)),
    "minLength": lambda e: _("needs at least %(n)s characters", n=e.validator_value),
    "maxLength": lambda e: _too_long(e.instance, e.validator_value),
    "minimum": lambda e: _("has to be %(n)s or more", n=e.validator_value),
    "maximum": lambda e: _("has to be %(n)s or less", n=e.validator_value),
    "exclusiveMinimum": lambda e: _("has to be more than %(n)s", n=e.validator_value),
    "exclusiveMaximum": lambda e: _("has to be less than %(n)s", n=e.validator_value),
    "multipleOf": lambda e: _("has to be a multiple of %(n)s", n=e.validator_value),
    "minItems": lambda e: _("needs at least %(n)s entries", n=e.validator_value),
    "maxItems": lambda e: _("may have %(n)s entries at most", n=e.validator_value),
    "uniqueItems": lambda e: _("has an entry twice"),
    "format": lambda e: _wrong_format(e.instance, e.validator_value),
    "pattern": lambda e: _("does not have the expected form"),
}
_UNKNOWN = N_("is not a field here")
_TYPE_NAMES = {
    "string": N_("a text"),
    "integer": N_("a whole number"),
    "number": N_("a number"),
    "boolean": N_("true or false"),
    "object": N_("an object"),
    "array": N_("a list"),
    "null": N_("empty"),
}


def _wrong_format(text: str, format_name: str) -> str:
    if len(text) > LONGEST_FORMATTED:
        return _too_long(text, LONGEST_FORMATTED)
    return _("is not a valid %(format_name)s", format_name=format_name)


def _type_name(types: str | list[str]) -> str:
    names = [types] if isinstance(types, str) else types
    return _(" or ").join(str(_TYPE_NAMES[name]) for name in names)


def _explained(error: Any) -> Iterable[tuple[str, str]]:
    """Field and sentence for each thing that one error of jsonschema says."""
    path = [str(step) for step in error.absolute_path]
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return [(".".join([*path, name]), _("is needed")) for name in missing]
    if error.validator == "additionalProperties":
        allowed = error.schema.get("properties", {})
        extra = [name for name in error.instance if name not in allowed]
        return [(".".join([*path, name[:60]]), _UNKNOWN) for name in extra]
    if error.validator == "anyOf":
        return _explained_alternatives(error)
    say = _SENTENCES.get(str(error.validator))
    return [(".".join(path) or "body", say(error) if say else error.message)]


def _explained_alternatives(error: Any) -> Iterable[tuple[str, str]]:
    """What is wrong by the alternative that is of the same kind as the value."""
    close = [inner for inner in error.context if inner.validator not in ("type", "const")]
    said = [pair for inner in close for pair in _explained(inner)]
    return said or [(".".join(map(str, error.absolute_path)), _("is none of what it may be"))]
