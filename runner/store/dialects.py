"""Where SQLite and PostgreSQL differ. Everything else in the store is written once."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import methodcaller
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from runner.clock import pause
from runner.errors import ConfigError, OutcomeUnknown, StoreBusy, StoreError, StoreFull
from runner.language import _
from runner.store.tables import to_text
from runner.store.writers import LogFlush


@dataclass(frozen=True, slots=True)
class Dialect:
    """The words and values in which the two differ. An empty statement means: not needed."""

    name: str
    one_writer: bool
    """Only one transaction of all can write at a time: writers queue in front of it."""
    begin_writing: str
    begin_reading: str
    end_reading: Callable[[Any], None]
    """Ends a transaction that only read, on a connection of the driver."""
    for_change: str
    """After a SELECT of a case: locks it against changes until the transaction ends. Rows that
    refer to it can still be added, such as an incident."""
    skip_locked: str
    """After a SELECT of jobs: skips those that another worker is claiming."""
    lock: str
    """Takes the lock `:name` until the transaction ends."""
    yield_seconds: float
    """Pause between two transactions of a long operation. SQLite's writers in other processes poll
    for the lock: they would miss a shorter gap. Decision 0155."""
    relaxed_durability: str
    """Lets the commit return before it is flushed to the disk. Decision 0150."""
    day: str
    """The day, in UTC, of an instant in the place of `{}`, as text."""
    week: str
    """The Monday before it, or of it, as such a day."""
    moment: str
    """An instant in the place of `{}` as what one can be taken from another: see `span`."""
    span: str
    """So many seconds in the place of `{}`, as the difference of two such moments."""
    computed_once: str
    """Makes a `WITH` whose moments are read often one that is computed once: where that costs less
    than the moments."""
    has: str
    """Whether the subject of a case has the pattern of the parameter `{}` in it, whatever its case.
    `!` is the pattern's escape."""
    statement: Callable[[str], str]
    """Turns a text with `:name` for each value into what the driver takes."""
    execute_options: Mapping[str, Any]
    """Further arguments of the driver's `execute`."""
    is_busy: Callable[[Exception], bool]
    """Whether an error of the driver says that another transaction is in the way."""
    translated: Callable[[Exception, bool], StoreError]
    """The StoreError for an error of the driver; the flag says that it came from COMMIT."""


def engine_for(
    url: sa.URL, synchronous: str, busy_seconds: float, log: LogFlush
) -> tuple[sa.Engine, Dialect]:
    """A pool of connections, and its dialect. `log` learns which one it has to flush, if any.
    Raises ConfigError."""
    backend = url.get_backend_name()
    try:
        if backend == "sqlite":
            return _sqlite_engine(url, synchronous, busy_seconds, log), SQLITE
        if backend in ("postgresql", "postgres"):
            return _postgresql_engine(url, busy_seconds), POSTGRESQL
    except ModuleNotFoundError as error:
        raise ConfigError("PostgreSQL needs a driver: pip install 'caselane[postgres]'") from error
    raise ConfigError(f"CASELANE_DATABASE_URL: '{backend}' is neither sqlite nor postgresql.")


# ------------------------------------------------------------------ SQLite


def _sqlite_engine(url: sa.URL, synchronous: str, busy_seconds: float, log: LogFlush) -> sa.Engine:
    engine = sa.create_engine(
        url,
        connect_args={"timeout": busy_seconds, "check_same_thread": False},
        pool_size=20,
        pool_reset_on_return=None,  # we roll back ourselves, as we begin
    )

    @event.listens_for(engine, "do_connect")
    def _make(*_: Any) -> None:
        _make_private(url.database)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        flushes = synchronous
        if _keep_log(connection) and synchronous == "FULL":
            _, _, file = connection.execute("PRAGMA database_list").fetchone()  # links followed
            log.path, flushes = f"{file}-wal", "NORMAL"
        connection.execute(f"PRAGMA synchronous = {flushes}")
        # On a Mac, flushing ends in the memory of the disk unless it is asked for like this.
        connection.execute(f"PRAGMA fullfsync = {int(synchronous == 'FULL')}")
        connection.execute("PRAGMA checkpoint_fullfsync = 1")
        connection.execute("PRAGMA foreign_keys = ON")
        # SQLite's own LIKE knows the case of ASCII alone.
        connection.create_function("casefold", 1, str.casefold, deterministic=True)

    return engine


