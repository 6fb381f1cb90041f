"""Indexes of large tables that a migration needs, built on PostgreSQL before it while others write.
In the transaction of the migrations every writer of the table would wait for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex

from runner.clock import pause
from runner.store.tables import metadata

_ASK_AGAIN = 0.5
"""Seconds between two looks whether another node has ended. Who waited inside a statement would
hold up the very index that it waits for, which waits for all statements from before."""

_ALONE = "SELECT pg_try_advisory_lock(hashtext('indexes ahead'))"
_IS_VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"


def build(connection: sa.Connection, names: Collection[str]) -> None:
    """Builds those of these indexes that are missing and whose columns are there. The connection
    commits by itself, and is of no use for others afterwards."""
    connection.detach()
    connection.exec_driver_sql("SET lock_timeout = 0")  # it waits for all who write now
    while not connection.exec_driver_sql(_ALONE).scalar():
        pause(_ASK_AGAIN)
    for index in _missing(connection, names):
        text = str(CreateIndex(index).compile(dialect=connection.dialect))
        connection.exec_driver_sql(text.replace(" INDEX ", " INDEX CONCURRENTLY ", 1))


def _missing(connection: sa.Connection, names: Collection[str]) -> Iterator[sa.Index]:
    inspector = sa.inspect(connection)
    for table in metadata.sorted_tables:
        wanted = [index for index in table.indexes if index.name in names]
        if not wanted or not inspector.has_table(table.name):
            continue
        there = {column["name"] for column in inspector.get_columns(table.name)}
        for index in wanted:
            if there.issuperset(index.columns.keys()) and not _is_there(connection, index):
                yield index


def _is_there(connection: sa.Connection, index: sa.Index) -> bool:
    """One whose building was killed is there and good for nothing: it goes."""
    valid = connection.exec_driver_sql(_IS_VALID, (index.name,)).scalar()
    if valid is False:
        connection.exec_driver_sql(f"DROP INDEX CONCURRENTLY {index.name}")
    return bool(valid)
