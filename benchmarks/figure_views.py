# ruff: noqa: E501  the statements are copied rows
"""The pages of figures without a filter, with many cases: what an analyst waits for."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
from flask.testing import FlaskClient

from benchmarks import crowd, postgresql
from benchmarks.documented import CASE
from benchmarks.measure import percentile
from benchmarks.pages import signed_in
from benchmarks.tables import Table
from benchmarks.transitions import Product
from runner.store import fact_rows
from runner.store.database import Database, Transaction

TIMES = 5
HALVES = "one_since=2026-03-02&one_until=2026-03-20&other_since=2026-03-20&other_until=2026-12-31"

PAGES = {
    "Flow, how often": "/process?show=often",
    "Flow, waiting, on the drawing": "/process?show=wait&level=drawing",
    "Statuses": "/process/statuses",
    "Milestones": "/process/milestones",
    "Policies": "/process/policies",
    "Cases that keep a policy": "/process/cases?what=policy_kept&at=receipt/0",
    "Ways": "/process/ways",
    "Time machine, now": "/process/moment",
    "Time machine, a minute of the past": "/process/moment?at=2026-03-09T11:30",
    "What changed, two periods": f"/process/changes?by=period&{HALVES}",
}


FILTER = "priority=P2"
LATE_EVERY = 10
"""One case in so many missed its milestones."""


def on_sqlite(count: int) -> Table:
    with tempfile.TemporaryDirectory() as folder:
        return _measured("SQLite", Product(Path(folder), "NORMAL"), count)


def on_postgresql(count: int) -> Table:
    """Nothing where PostgreSQL is not installed."""
    try:
        with postgresql.cluster() as cluster, tempfile.TemporaryDirectory() as folder:
            product = Product(Path(folder), "NORMAL", cluster.new())
            return _measured("PostgreSQL", product, count)
    except LookupError as error:
        return Table(str(error), ("not measured",), [])


def _measured(database: str, product: Product, count: int) -> Table:
    """Wall-clock time of each whole answer, the filtered ones by priority."""
    fill(product, count)
    product.clock.advance(timedelta(seconds=(count + 1) * crowd.APART))  # all of it is past
    with product.app.db.read() as tx:
        lines = tx.run("SELECT count(*) FROM history").fetchone()[0]
    nora = product.app.accounts.add("nora@example.com", "Nora", ["analyst"])
    client = signed_in(product, nora)
    rows = [
        (name, f"{first:.0f}", *(f"{percentile(asked, 0.5):.0f}" for asked in (whole, narrowed)))
        for name, page in PAGES.items()
        for first, *whole in [_times(client, page)]
        for narrowed in [_times(client, f"{page}{'&' if '?' in page else '?'}{FILTER}")]
    ]
    product.app.close()
    title = f"Pages of figures with {count:,} cases and {lines:,} lines of history, {database}, ms"
    return Table(title, ("page", "first time", "median", "median, of one priority"), rows)


def _times(client: FlaskClient, page: str) -> list[float]:
    samples = []
    for _ in range(TIMES):
        start = time.perf_counter()
        answer = client.get(page)
        samples.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 200, answer.status
    return samples


def fill(product: Product, count: int) -> None:
    """The facts of the cases that are played are read; those of the copies are copies, with times
    and durations of their own."""
    crowd.fill(product, len(CASE) + 1)
    product.app.facts.catch_up()
    crowd.fill(product, count)
    with product.app.db.write() as tx:
        tx.run("DELETE FROM unread_cases")
        tx.run(f"UPDATE milestones SET state = 'missed' WHERE case_id % {LATE_EVERY} = 3")
        if tx.dialect.name == "postgresql":
            with _without_indexes(tx):
                _copy_facts(tx, len(CASE) + 2, count)
            _count(tx)
        else:
            _copy_facts(tx, len(CASE) + 2, count)
        tx.run("DELETE FROM late_stays")
        tx.run(fact_rows.LATE.format(of="TRUE"))
    _tidy(product.app.db)


@contextmanager
def _without_indexes(tx: Transaction) -> Iterator[None]:
    """They are built at the end, in a tenth of the time."""
    tx.run("SET LOCAL maintenance_work_mem = '512MB'")
    found = tx.run(
        "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'ix\\_%'"
        " AND tablename IN ('case_facts', 'intervals', 'moves', 'policy_verdicts')"
    ).fetchall()
    for name, _ in found:
        tx.run(f"DROP INDEX {name}")
    yield
    for _, statement in found:
        tx.run(statement)


def _count(tx: Transaction) -> None:
    """What triggers count elsewhere."""
    tx.run("TRUNCATE stay_counts, stay_days, route_counts")
    for time_ in ("clock", "business"):
        tx.run(
            f"INSERT INTO stay_counts SELECT kind, version_id, '{time_}', name, again,"
            f" coalesce({time_}, -1), count(*) FROM intervals WHERE kind <> 'owner' GROUP BY 1, 2, 4, 5, 6"
        )
    tx.run("INSERT INTO route_counts SELECT route_id, again, count(*) FROM moves GROUP BY 1, 2")
    began, ended = (tx.dialect.day.format(one) for one in ("started_at", "ended_at"))
    tx.run(
        "INSERT INTO stay_days SELECT kind, version_id, name, day, sum(began), sum(ended) FROM ("
        f"SELECT kind, version_id, name, {began} AS day, 1 AS began, 0 AS ended FROM intervals"
        f" UNION ALL SELECT kind, version_id, name, {ended}, 0, 1 FROM intervals"
        " WHERE ended_at IS NOT NULL) AS one GROUP BY 1, 2, 3, 4"
    )


def _tidy(db: Database) -> None:
    """PostgreSQL does this by itself some time after so many new rows; nobody gathers statistics
    for SQLite (decision 0336), whose copies were made with them."""
    if db.dialect.name == "postgresql":
        with psycopg.connect(db.conninfo, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
    else:
        with db.write() as tx:
            tx.run("DROP TABLE IF EXISTS sqlite_stat1")


def _copy_facts(tx: Transaction, first: int, last: int) -> None:
    came = crowd.at(tx, f"n * {crowd.APART}")
    minutes = "(n * 37 + t.number * 101) % 4000"
    ended = crowd.at(tx, f"n * {crowd.APART} + 60 * ({minutes})")
    rows = {
        "case_facts (case_id, events, version_id, created_at, closed_at, priority, product,"
        " customer_id, owner_id, resolution, way_id, migrated, team_id, channel, repeat_of, touches,"
        " answers, rejections, clock, business, set_back, missing)":
            f"n, t.events, t.version_id, {came}, CASE WHEN t.closed_at IS NULL THEN NULL ELSE {came} END,"
            " 'P' || (1 + n % 4), t.product, t.customer_id, t.owner_id, t.resolution, t.way_id, 0, NULL,"
            " t.channel, NULL, t.touches, t.answers, t.rejections,"
            " CASE WHEN t.clock IS NULL THEN NULL ELSE n * 37 % 9000 END,"
            " CASE WHEN t.business IS NULL THEN NULL ELSE n * 37 % 3000 END, 0, 0"
            " FROM numbers JOIN case_facts t",
        "intervals (case_id, kind, number, name, version_id, again, started_at, ended_at, clock,"
        " business)":
            f"n, t.kind, t.number, t.name, t.version_id, t.again, {came},"
            f" CASE WHEN t.ended_at IS NULL THEN NULL ELSE {ended} END,"
            f" CASE WHEN t.clock IS NULL THEN NULL ELSE {minutes} END,"
            f" CASE WHEN t.business IS NULL THEN NULL ELSE {minutes} / 3 END"
            " FROM numbers JOIN intervals t",
        "moves (case_id, sequence, at, route_id, again)":
            f"n, t.sequence, {came}, t.route_id, t.again FROM numbers JOIN moves t",
        "case_versions (case_id, version_id)":
            "n, t.version_id FROM numbers JOIN case_versions t",
        "policy_verdicts (case_id, version_id, policy, state, what, at, due_at)":
            f"n, t.version_id, t.policy, t.state, t.what, {came}, t.due_at"
            " FROM numbers JOIN policy_verdicts t",
    }  # fmt: skip
    crowd.copy(tx, rows, first, last)
    tx.run(
        "INSERT INTO intervals (case_id, kind, number, name, version_id, again, started_at,"
        " ended_at, clock, business)"
        " SELECT c.id, 'owner', 100, p.email, c.version_id, FALSE, c.created_at, f.closed_at,"
        " f.clock, f.business FROM cases c JOIN people p ON p.id = c.owner_id"
        " JOIN case_facts f ON f.case_id = c.id WHERE c.id BETWEEN :first AND :last",
        first=first,
        last=last,
    )
