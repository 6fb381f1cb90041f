"""Fields that are added to the forms of tasks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.json_schema import is_json_schema
from runner.bpmn.xml import BPMN, SPIFF, Node
from runner.model.strict_json import read_json

FORM = f"{{{SPIFF}}}formJsonSchema"


def add_field(
    editor: DiagramEditor, task: Node, name: str, spec: Mapping[str, Any], required: bool
) -> bool:
    """Adds a field to the forms of a task, one form for each audience, unless it is there. A form
    that cannot be read stays as it is, and is asked for. Returns whether all of them have it."""
    forms = forms_of(task)
    if not forms:
        forms = [etree.SubElement(editor.extension(task), FORM)]
    for form in forms:
        schema = form_of(form)
        if schema is None:
            editor.say(
                task, f"has a form that cannot be read: give it the field '{name}'", asks=True
            )
            continue
        schema.setdefault("properties", {}).setdefault(name, dict(spec))
        if required:
            schema["required"] = list(dict.fromkeys([*schema.get("required", ()), name]))
        form.text = json.dumps(schema, ensure_ascii=False)
    return all(form_of(form) for form in forms)


def need_field(task: Node, name: str, choices: Sequence[Any], kind: str = "") -> bool:
    """Makes a field of the forms of a task one that has to be filled in; a text that may be
    anything becomes one of the choices, if there are some, or is of a `kind` (a format of JSON
    Schema). Returns whether anything changed."""
    changed = False
    for form in task.iter(FORM):
        schema = form_of(form) or {}
        field = schema.get("properties", {}).get(name)
        if not isinstance(field, dict) or "const" in field:
            continue
        before = json.dumps(schema)
        takes_all = field.get("type") == "string" and not field.keys() & _TAKES_LESS
        if takes_all and choices:
            field["enum"] = list(choices)
        elif takes_all and kind:
            field["format"] = kind
        schema["required"] = list(dict.fromkeys([*schema.get("required", ()), name]))
        if json.dumps(schema) != before:
            form.text, changed = json.dumps(schema, ensure_ascii=False), True
    return changed


def make_choice(place: Node, name: str, choices: Sequence[str]) -> None:
    """Makes a field of the forms of an element the choice of some texts. One text alone can be left
    out: who had to choose it could not say no."""
    for form in forms_of(place):
        schema = form_of(form) or {}
        if name in schema.get("properties", {}):
            field = schema["properties"][name]
            field.pop("default", None)
            field.update({"type": "string", "enum": list(choices)})
            if len(choices) == 1 and name in schema.get("required", ()):
                schema["required"].remove(name)
            form.text = json.dumps(schema, ensure_ascii=False)


_TAKES_LESS = {"enum", "format", "default", "minLength", "maxLength"}
"""Words that could refuse one of the choices, or that the choices could refuse."""


def forms_of(place: Node) -> list[Node]:
    """The forms of an element itself, one for each audience."""
    return place.findall(f"{{{BPMN}}}extensionElements/{FORM}")


def specs_in(form: Node) -> dict[str, dict[str, Any]]:
    """What a form says of each of its fields."""
    return (form_of(form) or {}).get("properties", {})


def field_names(node: Node) -> set[str]:
    """The fields of the forms that stand in a node, or in the nodes in it."""
    forms = node.iter(FORM)
    return {name for form in forms for name in (form_of(form) or {}).get("properties", ())}


def specs_of(node: Node, name: str) -> list[Mapping[str, Any]]:
    """What each form in a node that has a field says of it."""
    fields = [(form_of(form) or {}).get("properties", {}) for form in node.iter(FORM)]
    return [known[name] for known in fields if name in known]


def form_of(form: Node) -> dict[str, Any] | None:
    """What a form says, each field by an object; None where the gate could not read it either."""
    text = xml.text(form) or "{}"
    return {"type": "object", **read_json(text)} if _is_form(text) else None


@lru_cache(maxsize=1024)
def _is_form(text: str) -> bool:
    try:
        schema = read_json(text)
        if not isinstance(schema, dict) or not is_json_schema(schema):
            return False
    except (ValueError, RecursionError):
        return False
    return all(isinstance(spec, dict) for spec in schema.get("properties", {}).values())


def title(name: str) -> str:
    """`loan_amount` as a label: Loan amount."""
    words = " ".join(name.replace("_", " ").split())
    return words[:1].upper() + words[1:]


def as_word(label: str) -> str:
    """A label as part of a variable's name."""
    return re.sub(r"[^A-Za-z0-9_]+", "_", label).strip("_").lower()
