"""Sessions, by the digest of the key that the browser has.

A session is good while its seal is what password and sign-outs of its person make: whatever ended
sessions before they were rows ends these, too (decision 0093, decision 0122). Decision 0217.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from runner.model import Person, Session, SessionTerms, Visit
from runner.store.database import Transaction
from runner.store.people import COLUMNS, TABLES, read_people
from runner.store.tables import instant, sessions

_BY_DIGEST = f"""
    SELECT s.id, s.seal, s.begun_at, s.seen_at, s.address, s.device, s.way,
        p.password, p.signed_out, {COLUMNS} {TABLES}
    JOIN sessions s ON s.person_id = p.id WHERE s.digest = :digest
"""


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A session, its person, the seal that it was begun with, and what makes the seal of today."""

    session: Session
    person: Person
    seal: str
    basis: tuple[str, int]


def by_digest(tx: Transaction, digest: str) -> KnownSession | None:
    rows = tx.run(_BY_DIGEST, digest=digest).fetchall()
    if not rows:
        return None
    key, seal, begun, seen, address, device, way, password, signed_out = rows[0][:9]
    [person] = read_people(row[9:] for row in rows)
    session = Session(key, instant(begun), instant(seen), Visit(address, device), way)
    return KnownSession(session, person, seal, (password or "", signed_out))


def add(tx: Transaction, person: int, session: Session, digest: str, seal: str) -> None:
    tx.insert(
        sessions, person_id=person, digest=digest, seal=seal, begun_at=session.begun_at,
        seen_at=session.seen_at, address=session.visit.address, device=session.visit.device,
        way=session.way,
    )  # fmt: skip


def touch(tx: Transaction, session: int, address: str, now: datetime) -> None:
    mine = sessions.c.id == session
    tx.change(sessions.update().where(mine).values(seen_at=now, address=address))


def forget_over(tx: Transaction, terms: SessionTerms, now: datetime) -> None:
    """Deletes those whose time is over."""
    idle, begun = now - terms.idle, now - terms.longest
    tx.change(sessions.delete().where(sessions.c.seen_at <= idle))
    tx.change(sessions.delete().where(sessions.c.begun_at <= begun))


def of(tx: Transaction, person: int, seal: str) -> Sequence[Session]:
    """Those of a person with this seal, the one that was seen last first."""
    mine = sa.and_(sessions.c.person_id == person, sessions.c.seal == seal)
    rows = tx.all(sa.select(sessions).where(mine).order_by(sessions.c.seen_at.desc()))
    return [
        Session(row.id, row.begun_at, row.seen_at, Visit(row.address, row.device), row.way)
        for row in rows
    ]


def end(tx: Transaction, person: int, session: int) -> int:
    """Returns how many there were: 1, or 0 for one that is over or another person's."""
    mine = sa.and_(sessions.c.person_id == person, sessions.c.id == session)
    return tx.change(sessions.delete().where(mine))


def end_digest(tx: Transaction, digest: str) -> None:
    tx.change(sessions.delete().where(sessions.c.digest == digest))


def end_all(tx: Transaction, person: int) -> int:
    """Returns how many there were."""
    return tx.change(sessions.delete().where(sessions.c.person_id == person))


def seal_again(tx: Transaction, digest: str, seal: str) -> None:
    """Lets one session go on that would have ended with the others."""
    tx.change(sessions.update().where(sessions.c.digest == digest).values(seal=seal))
