"""The views of figures that people keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import orjson

from runner.model import FigureView
from runner.store.database import Transaction
from runner.store.tables import figure_views

_VIEWS = """
    SELECT v.id, v.person_id, p.name, v.name, v.page, v.query, v.audience
    FROM figure_views v JOIN people p ON p.id = v.person_id
"""
# Somebody's own, those for all, and those of who is in a team with them.
_SEEN = """
    v.person_id = :person OR v.audience = 'all' OR v.audience = 'team' AND EXISTS (
        SELECT 1 FROM team_members mine JOIN team_members theirs ON theirs.team_id = mine.team_id
        WHERE mine.person_id = :person AND theirs.person_id = v.person_id
    )
"""
_FOR_PERSON = f"{_VIEWS} WHERE {_SEEN} ORDER BY v.person_id <> :person, lower(v.name), v.id"
_SEEN_ONE = f"{_VIEWS} WHERE v.id = :id AND ({_SEEN})"
_BY_ID = f"{_VIEWS} WHERE v.id = :id"


def for_person(tx: Transaction, person: int) -> list[FigureView]:
    """Those that a person sees, their own first."""
    return list(_read(tx, _FOR_PERSON, person=person))


def seen(tx: Transaction, view_id: int, person: int) -> FigureView | None:
    """One that a person sees."""
    return next(_read(tx, _SEEN_ONE, id=view_id, person=person), None)


def by_id(tx: Transaction, view_id: int) -> FigureView | None:
    return next(_read(tx, _BY_ID, id=view_id), None)


def add(tx: Transaction, view: FigureView, now: datetime) -> int:
    """Returns its id."""
    return tx.insert(
        figure_views, person_id=view.owner_id, name=view.name, page=view.page,
        query=dict(view.query), audience=view.audience, created_at=now,
    )  # fmt: skip


def remove(tx: Transaction, view_id: int) -> None:
    """Its reports and alerts have to be gone."""
    tx.change(figure_views.delete().where(figure_views.c.id == view_id))


def _read(tx: Transaction, statement: str, **values: int) -> Iterator[FigureView]:
    for view_id, owner, owner_name, name, page, query, audience in tx.run(statement, **values):
        yield FigureView(view_id, owner, owner_name, name, page, orjson.loads(query), audience)
