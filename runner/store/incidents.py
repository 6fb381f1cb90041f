"""Incidents: what a person has to look at."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from runner.model import Incident
from runner.store import jobs
from runner.store.database import Transaction
from runner.store.tables import incidents


def raise_incident(tx: Transaction, incident: Incident, job: str | None = None) -> bool:
    """Notes that something needs a person; with the key of the job that failed, if one did. False
    when the same is open already."""
    tx.lock("incidents")
    if is_open(tx, incident.case_id, incident.kind, incident.message):
        return False
    tx.insert(
        incidents, case_id=incident.case_id, kind=incident.kind, message=incident.message,
        at=incident.at, job=job,
    )  # fmt: skip
    return True


def is_open(tx: Transaction, case_id: int | None, kind: str, message: str) -> bool:
    same = sa.and_(_open(case_id, kind), incidents.c.message == message)
    return tx.first(sa.select(incidents.c.id).where(same)) is not None


def _open(case_id: int | None, kind: str) -> sa.ColumnElement[bool]:
    return sa.and_(incidents.c.resolved_at.is_(None), _about(case_id), incidents.c.kind == kind)


def resolve_incidents(tx: Transaction, case_id: int | None, at: datetime) -> int:
    """Those of a case, or of the system as a whole. Returns how many there were."""
    open_ones = sa.and_(_about(case_id), incidents.c.resolved_at.is_(None))
    return tx.change(incidents.update().where(open_ones).values(resolved_at=at))


def is_any_open(tx: Transaction, kind: str, start: str) -> bool:
    """Whether there is one of the system of a kind, whose message begins so."""
    return tx.first(sa.select(incidents.c.id).where(_begun(kind, start))) is not None


def settle(tx: Transaction, kind: str, at: datetime, start: str) -> None:
    """Resolves these: it is over."""
    tx.change(incidents.update().where(_begun(kind, start)).values(resolved_at=at))


def _begun(kind: str, start: str) -> sa.ColumnElement[bool]:
    return sa.and_(_open(None, kind), incidents.c.message.startswith(start, autoescape=True))


# Not those whose job was only put off, given up, or is due: it may fail again.
_OVER = """
    UPDATE incidents SET resolved_at = :now WHERE resolved_at IS NULL AND job IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.key = incidents.job
        AND (j.dead OR j.error IS NOT NULL OR j.due_at <= :now))
"""
_OVER_ELSEWHERE = f"""{_OVER}
    AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs p WHERE p.lock = incidents.job
        AND p.status IN ('todo', 'doing')
        AND (p.attempts > 0 OR p.scheduled_at <= clock_timestamp()))
"""


def resolve_done(tx: Transaction, now: datetime) -> None:
    """Resolves those of jobs that are done by now, or not wanted any more."""
    tx.run(_OVER_ELSEWHERE if jobs.are_elsewhere(tx) else _OVER, now=now)


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
