"""The connection to the database: `write` for changes, `read` for everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from contextvars import ContextVar
from functools import cached_property, partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from runner.clock import pause
from runner.config import WAITING_WRITERS
from runner.errors import ConfigError, OutcomeUnknown, StoreBusy, StoreError
from runner.language import _
from runner.model import Case
from runner.store import upgrading
from runner.store.dialects import Dialect, conninfo, engine_for
from runner.store.writers import FairQueue, LogFlush, WriteQueue
from runner.telemetry import spans

ASK_AGAIN = 0.001
"""Seconds between two tries for a lock that another process has. Between two of its transactions a
busy process leaves a gap of a few tenths of a millisecond; who sleeps longer seldom meets one."""

CHANGES_AT_ONCE = 1
"""Requests that change something and are carried out at once, where one can write at a time. A
second one would only take the interpreter from the writer each time that it asks the database,
which doubles the time of both. Decision 0356."""

LONGEST_WAIT = 0.25
"""Seconds after which a request goes on without a place: those that have them are at something long
that stops nobody, such as the check of a large diagram."""

ROWS_AT_ONCE = 50
"""Rows of one INSERT: each number of them is a text of its own for the driver."""

Row = Any
"""A row of a query: its columns are attributes."""


class Transaction:
    """Runs statements between BEGIN and COMMIT."""

    def __init__(self, engine: sa.Engine, connection: sa.PoolProxiedConnection, dialect: Dialect):
        self.dialect = dialect
        self._engine, self._pooled = engine, connection
        self.driver: Any = connection.dbapi_connection
        self.tallied: Counter[tuple[str, str]] = Counter()
        """Changes of the tallies, by tally and key; `tallies` writes them before the commit."""
        self.read: dict[int, Case] = {}
        """The cases that were read for change, by id, as they are in the database."""
        self.links: dict[int, bytes | None] = {}
        """The last link of the history of cases, by id: see `chain`."""
        self.texts: dict[int, list[tuple[str, int, str]]] = {}
        """Texts of cases that no line of the history covers yet: see `chain`."""
        self._before_commit: dict[Callable[[Transaction], None], None] = {}

    @cached_property
    def _connection(self) -> sa.Connection:
        """The connection for SQLAlchemy's statements. Half of all transactions need none."""
        return sa.Connection(self._engine, self._pooled)

    def run(self, statement: str, **values: Any) -> Any:
        """Runs a statement written as text, with `:name` for each value. Returns the cursor.

        The driver prepares each text once. Values are passed as they are, except that SQLite is
        given instants as text; rows come as the driver reads them.
        """
        text = self.dialect.statement(statement)
        return self.driver.execute(text, values, **self.dialect.execute_options)

    def run_each(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Runs a statement written as text once for each row of values."""
        if rows:
            self.driver.cursor().executemany(self.dialect.statement(statement), rows)

    def insert_rows(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds rows that all have the same columns, many by one statement: what PostgreSQL does for
        each statement, such as counting in a trigger, it does once for all of them."""
        for start in range(0, len(rows), ROWS_AT_ONCE):
            numbered = list(enumerate(rows[start : start + ROWS_AT_ONCE]))
            places = (", ".join(f":{name}_{n}" for name in row) for n, row in numbered)
            self.run(
                f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({'), ('.join(places)})",
                **{f"{name}_{n}": value for n, row in numbered for name, value in row.items()},
            )

    def lock(self, name: str) -> None:
        """Takes the lock `name` until the transaction ends: others that ask for it wait."""
        if self.dialect.lock:
            self.run(self.dialect.lock, name=name)

    def relaxed_durability(self) -> None:
        """Commits without waiting for the disk: a loss of power may undo this transaction. Nothing
        else is weakened."""
        if self.dialect.relaxed_durability:
            self.run(self.dialect.relaxed_durability)

    def before_commit(self, do: Callable[[Transaction], None]) -> None:
        """Runs `do` just before the commit; once, however often it is asked for."""
        self._before_commit[do] = None

    def run_before_commit(self) -> None:
        for do in self._before_commit:
            do(self)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """An error in here undoes what was done in here, and leaves the transaction."""
        kept = self.tallied.copy(), self.read.copy(), self._before_commit.copy()
        links, texts = self.links.copy(), {case: one.copy() for case, one in self.texts.items()}
        self.run("SAVEPOINT part")
        try:
            yield
        except Exception:
            self.run("ROLLBACK TO SAVEPOINT part")
            self.tallied, self.read, self._before_commit = kept
            self.links, self.texts = links, texts
            raise
        finally:
            self.run("RELEASE SAVEPOINT part")

    def close(self) -> None:
        """Rolls back what was not committed, and gives the connection back."""
        self._end(self.driver.rollback)

    def end_reading(self) -> None:
        """Gives the connection back."""
        self._end(partial(self.dialect.end_reading, self.driver))

    def _end(self, how: Callable[[], None]) -> None:
        try:
            how()
        except self._engine.dialect.loaded_dbapi.Error:  # broken: the database does so by itself
            if self._pooled.is_valid:
                self._pooled.invalidate()
        finally:
            self._pooled.close()

    def all(self, query: sa.Executable) -> Sequence[Row]:
        return self._connection.execute(query).all()

    def stream(self, query: sa.Executable) -> Iterator[Row]:
        """The rows one by one, for results that may not fit into memory."""
        yield from self._connection.execution_options(yield_per=1000).execute(query)

    def first(self, query: sa.Executable) -> Row | None:
        return self._connection.execute(query).first()

    def value(self, query: sa.Executable) -> Any:
        return self._connection.execute(query).scalar()

    def insert(self, table: sa.Table, **values: Any) -> Any:
        """Adds a row. Returns its primary key if the database generated it."""
        result = self._connection.execute(table.insert().values(values))
        key = result.inserted_primary_key
        return key[0] if key else None

    def insert_each(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        self._connection.execute(table.insert(), rows)

    def change(self, statement: sa.Executable) -> int:
        """Runs an UPDATE or DELETE. Returns the number of rows."""
        return self._connection.execute(statement).rowcount  # type: ignore[attr-defined]


class _Snapshot:
    """A transaction of reads that is begun when it is needed."""

    def __init__(self, begin: Callable[[], Transaction]):
        self._begin = begin
        self._transaction: Transaction | None = None

    def transaction(self) -> Transaction:
        if self._transaction is None:
            self._transaction = self._begin()
        return self._transaction

    def end(self) -> None:
        if self._transaction is not None:
            self._transaction.end_reading()
        self._transaction = None


class Database:
    """A database, by its URL. `synchronous` is SQLite's: FULL survives a loss of power; NORMAL may
    lose the last commits to one, but nothing to a crash. `busy_seconds` is how long a transaction
    waits for another one that has a lock it needs; on SQLite first for those of this process, then
    as long again for another process."""

    def __init__(self, url: str, synchronous: str = "FULL", busy_seconds: float = 5):
        """Does not connect yet: that is for the first transaction. Raises ConfigError."""
        try:
            self.url = sa.make_url(url)
        except exc.ArgumentError as error:
            raise ConfigError(
                f"CASELANE_DATABASE_URL is not like postgresql://user@host/name: {error}"
            ) from error
        self._log = LogFlush()
        self._engine, self.dialect = engine_for(self.url, synchronous, busy_seconds, self._log)
        self._writing, self._queue, self._changes = self._engine, None, None
        if self.dialect.one_writer:
            self._writing, _ = engine_for(self.url, synchronous, 0, self._log)
            self._queue = WriteQueue(busy_seconds, WAITING_WRITERS)
            self._changes = FairQueue(CHANGES_AT_ONCE)
        self._tries = int(busy_seconds / ASK_AGAIN)
        self._current: ContextVar[Transaction | None] = ContextVar("transaction", default=None)
        self._snapshot: ContextVar[_Snapshot | None] = ContextVar("snapshot", default=None)

    def __str__(self) -> str:
        """The URL, without its password."""
        return self.url.render_as_string(hide_password=True)

    @property
    def conninfo(self) -> str:
        """What libpq needs to connect to this PostgreSQL. Contains the password."""
        return conninfo(self.url)

    @property
    def in_transaction(self) -> bool:
        return self._current.get() is not None

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that may change things. Inside another one it is part of that.

        Errors of the database come out as StoreError, with nothing changed; OutcomeUnknown alone
        leaves that open.
        """
        outer = self._current.get()
        if outer is not None:
            yield outer
            return
        if snapshot := self._snapshot.get():
            snapshot.end()
        if self._log.failed:
            raise StoreError(
                _(
                    "The disk did not take an earlier change. Nothing was changed now; look into "
                    "the log of the system, then start Caselane again."
                )
            )
        with (
            begin("transaction", "") if (begin := spans.opener) else spans.OFF,
            self._translated(), self._turn(),
            closing(self._begin_writing()) as transaction,
        ):  # fmt: skip
            token = self._current.set(transaction)
            try:
                yield transaction
                transaction.run_before_commit()
            finally:
                self._current.reset(token)
            self._commit(transaction)
        self._flush()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A read-only transaction: it sees one state of the database throughout."""
        outer = self._current.get()
        if outer is not None:
            yield outer
        elif snapshot := self._snapshot.get():
            with self._translated():
                yield snapshot.transaction()
        else:
            with self._translated():
                transaction = self._begin_reading()
                try:
                    yield transaction
                finally:
                    transaction.end_reading()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads in here share one transaction, and so see one state of the database. It begins
        with the first of them and ends before a write: what is read after that is new."""
        snapshot = _Snapshot(self._begin_reading)
        token = self._snapshot.set(snapshot)
        try:
            yield
        finally:
            self._snapshot.reset(token)
            snapshot.end()

    def yield_to_others(self) -> None:
        """Pauses between two transactions of a long operation, so that waiting writers get in."""
        pause(self.dialect.yield_seconds)

    def upgrade(self, to: str | None = None) -> None:
        """Runs the migrations that are missing, all or up to `to`, in one transaction. Raises
        StoreError for the tables of a newer Caselane that this one cannot work with. What would
        hold up nodes at work for long is done before it. Where none is missing it only reads: a
        node that starts waits for no writer."""
        with self._translated(), self._engine.connect() as connection:
            if upgrading.is_done(connection, to):
                return
        if to is None and not self.dialect.one_writer:
            with self._translated(), self._engine.connect() as connection:
                upgrading.build_ahead(connection)
        with self._translated(), self._turn(), self._engine.connect() as connection:
            transaction = Transaction(self._engine, connection.connection, self.dialect)
            connection.begin()  # tells Alembic not to commit
            transaction.run(self.dialect.begin_writing)
            transaction.lock("upgrade")
            upgrading.upgrade(connection, to)
            self._commit(transaction)
        self._flush()

    @property
    def has_tables(self) -> bool:
        return self._revision() is not None

    def has_table(self, name: str) -> bool:
        with self._translated(), self._engine.connect() as connection:
            return sa.inspect(connection).has_table(name)

    @property
    def has_older_tables(self) -> bool:
        """Whether migrations are missing that this Caselane would run."""
        return self._revision() in upgrading.REVISIONS[:-1]

    @property
    def is_unfinished(self) -> bool:
        """A copy into it was begun, and did not end."""
        return self._revision() == upgrading.UNFINISHED

    def check(self) -> None:
        """Raises StoreError if this Caselane cannot work with the tables."""
        with self._translated(), self._engine.connect() as connection:
            upgrading.check(connection)

    def _revision(self) -> str | None:
        with self._translated(), self._engine.connect() as connection:
            return upgrading.found(connection)

    def close(self) -> None:
        self._writing.dispose()
        self._engine.dispose()

    def place_for_change(self) -> AbstractContextManager[None]:
        """A place among the few requests that this process carries out at once to change something.
        Only where one can write at a time they have to wait for it, and in a row that is not longer
        than that of the writers. Decision 0356."""
        if self._changes is None:
            return nullcontext()
        is_long = self._changes.waiting >= WAITING_WRITERS
        return self._changes.place(0 if is_long else LONGEST_WAIT)

    def _turn(self) -> AbstractContextManager[None]:
        return self._queue or nullcontext()

    def _begin_reading(self) -> Transaction:
        return self._begin(self._engine, self.dialect.begin_reading)

    def _begin_writing(self) -> Transaction:
        """Where writers queue, the lock may still be held by another process: SQLite's own way to
        wait for it backs off up to 100 ms, and a busy process would never be found idle."""
        left = self._tries if self._queue else 0
        while True:
            try:
                return self._begin(self._writing, self.dialect.begin_writing)
            except self._writing.dialect.loaded_dbapi.Error as error:
                if left == 0 or not self.dialect.is_busy(error):
                    raise
            left -= 1
            pause(ASK_AGAIN)

    def _begin(self, engine: sa.Engine, begin: str, once_more: bool = True) -> Transaction:
        """Begins on a connection of the pool. One that broke while it was idle fails here, before
        anything was done: then the whole pool is replaced, and the transaction begun again.
        Decision 0113."""
        transaction = Transaction(engine, engine.raw_connection(), self.dialect)
        try:
            transaction.run(begin)
        except engine.dialect.loaded_dbapi.Error as error:
            broken = engine.dialect.is_disconnect(error, transaction.driver, None)
            transaction.close()
            if not (broken and once_more):
                raise
            engine.dispose()
            return self._begin(engine, begin, once_more=False)
        return transaction

    def _commit(self, transaction: Transaction) -> None:
        with self._translated(committing=True):
            transaction.driver.commit()

    def _flush(self) -> None:
        """What was committed lasts from here on, and with it all that it had read; others write
        meanwhile."""
        try:
            self._log.flush()
        except OSError as error:
            raise OutcomeUnknown(
                _(
                    "The disk did not take the change: it may be lost when the machine stops. Look "
                    "into the log of the system, then start Caselane again."
                )
            ) from error

    @contextmanager
    def _translated(self, committing: bool = False) -> Iterator[None]:
        """Raises errors of the driver as StoreError, which says what to do."""
        try:
            yield
        except exc.TimeoutError as error:
            raise StoreBusy(_("The database has no free connection. Try again soon.")) from error
        except (exc.DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
            raise self.dialect.translated(getattr(error, "orig", error), committing) from error
