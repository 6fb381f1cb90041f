"""Changes of several cases, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from runner.model import BulkCase, BulkChange, BulkRun, BulkState, to_number
from runner.store.database import Transaction
from runner.store.tables import bulk_cases, bulk_runs

_ADD_CASE = """
    INSERT INTO bulk_cases (run_id, case_id, revision) VALUES (:run, :case_id, :revision)
"""
_SETTLE = """
    UPDATE bulk_cases SET state = :state, why = :why
    WHERE run_id = :run AND case_id = :case_id AND state = 'waiting'
"""


def add(
    tx: Transaction, person: int, change: BulkChange, seen: Mapping[int, int], now: datetime
) -> int:
    """`seen` has the revision of each case, by its id. Returns the id of the run."""
    run = tx.insert(bulk_runs, person_id=person, started_at=now, change=asdict(change))
    rows = [{"run": run, "case_id": key, "revision": value} for key, value in seen.items()]
    tx.run_each(_ADD_CASE, rows)
    return run


def by_id(tx: Transaction, run_id: int) -> BulkRun | None:
    """A run with its cases, by number."""
    row = tx.first(sa.select(bulk_runs).where(bulk_runs.c.id == run_id))
    if row is None:
        return None
    own = sa.select(bulk_cases).where(bulk_cases.c.run_id == run_id).order_by(bulk_cases.c.case_id)
    cases = (BulkCase(to_number(r.case_id), r.revision, r.state, r.why) for r in tx.all(own))
    return BulkRun(row.id, row.person_id, row.started_at, BulkChange(**row.change), tuple(cases))


def settle(tx: Transaction, run: int, case_id: int, state: BulkState, why: str = "") -> bool:
    """Says what became of a case that waits. False where another worker was first; one that is at
    it is waited for."""
    return tx.run(_SETTLE, run=run, case_id=case_id, state=state, why=why).rowcount == 1


def forget(tx: Transaction, before: datetime) -> None:
    """Forgets runs that were started before an instant."""
    old = sa.select(bulk_runs.c.id).where(bulk_runs.c.started_at < before)
    tx.change(bulk_cases.delete().where(bulk_cases.c.run_id.in_(old)))
    tx.change(bulk_runs.delete().where(bulk_runs.c.started_at < before))
