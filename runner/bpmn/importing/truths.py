"""A yes or no that is compared with a text."""

from __future__ import annotations

import ast
import json
from copy import deepcopy

from runner.bpmn import expressions, xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.form_fields import FORM, form_of
from runner.errors import ExpressionError


def compare_truths(editor: DiagramEditor) -> None:
    """`approved == "true"` of a field that is a yes or no means `approved == True`."""
    truths = _truths(editor)
    for flow in editor.flows():
        for condition in xml.children(flow, "conditionExpression"):
            written = xml.text(condition)
            if new := _with_truths(written, truths):
                condition.text = new
                editor.say(flow, f"has its condition written as “{new}”: it is a yes or no")


def _with_truths(text: str, truths: set[str]) -> str | None:
    """A condition in which a yes or no is compared with one; None where it is nowhere compared with
    a text."""
    try:
        tree = deepcopy(expressions.parse(text))
    except ExpressionError:
        return None
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    changed = [node for node in compared if _become_truths(node, truths)]
    return ast.unparse(tree) if changed else None


def _become_truths(node: ast.Compare, truths: set[str]) -> bool:
    sides = (node.left, *node.comparators)
    texts = [side for side in sides if isinstance(side, ast.Constant) and _is_truth(side.value)]
    named = any(isinstance(side, ast.Name) and side.id in truths for side in sides)
    equal = all(isinstance(op, (ast.Eq, ast.NotEq)) for op in node.ops)
    if not (texts and named and equal):
        return False
    for side in texts:
        side.value = str(side.value).lower() == "true"
    return True


def _is_truth(value: object) -> bool:
    return isinstance(value, str) and value.lower() in ("true", "false")


def _truths(editor: DiagramEditor) -> set[str]:
    """The fields that are a yes or no wherever they are filled in."""
    kinds: dict[str, set[str]] = {}
    for process in editor.processes():
        for form in process.iter(FORM):
            for name, spec in (form_of(form) or {}).get("properties", {}).items():
                kinds.setdefault(name, set()).add(json.dumps(spec.get("type")))
    return {name for name, found in kinds.items() if found == {'"boolean"'}}
