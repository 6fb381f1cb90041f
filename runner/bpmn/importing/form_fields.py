"""Fields that are added to the forms of tasks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.xml import BPMN, SPIFF, Node
from runner.model.strict_json import read_json

_FORM = f"{{{BPMN}}}extensionElements/{{{SPIFF}}}formJsonSchema"


def add_field(
    editor: DiagramEditor, task: Node, name: str, spec: Mapping[str, Any], required: bool
) -> None:
    """Adds a field to the forms of a task, one form for each audience, unless it is there. A form
    that cannot be read stays as it is, and is asked for."""
    forms = task.findall(_FORM)
    if not forms:
        forms = [etree.SubElement(editor.extension(task), f"{{{SPIFF}}}formJsonSchema")]
    for form in forms:
        schema = _schema(form)
        if schema is None:
            editor.say(
                task, f"has a form that cannot be read: give it the field '{name}'", asks=True
            )
            continue
        schema.setdefault("properties", {}).setdefault(name, dict(spec))
        if required:
            schema["required"] = list(dict.fromkeys([*schema.get("required", ()), name]))
        form.text = json.dumps(schema, ensure_ascii=False)


def field_names(node: Node) -> set[str]:
    """The fields of the forms that stand in a node, or in the nodes in it."""
    forms = node.iter(f"{{{SPIFF}}}formJsonSchema")
    return {name for form in forms for name in (_schema(form) or {}).get("properties", ())}


def _schema(form: Node) -> dict[str, Any] | None:
    """What a form says; None where it cannot be read."""
    try:
        schema = read_json(xml.text(form) or "{}")
    except ValueError:
        return None
    readable = isinstance(schema, dict) and isinstance(schema.get("properties", {}), dict)
    return {"type": "object", **schema} if readable else None


def title(name: str) -> str:
    """`loan_amount` as a label: Loan amount."""
    words = " ".join(name.replace("_", " ").split())
    return words[:1].upper() + words[1:]


def as_word(label: str) -> str:
    """A label as part of a variable's name."""
    return re.sub(r"[^A-Za-z0-9_]+", "_", label).strip("_").lower()
