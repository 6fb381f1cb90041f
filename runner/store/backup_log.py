"""The backups that were made."""

from __future__ import annotations

from datetime import datetime

from runner.store.database import Transaction
from runner.store.tables import backups, to_instant


def add(tx: Transaction, at: datetime, file: str, size: int) -> None:
    tx.insert(backups, at=at, file=file, bytes=size)


def last_at(tx: Transaction) -> datetime | None:
    """When the data was read of which the newest backup is made."""
    return to_instant(tx.run("SELECT max(at) FROM backups").fetchone()[0])
