"""Procrastinate as the keeper of jobs: for workers on many machines, on PostgreSQL only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from runner.clock import Clock
from runner.delivery.jobs import NOTIFY, QUEUES, STRANDED_AFTER, WEBHOOK, Outage, queue_of
from runner.delivery.jobs.retries import ATTEMPTS
from runner.model import Job, NewJob
from runner.store import Database, Transaction, jobs, procrastinate

_NAMES = {"": procrastinate.QUEUE, NOTIFY: "caselane-outside", WEBHOOK: "caselane-webhooks"}
QUEUE_NAMES = tuple(_NAMES.get(queue, f"caselane-{queue}") for queue in QUEUES)
"""What Procrastinate calls our queues, in their order."""

HEARTBEAT, SILENCE = 3.0, timedelta(seconds=10)
"""Seconds between two signs of life of a worker, and after how long without one it counts as
dead."""

FREEING = 4.0
"""Seconds between two looks for jobs of dead workers: none is later than 15 s for the death of its
worker."""

LONGEST = timedelta(minutes=10)
"""Longer than any job takes: a timer takes milliseconds, a mail three minutes at most."""


class ProcrastinateJobs:
    def __init__(self, db: Database, clock: Clock):
        self._db = db
        self._clock = clock
        self._outage = Outage(SILENCE)

    def enqueue(self, tx: Transaction, job: NewJob) -> None:
        jobs.cancel(tx, job.key)  # a dead letter of the same key
        procrastinate.enqueue(tx, job, _queue_name(job.queue), self._clock.now())

    def cancel(self, tx: Transaction, key: str) -> None:
        jobs.cancel(tx, key)
        procrastinate.cancel(tx, key)

    def finish(self, job: Job) -> None:
        """Procrastinate takes it away by itself."""

    def retry(self, job: Job, error: str, now: datetime, wait: timedelta) -> bool:
        with self._db.write() as tx:
            if job.attempts >= ATTEMPTS:
                jobs.add_dead(tx, job, now, error, queue_of(job.kind))
                return False
            later = replace(job, due_at=now + wait)
            procrastinate.postpone(tx, later, _queue_name(queue_of(job.kind)), now)
            return True

    def take_over(self) -> None:
        """Takes over the jobs of the lease table: of nodes that use it, and dead letters that were
        given another chance."""
        with self._db.write() as tx:
            now = self._clock.now()
            for job in jobs.take_free(tx, now):
                procrastinate.enqueue(tx, job, _queue_name(queue_of(job.kind)), now)

    def stranded(self) -> bool:
        """Whether jobs lie here that nobody takes."""
        with self._db.read() as tx:
            return jobs.due_elsewhere(tx, STRANDED_AFTER) > 0

    def free_stalled(self) -> int:
        """Frees the jobs of workers that died. Returns how many there were: none while those that
        live may not yet have said so."""
        now = self._clock.now()
        with self._outage.watched(now) as silent_by, self._db.write() as tx:
            return procrastinate.free_stalled(tx, SILENCE, LONGEST) if silent_by == now else 0

    def cases_without_wake(self, tx: Transaction, before: datetime, limit: int = 1000) -> list[int]:
        return procrastinate.cases_without_wake(tx, before, limit)

    def holds_without_wake(self, tx: Transaction, before: datetime, limit: int = 1000) -> list[int]:
        return procrastinate.holds_without_wake(tx, before, limit)

    def due(self, tx: Transaction, now: datetime, late: timedelta = timedelta(0)) -> int:
        return procrastinate.due(tx, late) + jobs.due(tx, now - late, QUEUES)


def _queue_name(queue: str) -> str:
    return QUEUE_NAMES[QUEUES.index(queue)]
