"""Rules about expressions, scripts and loops: each text is in the closed language and makes
sense."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from runner.bpmn import Element, Flow, expressions
from runner.bpmn.elements import MOST_ROUNDS
from runner.errors import ExpressionError
from runner.gate.lint.context import LintContext, Problem, rule


@dataclass(frozen=True, slots=True)
class ExpressionSite:
    """A text that is evaluated in a running case, and what it has to say."""

    place: Element | Flow
    what: str
    text: str


def sites(context: LintContext) -> Iterator[ExpressionSite]:
    """Every expression of the drawing but those of scripts, conditions of events and timers."""
    for flow in context.flows.values():
        if flow.condition:
            yield ExpressionSite(flow, f"The condition of '{flow.name or flow.id}'", flow.condition)
    for element in context.elements.values():
        for name, text in element.parameters.items():
            yield ExpressionSite(element, f"The parameter '{name}' of '{element.label}'", text)
        for item in element.triggers:
            if item.condition:
                yield ExpressionSite(
                    element, f"The condition of the event '{element.label}'", item.condition
                )
        if element.loop is not None:
            for text in (element.loop.times, element.loop.until, element.loop.collection):
                if text:
                    yield ExpressionSite(element, f"The loop of '{element.label}'", text)


@rule(
    "error",
    "Every expression is in the closed language: names, values, comparisons, `and`, `or`, "
    "`not`, `in` and the four arithmetics. It can reach nothing, so nothing of it can do harm. "
    "Other languages (JUEL, FEEL, JavaScript, Python beyond that) are refused.",
)
def expression(context: LintContext) -> Iterator[Problem]:
    for site in sites(context):
        try:
            tree = expressions.parse(site.text)
        except ExpressionError as error:
            yield Problem(site.place, f"{site.what} cannot be read: {error}", _LIKE)
            continue
        for node in ast.walk(tree):
            if _divides_by_zero(node):
                yield Problem(
                    site.place, f"{site.what} divides by zero: it has no value.", "Divide by more."
                )


_LIKE = 'Compare variables with values, such as kind == "Bug" and hours > 3.'


def _divides_by_zero(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, (ast.Div, ast.Mod))
        and isinstance(node.right, ast.Constant)
        and not node.right.value
    )


@rule(
    "error",
    "A script may do one thing: set variables, one `name = expression` a line. Anything else is "
    "code, and diagrams carry no code.",
)
def script(context: LintContext) -> Iterator[Problem]:
    for task in context.of("scriptTask"):
        if task.script_format.lower() not in _FORMATS:
            yield Problem(
                task,
                f"The script of '{task.label}' is written in {task.script_format}, which does not "
                "run here.",
                "Write lines such as attempts = attempts + 1, with the format python.",
            )
            continue
        try:
            settings = expressions.assignments(task.script or "")
        except ExpressionError as error:
            yield Problem(
                task,
                f"The script of '{task.label}': {error}",
                "Use forms, decision tables and service tasks for everything else.",
            )
            continue
        for name, text in settings:
            if any(map(_divides_by_zero, ast.walk(expressions.parse(text)))):
                yield Problem(
                    task,
                    f"The script of '{task.label}' divides by zero: '{name}' would have no value.",
                    "Divide by more.",
                )


_FORMATS = ("", "python", "text/python", "text/x-python", "application/x-python")


@rule(
    "warning",
    "A script task sets something.",
)
def empty_script(context: LintContext) -> Iterator[Problem]:
    for task in context.of("scriptTask"):
        if not (task.script or "").strip():
            yield Problem(
                task, f"The script of '{task.label}' is empty: it does nothing.", "Remove the task."
            )


@rule(
    "error",
    "A repeated activity says how often it is done: so many times, for each item of a list, or "
    "until a condition holds, within a limit.",
)
def loop(context: LintContext) -> Iterator[Problem]:
    for element in context.elements.values():
        item = element.loop
        if item is None:
            continue
        if item.kind == "standard":
            yield from _standard(element)
        else:
            yield from _several(element)


def _standard(element: Element) -> Iterator[Problem]:
    item = element.loop
    assert item is not None
    if not item.until and not item.most:
        yield Problem(
            element,
            f"The loop of '{element.label}' has neither a condition nor a most number of rounds: "
            "it would never end.",
            "Say how long it goes on (loopCondition) and how often at most (loopMaximum).",
        )
    elif not item.most and _never_changes(element, item.until):
        yield Problem(
            element,
            f"The loop of '{element.label}' goes on while {item.until[:60]}, which nothing in it "
            "changes: it would never end.",
            "Decide on something that the activity sets, or give a loopMaximum.",
        )
    elif item.most and not _sensible(item.most):
        yield Problem(
            element,
            f"The loop of '{element.label}' may have {item.most} rounds: 1 to {MOST_ROUNDS} are "
            "allowed.",
            "Set a lower loopMaximum.",
        )


def _never_changes(element: Element, condition: str) -> bool:
    """Is a condition true for ever, or does it read what an automatic task does not set?"""
    try:
        names = expressions.names(condition)
        if not names:
            return bool(expressions.evaluate(condition, {}))
        changed = {name for name, _ in expressions.assignments(element.script or "")}
    except ExpressionError:
        return False
    return element.kind in ("scriptTask", "serviceTask") and not names & changed


def _several(element: Element) -> Iterator[Problem]:
    item = element.loop
    assert item is not None
    if not item.times and not item.collection:
        yield Problem(
            element,
            f"'{element.label}' is to be done several times (multi-instance), but it does not say "
            "how often.",
            "Give a number (loopCardinality) or a list (loopDataInputRef).",
        )
    elif item.times and _is_constant(item.times) and not _sensible(item.times):
        yield Problem(
            element,
            f"'{element.label}' would be done {item.times[:20]} times: 1 to {MOST_ROUNDS} are "
            "allowed.",
            "Give a number in that range.",
        )
    if item.until and _is_constant(item.until):
        yield Problem(
            element,
            f"'{element.label}' is done often enough when {item.until[:60]}, which is always the "
            "same: it reads nothing.",
            "Compare a variable, such as numberOfCompletedInstances == 2; or remove the "
            "completionCondition.",
        )
    if item.behavior != "All":
        yield Problem(
            element,
            f"'{element.label}' has the multi-instance behavior '{item.behavior}', which does not "
            "run here: its events would never be thrown.",
            "Remove the attribute 'behavior', or set it to All.",
        )


def _is_constant(text: str) -> bool:
    try:
        tree = expressions.parse(text)
    except ExpressionError:
        return False
    return not any(isinstance(node, ast.Name) for node in ast.walk(tree))


def _sensible(text: str) -> bool:
    try:
        value = expressions.evaluate(text, {})
    except ExpressionError:
        return False
    return type(value) is int and 1 <= value <= MOST_ROUNDS
