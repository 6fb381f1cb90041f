"""Workers by the minute in which they last looked after the installation."""

from __future__ import annotations

from datetime import datetime

from runner.model import WorkerName
from runner.store.database import Transaction
from runner.store.tables import instant

_SEEN = """
    INSERT INTO workers (name, engine, seen_at) VALUES (:name, :engine, :at)
    ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at
"""


def saw(tx: Transaction, worker: WorkerName, at: datetime) -> None:
    tx.run(_SEEN, name=worker.name, engine=worker.engine, at=at)


def forget(tx: Transaction, before: datetime) -> None:
    """Drops the workers that were last seen before an instant."""
    tx.run("DELETE FROM workers WHERE seen_at < :before", before=before)


def last_seen(tx: Transaction) -> dict[str, datetime]:
    """When a worker of each engine was last seen."""
    rows = tx.run("SELECT engine, max(seen_at) FROM workers GROUP BY engine")
    return {engine: instant(at) for engine, at in rows.fetchall()}


def count_since(tx: Transaction, since: datetime) -> int:
    return tx.run("SELECT count(*) FROM workers WHERE seen_at >= :since", since=since).fetchone()[0]
