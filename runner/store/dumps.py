"""The whole database as one file, and back. SQLite is copied by its own backup, PostgreSQL by
pg_dump and pg_restore, both while others write: the copy is one state of the database."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from runner.errors import BackupError
from runner.store.database import Database, Transaction
from runner.store.dialects import conninfo

_SQLITE_TABLES = """
    SELECT name FROM sqlite_master WHERE type = 'table'
    AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name
"""
_POSTGRESQL_TABLES = """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name
"""


def row_counts(tx: Transaction) -> dict[str, int]:
    """How many rows each table has, whichever version of Caselane made them."""
    listing = _SQLITE_TABLES if tx.dialect.name == "sqlite" else _POSTGRESQL_TABLES
    names = [name for (name,) in tx.run(listing).fetchall()]
    return {name: tx.run(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def dump(db: Database, file: Path) -> dict[str, int]:
    """Writes a copy of the database into a new file. Returns the number of rows of each table in
    the copy. Raises BackupError, StoreError."""
    if db.dialect.name == "sqlite":
        return _dump_sqlite(db, file)
    with db.read() as tx:
        # The dump takes longer than a transaction may stand idle.
        tx.run("SET LOCAL idle_in_transaction_session_timeout = 0")
        [snapshot] = tx.run("SELECT pg_export_snapshot()").fetchone()
        command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges"]
        _run([*command, f"--snapshot={snapshot}", f"--file={file}"], db.url)
        return row_counts(tx)


def _dump_sqlite(db: Database, file: Path) -> dict[str, int]:
    try:
        with (
            closing(sqlite3.connect(str(db.url.database))) as source,
            closing(sqlite3.connect(file)) as target,
        ):
            source.backup(target)  # in one step: one that pauses begins anew after each write
    except sqlite3.Error as error:
        raise BackupError(f"The database cannot be copied: {error}.") from error
    with closing(Database(f"sqlite:///{file}")) as copy, copy.read() as tx:
        return row_counts(tx)


def load(url: str, file: Path) -> None:
    """Fills an empty PostgreSQL database with what `dump` wrote: all of it or nothing. Raises
    BackupError."""
    command = ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner"]
    target = conninfo(_without_password(sa.make_url(url)))
    _run([*command, "--no-privileges", "--no-comments", f"--dbname={target}", str(file)],
         sa.make_url(url), named=True)  # fmt: skip


def _run(command: list[str], url: sa.URL, named: bool = False) -> None:
    """The password goes by the environment: everybody can read arguments."""
    secret: Mapping[str, str] = {"PGPASSWORD": str(url.password)} if url.password else {}
    target = [] if named else [f"--dbname={conninfo(_without_password(url))}"]
    try:
        done = subprocess.run(
            [*command, *target], env={**os.environ, **secret}, check=False,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
        )  # fmt: skip
    except FileNotFoundError as error:
        raise BackupError(
            f"There is no {command[0]} here. Install the client programs of PostgreSQL, of the "
            "server's version or newer."
        ) from error
    if done.returncode:
        raise BackupError(f"{command[0]} failed: {done.stderr.strip() or done.returncode}")


def _without_password(url: sa.URL) -> sa.URL:
    return url._replace(password=None)  # `set` takes None for: as it is


def is_empty(db: Database) -> bool:
    with db.read() as tx:
        return not row_counts(tx)
