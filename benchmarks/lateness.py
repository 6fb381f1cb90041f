"""How late timers fire, in real time, while many are pending and many fall due each minute."""

from __future__ import annotations

import tempfile
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.measure import percentile
from benchmarks.tables import Table
from benchmarks.transitions import NOW
from runner.bootstrap import App, build
from runner.cases import Submission
from runner.clock import ManualClock
from runner.config import read_settings
from runner.store import cases

PENDING = 100_000
PER_MINUTE = 1000
LONGEST_WAIT = 20
"""Seconds after the last one was due."""


class ShiftedClock(ManualClock):
    """Stands still until it is started; then it goes as fast as real time, from an instant on."""

    def start(self, at: datetime) -> None:
        self._from, self._since = at, time.monotonic()

    def now(self) -> datetime:
        if not hasattr(self, "_from"):
            return super().now()
        return self._from + timedelta(seconds=time.monotonic() - self._since)


def timers(seconds: int) -> Table:
    """A worker on SQLite, synchronous=FULL. Those that fall due are real: each wakes a case, whose
    engine fires the warning of its milestone and writes it down, with notifications. Late is how
    long after its due instant that is committed."""
    with tempfile.TemporaryDirectory() as folder:
        clock = ShiftedClock(NOW)
        app = build(read_settings({}, data_dir=Path(folder)), clock)
        due = _open(app, clock, PER_MINUTE * seconds // 60)
        _add_pending(app)
        late = _fired(app, clock, due, seconds + LONGEST_WAIT)
        app.close()
    return Table(
        f"{PENDING:,} timers pending, {PER_MINUTE:,} a minute fall due, for {seconds} s",
        ("fired", "ms late, median", "99th percentile", "latest"),
        [
            (
                f"{len(late):,} of {len(due):,}",
                f"{percentile(late, 0.5):.0f}",
                f"{percentile(late, 0.99):.0f}",
                f"{max(late):.0f}",
            )
        ],
    )


def _open(app: App, clock: ManualClock, count: int) -> dict[int, datetime]:
    """Cases that came one after another; by their ids, when their first timers fall due."""
    bob = app.accounts.add("bob@example.com", "Bob", ["customer"])
    app.accounts.add("alice@example.com", "Alice", ["agent"])
    found = {}
    for index in range(count):
        case_id = app.cases.open(bob, Submission(f"Printer {index}", "It burns.", "P1")).case.id
        with app.db.read() as tx:
            case = cases.by_id(tx, case_id)
        assert case is not None
        assert case.next_due is not None
        found[case_id] = case.next_due
        clock.advance(timedelta(minutes=1) / PER_MINUTE)
    return found


def _add_pending(app: App) -> None:
    with app.db.write() as tx:
        tx.run(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers"
            " WHERE n < :count) INSERT INTO jobs (kind, key, due_at)"
            " SELECT 'wake', 'pending:' || n, :at FROM numbers",
            count=PENDING, at=NOW + timedelta(days=30),
        )  # fmt: skip


def _fired(app: App, clock: ShiftedClock, due: dict[int, datetime], longest: float) -> list[float]:
    late: dict[int, float] = {}
    wake = app.cases.wake

    def timed(case_id: int) -> None:
        wake(case_id)
        late.setdefault(case_id, (clock.now() - due[case_id]).total_seconds() * 1000)

    app.cases.wake = timed  # type: ignore[method-assign]
    worker = threading.Thread(target=app.worker.run)
    clock.start(min(due.values()) - timedelta(seconds=1))
    worker.start()
    stop = time.monotonic() + longest
    while len(late) < len(due) and time.monotonic() < stop:
        time.sleep(0.1)
    app.worker.stop()
    worker.join()
    return list(late.values())
