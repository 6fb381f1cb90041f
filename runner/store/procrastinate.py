"""Jobs as rows of Procrastinate (https://procrastinate.readthedocs.io), and its tables.

Its workers fetch, lock and watch over the jobs. They are enqueued, moved, postponed and swept here,
on the connection of the case's own transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import orjson
from procrastinate.schema import SchemaManager

from runner.errors import StoreError
from runner.model import Job, NewJob
from runner.store.database import Database, Transaction

log = logging.getLogger("caselane.store")

QUEUE = "caselane"
TASK = "caselane.do"

# The lock keeps two jobs of one key from being done at once, the queueing lock from waiting twice.
# An instant that has passed by the clock of the database but not by ours (`wait`, in seconds) is
# waited for by the database's, so that a difference between clocks is no busy loop.
_ADD = f"""
    INSERT INTO procrastinate_jobs
        (queue_name, task_name, lock, queueing_lock, args, attempts, scheduled_at)
    VALUES (:queue, '{TASK}', :key, :key, CAST(:args AS jsonb), :attempts,
        CASE WHEN :due_at <= clock_timestamp() THEN clock_timestamp() + :wait ELSE :due_at END)
    ON CONFLICT (queueing_lock) WHERE status = 'todo'
"""
_ENQUEUE = f"""{_ADD} DO UPDATE
    SET args = excluded.args, attempts = 0, scheduled_at = excluded.scheduled_at
"""
_POSTPONE = f"{_ADD} DO NOTHING"


def enqueue(tx: Transaction, job: Job | NewJob, queue: str, now: datetime) -> None:
    """Adds a job. One with the same key that is not begun is moved to the new instant instead."""
    _add(tx, _ENQUEUE, job, queue, now)


def postpone(tx: Transaction, job: Job, queue: str, now: datetime) -> None:
    """Adds a job that failed for another attempt, unless it was enqueued again meanwhile."""
    _add(tx, _POSTPONE, job, queue, now)


def _add(tx: Transaction, statement: str, job: Job | NewJob, queue: str, now: datetime) -> None:
    args = {"kind": job.kind, "key": job.key, "case_id": job.case_id, "payload": job.payload}
    tx.run(
        statement,
        queue=queue,
        key=job.key,
        args=orjson.dumps(args).decode(),
        attempts=job.attempts if isinstance(job, Job) else 0,
        due_at=job.due_at,
        wait=max(job.due_at - now, timedelta(0)),
    )


def cancel(tx: Transaction, key: str) -> None:
    tx.run("DELETE FROM procrastinate_jobs WHERE queueing_lock = :key AND status = 'todo'", key=key)


def due(tx: Transaction, late: timedelta) -> int:
    """How many jobs have been due for that long, with those that a worker holds."""
    return tx.run(
        "SELECT count(*) FROM procrastinate_jobs"
        " WHERE status IN ('todo', 'doing') AND scheduled_at <= clock_timestamp() - :late",
        late=late,
    ).fetchone()[0]


_WITHOUT_JOB = """
    NOT EXISTS (SELECT 1 FROM procrastinate_jobs p
        WHERE p.queueing_lock = {key} AND p.status = 'todo')
    AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs p
        WHERE p.lock = {key} AND p.status = 'doing')
    AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.key = {key})
"""
_CASES_WITHOUT_WAKE = f"""
    SELECT c.id FROM cases c WHERE c.next_due < :before
    AND {_WITHOUT_JOB.format(key="'wake:' || c.id")} ORDER BY c.next_due LIMIT :limit
"""
_HOLDS_WITHOUT_WAKE = f"""
    SELECT h.id FROM holds h WHERE h.due_at < :before
    AND {_WITHOUT_JOB.format(key="'hold:' || h.id")} ORDER BY h.due_at LIMIT :limit
