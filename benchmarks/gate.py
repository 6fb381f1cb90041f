"""What the gate costs: reading and lint of the default diagram, and of one with 500 elements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import in_turns
from benchmarks.tables import Table
from runner.bpmn.package import read_package
from runner.gate import lint
from tests.drawings import bpmn, chain, end, flow, start, user, xor

LIFECYCLE = Path(__file__).parent.parent / "workflows" / "case_lifecycle.bpmn"
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def linted(rounds: int) -> Table:
    """Milliseconds of processor time for all rules of both profiles."""
    package = read_package(LIFECYCLE)
    large = _large(125)
    found = in_turns(
        {
            "default diagram": lambda: _lint(package.data, package.files),
            "500 elements": lambda: _lint(large, {}),
        },
        rounds,
    )
    rows = [(name, str(value)) for name, value in found.items()]
    return Table("Lint", ("diagram", "ms, median (quartiles)"), rows)


def _lint(data: bytes, files: Mapping[str, str]) -> None:
    diagram, _ = lint.read(data, files)
    assert diagram is not None
    lint.check(diagram, "lifecycle", NOW)


def _large(blocks: int) -> bytes:
    """Blocks of a task, a gateway and two more tasks, one behind the other."""
    parts, before = [start()], "start"
    for n in range(blocks):
        a, x, b, c = f"a{n}", f"x{n}", f"b{n}", f"c{n}"
        parts += [user(a), xor(x), user(b), user(c), flow(before, a), flow(a, x)]
        parts += [flow(x, b, "One"), flow(x, c, "Two"), flow(b, c)]
        before = c
    return bpmn(*parts, end(), chain(before, "end"))
