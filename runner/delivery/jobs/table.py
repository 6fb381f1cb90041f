"""The lease table: jobs in the database of the cases, done by any number of workers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from runner.delivery.jobs import OUTSIDE, QUEUES, STRANDED_AFTER, Outage
from runner.delivery.jobs.retries import ATTEMPTS
from runner.model import Job, Lease
from runner.store import Database, Transaction, jobs

LEASE = timedelta(seconds=15)
"""How long a worker holds a job before another one may take it; extended by a heartbeat. So late is
what a worker was at that died."""

BATCH = 20
"""Jobs that a worker takes at once."""


class TableJobs:
    def __init__(self, db: Database, holder: str):
        """`holder` names this worker in its leases; no two may have the same."""
        self._db = db
        self._holder = holder
        self._outage = Outage(LEASE)

    enqueue = staticmethod(jobs.enqueue)
    cancel = staticmethod(jobs.cancel)
    cases_without_wake = staticmethod(jobs.cases_without_wake)
    holds_without_wake = staticmethod(jobs.holds_without_wake)

    def claim(self, now: datetime, queue: str = "") -> list[Job]:
        """Jobs of a queue for the caller alone: several that are quickly done, or one that waits
        for another machine. What the caller holds of them already, it gets again."""
        lease = Lease(self._holder, now, now + LEASE)
        if queue not in OUTSIDE:
            with self._db.write() as tx:
                return jobs.claim(tx, lease, BATCH, queue)
        with self._outage.watched(now) as silent_by, self._db.write() as tx:
            return jobs.claim(tx, replace(lease, others_over=silent_by), 1, queue)

    def extend(self, ids: list[int], now: datetime) -> None:
        with self._db.write() as tx:
            jobs.extend(tx, ids, self._holder, now + LEASE)

    def finish(self, job: Job) -> None:
        with self._db.write() as tx:
            jobs.finish(tx, job, self._holder)

    def retry(self, job: Job, error: str, now: datetime, wait: timedelta) -> bool:
        with self._db.write() as tx:
            if job.attempts >= ATTEMPTS:
                jobs.mark_dead(tx, job, self._holder, now, error)
                return False
            jobs.retry(tx, job, self._holder, now + wait, error)
            return True

    def next_due(self, queue: str = "") -> datetime | None:
        with self._db.read() as tx:
            return jobs.next_due(tx, queue)

    def due(self, tx: Transaction, now: datetime, late: timedelta = timedelta(0)) -> int:
        """With those that lie in the tables of Procrastinate, which no worker of ours takes."""
        return jobs.due(tx, now - late, QUEUES) + jobs.due_elsewhere(tx, late)

    def stranded(self) -> int:
        """How many jobs lie there and have been due for a while."""
        with self._db.read() as tx:
            return jobs.due_elsewhere(tx, STRANDED_AFTER)
