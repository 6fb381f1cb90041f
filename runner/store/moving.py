"""All rows of a SQLite database into a PostgreSQL database, table by table.

Foreign keys are put on at the end: rows may refer to later ones. What a trigger adds while its
table is filled is replaced by the rows of the source."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, zip_longest

import sqlalchemy as sa

from runner.errors import BackupError
from runner.store import upgrading
from runner.store.database import Database, Transaction
from runner.store.tables import metadata, versions

TABLES: Sequence[sa.Table] = metadata.sorted_tables

_MARK = "UPDATE alembic_version SET version_num = :version"

# By their names in the database: migrations gave some of them another than the tables here say.
_KEEP_KEYS = """
    CREATE TABLE foreign_keys_to_add AS
    SELECT conrelid::regclass::text AS table_name, quote_ident(conname) AS name,
        pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
_KEYS = "SELECT table_name, name, definition FROM foreign_keys_to_add"

AT_ONCE = 2000
"""Rows that are added in one transaction: what a kill costs."""


def begin(target: Database) -> None:
    """Makes the tables of an empty database, without their foreign keys, and marks them as not
    whole; goes on where that was done. Raises BackupError for a database that has data."""
    if target.is_unfinished:
        return
    if target.has_tables and _is_used(target):
        raise BackupError(f"The database {target} has data. Copy into a new, empty one.")
    target.upgrade()
    with target.write() as tx:
        tx.run(_KEEP_KEYS)
        for table, key, _ in tx.run(_KEYS).fetchall():
            tx.run(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
        for table in TABLES:
            tx.change(table.delete())
        tx.run(_MARK, version=upgrading.UNFINISHED)


def _is_used(target: Database) -> bool:
    """A node that starts on new tables deploys a diagram at once."""
    with target.read() as tx:
        return tx.first(sa.select(versions.c.id).limit(1)) is not None


def copy_table(source: Transaction, target: Database, table: sa.Table) -> int:
    """Copies what is not there yet. Returns the number of rows, each of them compared."""
    there = _same_so_far(source, target, table)
    if there is None:
        with target.write() as tx:
            tx.change(table.delete())
        there = 0
    missing = source.stream(_ordered(source, table).offset(there))
    while rows := [dict(row._mapping) for row in islice(missing, AT_ONCE)]:
        with target.write() as tx:
            tx.insert_each(table, rows)
    number = _same_so_far(source, target, table)
    if number is None or source.value(sa.select(sa.func.count()).select_from(table)) != number:
        raise BackupError(f"The rows of {table.name} differ from their copies. Copy once more.")
    return number


def _same_so_far(source: Transaction, target: Database, table: sa.Table) -> int | None:
    """How many rows there are, if each is a copy of the one at its place; else None."""
    number = 0
    with target.read() as tx:
        copies = tx.stream(_ordered(tx, table))
        for copy, row in zip_longest(copies, source.stream(_ordered(source, table))):
            if copy is None:
                break
            if row is None or tuple(copy) != tuple(row):
                return None
            number += 1
    return number


def _ordered(tx: Transaction, table: sa.Table) -> sa.Select:
    """By the key; text by its bytes on both, where PostgreSQL's order may be that of a language."""
    by_bytes = tx.dialect.name == "postgresql"
    key = (
        sa.collate(column, "C") if by_bytes and isinstance(column.type, sa.Text) else column
        for column in table.primary_key
    )  # fmt: skip
    return sa.select(table).order_by(*key)


def number_on(source: Transaction, target: Database) -> None:
    """New rows get numbers that no row ever had."""
    with target.write() as tx:
        for table in TABLES:
            if table.autoincrement_column is not None:
                highest = source.value(sa.select(sa.func.max(table.autoincrement_column)))
                if highest:
                    _set_sequence(tx, table, highest)


def _set_sequence(tx: Transaction, table: sa.Table, highest: int) -> None:
    column = table.autoincrement_column
    assert column is not None
    tx.run(
        "SELECT setval(pg_get_serial_sequence(:table, :column), :next, FALSE)",
        table=table.name, column=column.name, next=highest + 1,
    )  # fmt: skip


def end(target: Database) -> None:
    """Puts the foreign keys on, which checks them, and lets nodes start."""
    with target.write() as tx:
        for table, key, definition in tx.run(_KEYS).fetchall():
            tx.run(f"ALTER TABLE {table} ADD CONSTRAINT {key} {definition}")
        tx.run("DROP TABLE foreign_keys_to_add")
        tx.run(_MARK, version=upgrading.REVISIONS[-1])