def _keep_log(connection: Any) -> bool:
    """Turns to WAL, which the file remembers, and says whether it can. While another connection
    turns a new file, SQLite says at once that it is locked, however long it was told to wait."""
    for tries_left in reversed(range(_LOG_TRIES)):
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if tries_left == 0 or not _sqlite_busy(error):
                raise
            pause(0.001)
        else:
            return mode == "wal"
    return False


_LOG_TRIES = 5000


def _make_private(path: str | None) -> None:
    """Makes the file of the database, for its owner only; SQLite gives the files of its log the
    same rights. One that is there is not even opened: closing it would take the locks away that
    other connections of this process hold (https://sqlite.org/howtocorrupt.html, 2.2)."""
    if path and path != ":memory:":
        with suppress(OSError):  # what is wrong, SQLite will say
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))


sqlite3.register_adapter(datetime, to_text)

_SQLITE_BUSY = {5, 6}  # SQLITE_BUSY, SQLITE_LOCKED: https://sqlite.org/rescode.html
_SQLITE_FULL = 13


def _sqlite_busy(error: Exception) -> bool:
    return _sqlite_code(error) in _SQLITE_BUSY


def _sqlite_translated(error: Exception, committing: bool) -> StoreError:
    if _sqlite_busy(error):
        return _busy()
    return _full() if _sqlite_code(error) == _SQLITE_FULL else _refused(error)


