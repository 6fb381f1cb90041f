"""What is asked all the time, with many cases in the database: pages of the inbox, its counts, a
search, a worker's claim. Wall-clock time of the whole call, the database's included."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks import crowd, postgresql
from benchmarks.measure import percentile, wall
from benchmarks.tables import Table
from benchmarks.transitions import NOW, Product
from runner.delivery.jobs.table import LEASE
from runner.model import Lease
from runner.store import events, jobs, lists, tallies
from runner.store.lists import CaseFilter, ListPosition

TIMES = 100
CLAIMED = 100
SIZES = (10_000, 100_000, 1_000_000)

LISTS = {
    "inbox: mine, by update": CaseFilter(owners=(5,), open=True, order="updated"),
    "inbox: unassigned, newest": CaseFilter(unowned=True, open=True),
    "inbox: breaching next": CaseFilter(order="due"),
    "inbox: one status, by update": CaseFilter(statuses=("Blocked", "New"), order="updated"),
    "inbox: one status and priority": CaseFilter(
        statuses=("Solution Proposed",), priorities=("P1",)
    ),
    "inbox: all, newest": CaseFilter(),
    "a customer's cases": CaseFilter(customer=300),
    "search: a number in the subject": CaseFilter(text="4711"),
    "search: a word of every fifth subject": CaseFilter(text="printer"),
}
PAGE = 51


def on_sqlite(sizes: tuple[int, ...] = SIZES) -> Table:
    with tempfile.TemporaryDirectory() as folder, _product(Path(folder)) as product:
        return _measured("SQLite", product, sizes)


def on_postgresql(sizes: tuple[int, ...] = SIZES) -> list[Table]:
    """Nothing where PostgreSQL is not installed."""
    try:
        with (
            postgresql.cluster() as cluster,
            tempfile.TemporaryDirectory() as folder,
            _product(Path(folder), cluster.new()) as product,
        ):
            return [_measured("PostgreSQL", product, sizes)]
    except LookupError as error:
        return [Table(str(error), ("not measured",), [])]


@contextmanager
def _product(folder: Path, url: str | None = None) -> Iterator[Product]:
    product = Product(folder, "NORMAL", url)
    yield product
    product.app.close()


def _measured(name: str, product: Product, sizes: tuple[int, ...]) -> Table:
    columns: list[dict[str, str]] = []
    for size in sizes:
        start = time.monotonic()
        crowd.fill(product, size)
        took = time.monotonic() - start
        found = {what: _told(wall(ask, TIMES)) for what, ask in _questions(product, size).items()}
        found[f"a worker claims {CLAIMED} of as many jobs as cases"] = _told(_claims(product))
        columns.append(
            found
            | {
                "(s to fill it up to here)": f"{took:.0f}",
                "(kB of the database for each case)": f"{_bytes(product) / size / 1000:.1f}",
            }
        )
    rows = [(what, *(column[what] for column in columns)) for what in columns[0]]
    return Table(
        f"{name}, ms: median (99th percentile)", ("", *(f"{n:,} cases" for n in sizes)), rows
    )


def _bytes(product: Product) -> int:
    """Of the whole database, indexes and search included."""
    with product.app.db.read() as tx:
        if tx.dialect.name == "sqlite":
            pages, size = (
                tx.run(f"PRAGMA page_{what}").fetchone()[0] for what in ("count", "size")
            )
            return pages * size
        return tx.run("SELECT pg_database_size(current_database())").fetchone()[0]


def _claims(product: Product) -> list[float]:
    """All jobs are due. What was claimed is done at once, outside the measurement."""
    found, due = [], NOW + timedelta(days=4000)
    for turn in range(30):
        start = time.perf_counter()
        with product.app.db.write() as tx:
            claimed = jobs.claim(tx, Lease(f"worker {turn}", due, due + LEASE), CLAIMED)
        found.append((time.perf_counter() - start) * 1000)
        assert len(claimed) == CLAIMED
        with product.app.db.write() as tx:
            tx.run("DELETE FROM jobs WHERE lease IS NOT NULL")
    return found


def _told(samples: list[float]) -> str:
    return f"{percentile(samples, 0.5):.2f} ({percentile(samples, 0.99):.2f})"


def _questions(product: Product, size: int) -> dict[str, Callable[[], object]]:
    db = product.app.db

    def listed(wanted: CaseFilter, after: ListPosition | None = None) -> Callable[[], object]:
        def ask() -> object:
            with db.read() as tx:
                return lists.listed(tx, wanted, after, PAGE)

        return ask

    def counts() -> object:
        with db.read() as tx:
            return lists.counts(tx, 5, NOW)

    def history() -> object:
        with db.read() as tx:
            return events.latest(tx, size // 2, 100)

    def elements() -> object:
        with db.read() as tx:
            return tallies.at_elements(tx, None)

    def counted() -> object:
        with db.read() as tx:
            return tx.run("SELECT status, count(*) FROM cases GROUP BY status").fetchall()

    return {
        **{what: listed(wanted) for what, wanted in LISTS.items()},
        "inbox: all, a page in the middle": listed(CaseFilter(), ListPosition(None, size // 2)),
        "the counts of the inbox": counts,
        "the history of a case": history,
        "open tasks at each element": elements,
        "for comparison: GROUP BY status": counted,
    }
