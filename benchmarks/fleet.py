"""How fast workers that are processes of their own do what has piled up on one PostgreSQL: timers,
and mails by SMTP on loopback. All of them, the server and the receiver share the cores."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from benchmarks import postgresql
from benchmarks.draining import mailbox
from benchmarks.tables import Table
from runner.bootstrap import App, build
from runner.cases import Submission
from runner.clock import ManualClock, SystemClock
from runner.config import read_settings
from runner.delivery.jobs.procrastinate_jobs import ProcrastinateJobs

ENGINES = ("table", "procrastinate")
WORKERS = (1, 3)
LONG_AGO = timedelta(days=30)
DONE = {
    "timers": "SELECT count(*) FROM history WHERE event = 'timer'",
    "mails": "SELECT count(*) FROM notifications WHERE sent_at IS NOT NULL",
}


def drained(count: int) -> Table:
    heads = ("jobs", "workers", "", "done", "a second")
    try:
        with postgresql.cluster() as server:
            rows = [
                (engine, str(workers), what, *_drained(server.new(), engine, workers, what, count))
                for engine in ENGINES
                for what in DONE
                for workers in WORKERS
            ]
    except LookupError as error:
        return Table(str(error), ("not measured",), [])
    return Table("What workers of one PostgreSQL do that has piled up", heads, rows)


def _drained(url: str, engine: str, workers: int, what: str, count: int) -> tuple[str, str]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        given = {"CASELANE_DATABASE_URL": url, "CASELANE_DATA_DIR": str(folder)}
        if what == "mails":
            given["CASELANE_SMTP_URL"] = stack.enter_context(mailbox())
        _fill(given, what, count)
        app = build(read_settings(given | {"CASELANE_JOBS": engine}))
        stack.callback(app.close)
        if engine == "procrastinate":
            ProcrastinateJobs(app.db, SystemClock()).take_over()
        environment = {**os.environ, **given, "CASELANE_JOBS": engine}
        for _ in range(workers):
            node = subprocess.Popen(
                [Path(sys.executable).with_name("caselane"), "work"], env=environment,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            stack.callback(node.wait)
            stack.callback(node.terminate)
        return _watched(app, DONE[what])


def _fill(given: Mapping[str, str], what: str, count: int) -> None:
    """Cases that came long ago, whose timers are due; or just now, with a mail to each customer."""
    clock = ManualClock(SystemClock().now() - (LONG_AGO if what == "timers" else timedelta()))
    app = build(read_settings(given), clock)
    for number in range(count):
        customer = app.accounts.add(f"customer{number}@example.com", "Bob", ["customer"])
        app.cases.open(customer, Submission("Printer on fire", "It burns.", "P2"))
    app.close()


def _watched(app: App, counting: str) -> tuple[str, str]:
    """What was done, and how much of it a second: from the first that is seen done to the last."""
    first, begun, done = 0, 0.0, 0
    while not done or app.reports.health().due_jobs:
        time.sleep(0.05)
        with app.db.read() as tx:
            done = tx.run(counting).fetchone()[0]
        if done and not first:
            first, begun = done, time.perf_counter()
    with app.db.read() as tx:
        done = tx.run(counting).fetchone()[0]
    return f"{done:,}", f"{(done - first) / (time.perf_counter() - begun):.0f}"
