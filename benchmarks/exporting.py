"""The log of many cases leaves by `caselane export`: how long it takes, and in how much memory."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks import crowd
from benchmarks.measure import cpu_of_all
from benchmarks.starting import CASELANE
from benchmarks.tables import Table
from benchmarks.transitions import Product

FILES = ("cases.xes", "cases.json", "cases.csv")


def exported(counts: tuple[int, int]) -> Table:
    """A few and many cases, SQLite. Memory is the most that the process had."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder), "NORMAL")
        for count in counts:
            crowd.fill(product, count)
            with product.app.db.read() as tx:
                lines = tx.run("SELECT count(*) FROM history").fetchone()[0]
            rows += [(f"{lines:,}", *_row(Path(folder), name)) for name in FILES]
        product.app.close()
    heads = ("events", "file", "seconds", "CPU s", "MB of file", "MB of memory")
    return Table("`caselane export`, SQLite", heads, rows)


def _row(folder: Path, name: str) -> tuple[str, ...]:
    environment = {**os.environ, "CASELANE_DATA_DIR": str(folder)}
    start, cpu, memory = time.perf_counter(), cpu_of_all(), 0
    command = subprocess.Popen([CASELANE, "export", folder / name], env=environment)
    while command.poll() is None:
        memory = max(memory, _peak(command.pid))
        time.sleep(0.02)
    took, cpu = time.perf_counter() - start, cpu_of_all() - cpu
    assert command.returncode == 0
    size = (folder / name).stat().st_size / 1_000_000
    return name, f"{took:.1f}", f"{cpu:.1f}", f"{size:.0f}", f"{memory / 1000:.0f}"


def _peak(process: int) -> int:
    """Kilobytes; 0 of one that has ended."""
    told = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"^VmHWM:\s+(\d+)", told, re.MULTILINE)
    return int(found[1]) if found else 0
