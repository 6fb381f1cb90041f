"""The lease table: jobs in the database of the cases, done by any number of workers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from runner.delivery.jobs import (
    ATTEMPTS,
    LANES,
    OUTSIDE,
    back_off,
    lane_of,
)
from runner.model import Job
from runner.store import Database, Transaction, jobs

LEASE = timedelta(seconds=60)
"""How long a worker holds a job before another one may take it; extended by a heartbeat."""


BATCH = 20
"""Jobs that a worker takes at once."""


class TableJobs:
    def __init__(self, db: Database, lease: str):
        """`lease` names this worker; no two may have the same."""
        self._db = db
        self._lease = lease

    def put(
        self,
        tx: Transaction,
        kind: str,
        key: str,
        due_at: datetime,
        case_id: int | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        jobs.put(tx, kind, key, due_at, case_id, payload, lane_of(kind))

    def drop(self, tx: Transaction, key: str) -> None:
        jobs.drop(tx, key)

    def claim(self, now: datetime, lane: str = "") -> list[Job]:
        """Jobs of a lane for the caller alone: several that are quickly done, or one that waits for
        somebody outside. What it holds of them already, it gets again."""
        limit = 1 if lane in OUTSIDE else BATCH
        with self._db.write() as tx:
            return jobs.claim(tx, self._lease, now, now + LEASE, limit, lane)

    def extend(self, ids: list[int], now: datetime) -> None:
        with self._db.write() as tx:
            jobs.extend(tx, ids, self._lease, now + LEASE)

    def finish(self, job: Job) -> None:
        with self._db.write() as tx:
            jobs.finish(tx, job, self._lease)

    def retry(self, job: Job, error: str, now: datetime, jitter: float) -> bool:
        with self._db.write() as tx:
            if job.attempts >= ATTEMPTS:
                jobs.bury(tx, job, self._lease, now, error)
                return False
            jobs.retry(tx, job, self._lease, now + back_off(job.attempts, jitter), error)
            return True

    def next_due(self, lane: str = "") -> datetime | None:
        with self._db.read() as tx:
            return jobs.next_due(tx, lane)

    def unserved(self, tx: Transaction, before: datetime, limit: int = 1000) -> list[int]:
        return jobs.unserved(tx, before, limit)

    def due(self, tx: Transaction, now: datetime) -> int:
        return jobs.due(tx, now, LANES)
