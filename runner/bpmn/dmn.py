"""Decision tables (DMN) that lie beside a diagram, as values."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runner.bpmn import expressions, xml
from runner.bpmn.xml import Limits, Node
from runner.errors import DiagramError

CASE_TEAM = "case_team"
"""The id of the decision that says to which team a new case comes. No task reads it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what its inputs have to be, and what its outputs then are, as written."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table. `inputs` are expressions, `outputs` names of variables."""

    id: str
    name: str
    hit_policy: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: tuple[Row, ...]

    def first(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The outputs of the first row that matches; nothing where none does. Raises
        ExpressionError."""
        values = [expressions.evaluate(text, variables) for text in self.inputs]
        for row in self.rows:
            if all(matches(cell, v) for cell, v in zip(row.inputs, values, strict=True)):
                cells = zip(self.outputs, row.outputs, strict=True)
                return {name: expressions.evaluate(cell or "None", {}) for name, cell in cells}
        return {}


def matches(cell: str, value: Any) -> bool:
    """Does a cell of an input hold for a value? Raises ExpressionError."""
    if cell in ("", "-"):
        return True
    if cell[0] in "<>=!":
        return bool(expressions.evaluate(f"x {cell}", {"x": value}))
    if "?" in cell:
        return bool(expressions.evaluate(cell.replace("?", "x"), {"x": value}))
    several = isinstance(expressions.parse(cell), ast.Tuple)
    test = f"x in [{cell}]" if several else f"x == ({cell})"
    return bool(expressions.evaluate(test, {"x": value}))


def read_decisions(files: Mapping[str, str]) -> dict[str, Table]:
    """The tables of all DMN files by the id of their decision; those that can be read."""
    found = {}
    for name, text in files.items():
        if not name.endswith(".dmn"):
            continue
        try:
            root = xml.parse(text.encode(), Limits())
        except DiagramError:
            continue
        for decision in root.iter("{*}decision"):
            table = decision.find("{*}decisionTable")
            if table is not None:
                found[decision.get("id", "")] = _read_table(decision, table)
    return found


def _read_table(decision: Node, table: Node) -> Table:
    return Table(
        id=decision.get("id", ""),
        name=decision.get("name") or decision.get("id", ""),
        hit_policy=table.get("hitPolicy", "UNIQUE").upper(),
        inputs=tuple(_texts(table, "{*}input/{*}inputExpression")),
        outputs=tuple(item.get("name", "") for item in table.findall("{*}output")),
        rows=tuple(
            Row(tuple(_texts(row, "{*}inputEntry")), tuple(_texts(row, "{*}outputEntry")))
            for row in table.findall("{*}rule")
        ),
    )


def _texts(node: Node, path: str) -> list[str]:
    return [xml.text(item.find("{*}text")) for item in node.findall(path)]
