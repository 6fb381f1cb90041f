"""The BPMN 2.0 schema, as it comes with SpiffWorkflow."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

from runner.diagram.xml import Limits, parse
from runner.model import Finding


def schema_findings(data: bytes, limits: Limits | None = None) -> list[Finding]:
    """Where a file breaks the schema. `data` has to be well-formed."""
    schema = _schema()
    if schema.validate(parse(data, limits or Limits())):
        return []
    return [
        Finding("schema", f"{error.message}", "Draw it with a BPMN 2.0 modeler.", line=error.line)
        for error in list(schema.error_log)  # type: ignore[call-overload]
    ]


@cache
def _schema() -> etree.XMLSchema:
    package = find_spec("SpiffWorkflow")
    assert package is not None
    assert package.origin is not None
    path = Path(package.origin).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
    return etree.XMLSchema(etree.parse(str(path)))
