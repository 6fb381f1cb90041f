"""A database full of cases, made fast: a few are played through the product, the rest are copies of
their rows, whole histories included, with ids, people, subjects and times of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from benchmarks.documented import CASE
from benchmarks.transitions import NOW, Product
from runner.store import tallies
from runner.store.database import Transaction

AGENTS = 200
CUSTOMERS = 1000
OPEN_EVERY = 6
"""One case in so many is open; that leaves a million with 166,000 open ones."""
APART = 30
"""Seconds between the instants at which cases came."""
PER_TRANSACTION = 200_000


def fill(product: Product, count: int) -> None:
    """Adds cases up to `count`, on a database that this has filled before or that is new. The open
    ones stand at every step of the benchmark's case; a third has no owner."""
    with product.app.db.write() as tx:
        if tx.dialect.name == "sqlite":
            tx.run("PRAGMA cache_size = -200000")
        done = tx.run("SELECT max(id) FROM cases").fetchone()[0]
    if done is None:
        for steps in range(len(CASE)):
            product.case(steps)
        product.case()
        done = len(CASE) + 1
        with product.app.db.write() as tx:
            _add_people(tx)
    for first in range(done + 1, count + 1, PER_TRANSACTION):
        with product.app.db.write() as tx:
            _add_cases(tx, first, min(count, first + PER_TRANSACTION - 1))
    with product.app.db.write() as tx:
        _complete(tx)


_NUMBERS = """
    WITH RECURSIVE numbers(n) AS (
        SELECT CAST(:first AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last
    )
"""


def _add_people(tx: Transaction) -> None:
    for kind, count in (("agent", AGENTS), ("customer", CUSTOMERS)):
        tx.run(
            f"{_NUMBERS} INSERT INTO people (email, name, created_at)"
            f" SELECT '{kind}' || n || '@example.com', '{kind} ' || n, {at(tx, '0')} FROM numbers",
            first=1, last=count,
        )  # fmt: skip


def at(tx: Transaction, seconds: str) -> str:
    """An instant so many seconds after `NOW`, for an expression of SQL."""
    start = int(NOW.timestamp())
    if tx.dialect.name == "sqlite":
        return f"strftime('%Y-%m-%dT%H:%M:%S', {start} + {seconds}, 'unixepoch')||'.000000+00:00'"
    return f"to_timestamp({start} + {seconds})"


_PATTERN = f"""
    CASE WHEN n % {OPEN_EVERY} = 0 THEN 1 + (n / {OPEN_EVERY}) % {len(CASE)}
    ELSE {len(CASE) + 1} END
"""
"""Which of the cases that were played a case is a copy of: the first ones are open."""

_WORDS = "CASE n % 5 WHEN 0 THEN 'Printer' WHEN 1 THEN 'Router' WHEN 2 THEN 'Invoice'" \
         " WHEN 3 THEN 'Login' ELSE 'Scanner' END"  # fmt: skip


_LINE = (
    "sequence, actor_id, audience, event, action, element, from_status, to_status, version_id,"
    " details, path"
)
"""What a line of a history says beside its case and its time."""


def _add_cases(tx: Transaction, first: int, last: int) -> None:
    came, due = at(tx, f"n * {APART}"), at(tx, f"n * {APART} + 7200")
    copied = (
        "version_id, state, revision, events, status, closed, description, product, channel,"
        " calendar, resolution, proposal, flags, facts, waits"
    )
    unowned = f"n / {OPEN_EVERY} % 3 = 0 AND NOT closed"
    owner = f"CASE WHEN {unowned} THEN NULL ELSE 3 + (n * 7) % {AGENTS} END"
    tx.run(
        f"{_NUMBERS} INSERT INTO cases (id, {copied}, subject, priority, owner_id, customer_id,"
        " created_at, updated_at, next_due, milestone_due)"
        f" SELECT n, {copied}, {_WORDS} || ' ' || n || ' is out of order', 'P' || (1 + n % 4),"
        f" {owner}, {3 + AGENTS} + (n * 13) % {CUSTOMERS}, {came}, {came},"
        f" CASE WHEN next_due IS NULL THEN NULL ELSE {due} END,"
        f" CASE WHEN milestone_due IS NULL THEN NULL ELSE {due} END"
        f" FROM numbers JOIN cases ON cases.id = {_PATTERN}",
        first=first, last=last,
    )  # fmt: skip
    rows = {
        "tasks (case_id, id, element, version_id, opened_at)":
            f"n, id, element, version_id, {came} FROM numbers JOIN tasks t",
        "milestones (case_id, name, state, started_at, due_at, reached_at, ended_at, calendar)":
            f"n, name, state, {came}, {due}, reached_at, ended_at, calendar"
            " FROM numbers JOIN milestones t",
        f"history (case_id, at, {_LINE})": f"n, {came}, {_LINE} FROM numbers JOIN history t",
    }  # fmt: skip
    copy(tx, rows, first, last)
    tx.run(
        f"{_NUMBERS} INSERT INTO jobs (kind, key, case_id, due_at)"
        f" SELECT 'wake', 'wake:' || n, n, {due} FROM numbers",
        first=first, last=last,
    )  # fmt: skip


def copy(tx: Transaction, rows: Mapping[str, str], first: int, last: int) -> None:
    """Copies of the rows of the cases that were played, for the cases from `first` to `last`: by
    tables with their columns, what to select for case `n`, up to a join with that table as `t`.
    PostgreSQL neither checks keys, which are right, nor runs triggers: that took most of it."""
    with _unchecked(tx):
        _copy(tx, rows, first, last)


@contextmanager
def _unchecked(tx: Transaction) -> Iterator[None]:
    if tx.dialect.name != "postgresql":
        yield
        return
    tx.run("SET LOCAL session_replication_role = replica")
    yield
    tx.run("SET LOCAL session_replication_role = origin")


def _copy(tx: Transaction, rows: Mapping[str, str], first: int, last: int) -> None:
    for table, source in rows.items():
        tx.run(
            f"{_NUMBERS} INSERT INTO {table} SELECT {source} ON t.case_id = {_PATTERN}",
            first=first, last=last,
        )  # fmt: skip


def _complete(tx: Transaction) -> None:
    tx.run("DELETE FROM tallies")
    tallies.repair(tx)
    if tx.dialect.name == "sqlite":
        tx.run("INSERT INTO case_search (case_search) VALUES ('rebuild')")
    else:
        tx.run("SELECT setval(pg_get_serial_sequence('cases', 'id'), (SELECT max(id) FROM cases))")
    gather_statistics(tx)


def gather_statistics(tx: Transaction) -> None:
    """As PostgreSQL does by itself, and SQLite does not (decision 0336)."""
    if tx.dialect.name != "sqlite":
        tx.run("ANALYZE")
