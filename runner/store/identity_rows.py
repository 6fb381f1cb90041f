"""Whom an organisation's sign-in knows under which subject."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from runner.store.database import Transaction
from runner.store.tables import identities


def person(tx: Transaction, issuer: str, subject: str) -> int | None:
    """The id of a person."""
    same = sa.and_(identities.c.issuer == issuer, identities.c.subject == subject)
    return tx.value(sa.select(identities.c.person_id).where(same))


def subject_of(tx: Transaction, person_id: int, issuer: str) -> str | None:
    mine = sa.and_(identities.c.person_id == person_id, identities.c.issuer == issuer)
    return tx.value(sa.select(identities.c.subject).where(mine).limit(1))


def add(tx: Transaction, person_id: int, issuer: str, subject: str, now: datetime) -> None:
    tx.insert(identities, issuer=issuer, subject=subject, person_id=person_id, created_at=now)


def forget(tx: Transaction, person_id: int) -> int:
    """Lets a person sign in by another account of their organisation. Returns how many there
    were."""
    return tx.change(identities.delete().where(identities.c.person_id == person_id))
