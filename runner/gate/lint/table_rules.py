"""Rules about decision tables."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

from runner.bpmn import Element, expressions
from runner.bpmn.calendar import parse_duration
from runner.bpmn.dmn import Row, Table, matches
from runner.bpmn.known import MOST_SAMPLES, choices, setting
from runner.errors import CalendarError, ExpressionError
from runner.gate.lint.context import LintContext, Problem, rule
from runner.gate.lint.dataflow import value_of

MOST_COMPARED = 500
"""Rows of a table that are compared with one another."""


@rule(
    "error",
    "A service task says what it asks for, and a business rule task which table it reads: one "
    "that lies beside the diagram.",
)
def operation(context: LintContext) -> Iterator[Problem]:
    for task in context.of("serviceTask"):
        if not task.operation:
            yield Problem(
                task,
                f"The service task '{task.label}' does not say what it asks for.",
                "Give it the service task operator 'notify'.",
            )
    for task in context.of("businessRuleTask"):
        if task.decision not in context.dataflow.tables:
            yield Problem(
                task,
                f"The business rule task '{task.label}' reads the table '{task.decision}', which "
                "is not there."
                if task.decision
                else f"The business rule task '{task.label}' names no decision table.",
                "Write the id of a decision into calledDecisionId, and put its DMN file beside the "
                "diagram.",
            )


@rule(
    "error",
    "The cells of a decision table are in the closed language, a row matches whatever the "
    "inputs can be, and under the hit policy UNIQUE no two rows match at once. Its hit policy is "
    "one that the engine runs.",
)
def table(context: LintContext) -> Iterator[Problem]:
    for task, item in _read(context):
        if item.hit_policy not in HIT_POLICIES:
            yield Problem(
                task,
                f"The decision table '{item.name}' has the hit policy '{item.hit_policy[:40]}', "
                "and its first row that matches would be taken.",
                f"Use one of {', '.join(HIT_POLICIES)}.",
            )
        wrong = list(_wrong_cells(item))
        for error in wrong:
            yield Problem(task, f"The decision table '{item.name}': {error}", LIKE)
        if not wrong:
            yield from _unmatched(context, task, item)
            yield from _overlapping(context, task, item)


HIT_POLICIES = ("UNIQUE", "FIRST", "ANY", "COLLECT")
"""Those that the engine keeps to: of any other it takes the first row, without a word."""

LIKE = 'Write values such as "P1", lists such as "P1", "P2", or comparisons such as > 3.'


def _read(context: LintContext) -> Iterator[tuple[Element, Table]]:
    for task in context.of("businessRuleTask"):
        item = context.dataflow.tables.get(task.decision or "")
        if item is not None:
            yield task, item


def _wrong_cells(item: Table) -> Iterator[ExpressionError]:
    for row in item.rows:
        for cell in row.inputs:
            try:
                matches(cell, None)
            except ExpressionError as error:
                yield error
        for cell in row.outputs:
            try:
                expressions.parse(cell or "None")
            except ExpressionError as error:
                yield error


def _unmatched(context: LintContext, task: Element, item: Table) -> Iterator[Problem]:
    for inputs in _combinations(context, task, item.inputs):
        rows = [row for row in item.rows if _holds(row, inputs)]
        if not rows:
            said = _said(item.inputs, inputs)
            yield Problem(
                task,
                f"The decision table '{item.name}' has no row for when {said}.",
                "Add a row, or one that matches everything (-).",
            )


def _overlapping(context: LintContext, task: Element, item: Table) -> Iterator[Problem]:
    """Two rows overlap where some value of each input fits both: inputs are independent."""
    if item.hit_policy != "UNIQUE" or len(item.rows) > MOST_COMPARED:
        return
    values = [_values(context, task, item, column) for column in range(len(item.inputs))]
    fits = [
        [
            {n for n, value in enumerate(v) if matches(c, value)}
            for c, v in zip(row.inputs, values, strict=False)
        ]
        for row in item.rows
    ]
    for (one, here), (other, there) in combinations(enumerate(fits, 1), 2):
        if all(a & b for a, b in zip(here, there, strict=True)):
            both = [v[min(a & b)] for a, b, v in zip(here, there, values, strict=True)]
            yield Problem(
                task,
                f"Rows {one} and {other} of the decision table '{item.name}' both match when "
                f"{_said(item.inputs, both)}, but its hit policy is UNIQUE.",
                "Make the rows exclude one another.",
            )


def _fitting(cell: str, values: Sequence[Any]) -> set[int]:
    return {number for number, value in enumerate(values) if matches(cell, value)}


def _values(context: LintContext, task: Element, item: Table, column: int) -> list[Any]:
    """What an input can be: all that it can, or what tells the cells of its column apart."""
    known = value_of(item.inputs[column], context.dataflow.before.get(task.id, {}))
    cells = [row.inputs[column] for row in item.rows if column < len(row.inputs)]
    return choices(known, [value for cell in cells for value in _constants(cell)])


def _constants(cell: str) -> Iterator[Any]:
    text = f"x {cell}" if cell[:1] in tuple("<>=!") else cell.replace("?", "x")
    if cell not in ("", "-"):
        tree = expressions.parse(text)
        yield from (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))


def _said(inputs: Sequence[str], values: Sequence[Any]) -> str:
    return ", ".join(map(setting, inputs, values))


def _holds(row: Row, inputs: Sequence[Any]) -> bool:
    return all(matches(cell, value) for cell, value in zip(row.inputs, inputs, strict=False))


def _combinations(context: LintContext, task: Element, inputs: Sequence[str]) -> Iterator[tuple]:
    """All inputs that a table can meet, where they are few enough to be listed."""
    known = context.dataflow.before.get(task.id)
    if known is None:
        return
    lists = [value_of(text, known).values for text in inputs]
    size = 1
    for values in lists:
        size *= len(values) if values else MOST_SAMPLES + 1
    if size <= MOST_SAMPLES:
        yield from product(*([v for _, v in sorted(values or (), key=repr)] for values in lists))


@rule(
    "error",
    "A target is a duration, and its warning comes before it: one that is as long as the target "
    "or longer would warn before the case exists.",
)
def target(context: LintContext) -> Iterator[Problem]:
    for task, item in _read(context):
        for name in [n.removesuffix("_target") for n in item.outputs if n.endswith("_target")]:
            for row in item.rows:
                cells = dict(zip(item.outputs, row.outputs, strict=False))
                why = _wrong_target(
                    _text(cells.get(f"{name}_target")), _text(cells.get(f"{name}_warning"))
                )
                if why:
                    yield Problem(
                        task,
                        f"The decision table '{item.name}': {why}",
                        "Write durations such as PT8H, the warning shorter than the target.",
                    )


def _text(cell: str | None) -> str | None:
    try:
        value = expressions.evaluate(cell, {}) if cell else None
    except ExpressionError:
        return None
    return value if isinstance(value, str) else None


def _wrong_target(target: str | None, warning: str | None) -> str:
    try:
        due = parse_duration(target) if target else None
        before = parse_duration(warning) if warning else None
    except CalendarError as error:
        return str(error)
    if due and before and not due.days and not before.days and before.seconds >= due.seconds:
        return f"the warning {warning} before the target {target} would come before the case."
    return ""
