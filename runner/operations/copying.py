"""From SQLite to PostgreSQL: every row, compared when all of them are there. Decision 0316."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from itertools import islice

from runner.config import Settings
from runner.errors import BackupError
from runner.operations.consistency import faults
from runner.store import Database, moving

Say = Callable[[str, int], None]
"""Is told each table and the number of its rows, when they are there."""


def copy(settings: Settings, url: str, say: Say) -> dict[str, int]:
    """Copies all data into an empty PostgreSQL database, and compares: each row with its copy, each
    history with the status of its case. Nothing can be changed meanwhile. Killed, it goes on when
    it is run again; until it has ended, no node starts on the copy. Returns the number of rows of
    each table. Raises BackupError, StoreError, ConfigError."""
    if settings.sqlite_file is None:
        raise BackupError("CASELANE_DATABASE_URL names PostgreSQL already. Copied is from SQLite.")
    with closing(Database(settings.url)) as source, closing(Database(url)) as target:
        if target.dialect.name != "postgresql":
            raise BackupError("The copy goes to PostgreSQL: postgresql://user@host/name.")
        source.check()
        moving.begin(target)
        with source.write() as tx:  # holds the lock: who writes meanwhile is told to wait
            rows = {}
            for table in moving.TABLES:
                rows[table.name] = moving.copy_table(tx, target, table)
                say(table.name, rows[table.name])
            moving.number_on(tx, target)
            _compare(target)
            moving.end(target)
    return rows


def _compare(target: Database) -> None:
    with target.read() as tx:
        wrong = list(islice(faults(tx), 3))
    if wrong:
        raise BackupError(
            f"The copy is not right: {'; '.join(wrong)}. See what caselane doctor says of the "
            "database that it was made from."
        )
