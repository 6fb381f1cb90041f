"""Rules about forms: each word of a schema has to be one that is checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import orjson

from runner.bpmn import Element, Flow, xml
from runner.bpmn.elements import EVERYBODY
from runner.bpmn.forms import INTERNAL, PUBLIC, Schema, conversation, fields
from runner.bpmn.json_schema import FORMATS, identity, validator
from runner.bpmn.known import SUBMITTED
from runner.bpmn.xml import BPMN, SPIFF
from runner.gate.lint.context import LintContext, Problem, rule
from runner.gate.lint.word_rules import did_you_mean
from runner.model.strict_json import read_json

Spec = Mapping[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TYPES_OF_WORDS = {
    "minLength": ("string",), "maxLength": ("string",), "format": ("string",),
    "x-conversation": ("string",), "minimum": ("integer", "number"),
    "maximum": ("integer", "number"), "exclusiveMinimum": ("integer", "number"),
    "exclusiveMaximum": ("integer", "number"), "multipleOf": ("integer", "number"),
    "items": ("array",), "minItems": ("array",), "maxItems": ("array",), "uniqueItems": ("array",),
}  # fmt: skip
"""The types of values that a word says something about."""

_RANGES = (
    ("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
)  # fmt: skip


@rule(
    "error",
    "Every word of a form is one that is checked: its formats are known, its words fit its types, "
    "nothing is said twice, and there is something that can be filled in.",
)
def form(context: LintContext) -> Iterator[Problem]:
    for place in (*context.elements.values(), *context.flows.values()):
        said = (
            *(found for text in _texts(context, place) for found in _doubles(text)),
            *(found for schema in place.forms.values() for found in faults(schema)),
        )
        for fault, advice in said:
            yield Problem(place, f"The form of '{place.name or place.id}': {fault}", advice)


@rule(
    "error",
    "A form stands where somebody fills it in: at a task for a person, at a flow that is a choice, "
    "at a message or signal, or at the start, where it is asked when a case is opened.",
)
def unfilled_form(context: LintContext) -> Iterator[Problem]:
    filled_in = {key for action in context.diagram.actions for key in (action.id, action.element)}
    for place in (*context.elements.values(), *context.flows.values()):
        heard = isinstance(place, Element) and place.kind != "endEvent" and _is_heard(place)
        if place.id in filled_in or heard:
            continue
        asked = {EVERYBODY} if _begins(context, place) else ()
        shown_to_nobody = [form for who, form in place.forms.items() if who not in asked]
        unset = [name for form in shown_to_nobody for name in _open_fields(form)]
        if unset:
            yield Problem(
                place,
                f"Nobody fills in the form of '{place.name or place.id}': '{unset[0]}' is never "
                "set.",
                "Move it to a task for a person, or give its fields constants.",
            )


@rule(
    "error",
    "What is asked when a case is opened may be left out, since a mail cannot be asked. It is no "
    "part of the conversation, and has another name than what every new case says.",
)
def start_form(context: LintContext) -> Iterator[Problem]:
    for start in filter(partial(_begins, context), context.elements.values()):
        form = start.forms.get(EVERYBODY) or {}
        for fault, advice in _not_for_every_door(form, start.name or start.id):
            yield Problem(start, fault, advice)


def _begins(context: LintContext, place: Element | Flow) -> bool:
    """Does a case begin there?"""
    inside = isinstance(place, Element) and place.kind == "startEvent"
    return inside and place.container == context.diagram.process


def _not_for_every_door(form: Schema, called: str) -> Iterator[tuple[str, str]]:
    for name in form.get("required", ()):
        if name in fields(form):
            yield (
                f"The form of '{called}' requires '{name}', and a case that comes by mail could "
                "not be opened.",
                "Leave it out of `required`, and ask for it in a task where it is missing.",
            )
    for name in conversation(form):
        yield (
            f"The form of '{called}' puts '{name}' into the conversation, which begins with the "
            "description.",
            "Remove its `x-conversation`.",
        )
    for name in form.get("properties", {}):
        if name in _OF_A_SUBMISSION:
            yield (
                f"The form of '{called}' asks for '{name}', which every new case says anyway.",
                "Remove the field, or give it another name.",
            )


_OF_A_SUBMISSION = SUBMITTED.keys() | {
    "subject", "description", "customer", "email", "name", "files", "lifecycle",
}  # fmt: skip


def _is_heard(element: Element) -> bool:
    """Does a message or a signal from outside bring what the form asks for?"""
    return bool({"message", "signal"} & set(element.events)) or element.kind == "receiveTask"


def _open_fields(form: Schema) -> list[str]:
    return [name for name, spec in form.get("properties", {}).items() if "const" not in spec]


def _texts(context: LintContext, place: Element | Flow) -> Iterator[str]:
    """The forms of a place as they are written: of what stands there twice, one was read."""
    node, file = context.nodes.get(place.id), place.properties.get("formJsonSchemaFilename", "")
    if node is not None:
        forms = node.iterfind(f"{{{BPMN}}}extensionElements/{{{SPIFF}}}formJsonSchema")
        yield from map(xml.text, forms)
    if file in context.diagram.files:
        yield context.diagram.files[file]


def _doubles(text: str) -> Iterator[tuple[str, str]]:
    try:
        read_json(text)
    except ValueError as error:  # the form was read: nothing else can be wrong with it
        yield f"it is not clear: {error}.", "Only the last of the two would count."


def faults(schema: Schema) -> Iterator[tuple[str, str]]:
    """What a form says that would not be done, each with what to write instead."""
    if schema.get("$schema", _DIALECT).rstrip("#") != _DIALECT:
        yield (f"it is written in {schema['$schema']}.", f"Write it in {_DIALECT}.")
    if schema.get("additionalProperties", False) is not False:
        yield ("`additionalProperties` would let in fields that are not drawn.", "Leave it out.")
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in properties:
            meant = did_you_mean(name, properties)
            yield (f"it requires '{name}', which is no field of it.{meant}", "Add the field.")
    for name, spec in properties.items():
        yield from _faults_of(f"the field '{name}'", spec)


def _faults_of(what: str, spec: Spec) -> Iterator[tuple[str, str]]:
    yield from _idle_words(what, spec)
    if spec.get("readOnly"):
        yield (
            f"{what} is `readOnly`, but a form is for filling in.",
            "Use `const`, or leave it out.",
        )
    said = spec.get("x-conversation", PUBLIC)
    if said not in (PUBLIC, INTERNAL):
        yield (
            f"{what} has `x-conversation` = '{said}'.{did_you_mean(str(said), (PUBLIC, INTERNAL))}",
            f"It is `{PUBLIC}` or `{INTERNAL}`.",
        )
    if spec.get("enum") == []:
        yield f"{what} has an `enum` with nothing to choose from.", "List what may be chosen."
    for low, high in _RANGES:
        if low in spec and high in spec and spec[low] > spec[high]:
            yield f"{what} has a {low} above its {high}: nothing fits.", "Correct one of them."
    yield from _wrong_values(what, spec)
    if "items" in spec:
        yield from _faults_of(f"an item of {what}", spec["items"])


def _idle_words(what: str, spec: Spec) -> Iterator[tuple[str, str]]:
    """Words that mean nothing for a field of its type, and unknown formats."""
    types = spec.get("type", ())
    types = {types} if isinstance(types, str) else set(types)
    for word, wanted in _TYPES_OF_WORDS.items():
        if word in spec and types and types.isdisjoint(wanted):
            kinds = " | ".join(wanted)
            yield (
                f"{what} has `{word}`, which says nothing about its type.",
                f"It is for the type {kinds}.",
            )
    known = spec.get("format")
    if known is not None and known not in FORMATS:
        yield (
            f"{what} has the format '{known}', which nothing checks.{did_you_mean(known, FORMATS)}",
            f"Formats are {', '.join(sorted(FORMATS))}.",
        )


def _wrong_values(what: str, spec: Spec) -> Iterator[tuple[str, str]]:
    """Values in the schema itself that the schema refuses."""
    rest = {word: value for word, value in spec.items() if word in _LIMITS}
    check = validator(orjson.dumps(rest))
    for word, others in (("default", ("enum", "const")), ("const", ("enum",))):
        offered = {other: spec[other] for other in others if spec.get(other, []) != []}
        fits = validator(orjson.dumps({**rest, **offered})).is_valid
        if spec.get(word) is not None and not fits(spec[word]):
            yield f"{what} has a `{word}` that it refuses itself.", f"Correct the `{word}`."
    seen = set()
    for value in spec.get("enum", ()):
        if not check.is_valid(value):
            yield f"{what} offers {_said(value)}, which it refuses itself.", "Correct the `enum`."
        if identity(value) in seen:
            yield f"{what} offers {_said(value)} twice.", "Leave one of them out."
        seen.add(identity(value))


def _said(value: Any) -> str:
    """A value as the form has it."""
    return orjson.dumps(value).decode()[:60]


_LIMITS = {"type", "format", "items", *(word for pair in _RANGES for word in pair)} | {
    "multipleOf", "uniqueItems",
}  # fmt: skip
