"""Incidents: what a person has to look at."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from runner.model import Incident
from runner.store.database import Transaction
from runner.store.tables import incidents


def raise_incident(
    tx: Transaction, case_id: int | None, kind: str, message: str, at: datetime
) -> bool:
    """Notes that something needs a person. False when the same is open already."""
    tx.lock("incidents")
    if is_open(tx, case_id, kind, message):
        return False
    tx.insert(incidents, case_id=case_id, kind=kind, message=message, at=at)
    return True


def is_open(tx: Transaction, case_id: int | None, kind: str, message: str) -> bool:
    same = sa.and_(
        incidents.c.kind == kind,
        _about(case_id),
        incidents.c.message == message,
        incidents.c.resolved_at.is_(None),
    )
    return tx.first(sa.select(incidents.c.id).where(same)) is not None


def resolve_incidents(tx: Transaction, case_id: int | None, at: datetime) -> int:
    """Those of a case, or of the system as a whole. Returns how many there were."""
    open_ones = sa.and_(_about(case_id), incidents.c.resolved_at.is_(None))
    return tx.change(incidents.update().where(open_ones).values(resolved_at=at))


def open_incidents(tx: Transaction, limit: int = 100) -> list[Incident]:
    """Newest first."""
    unresolved = sa.select(incidents.c.id).where(incidents.c.resolved_at.is_(None))
    columns = incidents.c.case_id, incidents.c.at, incidents.c.kind, incidents.c.message
    query = (
        sa.select(*columns)
        .where(incidents.c.id.in_(unresolved))  # from the index of those, however many there were
        .order_by(incidents.c.id.desc())
        .limit(limit)
    )
    return [Incident(*row) for row in tx.all(query)]


def counts(tx: Transaction) -> tuple[int, int]:
    """How many dead letters and unresolved incidents there are."""
    dead = tx.run("SELECT count(*) FROM jobs WHERE dead").fetchone()
    unresolved = tx.run("SELECT count(*) FROM incidents WHERE resolved_at IS NULL").fetchone()
    return dead[0], unresolved[0]


def _about(case_id: int | None) -> sa.ColumnElement[bool]:
    return incidents.c.case_id == case_id if case_id else incidents.c.case_id.is_(None)
