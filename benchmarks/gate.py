"""What the gate costs: lint of the default diagram, and the whole gate on drawings that pass it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import in_turns
from benchmarks.tables import Table
from benchmarks.transitions import shipped
from runner.bpmn.package import Package, read_package
from runner.clock import ManualClock
from runner.gate import lint
from runner.gate.check import Gate
from tests.drawings import bpmn, chain, end, flow, start, user, xor

LIFECYCLE = Path(__file__).parent.parent / "workflows" / "case_lifecycle.bpmn"
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
BLOCKS = (15, 62, 249)
"""That is 62, 250 and 998 elements; the limit is 1,000."""


def linted(rounds: int) -> Table:
    """Milliseconds of processor time for all rules of both profiles."""
    package = read_package(LIFECYCLE)
    large = sound(125)
    found = in_turns(
        {
            "default diagram": lambda: _lint(package.data, package.files),
            "502 elements": lambda: _lint(large, {}),
        },
        rounds,
    )
    rows = [(name, str(value)) for name, value in found.items()]
    return Table("Lint", ("diagram", "ms, median (quartiles)"), rows)


def _lint(data: bytes, files: Mapping[str, str]) -> None:
    diagram, _ = lint.read(data, files)
    assert diagram is not None
    lint.check(diagram, "lifecycle", NOW)


def whole(rounds: int) -> Table:
    """Lint, soundness, policies, scenarios and a start of every priority."""
    gate = Gate(shipped()[1], ManualClock(NOW))
    packages = {"default diagram, its policies and scenarios": read_package(LIFECYCLE)}
    for blocks in BLOCKS:
        packages[f"{4 * blocks + 2} elements"] = Package(sound(blocks), {})
    ways = {name: (lambda one=one: _passed(gate, one)) for name, one in packages.items()}
    rows = [(name, str(value)) for name, value in in_turns(ways, rounds).items()]
    return Table("The whole gate", ("package", "ms, median (quartiles)"), rows)


def _passed(gate: Gate, package: Package) -> None:
    diagram, findings = gate.check(package)
    assert diagram is not None
    assert not [finding for finding in findings if finding.severity == "error"]


def sound(blocks: int) -> bytes:
    """A drawing that passes the gate: blocks of a task, and of another that may be left out, one
    behind the other, in twenty statuses."""
    parts, before = [start()], "start"
    for n in range(blocks):
        task, choice, other, merge = f"a{n}", f"x{n}", f"b{n}", f"m{n}"
        status = f"Stage {n % 20}"
        parts += [user(task, status=status), xor(choice), user(other, status=status), xor(merge)]
        parts += [flow(before, task), flow(task, choice), flow(choice, other, f"More {n}")]
        parts += [flow(choice, merge, f"On {n}"), flow(other, merge)]
        before = merge
    return bpmn(*parts, end(status="Closed"), chain(before, "end"))
