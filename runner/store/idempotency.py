"""The keys of requests that must not be carried out twice."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from runner.store.database import Transaction
from runner.store.tables import idempotency


def take_key(tx: Transaction, person: int, key: str, digest: str, now: datetime) -> bool:
    """Claims a key for a request. False when it was claimed before."""
    result = tx.run(
        "INSERT INTO idempotency (person_id, key, digest, created_at)"
        " VALUES (:person, :key, :digest, :now) ON CONFLICT (person_id, key) DO NOTHING",
        person=person,
        key=key,
        digest=digest,
        now=now,
    )
    return result.rowcount == 1


def answer_of(tx: Transaction, person: int, key: str) -> tuple[str, str | None] | None:
    """The digest of the request that claimed a key, and the answer that it got."""
    mine = sa.and_(idempotency.c.person_id == person, idempotency.c.key == key)
    row = tx.first(sa.select(idempotency.c.digest, idempotency.c.answer).where(mine))
    return None if row is None else (row.digest, row.answer)


def keep_answer(tx: Transaction, person: int, key: str, answer: str) -> None:
    mine = sa.and_(idempotency.c.person_id == person, idempotency.c.key == key)
    tx.change(idempotency.update().where(mine).values(answer=answer))


def forget_keys(tx: Transaction, before: datetime) -> int:
    return tx.change(idempotency.delete().where(idempotency.c.created_at < before))
