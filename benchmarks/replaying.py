"""What a log of real tickets costs, and whether the diagram follows it: `make bench LOG=PATH`."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.tables import Table
from runner.bootstrap import build
from runner.clock import ManualClock
from runner.config import read_settings
from runner.deployment.replay import Replay, read_mapping
from runner.deployment.xes import read_xes

MAP = Path(__file__).parent.parent / "workflows" / "replay_helpdesk.toml"


def replayed(log: Path) -> list[Table]:
    """Processor time for all cases of a log, and what became of them."""
    traces = list(read_xes(log))
    clock = ManualClock(min(event.at for trace in traces for event in trace.events))
    with tempfile.TemporaryDirectory() as folder:
        app = build(read_settings({}, data_dir=Path(folder), synchronous="NORMAL"), clock)
        player = Replay(app.cases, app.accounts, clock, app.worker.run_due, read_mapping(MAP))
        start = time.process_time()
        found = player.run(traces)
        seconds = time.process_time() - start
        app.close()
    heads = ("cases", "exactly", "with steps inserted", "refused", "steps", "seconds", "ms a step")
    steps = found.steps.total() + found.inserted.total()
    counts = (found.cases, found.exactly, found.with_insertions, found.refused.total(), steps)
    row = (*(f"{n:,}" for n in counts), f"{seconds:.1f}", f"{1000 * seconds / steps:.2f}")
    return [Table(log.name, heads, [row])]
