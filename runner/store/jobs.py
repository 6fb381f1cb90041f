"""Jobs: what has to happen later, or outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from runner.model import DeadLetter, Job, Lease, NewJob
from runner.store.database import Transaction
from runner.store.tables import jobs, to_instant

AT_ONCE = 1000
"""The most jobs that one statement moves elsewhere or tries again."""

# A lease stays: the worker that holds the job finishes it, and finds `attempts` at 0, which means
# that it was enqueued again.
_ENQUEUE = """
    INSERT INTO jobs (lane, kind, key, case_id, payload, due_at)
    VALUES (:queue, :kind, :key, :case_id, :payload, :due_at)
    ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload,
        attempts = 0, dead = FALSE, error = NULL
"""
_CANCEL = "DELETE FROM jobs WHERE key = :key"


def enqueue(tx: Transaction, job: NewJob) -> None:
    """Adds a job to its queue. One with the same key is moved to the new instant instead."""
    tx.run(
        _ENQUEUE, queue=job.queue, kind=job.kind, key=job.key, case_id=job.case_id,
        payload=orjson.dumps(job.payload).decode(), due_at=job.due_at,
    )  # fmt: skip


def cancel(tx: Transaction, key: str) -> None:
    tx.run(_CANCEL, key=key)


# ------------------------------------------------------------------ at work

# A worker that claims what it holds already was kept from it by the database: no new attempt.
_CLAIM = """
    WITH due AS (
        SELECT id FROM jobs
        WHERE NOT dead AND lane = :queue AND due_at <= :now
        AND (lease_until IS NULL OR lease_until < :over OR lease_until > :absurd OR lease = :holder)
        ORDER BY due_at, id LIMIT :limit{skip_locked}
    )
    UPDATE jobs SET lease = :holder, lease_until = :until,
        attempts = attempts + CASE WHEN lease = :holder AND attempts > 0 THEN 0 ELSE 1 END
    WHERE id IN (SELECT id FROM due)
    RETURNING id, kind, key, case_id, payload, due_at, attempts
"""
_HELD = "WHERE id = :id AND lease = :holder"
# `attempts` is 0 where the job was enqueued again while the worker was at it: then it stays.
_FINISH = f"DELETE FROM jobs {_HELD} AND attempts > 0"
_RETRY = f"""
    UPDATE jobs SET due_at = :due_at, attempts = :attempts, error = :error {_HELD} AND attempts > 0
"""
_MARK_DEAD = f"UPDATE jobs SET dead = TRUE, due_at = :now, error = :error {_HELD} AND attempts > 0"
_RELEASE = f"UPDATE jobs SET lease = NULL, lease_until = NULL {_HELD}"


def claim(tx: Transaction, lease: Lease, limit: int, queue: str = "") -> list[Job]:
    """Leases due jobs of a queue, oldest first. Only the holder of the lease may do them.

    Free are jobs without a lease, with one that ran out or with the caller's own; and with one that
    ends more than two lease periods from now: the clock was set back since. A lease that is lost
    with the power is one that nothing needs: its holder is gone, too (decision 0150).
    """
    tx.relaxed_durability()
    claiming = _CLAIM.format(skip_locked=tx.dialect.skip_locked)
    absurd = lease.until + (lease.until - lease.since)
    return _read(
        tx.run(
            claiming, queue=queue, holder=lease.holder, now=lease.since, until=lease.until,
            over=lease.others_over or lease.since, absurd=absurd, limit=limit,
        )
    )  # fmt: skip


def extend(tx: Transaction, ids: Iterable[int], holder: str, until: datetime) -> None:
    held = sa.and_(jobs.c.id.in_(list(ids)), jobs.c.lease == holder)
    tx.change(jobs.update().where(held).values(lease_until=until))


def finish(tx: Transaction, job: Job, holder: str) -> None:
    """The job is done: it goes, unless it was enqueued again meanwhile."""
    tx.run(_FINISH, id=job.id, holder=holder)
    tx.run(_RELEASE, id=job.id, holder=holder)


def retry(tx: Transaction, job: Job, holder: str, due_at: datetime, error: str) -> None:
    """Puts a failed job off, unless it was enqueued again meanwhile."""
    tx.run(_RETRY, id=job.id, holder=holder, due_at=due_at, attempts=job.attempts, error=error)
    tx.run(_RELEASE, id=job.id, holder=holder)


def mark_dead(tx: Transaction, job: Job, holder: str, now: datetime, error: str) -> None:
    """No more attempts: a dead letter, due when it was given up, for a person to look at."""
    tx.run(_MARK_DEAD, id=job.id, holder=holder, now=now, error=error)
    tx.run(_RELEASE, id=job.id, holder=holder)


def _read(rows: Iterable[Any]) -> list[Job]:
    found = []
    for job_id, kind, key, case_id, payload, due_at, attempts in rows:
        due = to_instant(due_at)
        assert due is not None
        found.append(Job(job_id, kind, key, case_id, orjson.loads(payload), due, attempts))
    return sorted(found, key=lambda job: (job.due_at, job.id))


# ------------------------------------------------------------------ given up, moved, tried again

_ADD_DEAD = """
    INSERT INTO jobs (lane, kind, key, case_id, payload, due_at, attempts, dead, error)
    VALUES (:queue, :kind, :key, :case_id, :payload, :due_at, :attempts, TRUE, :error)
    ON CONFLICT (key) DO NOTHING
