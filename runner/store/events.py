"""The history of cases, line by line. Adding one is a part of each action, and therefore text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from runner.model import Case, Event, Person
from runner.store import history_chain
from runner.store.database import Transaction
from runner.store.tables import history, instant, people

_WRITTEN = (*history_chain.LINE, "salt", "link", "texts")
_ADD = f"""
    INSERT INTO history ({", ".join(_WRITTEN)})
    VALUES ({", ".join(f":{name}" for name in _WRITTEN)})
"""


def take_number(tx: Transaction, case: Case) -> int:
    """Takes the number of the next line in the history of a case that does not change otherwise."""
    tx.run("UPDATE cases SET events = :events WHERE id = :id", events=case.events + 1, id=case.id)
    return case.events + 1


def add(tx: Transaction, case_id: int, event: Event) -> None:
    """Adds a line to the history of a case, linked to the one before it."""
    row = (
        case_id, event.sequence, event.at, event.actor.id if event.actor else None, event.audience,
        event.event, event.action, event.element, event.from_status, event.to_status,
        event.version_id, orjson.dumps(event.details).decode(), orjson.dumps(event.path).decode(),
    )  # fmt: skip
    salt, link, texts = history_chain.next_link(tx, row)
    tx.run(
        _ADD, **dict(zip(history_chain.LINE, row, strict=True)), salt=salt, link=link, texts=texts
    )


_ACTOR = people.alias()
_LINE = [history.c[name] for name in history_chain.LINE]
_EVENT = sa.select(*_LINE, _ACTOR.c.email, _ACTOR.c.name).outerjoin(
    _ACTOR, _ACTOR.c.id == history.c.actor_id
)


def of_case(tx: Transaction, case_id: int, after: int = 0, limit: int | None = None) -> list[Event]:
    """The history of a case in its order, from the line behind `after` on."""
    query = (
        _EVENT.where(history.c.case_id == case_id, history.c.sequence > after)
        .order_by(history.c.sequence)
        .limit(limit)
    )
    return [_read_event(row) for row in tx.all(query)]


def of_cases(tx: Transaction, case_ids: Sequence[int]) -> dict[int, list[Event]]:
    """The whole history of each of some cases, in its order."""
    found: dict[int, list[Event]] = {case_id: [] for case_id in case_ids}
    query = _EVENT.where(history.c.case_id.in_(case_ids)).order_by(
        history.c.case_id, history.c.sequence
    )
    for row in tx.all(query):
        found[row.case_id].append(_read_event(row))
    return found


_LATEST = """
    SELECT h.sequence, h.at, h.actor_id, p.email, p.name, h.audience, h.event, h.action, h.element,
        h.from_status, h.to_status, h.version_id, h.details, h.path
    FROM history h LEFT JOIN people p ON p.id = h.actor_id
    WHERE h.case_id = :case_id ORDER BY h.sequence DESC LIMIT :limit
"""


def latest(tx: Transaction, case_id: int, limit: int) -> list[Event]:
    """The newest lines of the history of a case, in their order. Each page of a case shows them,
    and therefore text."""
    rows = tx.run(_LATEST, case_id=case_id, limit=limit).fetchall()
    return [
        Event(
            sequence, instant(at), None if actor is None else Person(actor, email, name),
            audience, event, action, element, from_status, to_status, version,
            orjson.loads(details), tuple(orjson.loads(path)),
        )
        for sequence, at, actor, email, name, audience, event, action, element, from_status,
            to_status, version, details, path in reversed(rows)
    ]  # fmt: skip


def migrations(tx: Transaction, case_id: int) -> list[Event]:
    """How a case came from version to version, the last one first."""
    query = _EVENT.where(history.c.case_id == case_id, history.c.event == "migrated").order_by(
        history.c.sequence.desc()
    )
    return [_read_event(row) for row in tx.all(query)]


def migration_since(tx: Transaction, case: Case, seen: int) -> Event | None:
    """The last migration of a case, if it is not older than revision `seen`: each line of the
    history that moved the case made one revision more."""
    last = next(iter(migrations(tx, case.id)), None)
    if last is None:
        return None
    moves = sa.select(sa.func.count()).where(
        history.c.case_id == case.id,
        history.c.sequence > last.sequence,
        history.c.to_status.is_not(None),
    )
    return last if tx.value(moves) < case.revision - seen else None


def last_move(tx: Transaction, case_id: int) -> Event | None:
    """What moved the case last."""
    query = (
        _EVENT.where(history.c.case_id == case_id, history.c.to_status.is_not(None))
        .order_by(history.c.sequence.desc())
        .limit(1)
    )
    row = tx.first(query)
    return None if row is None else _read_event(row)


def news_since(tx: Transaction, case_id: int, seen: int, reader: int) -> Event | None:
    """The first line behind `seen` that is news to a person: a message of somebody else that the
    customer sees, or a change of status that somebody else or the clock made."""
    others = sa.or_(history.c.actor_id.is_(None), history.c.actor_id != reader)
    moved = history.c.to_status.is_distinct_from(history.c.from_status)
    news = sa.or_(history.c.event == "message", sa.and_(history.c.to_status.is_not(None), moved))
    lines = _EVENT.where(history.c.case_id == case_id, others, news).order_by(history.c.sequence)
    while rows := tx.all(lines.where(history.c.sequence > seen).limit(_AT_ONCE)):
        for event in map(_read_event, rows):
            if event.details.get("visibility") != "internal":
                return event
        seen = rows[-1].sequence
    return None


_AT_ONCE = 20
"""Lines that are read at once in search of one that is shown."""


def _read_event(row: Any) -> Event:
    actor = None
    if row.actor_id is not None:
        actor = Person(row.actor_id, row.email, row.name)
    return Event(
        row.sequence, row.at, actor, row.audience, row.event, row.action, row.element,
        row.from_status, row.to_status, row.version_id, row.details, tuple(row.path),
    )  # fmt: skip
