"""What is wrong with a drawing, before it runs: one small function per rule.

Rules are grouped by what they are about, a module each (`structure_rules`, `timer_rules` ...). Each
states its severity and the text of its page beside its function; `registry` lists them. Every rule
has a page, `docs/lint/RULE.md`, with a wrong and a right diagram.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from runner import bpmn as diagrams
from runner.bpmn import Diagram, Limits, schema_findings
from runner.errors import DiagramError
from runner.gate.lint.context import LintContext, LintRule, Problem, Profile
from runner.gate.lint.registry import OF_ENGINE, OF_LIFECYCLE, RULES
from runner.gate.lint.sarif import sarif
from runner.model import Finding

__all__ = ["RULES", "LintRule", "Profile", "check", "read", "sarif"]

MOST = 500
"""Findings about one diagram that are told."""


def read(
    data: bytes,
    files: Mapping[str, str],
    process: str | None = None,
    limits: Limits | None = None,
) -> tuple[Diagram | None, list[Finding]]:
    """A diagram out of a file, or the findings that say why there is none.

    `process` says which one is meant where the file holds several.
    """
    try:
        diagram = diagrams.read(data, files, process, limits)
    except DiagramError as error:
        found = [item for item in error.findings if isinstance(item, Finding)]
        return None, found or [Finding("readable", str(error))]
    # A breach of the schema warns (decision 0071).
    told = [replace(item, severity=RULES["schema"].severity) for item in schema_findings(data)]
    return diagram, [*diagram.notes, *told]


def check(diagram: Diagram, profile: Profile, now: datetime) -> list[Finding]:
    """The findings of all rules of a profile, in the order of the file."""
    context = LintContext(diagram, now)
    rules = OF_ENGINE if profile == "engine" else {**OF_ENGINE, **OF_LIFECYCLE}
    found = [
        _finding(rule, problem, profile)
        for rule in rules.values()
        if rule.check is not None
        for problem in rule.check(context)
    ]
    return sorted(found, key=lambda finding: finding.line)[:MOST]


def _finding(rule: LintRule, problem: Problem, profile: Profile) -> Finding:
    place = problem.place
    return Finding(
        rule.name,
        problem.message,
        problem.suggestion,
        rule.severity_in(profile),
        element=place.id if place else "",
        name=place.name if place else "",
        line=place.line if place else 0,
    )
