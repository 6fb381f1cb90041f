"""A yes or no that is compared with texts."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from copy import deepcopy

from runner.bpmn import expressions, xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.form_fields import FORM, form_of, forms_of, make_choice, specs_in
from runner.bpmn.xml import Node
from runner.errors import ExpressionError


def choose_what_is_compared(editor: DiagramEditor) -> None:
    """A yes or no that is compared with texts alone, and with none that is one, is their choice."""
    against, asking = _compared_texts(editor), _asking_for(editor)
    for name in sorted(_truths(editor) & against.keys()):
        texts = against[name]
        if texts is None or any(map(_is_truth, texts)):
            continue
        for place in asking.get(name, ()):
            make_choice(place, name, texts)
            editor.say(place, f"asks for '{name}' as a choice of {', '.join(texts)}: it was a yes "
                       "or no, and is compared with these")  # fmt: skip


def _asking_for(editor: DiagramEditor) -> dict[str, list[Node]]:
    """The elements and flows that have a form with each field."""
    found: dict[str, list[Node]] = {}
    for place in [*editor.nodes(), *editor.flows()]:
        for name in {name for form in forms_of(place) for name in specs_in(form)}:
            found.setdefault(name, []).append(place)
    return found


def _compared_texts(editor: DiagramEditor) -> dict[str, list[str] | None]:
    """The texts that variables are compared with; None where something else is done with one."""
    found: dict[str, list[str] | None] = {}
    for flow in editor.flows():
        for condition in xml.children(flow, "conditionExpression"):
            for name, texts in _each_compared(xml.text(condition)):
                known = found.setdefault(name, [])
                if known is None or texts is None:
                    found[name] = None
                else:
                    known += [text for text in texts if text not in known]
    return found


def _each_compared(text: str) -> Iterator[tuple[str, list[str] | None]]:
    try:
        tree = expressions.parse(text)
    except ExpressionError:
        return
    compared: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
            values = [getattr(side, "value", None) for side in node.comparators]
            texts = [value for value in values if isinstance(value, str)]
            if len(texts) == len(values):
                compared.add(node.left)
                yield node.left.id, texts
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node not in compared:
            yield node.id, None


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