def _sqlite_code(error: Exception) -> int:
    """The primary result code, without what SQLite says beside it."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


SQLITE = Dialect(
    name="sqlite",
    one_writer=True,
    # IMMEDIATE takes the lock for writing at once, so that a transaction that has read never finds
    # out later that it may not write.
    begin_writing="BEGIN IMMEDIATE",
    begin_reading="BEGIN",
    end_reading=methodcaller("rollback"),
    for_change="",
    skip_locked="",
    lock="",
    yield_seconds=0.005,
    relaxed_durability="",
    day="substr({}, 1, 10)",
    week="date(substr({}, 1, 10), '-6 days', 'weekday 1')",
    moment="CAST(strftime('%s', {}) AS INTEGER)",
    span="{}",
    computed_once="MATERIALIZED",
    has="casefold(c.subject) LIKE casefold(:{}) ESCAPE '!'",
    statement=str,
    execute_options={},
    is_busy=_sqlite_busy,
    translated=_sqlite_translated,
)

# ------------------------------------------------------------------ PostgreSQL

_CONNECTION = {
    "connect_timeout": "5",
    # A server that is cut off is noticed within 25 s, by both sides, ...
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "25000",
}
_SERVER = {
    "TimeZone": "UTC",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "25000",
    # ... and a node that stands still in the middle of a change lets go of its case.
    "idle_in_transaction_session_timeout": "30000",
    # Figures of a million cases are sorted and joined in memory, and looked up as on a disk that
    # does not turn; statements are too short for their compilation to pay. Decision 0346.
    "work_mem": "64MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "DateStyle": "ISO",
}


def _postgresql_engine(url: sa.URL, busy_seconds: float) -> sa.Engine:
    """What the URL says itself wins over the defaults above."""
    server = {**_SERVER, "lock_timeout": str(int(busy_seconds * 1000))}
    options = " ".join(f"-c {name}={value}" for name, value in server.items())
    given = {**_CONNECTION, "options": options, "application_name": "caselane"}
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={name: value for name, value in given.items() if name not in url.query},
        isolation_level="AUTOCOMMIT",  # we say BEGIN ourselves
        pool_size=10,
        pool_reset_on_return=None,
    )


def conninfo(url: sa.URL) -> str:
    """What libpq makes of the same URL."""
    given = {name: value for name, value in _CONNECTION.items() if name not in url.query}
    plain = url.set(drivername="postgresql").update_query_dict(given)
    return plain.render_as_string(hide_password=False)


@lru_cache(maxsize=512)
def _postgresql_statement(statement: str) -> str:
    return re.sub(r"(?<!:):(\w+)", r"%(\1)s", statement.replace("%", "%%"))


# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL_BUSY = {"40001", "40P01", "55P03", "57014", "53300"}
_POSTGRESQL_FULL = {"53100"}
_POSTGRESQL_GONE = ("08", "57P", "25P03")
_NOT_LET_IN = re.compile(
    r'FATAL:\s+((?:role|database) ".*" does not exist|password authentication failed.*'
    r"|permission denied for database.*|no pg_hba\.conf entry.*)"
)
"""A connection that is refused has no code of its own: libpq keeps the words alone."""


def _postgresql_busy(error: Exception) -> bool:
    return getattr(error, "sqlstate", None) in _POSTGRESQL_BUSY


def _postgresql_translated(error: Exception, committing: bool) -> StoreError:
    code = getattr(error, "sqlstate", None) or ""
    if _postgresql_busy(error):
        return _busy()
    if code in _POSTGRESQL_FULL:
        return _full()
    kinds = {kind.__name__ for kind in type(error).__mro__}  # a timeout is a kind of its own
    without_code = not code and "OperationalError" in kinds
    if not (without_code or code.startswith(_POSTGRESQL_GONE)):
        return _refused(error)
    if committing:
        return OutcomeUnknown(
            _(
                "The connection to the database broke while the change was being kept: whether "
                "it was is not known. Reload, look, and do it again only where it is missing."
            )
        )
    if refused := _NOT_LET_IN.search(str(error)):
        return StoreBusy(
            _(
                "PostgreSQL refuses the connection: %(reason)s. Make the role and the database as "
                "docs/postgresql.md says under “From nothing”, or correct CASELANE_DATABASE_URL.",
                reason=refused[1],
            )
        )
    reason = str(error).strip().split("\n")[0]
    return StoreBusy(
        _(
            "The database does not answer (%(reason)s). Nothing was changed; try again in "
            "a moment.",
            reason=reason,
        )
    )


POSTGRESQL = Dialect(
    name="postgresql",
    one_writer=False,
    begin_writing="BEGIN",
    begin_reading="BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    # After a ROLLBACK psycopg forgets what it has prepared, and each statement is planned again:
    # that was two fifths of what a transition cost the server.
    end_reading=methodcaller("commit"),
    for_change=" FOR NO KEY UPDATE",
    skip_locked=" FOR UPDATE SKIP LOCKED",
    lock="SELECT pg_advisory_xact_lock(hashtext(:name))",
    yield_seconds=0,
    relaxed_durability="SET LOCAL synchronous_commit = off",
    day="({} AT TIME ZONE 'UTC')::date::text",  # to_char takes five times as long
    week="date_trunc('week', {} AT TIME ZONE 'UTC')::date::text",
    moment="{}",
    span="interval '{} seconds'",
    computed_once="NOT MATERIALIZED",
    has="c.subject ILIKE :{} ESCAPE '!'",
    statement=_postgresql_statement,
    execute_options={"binary": True},
    is_busy=_postgresql_busy,
    translated=_postgresql_translated,
)

# ------------------------------------------------------------------ what went wrong


def _busy() -> StoreError:
    return StoreBusy(_("The database is busy. Nothing was changed; try again in a moment."))


def _full() -> StoreError:
    return StoreFull(_("The disk of the database is full. Nothing was changed; free some space."))


def _refused(error: Exception) -> StoreError:
    return StoreError(_("The database refused: %(error)s. Nothing was changed.", error=error))
