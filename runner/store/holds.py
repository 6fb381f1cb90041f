"""What is sent and can still be taken back. Every change of a case asks for the earliest, as a part
of reading the case (`cases.by_id`)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from runner.model import ActRequest, Hold, UnsentText
from runner.store.database import Row, Transaction
from runner.store.tables import holds

_ORDER = (holds.c.due_at, holds.c.id)


def add(tx: Transaction, hold: Hold) -> int:
    """Adds a hold; its `id` is not looked at. Returns the id that it got."""
    return tx.insert(
        holds,
        case_id=hold.case_id,
        person_id=hold.person_id,
        due_at=hold.due_at,
        request=_request(hold.act),
        text=asdict(hold.text),
    )


def by_id(tx: Transaction, hold_id: int) -> Hold | None:
    row = tx.first(sa.select(holds).where(holds.c.id == hold_id))
    return _read(row) if row else None


def first(tx: Transaction, case_id: int) -> Hold | None:
    """The one of a case that is due first."""
    row = tx.first(sa.select(holds).where(holds.c.case_id == case_id).order_by(*_ORDER).limit(1))
    return _read(row) if row else None


def of_person(tx: Transaction, case_id: int, person: int) -> list[Hold]:
    """What a person has sent in a case, by when it is due."""
    mine = sa.and_(holds.c.case_id == case_id, holds.c.person_id == person)
    return [_read(row) for row in tx.all(sa.select(holds).where(mine).order_by(*_ORDER))]


def count(tx: Transaction, person: int) -> int:
    return tx.value(sa.select(sa.func.count()).where(holds.c.person_id == person))


def bring_forward(tx: Transaction, hold_id: int, due_at: datetime) -> None:
    tx.change(holds.update().where(holds.c.id == hold_id).values(due_at=due_at))


def remove(tx: Transaction, hold_id: int) -> None:
    tx.change(holds.delete().where(holds.c.id == hold_id))


def _request(act: ActRequest) -> dict[str, Any]:
    """Without `files` where there are none: nodes of the version before know no such field."""
    return {name: value for name, value in asdict(act).items() if name != "files" or value}


def _read(row: Row) -> Hold:
    lists = {name: tuple(row.request.get(name, ())) for name in ("actions", "files")}
    act = ActRequest(**row.request | lists)
    return Hold(row.id, row.case_id, row.person_id, row.due_at, act, UnsentText(**row.text))
