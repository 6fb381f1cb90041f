"""Second steps of signing in: what codes are made from, and recovery codes by their digests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from runner.store.database import Transaction
from runner.store.tables import recovery_codes, second_factors


@dataclass(frozen=True, slots=True)
class SecondStep:
    """The secret is made of `nonce` and the secret key whose id is `key_id`; `used_step` is the
    time step of the last code that was good. Unconfirmed: nobody is asked for it yet."""

    nonce: str
    key_id: str
    used_step: int
    confirmed: bool


def of(tx: Transaction, person: int) -> SecondStep | None:
    row = tx.first(sa.select(second_factors).where(second_factors.c.person_id == person))
    return row and SecondStep(row.nonce, row.key_id, row.used_step, row.confirmed_at is not None)


def begin(tx: Transaction, person: int, nonce: str, key_id: str) -> None:
    """Instead of one that was begun before."""
    remove(tx, person)
    tx.insert(second_factors, person_id=person, nonce=nonce, key_id=key_id, used_step=0)


def use(tx: Transaction, person: int, step: int) -> bool:
    """Uses the code of a time step up. False if it, or a later one, was used before."""
    mine = sa.and_(second_factors.c.person_id == person, second_factors.c.used_step < step)
    return tx.change(second_factors.update().where(mine).values(used_step=step)) == 1


def confirm(tx: Transaction, person: int, now: datetime) -> None:
    mine = second_factors.c.person_id == person
    tx.change(second_factors.update().where(mine).values(confirmed_at=now))


def remove(tx: Transaction, person: int) -> None:
    tx.change(recovery_codes.delete().where(recovery_codes.c.person_id == person))
    tx.change(second_factors.delete().where(second_factors.c.person_id == person))


def set_recovery_codes(tx: Transaction, person: int, digests: Iterable[str]) -> None:
    tx.change(recovery_codes.delete().where(recovery_codes.c.person_id == person))
    for digest in digests:
        tx.insert(recovery_codes, digest=digest, person_id=person)


def use_recovery_code(tx: Transaction, person: int, digest: str) -> bool:
    mine = sa.and_(recovery_codes.c.person_id == person, recovery_codes.c.digest == digest)
    return tx.change(recovery_codes.delete().where(mine)) == 1
