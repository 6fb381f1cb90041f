"""What a worker looks after once a minute, beside its jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from runner.clock import Clock, stopwatch
from runner.model import WorkerName
from runner.store import (
    Database,
    bulk_runs,
    daily_counts,
    hook_deliveries,
    idempotency,
    presence,
    workers,
)

KEEP_KEYS = timedelta(days=7)
"""How long the key of a request and its answer are kept: the same key later is a new request. So
long is the report of a change of several cases."""

SEEN = timedelta(minutes=10)
"""After which nobody asks who had the page of a case open."""

RECOUNT = timedelta(hours=1)
"""Between checks of the tallies, each of which reads all cases, and of the folder of files."""

KEEP_WORKERS = timedelta(days=1)
"""How long a worker is remembered that is not seen any more."""

READING = 10
"""Seconds of a minute that may go by for reading facts, after an upgrade for example."""

LINKING = 10
"""Seconds of a minute that may go by for chaining histories, after an upgrade for example."""

RETAINING = 10
"""Seconds of a minute that may go by for erasing what was kept long enough."""


class Upkeep(Protocol):
    """What the floor of cases looks after itself."""

    def repair(self) -> int:
        """Gives jobs to the cases that wait for a timer and have none."""
        ...

    def fetch_mails(self) -> None:
        """Gives a job to each mailbox that is read."""
        ...

    def recount(self) -> int:
        """Puts the tallies right."""
        ...

    def link_histories(self, *, stopped: Callable[[], bool]) -> int:
        """Chains what an older program wrote into histories."""
        ...

    def retain(self, *, stopped: Callable[[], bool]) -> int:
        """Erases what was kept long enough, by the rules of the operator."""
        ...

    def sweep_files(self) -> int:
        """Removes files that nothing names."""
        ...


class FactUpkeep(Protocol):
    def catch_up(self, *, stopped: Callable[[], bool]) -> int:
        """Reads the facts of cases whose history grew, until there are none or it is stopped."""
        ...


class Maintenance:
    def __init__(
        self, db: Database, cases: Upkeep, facts: FactUpkeep, clock: Clock, worker: WorkerName
    ):
        self._db = db
        self._worker = worker
        self._cases = cases
        self._facts = facts
        self._clock = clock
        self._recounted_at = clock.now()

    def sweep(self) -> None:
        """Safe to run on several nodes at once, and at any time."""
        self._cases.repair()
        self._cases.fetch_mails()
        now = self._clock.now()
        if now - self._recounted_at >= RECOUNT:
            self._recounted_at = now
            self._cases.recount()
            self._cases.sweep_files()
        self._note(now)
        spent = stopwatch()
        self._cases.link_histories(stopped=lambda: spent() >= LINKING)
        spent = stopwatch()
        self._facts.catch_up(stopped=lambda: spent() >= READING)
        spent = stopwatch()
        self._cases.retain(stopped=lambda: spent() >= RETAINING)

    def _note(self, now: datetime) -> None:
        """That a worker was here, and what need not be remembered any longer."""
        with self._db.write() as tx:
            idempotency.forget_keys(tx, now - KEEP_KEYS)
            bulk_runs.forget(tx, now - KEEP_KEYS)
            daily_counts.forget(tx, now - KEEP_KEYS)
            hook_deliveries.forget(tx, now - KEEP_KEYS)
            presence.forget(tx, now - SEEN)
            workers.saw(tx, self._worker, now)
            workers.forget(tx, now - KEEP_WORKERS)
