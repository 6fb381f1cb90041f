"""Writes docs/lint: one page for every rule, from what the rule says and its examples."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from runner.gate import lint
from runner.gate.lint.context import LintRule
from runner.gate.lint.registry import OF_LIFECYCLE, RULES
from runner.model import Finding
from tests.conftest import ROOT
from tests.gate.lint.examples import EXAMPLES

FOLDER = ROOT / "docs" / "lint"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
LONGEST = 2000


def findings(data: bytes, files: tuple[tuple[str, str], ...]) -> list[Finding]:
    diagram, found = lint.read(data, dict(files))
    return found if diagram is None else found + lint.check(diagram, "lifecycle", NOW)


def page(rule: LintRule) -> str:
    example = EXAMPLES.get(rule.name)
    profile = "lifecycle" if rule.name in OF_LIFECYCLE else "engine"
    head = f"# {rule.name}\n\n**{rule.severity}**, profile `{profile}`\n\n{' '.join(rule.about.split())}\n"
    if example is None:
        return head
    said = next(f for f in findings(example.wrong, example.files) if f.rule == rule.name)
    return (
        f"{head}\n## Wrong\n\n{_shown(example.wrong, example.files)}\n"
        f"> {said.message} {said.suggestion}\n\n## Right\n\n{_shown(example.right, example.right_files)}"
    )


def _shown(data: bytes, files: tuple[tuple[str, str], ...]) -> str:
    """What is drawn, without the head of the file."""
    texts = [data.decode().replace(' isExecutable="true"', ""), *(text for _, text in files)]
    body = "\n".join(re.sub(r"<bpmn:definitions[^>]*>", "", text) for text in texts)
    lines = re.sub(
        r"(?<=>)(?=<(?!/|bpmn:condition|bpmn:time|text))",
        "\n",
        body.replace("</bpmn:definitions>", ""),
    )
    lines = lines.strip()
    return f"```xml\n{lines[:LONGEST]}{'...' if len(lines) > LONGEST else ''}\n```\n"


def pages() -> dict[str, str]:
    return {f"{rule.name}.md": page(rule) for rule in RULES.values()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text)
