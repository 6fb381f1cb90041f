"""Findings as SARIF 2.1.0, which code hosts and editors show (OASIS, 2020)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from runner.gate.lint.registry import RULES
from runner.model import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(found: Iterable[tuple[str, Finding]]) -> dict[str, Any]:
    """A log with one run. `found` are findings with the file that each was found in."""
    results = [_result(file, finding) for file, finding in found]
    named = sorted({result["ruleId"] for result in results})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "caselane lint", "rules": [_rule(n) for n in named]}},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _rule(name: str) -> dict[str, Any]:
    rule = RULES.get(name)
    about: dict[str, Any] = {"id": name}
    if rule is not None:
        about["fullDescription"] = {"text": " ".join(rule.about.split())}
        about["defaultConfiguration"] = {"level": rule.severity}
    return about


def _result(file: str, finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(file.replace("\\", "/"))}}
    if finding.line:
        place["region"] = {"startLine": finding.line}
    location: dict[str, Any] = {"physicalLocation": place}
    if finding.element:
        location["logicalLocations"] = [{"name": finding.element, "kind": "element"}]
    return {
        "ruleId": finding.rule,
        "level": finding.severity,
        "message": {"text": f"{finding.message} {finding.suggestion}".strip()},
        "locations": [location],
    }
