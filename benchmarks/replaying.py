"""What a log of real tickets costs, and whether the diagram follows it: `make bench LOG=PATH`."""

from __future__ import annotations

import os
import time
from pathlib import Path

from benchmarks.measure import cpu_of_all
from benchmarks.tables import Table
from runner.deployment.logs.log_mapping import read_mapping
from runner.playback.rehearsal import LogToReplay, checked, rehearse

MAP = Path(__file__).parent.parent / "workflows" / "replay_helpdesk.toml"


def replayed(log: Path) -> list[Table]:
    """Time for all cases of a log in one process and in one for each processor, and what became
    of them. Seconds of CPU are of all processes together, their start included."""
    source = checked(log, read_mapping(MAP)).log
    rows = [_row(source, jobs) for jobs in dict.fromkeys((1, os.cpu_count() or 1))]
    heads = (
        "processes", "cases", "exactly", "with steps inserted", "refused", "steps",
        "CPU s", "CPU ms a case", "CPU ms a step", "elapsed s",
    )  # fmt: skip
    return [Table(log.name, heads, rows)]


def _row(source: LogToReplay, jobs: int) -> tuple[str, ...]:
    cpu, elapsed = cpu_of_all(), time.perf_counter()
    found = rehearse(source, jobs).replayed
    cpu, elapsed = cpu_of_all() - cpu, time.perf_counter() - elapsed
    steps = found.steps.total() + found.inserted.total()
    counts = (jobs, found.cases, found.exactly, found.with_insertions, found.refused.total(), steps)
    return (
        *(f"{n:,}" for n in counts), f"{cpu:.1f}", f"{1000 * cpu / found.cases:.1f}",
        f"{1000 * cpu / steps:.2f}", f"{elapsed:.1f}",
    )  # fmt: skip
