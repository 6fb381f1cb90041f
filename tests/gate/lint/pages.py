"""Writes docs/lint: one page for every rule, with pictures, from what the rule says and its examples."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from runner.bpmn.render import Overlays, draw
from runner.gate import lint
from runner.gate.lint.context import LintRule
from runner.gate.lint.registry import OF_LIFECYCLE, RULES
from runner.model import Finding
from tests.conftest import ROOT
from tests.gate.lint.examples import EXAMPLES
from tests.gate.lint.layout import laid_out

FOLDER = ROOT / "docs" / "lint"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
LONGEST = 2000
"""Characters of a diagram that a page shows."""

LARGEST = 20_000
"""Bytes of a diagram that is drawn: one for the limits is not."""


def findings(data: bytes, files: tuple[tuple[str, str], ...]) -> list[Finding]:
    diagram, found = lint.read(data, dict(files))
    return found if diagram is None else found + lint.check(diagram, "lifecycle", NOW)


_OF_THE_PROGRAM = re.compile(r"object at 0x|\{http|Traceback|<[A-Za-z_.]+ object|NoneType")
_OF_THE_FILE = {
    "xml", "doctype", "limits", "not-bpmn", "no-process", "process-id", "other-file", "picture",
}  # fmt: skip
"""Rules that may speak of the file as a whole."""


def told_well(finding: Finding) -> bool:
    """Is it in words, on its element or about the file, and does an error say what to do?"""
    text = f"{finding.message} {finding.suggestion}"
    placed = (finding.element and finding.line) or finding.rule in _OF_THE_FILE | {"stray"}
    advised = finding.suggestion or finding.severity == "warning"
    return bool(placed and advised) and not _OF_THE_PROGRAM.search(text)


def page(rule: LintRule) -> str:
    example = EXAMPLES.get(rule.name)
    profile = "lifecycle" if rule.name in OF_LIFECYCLE else "engine"
    severe = f"**{rule.severity}**, profile `{profile}`{_milder(rule)}"
    head = f"# {rule.name}\n\n{severe}\n\n{' '.join(rule.about.split())}\n"
    if example is None:
        return head
    said = next(f for f in findings(example.wrong, example.files) if f.rule == rule.name)
    wrong = f"{_linked(rule.name, 'wrong')}{_shown(example.wrong, example.files)}"
    right = f"{_linked(rule.name, 'right')}{_shown(example.right, example.right_files)}"
    return f"{head}\n## Wrong\n\n{wrong}\n> {said.message} {said.suggestion}\n\n## Right\n\n{right}"


def _milder(rule: LintRule) -> str:
    """What a rule of the lifecycle is in the profile of what merely runs."""
    return f"; in the profile `engine` **{rule.in_engine}**" if rule.in_engine else ""


def pictures(name: str) -> dict[str, str]:
    """The wrong and the right diagram of a rule as SVG, by file name; without those that cannot be
    read, have too much in them, or nothing to be drawn."""
    example = EXAMPLES[name]
    found = {
        f"{name}-wrong.svg": _drawn(example.wrong, example.files, {example.at: name}),
        f"{name}-right.svg": _drawn(example.right, example.right_files, {}),
    }
    return {file: svg for file, svg in found.items() if svg is not None}


def _drawn(data: bytes, files: tuple[tuple[str, str], ...], found: dict[str, str]) -> str | None:
    if lint.read(data, dict(files))[0] is None or len(data) > LARGEST:
        return None
    diagram = lint.read(laid_out(data), dict(files))[0]
    return None if diagram is None else draw(diagram, Overlays(findings=found)) + "\n"


def _linked(name: str, kind: str) -> str:
    file = f"{name}-{kind}.svg"
    return f"![{kind.capitalize()}](pictures/{file})\n\n" if file in pictures(name) else ""


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


def index() -> str:
    """A line for each rule: what it says up to its first full stop."""
    lines = (
        f"| [{rule.name}]({rule.name}.md) | {rule.severity} | {_first(rule.about)} |"
        for rule in RULES.values()
    )
    head = "# Rules of lint\n\n`caselane lint FILE` and the studio name a finding by its rule.\n"
    return "\n".join([head, "| rule | | |", "|---|---|---|", *lines, ""])


def _first(text: str) -> str:
    return re.split(r"(?<=\.)\s", " ".join(text.split()))[0].replace("|", "\\|")


def pages() -> dict[str, str]:
    """Everything in docs/lint, by its place there."""
    texts = {"README.md": index()} | {f"{rule.name}.md": page(rule) for rule in RULES.values()}
    drawn = {f"pictures/{file}": svg for name in EXAMPLES for file, svg in pictures(name).items()}
    return {**texts, **drawn}


if __name__ == "__main__":
    (FOLDER / "pictures").mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text)
