"""Jobs: what has to happen later, or outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from runner.model import DeadLetter, Job
from runner.store.database import Transaction
from runner.store.tables import jobs, to_instant

_PUT = """
    INSERT INTO jobs (lane, kind, key, case_id, payload, due_at)
    VALUES (:lane, :kind, :key, :case_id, :payload, :due_at)
    ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload,
        attempts = 0, dead = FALSE, error = NULL
"""
# A lease stays: whoever is at the job finishes it, and finds `attempts` at 0: it was put anew.
# Who has the lease already was kept from the job by the database: that is no other attempt.
_CLAIM = """
    WITH due AS (
        SELECT id FROM jobs
        WHERE NOT dead AND lane = :lane AND due_at <= :now
        AND (lease_until IS NULL OR lease_until < :now OR lease_until > :absurd OR lease = :lease)
        ORDER BY due_at, id LIMIT :limit{skip_locked}
    )
    UPDATE jobs SET lease = :lease, lease_until = :until,
        attempts = attempts + CASE WHEN lease = :lease AND attempts > 0 THEN 0 ELSE 1 END
    WHERE id IN (SELECT id FROM due)
    RETURNING id, kind, key, case_id, payload, due_at, attempts
"""


def put(
    tx: Transaction,
    kind: str,
    key: str,
    due_at: datetime,
    case_id: int | None = None,
    payload: Mapping[str, Any] | None = None,
    lane: str = "",
) -> None:
    """Adds a job. One with the same key is moved to the new instant instead."""
    text = orjson.dumps(payload or {}).decode()
    tx.run(_PUT, lane=lane, kind=kind, key=key, case_id=case_id, payload=text, due_at=due_at)


def drop(tx: Transaction, key: str) -> None:
    tx.run("DELETE FROM jobs WHERE key = :key", key=key)


def claim(
    tx: Transaction,
    lease: str,
    now: datetime,
    until: datetime,
    limit: int,
    lane: str = "",
) -> list[Job]:
    """Leases jobs of a lane that are due, oldest first. Whoever holds the lease alone may do them.

    Free are those without a lease, with one that ran out or with the caller's own, and those leased
    for longer than anybody would now: the clock was set back since. A lease that is lost with the
    power is one that nobody needs: whoever has it then is no longer at work. See decision 0150.
    """
    tx.relaxed_durability()
    claiming = _CLAIM.format(skip_locked=tx.dialect.skip_locked)
    return _read(
        tx.run(
            claiming, lease=lease, now=now, until=until, absurd=until + (until - now), limit=limit,
            lane=lane,
        )
    )  # fmt: skip


def _read(rows: Iterable[Any]) -> list[Job]:
    found = []
    for id, kind, key, case_id, payload, due_at, attempts in rows:
        due = to_instant(due_at)
        assert due is not None
        found.append(Job(id, kind, key, case_id, orjson.loads(payload), due, attempts))
    return sorted(found, key=lambda job: (job.due_at, job.id))


def extend(tx: Transaction, ids: Iterable[int], lease: str, until: datetime) -> None:
    held = sa.and_(jobs.c.id.in_(list(ids)), jobs.c.lease == lease)
    tx.change(jobs.update().where(held).values(lease_until=until))


_MINE = "WHERE id = :id AND lease = :lease"
_RELEASE = f"UPDATE jobs SET lease = NULL, lease_until = NULL {_MINE}"


def finish(tx: Transaction, job: Job, lease: str) -> None:
    """The job is done; unless it was put again meanwhile, it goes."""
    tx.run(f"DELETE FROM jobs {_MINE} AND attempts > 0", id=job.id, lease=lease)
    tx.run(_RELEASE, id=job.id, lease=lease)


def retry(tx: Transaction, job: Job, lease: str, due_at: datetime, error: str) -> None:
    """Puts a job off, unless it was put again meanwhile."""
    tx.run(
        f"UPDATE jobs SET due_at = :due_at, error = :error {_MINE} AND attempts > 0",
        id=job.id, lease=lease, due_at=due_at, error=error,
    )  # fmt: skip
    tx.run(_RELEASE, id=job.id, lease=lease)


def bury(tx: Transaction, job: Job, lease: str, now: datetime, error: str) -> None:
    """No more attempts: a dead letter, due when it was given up, for a person to look at."""
    tx.run(
        f"UPDATE jobs SET dead = TRUE, due_at = :now, error = :error {_MINE} AND attempts > 0",
        id=job.id, lease=lease, now=now, error=error,
    )  # fmt: skip
    tx.run(_RELEASE, id=job.id, lease=lease)


_PUT_DEAD = """
    INSERT INTO jobs (lane, kind, key, case_id, payload, due_at, attempts, dead, error)
    VALUES (:lane, :kind, :key, :case_id, :payload, :due_at, :attempts, TRUE, :error)
    ON CONFLICT (key) DO NOTHING
