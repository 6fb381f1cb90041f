"""What it costs to live through a desk many times: `caselane simulate` over a made-up log."""

from __future__ import annotations

import os
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.measure import cpu_of_all
from benchmarks.tables import Table
from runner.bootstrap import App, build
from runner.config import read_settings
from runner.deployment.logs.log_mapping import read_mapping
from runner.deployment.simulation import SimulationOrder
from runner.insight.simulation.what_if import WhatIf
from runner.model import Person
from runner.playback.rehearsal import checked, rehearse_into
from tests import tickets

APART = timedelta(hours=3)
"""What passes between two cases of the log: its two agents keep up."""


def simulated(past: int, repetitions: int) -> list[Table]:
    """The next four weeks of a desk with so many past cases, in one process and in one for each
    processor. Seconds of CPU are of all processes together, with their start, reading and
    fitting."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = _desk(folder, past)
        owen = app.accounts.add("owen@example.com", "Owen", ["process_owner"])
        order = SimulationOrder(what=WhatIf(added=1), repetitions=repetitions)
        jobs = dict.fromkeys((1, os.cpu_count() or 1))
        rows = [_row(app, owen, order, n) for n in jobs]
        app.close()
    title = f"{repetitions} repetitions of four weeks, fitted from {past:,} cases, one more agent"
    heads = (
        "processes", "cases simulated", "elapsed s", "cases a second", "CPU s",
        "CPU s for 10,000 cases",
    )  # fmt: skip
    return [Table(title, heads, rows)]


def _desk(folder: Path, past: int) -> App:
    rng = random.Random(1)
    log, mapping = folder / "log.xes", folder / "map.toml"
    traces = (tickets.trace(rng, tickets.FIRST + n * APART) for n in range(past))
    log.write_bytes(tickets.xes(traces))
    mapping.write_text('[support]\nattribute = "org:resource"\n\n' + tickets.MAP.read_text())
    url = f"sqlite:///{folder}/cases.sqlite3"
    rehearse_into(url, checked(log, read_mapping(mapping)).log)
    return build(read_settings({}, data_dir=folder, database_url=url))


def _row(app: App, owen: Person, order: SimulationOrder, jobs: int) -> tuple[str, ...]:
    cpu, start = cpu_of_all(), time.perf_counter()
    cases = app.simulation.run(owen, order, None, jobs).document()["cases"]
    elapsed, cpu = time.perf_counter() - start, cpu_of_all() - cpu
    return (
        str(jobs), f"{cases:,}", f"{elapsed:.1f}", f"{cases / elapsed:.0f}", f"{cpu:.1f}",
        f"{10_000 * cpu / cases:.0f}",
    )  # fmt: skip
