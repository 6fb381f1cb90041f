"""What the rows of long runs share: how far one is, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from runner.model import RunState
from runner.store.database import Transaction


class ProgressRows:
    """Of a table with the columns id, state, cases, done, seen_at, why and report."""

    def __init__(self, table: sa.Table):
        self._table = table

    def is_alive(self, since: datetime) -> sa.ColumnElement[bool]:
        """Of one that runs, and has said so since an instant."""
        return sa.and_(self._table.c.state == "running", self._table.c.seen_at >= since)

    def make_room(self, tx: Transaction, most: int, *also: sa.ColumnElement[bool]) -> None:
        """For one more, so that `most` are kept: the oldest go of which all `also` holds."""
        ids = sa.select(self._table.c.id).order_by(self._table.c.id.desc()).limit(most - 1)
        newest = [row[0] for row in tx.all(ids)]
        tx.change(self._table.delete().where(self._table.c.id.not_in(newest), *also))

    def note(self, tx: Transaction, run_id: int, cases: int, done: int, now: datetime) -> bool:
        """How far a run is. False where it is not to run any more."""
        return tx.change(self._going(run_id).values(cases=cases, done=done, seen_at=now)) == 1

    def end(
        self,
        tx: Transaction,
        run_id: int,
        state: RunState,
        why: str = "",
        report: Mapping[str, Any] | None = None,
    ) -> bool:
        """False where a run has ended already."""
        return tx.change(self._going(run_id).values(state=state, why=why, report=report or {})) == 1

    def _going(self, run_id: int) -> sa.Update:
        same = sa.and_(self._table.c.id == run_id, self._table.c.state == "running")
        return self._table.update().where(same)
