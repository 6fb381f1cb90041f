"""Moving many running cases to another version: how fast, and how long it keeps others waiting."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from benchmarks import crowd
from benchmarks.documented import ANSWERS, CASE, REPLY
from benchmarks.measure import percentile
from benchmarks.tables import Table
from benchmarks.transitions import INSTANT, Product
from runner.bpmn.package import Package, read_package
from runner.cases import Submission
from runner.people.accounts import OPERATOR

PAUSE = 0.02
"""Seconds between two actions of an agent."""
ALONE = 20
"""Cases that the agent works while nothing else goes on."""


def many(count: int) -> list[Table]:
    """On SQLite, synchronous=FULL. The plan and the migration run in a process of their own, as
    `caselane migrate` does; meanwhile an agent in another one works on cases."""
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder), "FULL")
        crowd.fill(product, count * crowd.OPEN_EVERY)
        package = read_package(product.app.settings.workflow_dir / "case_lifecycle.bpmn")
        data, files = package.data, package.files
        product.app.deployment.deploy(OPERATOR, Package(data + b"<!-- newer -->", files))
        alone = list(chain.from_iterable(_worked(product) for _ in range(ALONE)))
        rows, waits = [], [("nothing", alone)]
        for what in ("plan", "run", "undo"):
            command = [sys.executable, "-m", "benchmarks.migrating", folder, what]
            other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            assert other.stdout
            other.stdout.readline()  # it begins
            meanwhile: list[float] = []
            while other.poll() is None:
                meanwhile += _worked(product)
            cases, wall, cpu = map(float, other.communicate()[0].split())
            rows.append(
                (what, f"{cases:,.0f}", f"{wall:.1f}", f"{cases / wall:,.0f}",
                 f"{cpu * 1000 / cases:.2f}")
            )  # fmt: skip
            waits.append((f"the {'migration' if what == 'run' else what}", meanwhile))
        product.app.close()
    return [
        Table(
            f"{count:,} running cases to a new version, SQLite synchronous=FULL",
            ("", "cases", "seconds", "cases a second", "CPU ms per case"),
            rows,
        ),
        Table(
            "An agent who works on cases beside it, wall-clock ms of an action",
            ("beside", "actions", "median", "99th percentile", "longest"),
            [
                (name, f"{len(ms):,}", *(f"{percentile(ms, p):.0f}" for p in (0.5, 0.99, 1)))
                for name, ms in waits
            ],
        ),
    ]


def _worked(product: Product) -> Iterator[float]:
    """Milliseconds of each action, with which an agent and a customer work a case."""
    cases = product.app.cases
    number = cases.open(product.bob, Submission("Printer on fire", "It burns.", "P2")).case.number
    for what in CASE:
        time.sleep(PAUSE)
        product.clock.advance(INSTANT)
        start = time.perf_counter()
        if what == REPLY:
            cases.comment(product.bob, number, "Hello")
        else:
            person = product.bob if what in _CUSTOMERS else product.alice
            cases.act(person, number, what, {"body": "Hello"} if what in ANSWERS else {})
        yield (time.perf_counter() - start) * 1000


_CUSTOMERS = ("accept_solution", "reject_solution")


def _child(folder: str, what: str) -> None:
    """Prints that it begins; then the number of cases, the seconds, and the seconds of CPU."""
    app = Product(Path(folder), "FULL", name=f"-{what}").app
    print("begins", flush=True)
    wall, cpu = time.perf_counter(), time.process_time()
    if what == "undo":
        cases = app.migration_undo.run(OPERATOR, 1).back
    else:
        done = app.migration.plan(OPERATOR) if what == "plan" else app.migration.run(OPERATOR)
        assert not done.stayed
        cases = done.moved
    print(cases, time.perf_counter() - wall, time.process_time() - cpu)


if __name__ == "__main__":
    _child(*sys.argv[1:])
