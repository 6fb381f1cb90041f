"""The connection to the database: one way in for changes, one for looking."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, exc

from runner.errors import StoreBusy, StoreError, StoreFull
from runner.store.schema import to_text

MIGRATIONS = Path(__file__).parent / "migrations"

Row = Any
"""A row of a query: its columns are attributes."""


class Transaction:
    """What happens between BEGIN and COMMIT."""

    def __init__(self, connection: sa.Connection):
        self._connection = connection
        self._driver: Any = connection.connection.dbapi_connection
        self.is_sqlite = connection.dialect.name == "sqlite"

    def run(self, statement: str, **values: Any) -> Any:
        """Runs a statement written as text, with `:name` for each value. Returns the cursor.

        Hot statements go this way, straight to the driver, which prepares each text once. Nothing
        but instants is converted.
        """
        if self.is_sqlite:
            values = {k: to_text(v) if type(v) is datetime else v for k, v in values.items()}
        else:
            statement = _for_postgresql(statement)
        return self._driver.execute(statement, values)

    def begin(self, mode: str) -> None:
        """`mode` is SQLite's: IMMEDIATE takes the lock for writing at once, so that a transaction
        that has read never finds out later that it may not write."""
        if self.is_sqlite:
            self._driver.execute(f"BEGIN {mode}")
        else:
            self._connection.begin()

    def commit(self) -> None:
        if self.is_sqlite:
            self._driver.execute("COMMIT")
        else:
            self._connection.commit()

    def roll_back(self) -> None:
        if not self.is_sqlite:
            self._connection.rollback()
        elif self._driver.in_transaction:
            self._driver.execute("ROLLBACK")

    def all(self, query: sa.Executable) -> Sequence[Row]:
        return self._connection.execute(query).all()

    def first(self, query: sa.Executable) -> Row | None:
        return self._connection.execute(query).first()

    def value(self, query: sa.Executable) -> Any:
        return self._connection.execute(query).scalar()

    def insert(self, table: sa.Table, **values: Any) -> Any:
        """Adds a row. Returns its primary key when the database gave it out."""
        result = self._connection.execute(table.insert().values(values))
        key = result.inserted_primary_key
        return key[0] if key else None

    def change(self, statement: sa.Executable) -> int:
        """Runs an UPDATE or DELETE. Returns the number of rows."""
        return self._connection.execute(statement).rowcount  # type: ignore[attr-defined]

    def add(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._connection.execute(table.insert(), list(rows))


@lru_cache(maxsize=256)
def _for_postgresql(statement: str) -> str:
    return re.sub(r"(?<!:):(\w+)", r"%(\1)s", statement)


class Database:
    """A database, by its URL. `synchronous` is SQLite's: FULL survives a loss of power, NORMAL may
    lose the last commits to one (and nothing to a crash)."""

    def __init__(self, url: str, synchronous: str = "FULL", busy_seconds: float = 5):
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._current: ContextVar[Transaction | None] = ContextVar("transaction", default=None)
        if self.is_sqlite:
            self._engine = _sqlite_engine(self.url, synchronous, busy_seconds)
        else:
            self._engine = sa.create_engine(
                self.url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=10
            )

    @property
    def in_transaction(self) -> bool:
        return self._current.get() is not None

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that may change things. Inside another one it is part of that.

        Errors of the database come out as StoreError, with nothing changed.
        """
        outer = self._current.get()
        if outer is not None:
            yield outer
            return
        with self._translated(), self._engine.connect() as connection:
            transaction = Transaction(connection)
            transaction.begin("IMMEDIATE")
            token = self._current.set(transaction)
            try:
                yield transaction
                transaction.commit()
            except BaseException:
                transaction.roll_back()
                raise
            finally:
                self._current.reset(token)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that only looks, and sees one state of the database throughout."""
        outer = self._current.get()
        if outer is not None:
            yield outer
            return
        with self._translated(), self._engine.connect() as connection:
            transaction = Transaction(connection)
            transaction.begin("DEFERRED")
            try:
                yield transaction
            finally:
                transaction.roll_back()

    def upgrade(self) -> None:
        """Brings the tables to what this version of Caselane needs."""
        with self._translated(), self._engine.connect() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()

    def check(self) -> None:
        """Raises StoreError when the tables are those of another version."""
        with self._translated(), self._engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
        expected = ScriptDirectory(str(MIGRATIONS)).get_current_head()
        if found != expected:
            raise StoreError(
                f"The database has the tables of version {found or 'none'}, this Caselane needs "
                f"{expected}. Run: caselane upgrade-db"
            )

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Errors of the driver as errors of ours, which say what to do."""
        try:
            yield
        except exc.TimeoutError as error:
            raise StoreBusy("The database has no free connection. Try again soon.") from error
        except (exc.DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
            raise _explained(error) from error


def _sqlite_engine(url: sa.URL, synchronous: str, busy_seconds: float) -> sa.Engine:
    engine = sa.create_engine(
        url, connect_args={"timeout": busy_seconds, "check_same_thread": False}, pool_size=20
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA foreign_keys = ON")

    return engine


_BUSY = ("locked", "busy", "timeout", "could not connect", "connection refused", "terminating")
_FULL = ("disk is full", "full", "no space left")


def _explained(error: Exception) -> StoreError:
    text = str(getattr(error, "orig", error)).lower()
    if any(word in text for word in _BUSY):
        return StoreBusy("The database is busy. Nothing was changed; try again in a moment.")
    if any(word in text for word in _FULL):
        return StoreFull("The disk of the database is full. Nothing was changed; free some space.")
    return StoreError(
        f"The database refused: {getattr(error, 'orig', error)}. Nothing was changed."
    )
