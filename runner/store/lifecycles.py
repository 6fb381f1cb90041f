"""Lifecycles: which processes new cases may start on, and on which one they start by default."""

from __future__ import annotations

from datetime import datetime

from runner.model import IntakeState, Lifecycle
from runner.store.database import Transaction

# Of each process the version that went live last.
_ALL = """
    SELECT l.process, l.intake, (
        SELECT v.id FROM versions v WHERE v.process = l.process AND v.live_at IS NOT NULL
        ORDER BY v.live_at DESC, v.id DESC LIMIT 1
    )
    FROM lifecycles l ORDER BY l.intake <> 'default', l.process
"""


def listed(tx: Transaction) -> list[Lifecycle]:
    """All lifecycles, the default one first."""
    return [Lifecycle(*row) for row in tx.run(_ALL).fetchall()]


# There is one default: the one before goes on beside it.
_STEP_ASIDE = """
    UPDATE lifecycles SET intake = 'beside', changed_at = :at, changed_by = :person
    WHERE intake = 'default' AND process <> :process
"""
_SET = """
    INSERT INTO lifecycles (process, intake, changed_at, changed_by)
    VALUES (:process, :intake, :at, :person)
    ON CONFLICT (process) DO UPDATE SET intake = excluded.intake,
        changed_at = excluded.changed_at, changed_by = excluded.changed_by
    WHERE lifecycles.intake <> excluded.intake
"""


def set_intake(
    tx: Transaction, process: str, intake: IntakeState, at: datetime, person: int | None
) -> None:
    if intake == "default":
        tx.run(_STEP_ASIDE, process=process, at=at, person=person)
    tx.run(_SET, process=process, intake=intake, at=at, person=person)
