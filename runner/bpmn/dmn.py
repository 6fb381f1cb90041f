"""Decision tables (DMN) that lie beside a diagram, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from runner.bpmn import xml
from runner.bpmn.xml import Limits, Node
from runner.errors import DiagramError


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
        hit_policy=table.get("hitPolicy", "UNIQUE"),
        inputs=tuple(_texts(table, "{*}input/{*}inputExpression")),
        outputs=tuple(item.get("name", "") for item in table.findall("{*}output")),
        rows=tuple(
            Row(tuple(_texts(row, "{*}inputEntry")), tuple(_texts(row, "{*}outputEntry")))
            for row in table.findall("{*}rule")
        ),
    )


def _texts(node: Node, path: str) -> list[str]:
    return [xml.text(item.find("{*}text")) for item in node.findall(path)]
