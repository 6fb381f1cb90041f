"""The version of the tables: which one the program needs, which one it found, and the way there.

Alembic is loaded only to run a migration: it is a fifth of what `caselane serve` waits for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import sqlalchemy as sa

from runner.errors import StoreError

_VERSIONS = Path(__file__).parent / "migrations" / "versions"

REVISIONS = sorted(path.name[:4] for path in _VERSIONS.glob("[0-9]*.py"))
"""Each migration by the number that its file begins with, which is its revision."""


def found(connection: sa.Connection) -> str | None:
    """The last migration that the tables went through; None where there are no tables."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def upgrade(connection: sa.Connection, to: str | None = None) -> None:
    """Runs the migrations that are missing, up to `to`. Raises StoreError for the tables of a newer
    Caselane."""
    revision, to = found(connection), to or REVISIONS[-1]
    refuse_newer(revision)
    if revision != to:
        import_module("runner.store.migrations").run(connection, to)


def check(revision: str | None) -> None:
    """Raises StoreError if the tables are not those of this version of Caselane."""
    refuse_newer(revision)
    if revision != REVISIONS[-1]:
        raise StoreError(
            f"The database has the tables of version {revision or 'none'}, this Caselane needs "
            f"{REVISIONS[-1]}. Run: caselane upgrade-db"
        )


def refuse_newer(revision: str | None) -> None:
    if revision is not None and revision not in REVISIONS:
        raise StoreError(
            f"The database has the tables of version {revision}, which a newer Caselane made. "
            "Install that one again; this one would not understand them."
        )