"""


def cases_without_wake(tx: Transaction, before: datetime, limit: int) -> list[int]:
    return [row[0] for row in tx.run(_CASES_WITHOUT_WAKE, before=before, limit=limit)]


def holds_without_wake(tx: Transaction, before: datetime, limit: int) -> list[int]:
    return [row[0] for row in tx.run(_HOLDS_WITHOUT_WAKE, before=before, limit=limit)]


# Held by a worker that is gone or silent; or, where only the note of its end was lost, for longer
# than any job takes.
_STALLED = """
    SELECT p.id, EXISTS (SELECT 1 FROM procrastinate_jobs twin
        WHERE twin.queueing_lock = p.queueing_lock AND twin.status = 'todo')
    FROM procrastinate_jobs p LEFT JOIN procrastinate_workers w ON w.id = p.worker_id
    WHERE p.status = 'doing' AND (w.id IS NULL
        OR w.last_heartbeat < now() - :silence
        OR NOT EXISTS (SELECT 1 FROM procrastinate_events e WHERE e.job_id = p.id
            AND e.type = 'started' AND e.at > now() - :longest))
    FOR UPDATE OF p SKIP LOCKED
"""
_AGAIN = """
    UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, worker_id = NULL
    WHERE id = :id
"""


def free_stalled(tx: Transaction, silence: timedelta, longest: timedelta) -> int:
    """Gives the jobs of workers that died to others. Returns how many there were."""
    stalled = tx.run(_STALLED, silence=silence, longest=longest).fetchall()
    for job, enqueued_again in stalled:
        tx.run(
            "DELETE FROM procrastinate_jobs WHERE id = :id" if enqueued_again else _AGAIN, id=job
        )
    return len(stalled)


# ------------------------------------------------------------------ the tables


def upgrade(db: Database) -> None:
    """Makes the tables of Procrastinate, or brings them to what its installed version needs: all
    of it or nothing. Raises StoreError for tables that somebody else made."""
    scripts = _migrations()
    with db.write() as tx:
        tx.lock("upgrade")
        _refuse_those_of_others(tx)
        tx.run("CREATE TABLE IF NOT EXISTS procrastinate_migrations (name text PRIMARY KEY)")
        done = {name for (name,) in tx.run("SELECT name FROM procrastinate_migrations")}
        if not _exist(tx):
            tx.driver.execute(SchemaManager.get_schema())
            # Its own index is by priority: fetching would read every job that is not yet due.
            tx.run(
                "CREATE INDEX caselane_due_jobs ON procrastinate_jobs (scheduled_at)"
                " WHERE status = 'todo'"
            )
            _note(tx, scripts)
            return
        for name in sorted(scripts.keys() - done):
            tx.driver.execute(scripts[name])
            _note(tx, [name])


def check(db: Database) -> None:
    """Raises StoreError when the tables are missing, older than what the installed version needs,
    or made by somebody else. Says in the log when they are newer: web nodes of the release before
    go on in an upgrade of one node after another."""
    with db.read() as tx:
        found = set()
        if _exist(tx):
            _refuse_those_of_others(tx)
            found = {name for (name,) in tx.run("SELECT name FROM procrastinate_migrations")}
    known = _migrations().keys()
    if known - found:
        raise StoreError(
            "The tables of Procrastinate are missing, or older than it. "
            "Run: caselane upgrade-db --engine procrastinate"
        )
    if found - known:
        log.warning(
            "The tables of Procrastinate are those of version %s, newer than what is installed "
            "here. This node goes on; install what the node that upgraded them has.",
            _version(max(found)),
        )


def _refuse_those_of_others(tx: Transaction) -> None:
    """Nobody noted which version they have, so that nobody can bring them to another."""
    if _exist(tx) and not _exist(tx, "procrastinate_migrations"):
        raise StoreError(
            "The tables of Procrastinate in this database were made by its own command, or by "
            "another program: nothing says which version they have. Give Caselane a database of "
            "its own; or, where nobody needs them, remove all tables, types and functions whose "
            "names begin with procrastinate_, and run: caselane upgrade-db --engine procrastinate"
        )


def _exist(tx: Transaction, table: str = "procrastinate_jobs") -> bool:
    return tx.run("SELECT to_regclass(:name)", name=table).fetchone()[0] is not None


def _version(migration: str) -> str:
    """Their names begin with it: 03.04.00_01_what."""
    return ".".join(str(int(part)) for part in migration.partition("_")[0].split("."))


def _migrations() -> dict[str, str]:
    folder = Path(SchemaManager.get_migrations_path())
    return {path.name: path.read_text() for path in folder.glob("*.sql")}


def _note(tx: Transaction, names: Iterable[str]) -> None:
    for name in names:
        tx.run("INSERT INTO procrastinate_migrations (name) VALUES (:name)", name=name)
