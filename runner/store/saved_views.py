"""The views of the inbox that people saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import orjson

from runner.model import SavedView
from runner.store.database import Transaction
from runner.store.tables import saved_views

_VIEW = "SELECT id, person_id, name, shared, query FROM saved_views"
_FOR_PERSON = f"{_VIEW} WHERE person_id = :person OR shared ORDER BY shared, id"
_BY_ID = f"{_VIEW} WHERE id = :id"


def for_person(tx: Transaction, person: int) -> list[SavedView]:
    """A person's own, then those that are shared."""
    return list(_read(tx.run(_FOR_PERSON, person=person)))


def by_id(tx: Transaction, view_id: int) -> SavedView | None:
    return next(_read(tx.run(_BY_ID, id=view_id)), None)


def add(tx: Transaction, view: SavedView, now: datetime) -> int:
    """Returns its id."""
    return tx.insert(saved_views, person_id=view.owner_id, created_at=now, **_values(view))


def save(tx: Transaction, view: SavedView) -> None:
    found = saved_views.c.id == view.id
    tx.change(saved_views.update().where(found).values(_values(view)))


def remove(tx: Transaction, view_id: int) -> None:
    tx.change(saved_views.delete().where(saved_views.c.id == view_id))


def _values(view: SavedView) -> dict[str, Any]:
    query = {name: list(values) for name, values in view.query.items()}
    return {"name": view.name, "shared": view.shared, "query": query}


def _read(rows: Iterable[Any]) -> Iterator[SavedView]:
    for view_id, owner, name, shared, query in rows:
        values = {key: tuple(texts) for key, texts in orjson.loads(query).items()}
        yield SavedView(view_id, owner, name, bool(shared), values)
