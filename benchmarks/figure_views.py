# ruff: noqa: E501  the statements are copied rows
"""The pages of figures without a filter, with many cases: what an analyst waits for."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks import crowd
from benchmarks.documented import CASE
from benchmarks.measure import percentile
from benchmarks.pages import signed_in
from benchmarks.tables import Table
from benchmarks.transitions import Product
from runner.store.database import Transaction

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
    "Time machine": "/process/moment",
    "What changed, two periods": f"/process/changes?by=period&{HALVES}",
}


def measured(count: int) -> Table:
    """Wall-clock time of each whole answer."""
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder), "NORMAL")
        _fill(product, count)
        with product.app.db.read() as tx:
            lines = tx.run("SELECT count(*) FROM history").fetchone()[0]
        nora = product.app.accounts.add("nora@example.com", "Nora", ["analyst"])
        client = signed_in(product, nora)
        rows = []
        for name, page in PAGES.items():
            samples, spent = [], []
            for _ in range(TIMES):
                start, cpu = time.perf_counter(), time.process_time()
                answer = client.get(page)
                samples.append((time.perf_counter() - start) * 1000)
                spent.append((time.process_time() - cpu) * 1000)
                assert answer.status_code == 200, answer.status
            rows.append(
                (
                    name,
                    f"{samples[0]:.0f}",
                    *(f"{percentile(s, 0.5):.0f}" for s in (samples, spent)),
                )
            )
        product.app.close()
    title = f"Pages of figures with {count:,} cases and {lines:,} lines of history, SQLite, ms"
    return Table(title, ("page", "first time", "median", "median of CPU"), rows)


def _fill(product: Product, count: int) -> None:
    """The facts of the cases that are played are read; those of the copies are copies, with times
    and durations of their own."""
    crowd.fill(product, len(CASE) + 1)
    product.app.facts.catch_up()
    crowd.fill(product, count)
    with product.app.db.write() as tx:
        tx.run("DELETE FROM unread_cases")
        _copy_facts(tx, len(CASE) + 2, count)
        tx.run("ANALYZE")


def _copy_facts(tx: Transaction, first: int, last: int) -> None:
    came = crowd.at(tx, f"n * {crowd.APART}")
    minutes = "(n * 37 + t.number * 101) % 4000"
    ended = crowd.at(tx, f"n * {crowd.APART} + 60 * ({minutes})")
    rows = {
        "case_facts (case_id, events, version_id, created_at, closed_at, priority, product,"
        " customer_id, owner_id, resolution, way_id, migrated, team_id, channel, repeat_of, touches,"
        " answers, rejections, clock, business)":
            f"n, t.events, t.version_id, {came}, CASE WHEN t.closed_at IS NULL THEN NULL ELSE {came} END,"
            " 'P' || (1 + n % 4), t.product, t.customer_id, t.owner_id, t.resolution, t.way_id, 0, NULL,"
            " t.channel, NULL, t.touches, t.answers, t.rejections,"
            " CASE WHEN t.clock IS NULL THEN NULL ELSE n * 37 % 9000 END,"
            " CASE WHEN t.business IS NULL THEN NULL ELSE n * 37 % 3000 END FROM numbers JOIN case_facts t",
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