"""


def put_dead(tx: Transaction, job: Job, now: datetime, error: str, lane: str = "") -> None:
    """A dead letter of a job that was kept elsewhere."""
    tx.run(
        _PUT_DEAD, lane=lane, kind=job.kind, key=job.key, case_id=job.case_id, due_at=now,
        payload=orjson.dumps(job.payload).decode(), attempts=job.attempts, error=error,
    )  # fmt: skip


def take_all(tx: Transaction, now: datetime, limit: int = 1000) -> list[Job]:
    """Takes jobs that nobody is at out of the table, whether they are due or not."""
    taking = _TAKE_ALL.format(skip_locked=tx.dialect.skip_locked)
    return _read(tx.run(taking, now=now, limit=limit))


_TAKE_ALL = """
    WITH free AS (
        SELECT id FROM jobs WHERE NOT dead AND (lease_until IS NULL OR lease_until < :now)
        ORDER BY lane, due_at, id LIMIT :limit{skip_locked}
    )
    DELETE FROM jobs WHERE id IN (SELECT id FROM free)
    RETURNING id, kind, key, case_id, payload, due_at, attempts
"""


def revive(tx: Transaction, now: datetime) -> int:
    """Gives every dead letter another chance. Returns how many there were."""
    return tx.change(
        jobs.update().where(jobs.c.dead).values(dead=False, attempts=0, due_at=now, error=None)
    )


def try_again(
    tx: Transaction, kind: str, before: datetime, now: datetime, attempts: int, limit: int = 1000
) -> int:
    """Gives dead letters of a kind that were given up before an instant what is left after so many
    attempts. Returns how many there were."""
    dead = sa.and_(jobs.c.dead, jobs.c.kind == kind, jobs.c.due_at < before)
    some = sa.select(jobs.c.id).where(dead).order_by(jobs.c.due_at).limit(limit)
    again = {"dead": False, "attempts": attempts, "due_at": now}
    return tx.change(jobs.update().where(jobs.c.dead, jobs.c.id.in_(some)).values(again))


def dead_letters(tx: Transaction, limit: int) -> list[DeadLetter]:
    """Newest first."""
    rows = tx.run(
        "SELECT kind, key, case_id, attempts, error FROM jobs WHERE dead"
        " ORDER BY id DESC LIMIT :limit",
        limit=limit,
    )
    return [DeadLetter(*row) for row in rows]


def next_due(tx: Transaction, lane: str = "") -> datetime | None:
    """When the next job of a lane falls due that nobody has leased."""
    row = tx.run(
        "SELECT due_at FROM jobs WHERE NOT dead AND lane = :lane AND lease_until IS NULL"
        " ORDER BY due_at, id LIMIT 1",
        lane=lane,
    ).fetchone()
    return to_instant(row[0]) if row else None


def due(tx: Transaction, now: datetime, lanes: Sequence[str]) -> int:
    """How many jobs of some lanes are due, those included that somebody is at."""
    return sum(tx.run(_DUE, lane=lane, now=now).fetchone()[0] for lane in lanes)


_DUE = "SELECT count(*) FROM jobs WHERE NOT dead AND lane = :lane AND due_at <= :now"


def unserved(tx: Transaction, before: datetime, limit: int) -> list[int]:
    """Cases that wait for a timer due before an instant while no job would ever wake them."""
    rows = tx.run(
        "SELECT c.id FROM cases c WHERE c.next_due < :before AND NOT EXISTS"
        " (SELECT 1 FROM jobs j WHERE j.key = 'wake:' || c.id)"
        " ORDER BY c.next_due LIMIT :limit",
        before=before,
        limit=limit,
    )
    return [row[0] for row in rows]
