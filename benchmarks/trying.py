"""What it takes to try a draft on all past cases: `caselane try`."""

from __future__ import annotations

import os
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from benchmarks import crowd
from benchmarks.measure import cpu_of_all
from benchmarks.tables import Table
from benchmarks.transitions import Product
from runner.bpmn.package import Package, read_package
from runner.people.accounts import OPERATOR

LATER = timedelta(days=60)
"""After the last case came, so that what the draft waits for comes, too."""


def tried(count: int) -> list[Table]:
    """So many cases, a sixth of them running, go their way again in a draft whose reminder comes
    two days later: in one process and in one for each processor. Seconds of CPU are of all
    processes together, with their start."""
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder), "NORMAL")
        crowd.fill(product, count)
        product.clock.advance(LATER + timedelta(seconds=count * crowd.APART))
        package = read_package(product.app.settings.workflow_dir / "case_lifecycle.bpmn")
        draft = Package(package.data.replace(b">P3D<", b">P5D<"), package.files)
        jobs = dict.fromkeys((1, os.cpu_count() or 1))
        rows = [_row(product, draft, number) for number in jobs]
        product.app.close()
    heads = ("processes", "cases", "steps of theirs", "elapsed s", "cases a second", "CPU s")
    return [Table(f"A draft on {count:,} past cases, SQLite", heads, rows)]


def _row(product: Product, draft: Package, jobs: int) -> tuple[str, ...]:
    with product.app.db.read() as tx:
        steps = tx.run("SELECT count(*) FROM history").fetchone()[0]
    cpu, start = cpu_of_all(), time.perf_counter()
    cases = product.app.trial.run(OPERATOR, draft, jobs).document()["cases"]
    elapsed, cpu = time.perf_counter() - start, cpu_of_all() - cpu
    return (
        str(jobs), f"{cases:,}", f"{steps:,}", f"{elapsed:.1f}", f"{cases / elapsed:,.0f}",
        f"{cpu:.1f}",
    )  # fmt: skip
