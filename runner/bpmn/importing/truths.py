"""A yes or no that is compared with a text."""

from __future__ import annotations

import json
import re

from runner.bpmn import xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.form_fields import FORM, form_of


def compare_truths(editor: DiagramEditor) -> None:
    """`approved == "true"` of a field that is a yes or no means `approved == True`."""
    truths = _truths(editor)
    for flow in editor.flows():
        for condition in xml.children(flow, "conditionExpression"):
            written = xml.text(condition)
            new = _COMPARED.sub(
                lambda found: found[1] + found[3].title() if found[2] in truths else found[0],
                written,
            )
            if new != written:
                condition.text = new
                editor.say(flow, f"has its condition written as “{new}”: it is a yes or no")


_COMPARED = re.compile(r"""(\b(\w+)\s*[!=]=\s*)["'](true|false)["']""", re.IGNORECASE)


def _truths(editor: DiagramEditor) -> set[str]:
    """The fields that are a yes or no wherever they are filled in."""
    kinds: dict[str, set[str]] = {}
    for process in editor.processes():
        for form in process.iter(FORM):
            for name, spec in (form_of(form) or {}).get("properties", {}).items():
                kinds.setdefault(name, set()).add(json.dumps(spec.get("type")))
    return {name for name, found in kinds.items() if found == {'"boolean"'}}
