"""Logs of other systems that people brought: the rows. The file goes when it is replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from runner.model import LogRun
from runner.store.database import Row, Transaction
from runner.store.progress_rows import ProgressRows
from runner.store.tables import log_runs

MOST_KEPT = 20

ROWS = ProgressRows(log_runs)


def add(
    tx: Transaction, person: int, file: tuple[str, bytes], offer: Mapping[str, Any], now: datetime
) -> int:
    """The name of a file and its bytes. The oldest go when there are more than `MOST_KEPT`, but
    for one that is replayed. Returns its id."""
    ROWS.make_room(tx, MOST_KEPT, log_runs.c.state != "running")
    return tx.insert(
        log_runs, person_id=person, name=file[0], data=file[1], offer=dict(offer), started_at=now,
        seen_at=now,
    )  # fmt: skip


def begin(tx: Transaction, run_id: int, chosen: Mapping[str, str], now: datetime) -> bytes | None:
    """The log, to be replayed as was chosen; None where it is not waiting any more."""
    waiting = sa.and_(log_runs.c.id == run_id, log_runs.c.state == "waiting")
    row = tx.first(sa.select(log_runs.c.data).where(waiting))
    values = {"state": "running", "data": b"", "chosen": dict(chosen), "seen_at": now}
    begun = tx.change(log_runs.update().where(waiting).values(**values)) == 1
    return bytes(row.data) if begun and row is not None else None


def by_id(tx: Transaction, run_id: int, person: int) -> LogRun | None:
    """One of a person."""
    row = tx.first(_RUNS.where(log_runs.c.id == run_id, log_runs.c.person_id == person))
    return None if row is None else _read(row)


def listed(tx: Transaction, person: int) -> Sequence[LogRun]:
    """Those of a person, the newest first, without their reports and what could be chosen."""
    own = _LINES.where(log_runs.c.person_id == person).order_by(log_runs.c.id.desc())
    return [_line(row) for row in tx.all(own)]


def running(tx: Transaction, since: datetime) -> bool:
    """Whether one is replayed, and has said so since an instant."""
    return tx.first(_LINES.where(ROWS.is_alive(since))) is not None


_DOCUMENTS = (log_runs.c.offer, log_runs.c.chosen, log_runs.c.report)
_LINES = sa.select(*(one for one in log_runs.c if one not in {log_runs.c.data, *_DOCUMENTS}))
_RUNS = _LINES.add_columns(*_DOCUMENTS)


def _line(row: Row) -> LogRun:
    return LogRun(
        row.id, row.person_id, row.name, row.started_at, row.seen_at, {}, {}, row.state, row.cases,
        row.done, row.why,
    )  # fmt: skip


def _read(row: Row) -> LogRun:
    return replace(_line(row), offer=row.offer, chosen=row.chosen, report=row.report)
