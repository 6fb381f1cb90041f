"""Simulations that were begun on a page: the rows. The newest are kept with their reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from runner.model import SimulationRun
from runner.store.database import Row, Transaction
from runner.store.progress_rows import ProgressRows
from runner.store.tables import people, simulations

MOST_KEPT = 50

_RUNS = sa.select(simulations, people.c.name.label("by")).join(
    people, people.c.id == simulations.c.person_id
)
ROWS = ProgressRows(simulations)


def add(tx: Transaction, order: Mapping[str, Any], person: int, now: datetime) -> int:
    """Begins one. The oldest go when there are more than `MOST_KEPT`. Returns its id."""
    ROWS.make_room(tx, MOST_KEPT)
    return tx.insert(simulations, person_id=person, order=dict(order), started_at=now, seen_at=now)


def by_id(tx: Transaction, run_id: int) -> SimulationRun | None:
    row = tx.first(_RUNS.where(simulations.c.id == run_id))
    return None if row is None else _read(row)


def listed(tx: Transaction) -> Sequence[SimulationRun]:
    """The newest first."""
    return [_read(row) for row in tx.all(_RUNS.order_by(simulations.c.id.desc()))]


def running(tx: Transaction, since: datetime) -> SimulationRun | None:
    """One that runs, and has said so since an instant."""
    row = tx.first(_RUNS.where(ROWS.is_alive(since)))
    return None if row is None else _read(row)


def _read(row: Row) -> SimulationRun:
    return SimulationRun(
        row.id, row.by, row.started_at, row.seen_at, row.state, row.cases, row.done, row.why,
        row.report,
    )  # fmt: skip
