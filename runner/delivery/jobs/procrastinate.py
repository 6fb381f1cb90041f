"""Procrastinate as the keeper of jobs: for fleets of workers, on PostgreSQL only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from runner.clock import Clock
from runner.delivery.jobs import (
    ATTEMPTS,
    LANES,
    NOTIFY,
    WEBHOOK,
    back_off,
    lane_of,
)
from runner.model import Job
from runner.store import Database, Transaction, jobs, procrastinate

_QUEUE_OF = {
    "": procrastinate.QUEUE, NOTIFY: "caselane-outside", WEBHOOK: "caselane-webhooks",
}  # fmt: skip
QUEUES = tuple(_QUEUE_OF[lane] for lane in LANES)
"""One for each lane."""

SILENCE = timedelta(seconds=30)
"""After which a worker that beats every 10 s counts as dead."""

LONGEST = timedelta(minutes=10)
"""Longer than any job takes: a timer takes milliseconds, a mail three minutes at most."""


class ProcrastinateJobs:
    def __init__(self, db: Database, clock: Clock):
        self._db = db
        self._clock = clock

    def put(
        self,
        tx: Transaction,
        kind: str,
        key: str,
        due_at: datetime,
        case_id: int | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        jobs.drop(tx, key)  # a dead letter of the same key
        job = Job(0, kind, key, case_id, payload or {}, due_at)
        procrastinate.put(tx, job, _queue(job), self._clock.now())

    def drop(self, tx: Transaction, key: str) -> None:
        jobs.drop(tx, key)
        procrastinate.drop(tx, key)

    def finish(self, job: Job) -> None:
        """Procrastinate takes it away by itself."""

    def retry(self, job: Job, error: str, now: datetime, jitter: float) -> bool:
        with self._db.write() as tx:
            if job.attempts >= ATTEMPTS:
                jobs.put_dead(tx, job, now, error, lane_of(job.kind))
                return False
            later = replace(job, due_at=now + back_off(job.attempts, jitter))
            procrastinate.put_off(tx, later, _queue(job), now)
            return True

    def sweep(self) -> int:
        """Frees the jobs of workers that died, and takes over what was put into the lease table: by
        nodes that use it, or as dead letters that were given another chance."""
        with self._db.write() as tx:
            now = self._clock.now()
            for job in jobs.take_all(tx, now):
                procrastinate.put(tx, job, _queue(job), now)
            return procrastinate.free_stalled(tx, SILENCE, LONGEST)

    def unserved(self, tx: Transaction, before: datetime, limit: int = 1000) -> list[int]:
        return procrastinate.unserved(tx, before, limit)

    def due(self, tx: Transaction, now: datetime) -> int:
        return procrastinate.due(tx) + jobs.due(tx, now, LANES)


def _queue(job: Job) -> str:
    return _QUEUE_OF[lane_of(job.kind)]