"""
_TAKE_FREE = """
    WITH free AS (
        SELECT id FROM jobs WHERE NOT dead AND (lease_until IS NULL OR lease_until < :now)
        ORDER BY lane, due_at, id LIMIT :limit{skip_locked}
    )
    DELETE FROM jobs WHERE id IN (SELECT id FROM free)
    RETURNING id, kind, key, case_id, payload, due_at, attempts
"""
_DEAD_LETTERS = """
    SELECT kind, key, case_id, attempts, error FROM jobs WHERE dead ORDER BY id DESC LIMIT :limit
"""


def add_dead(tx: Transaction, job: Job, now: datetime, error: str, queue: str = "") -> None:
    """A dead letter of a job that was kept elsewhere."""
    tx.run(
        _ADD_DEAD, queue=queue, kind=job.kind, key=job.key, case_id=job.case_id, due_at=now,
        payload=orjson.dumps(job.payload).decode(), attempts=job.attempts, error=error,
    )  # fmt: skip


def take_free(tx: Transaction, now: datetime) -> list[Job]:
    """Takes jobs that no worker holds out of the table, whether they are due or not."""
    taking = _TAKE_FREE.format(skip_locked=tx.dialect.skip_locked)
    return _read(tx.run(taking, now=now, limit=AT_ONCE))


def revive(tx: Transaction, now: datetime) -> int:
    """Gives every dead letter another chance. Returns how many there were."""
    return tx.change(
        jobs.update().where(jobs.c.dead).values(dead=False, attempts=0, due_at=now, error=None)
    )


def retry_dead(tx: Transaction, kind: str, before: datetime, now: datetime, attempts: int) -> int:
    """Makes dead letters of a kind that were given up before an instant jobs again that have had
    so many attempts. Returns how many there were."""
    dead = sa.and_(jobs.c.dead, jobs.c.kind == kind, jobs.c.due_at < before)
    oldest = sa.select(jobs.c.id).where(dead).order_by(jobs.c.due_at).limit(AT_ONCE)
    again = {"dead": False, "attempts": attempts, "due_at": now}
    return tx.change(jobs.update().where(jobs.c.dead, jobs.c.id.in_(oldest)).values(again))


def is_dead(tx: Transaction, key: str) -> bool:
    """Whether the job with this key was given up."""
    found = sa.select(jobs.c.id).where(jobs.c.key == key, jobs.c.dead)
    return tx.first(found) is not None


def dead_letters(tx: Transaction, limit: int) -> list[DeadLetter]:
    """Newest first."""
    return [DeadLetter(*row) for row in tx.run(_DEAD_LETTERS, limit=limit)]


# ------------------------------------------------------------------ looking

_NEXT_DUE = """
    SELECT due_at FROM jobs WHERE NOT dead AND lane = :queue AND lease_until IS NULL
    ORDER BY due_at, id LIMIT 1
"""
_COUNT_DUE = "SELECT count(*) FROM jobs WHERE NOT dead AND lane = :queue AND due_at <= :now"
_ELSEWHERE = """
    SELECT count(*) FROM procrastinate_jobs
    WHERE status = 'todo' AND scheduled_at <= clock_timestamp() - :late
"""
_CASES_WITHOUT_WAKE = """
    SELECT c.id FROM cases c WHERE c.next_due < :before
    AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.key = 'wake:' || c.id)
    ORDER BY c.next_due LIMIT :limit
"""
_HOLDS_WITHOUT_WAKE = """
    SELECT h.id FROM holds h WHERE h.due_at < :before
    AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.key = 'hold:' || h.id)
    ORDER BY h.due_at LIMIT :limit
"""


def next_due(tx: Transaction, queue: str = "") -> datetime | None:
    """When the next job of a queue falls due that no worker has leased."""
    row = tx.run(_NEXT_DUE, queue=queue).fetchone()
    return to_instant(row[0]) if row else None


def due(tx: Transaction, now: datetime, queues: Sequence[str]) -> int:
    """How many jobs of some queues are due, with those that a worker holds."""
    return sum(tx.run(_COUNT_DUE, queue=queue, now=now).fetchone()[0] for queue in queues)


def due_elsewhere(tx: Transaction, late: timedelta) -> int:
    """How many jobs have been due for so long in the tables of Procrastinate, where there are any:
    a node that was given another engine enqueued them."""
    return tx.run(_ELSEWHERE, late=late).fetchone()[0] if are_elsewhere(tx) else 0


def are_elsewhere(tx: Transaction) -> bool:
    """Whether there are tables of Procrastinate."""
    if tx.dialect.name != "postgresql":
        return False
    return tx.run("SELECT to_regclass('procrastinate_jobs') IS NOT NULL").fetchone()[0]


def cases_without_wake(tx: Transaction, before: datetime, limit: int = 1000) -> list[int]:
    """Cases that wait for a timer due before an instant while no job would ever wake them."""
    return [row[0] for row in tx.run(_CASES_WITHOUT_WAKE, before=before, limit=limit)]


def holds_without_wake(tx: Transaction, before: datetime, limit: int = 1000) -> list[int]:
    """Holds due before an instant that no job would ever release."""
    return [row[0] for row in tx.run(_HOLDS_WITHOUT_WAKE, before=before, limit=limit)]
