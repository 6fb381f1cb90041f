"""The BPMN 2.0 schema, as it comes with SpiffWorkflow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import etree

from runner.bpmn.xml import Node, tree
from runner.model import Finding

MOST = 20
"""Breaches that are told; one mistake of a modeler may be in every element."""


def schema_findings(data: bytes) -> list[Finding]:
    """Where a file breaks the schema. `data` has been read before."""
    root = tree(data)
    errors = _errors(root)
    prefixes = {str(n.prefix): etree.QName(n).namespace for n in root.iter("*") if n.prefix}
    return [
        Finding(
            "schema",
            _NAMESPACE.sub("", error.message),
            "Other tools may not open it: save it again with a BPMN 2.0 modeler.",
            element=_owner(root, error.path, prefixes),
            line=error.line,
        )
        for error in errors[:MOST]
    ]


def _errors(root: Node) -> list[Any]:
    """One file at a time: a schema keeps the errors of the one that it looked at last."""
    schema = _schema()
    with _LOOKING:
        return [] if schema.validate(root) else list(schema.error_log)  # type: ignore[call-overload]


_LOOKING = Lock()
_NAMESPACE = re.compile(r"\{[^}']*\}")  # not a set of values, which are quoted


def _owner(root: Node, path: str | None, prefixes: Mapping[str, Any]) -> str:
    """The id of what a breach stands in."""
    found: Any = root.getroottree().xpath(path, namespaces=prefixes) if path else []
    node: Node | None = found[0] if found else None
    while node is not None and not node.get("id"):
        node = node.getparent()
    return "" if node is None else node.get("id", "")


@cache
def _schema() -> etree.XMLSchema:
    package = find_spec("SpiffWorkflow")
    assert package is not None
    assert package.origin is not None
    path = Path(package.origin).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
    return etree.XMLSchema(etree.parse(str(path)))
