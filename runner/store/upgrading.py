"""The version of the tables: which one the program needs, which one it found, and the way there.

Alembic is loaded only to run a migration: it is a fifth of what `caselane serve` waits for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import sqlalchemy as sa

from runner.errors import StoreError
from runner.store import indexes_ahead
from runner.store.tables import schema_terms

_VERSIONS = Path(__file__).parent / "migrations" / "versions"

REVISIONS = sorted(path.name[:4] for path in _VERSIONS.glob("[0-9]*.py"))
"""Each migration by the number that its file begins with, which is its revision."""


OLDEST = "0030"
"""The oldest of them whose program can work with the tables of today: nodes of a release that has
it go on, and start again, while others are upgraded. A migration that takes away what such a
program uses moves it to its own number. Decision 0315."""

UNFINISHED = "copying"
"""The version of tables that `caselane copy-db` has begun to fill."""

NONE_YET = (
    "There is no database of Caselane yet. Look at CASELANE_DATA_DIR and CASELANE_DATABASE_URL; "
    "or make one: caselane upgrade-db"
)


def found(connection: sa.Connection) -> str | None:
    """The last migration that the tables went through; None where there are no tables."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def build_ahead(connection: sa.Connection) -> None:
    """Builds what missing migrations would hold up writers for. The connection is one to PostgreSQL
    that commits by itself, and is of no use for others afterwards."""
    revision = found(connection)
    if revision in REVISIONS[:-1] and revision >= OLDEST:  # nodes of older ones cannot go on
        names = import_module("runner.store.migrations").built_ahead(revision)
        indexes_ahead.build(connection, names)


def is_done(connection: sa.Connection, to: str | None = None) -> bool:
    """Whether no migration is missing, of all or up to `to`. Raises StoreError for tables of a
    newer Caselane that this one cannot work with."""
    revision = found(connection)
    return revision == (to or REVISIONS[-1]) or _is_newer(connection, revision)


def upgrade(connection: sa.Connection, to: str | None = None) -> None:
    """Runs the migrations that are missing, up to `to`. Tables of a newer Caselane that this one
    can work with stay as they are. Raises StoreError for others."""
    if is_done(connection, to):
        return
    to = to or REVISIONS[-1]
    import_module("runner.store.migrations").run(connection, to)
    if to == REVISIONS[-1]:
        connection.exec_driver_sql("DELETE FROM schema_terms")
        connection.execute(schema_terms.insert().values(oldest=OLDEST))


def check(connection: sa.Connection) -> None:
    """Raises StoreError if this Caselane cannot work with the tables."""
    revision = found(connection)
    if revision is None:
        raise StoreError(NONE_YET)
    if revision != REVISIONS[-1] and not _is_newer(connection, revision):
        raise StoreError(
            f"The database has the tables of version {revision}, this Caselane needs "
            f"{REVISIONS[-1]}. Run: caselane upgrade-db"
        )


def _is_newer(connection: sa.Connection, revision: str | None) -> bool:
    """Whether a newer Caselane made the tables, and said that this one can work with them. Raises
    StoreError where it cannot."""
    if revision is None or revision in REVISIONS:
        return False
    if revision == UNFINISHED:
        raise StoreError(
            "The copy into this database was not finished. Run caselane copy-db again: it goes on."
        )
    terms = sa.inspect(connection).has_table(schema_terms.name)
    if terms and connection.scalar(sa.select(schema_terms.c.oldest)) in REVISIONS:
        return True
    raise StoreError(
        f"The database has the tables of version {revision}, which a newer Caselane made. "
        "Install that one again; this one would not understand them."
    )
