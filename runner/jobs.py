"""Jobs: what has to happen later, or outside. Put into the transaction of what they follow from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from runner.model import Job
from runner.store import Database, Transaction, work

LEASE = timedelta(seconds=60)
"""How long a worker holds a job before another one may take it; extended by a heartbeat."""

ATTEMPTS = 10
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)


class Jobs(Protocol):
    """Where jobs go. What is put in a transaction that rolls back was never there."""

    def put(
        self,
        tx: Transaction,
        kind: str,
        key: str,
        due_at: datetime,
        case_id: int | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        """Adds a job, or moves the one with the same key."""
        ...

    def drop(self, tx: Transaction, key: str) -> None: ...


class SqlJobs:
    """The lease table: jobs in the database of the cases, done by any number of workers."""

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
        work.put(tx, kind, key, due_at, case_id, payload)

    def drop(self, tx: Transaction, key: str) -> None:
        work.drop(tx, key)

    def claim(self, now: datetime, limit: int = 20) -> list[Job]:
        with self._db.write() as tx:
            return work.claim(tx, self._lease, now, now + LEASE, limit)

    def extend(self, jobs: list[int], now: datetime) -> None:
        with self._db.write() as tx:
            work.extend(tx, jobs, self._lease, now + LEASE)

    def finish(self, job: Job) -> None:
        with self._db.write() as tx:
            work.finish(tx, job, self._lease)

    def retry(self, job: Job, error: str, now: datetime, jitter: float) -> bool:
        """Puts a failed job off, longer each time; `jitter` from 0 to 1 spreads them. False when
        it has failed too often: it is a dead letter now."""
        with self._db.write() as tx:
            if job.attempts >= ATTEMPTS:
                work.bury(tx, job, self._lease, error)
                return False
            work.retry(tx, job, self._lease, now + back_off(job.attempts, jitter), error)
            return True

    def next_due(self) -> datetime | None:
        with self._db.read() as tx:
            return work.next_due(tx)


def back_off(attempts: int, jitter: float) -> timedelta:
    """5 s, 10 s, 20 s ... up to an hour, each shortened by up to half."""
    full = min(FIRST_RETRY * 2 ** (attempts - 1), LONGEST_RETRY)
    return full * (1 - jitter / 2)
