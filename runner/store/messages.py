"""The conversation of a case, and notifications to people."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from runner.model import Message, Notification, Person
from runner.store.database import Row, Transaction
from runner.store.tables import messages, notifications, people


def add(tx: Transaction, case_id: int, message: Message) -> int:
    """Adds a message; its `id` is ignored. Returns its new id."""
    row = tx.run(
        "INSERT INTO messages (case_id, at, author_id, side, visibility, body, on_behalf, late)"
        " VALUES (:case_id, :at, :author_id, :side, :visibility, :body, :on_behalf, :late)"
        " RETURNING id",
        case_id=case_id,
        at=message.at,
        author_id=message.author.id,
        side=message.side,
        visibility=message.visibility,
        body=message.body,
        on_behalf=message.on_behalf,
        late=message.late,
    ).fetchone()
    assert row is not None
    return row[0]


def conversation(
    tx: Transaction, case_id: int, internal: bool, after: int = 0, limit: int | None = None
) -> list[Message]:
    """The messages of a case in their order, from the one behind `after` on."""
    query = (
        sa.select(messages, people.c.email, people.c.name)
        .join(people, people.c.id == messages.c.author_id)
        .where(messages.c.case_id == case_id, messages.c.id > after)
        .order_by(messages.c.id)
        .limit(limit)
    )
    if not internal:
        query = query.where(messages.c.visibility == "public")
    return [_read_message(row) for row in tx.all(query)]


def latest(tx: Transaction, case_id: int, internal: bool, limit: int) -> list[Message]:
    """The newest messages of a case, in their order."""
    query = (
        sa.select(messages, people.c.email, people.c.name)
        .join(people, people.c.id == messages.c.author_id)
        .where(messages.c.case_id == case_id)
        .order_by(messages.c.id.desc())
        .limit(limit)
    )
    if not internal:
        query = query.where(messages.c.visibility == "public")
    return [_read_message(row) for row in reversed(tx.all(query))]


def _read_message(row: Row) -> Message:
    author = Person(row.author_id, row.email, row.name)
    return Message(
        row.id, row.at, author, row.side, row.visibility, row.body, row.on_behalf, row.late
    )


# ------------------------------------------------------------------ notifications


def notify(tx: Transaction, note: Notification) -> int:
    """Keeps a notification; its `id` is not looked at. Returns the id that it got."""
    row = tx.run(
        "INSERT INTO notifications (case_id, person_id, element, subject, body, created_at)"
        " VALUES (:case_id, :person_id, :element, :subject, :body, :created_at) RETURNING id",
        case_id=note.case_id,
        person_id=note.person.id,
        element=note.element,
        subject=note.subject,
        body=note.body,
        created_at=note.created_at,
    ).fetchone()
    assert row is not None
    return row[0]


def notifications_of(
    tx: Transaction, person: int, before: int | None = None, limit: int = 50
) -> list[Notification]:
    """Somebody's notifications, newest first, below the id `before`."""
    query = _NOTIFICATION.where(notifications.c.person_id == person)
    if before is not None:
        query = query.where(notifications.c.id < before)
    ordered = query.order_by(notifications.c.id.desc()).limit(limit)
    return [_read_notification(row) for row in tx.all(ordered)]


def notification(tx: Transaction, id: int) -> Notification | None:
    row = tx.first(_NOTIFICATION.where(notifications.c.id == id))
    return None if row is None else _read_notification(row)


def mark_sent(tx: Transaction, id: int, at: datetime) -> None:
    tx.change(notifications.update().where(notifications.c.id == id).values(sent_at=at))


_IS_UNREAD = notifications.c.read_at.is_(None)


def unread(tx: Transaction, person: int) -> int:
    mine = sa.and_(notifications.c.person_id == person, _IS_UNREAD)
    return tx.value(sa.select(sa.func.count()).where(mine))


def mark_read(tx: Transaction, person: int, newest: int, at: datetime) -> None:
    mine = sa.and_(notifications.c.person_id == person, notifications.c.id <= newest, _IS_UNREAD)
    tx.change(notifications.update().where(mine).values(read_at=at))


_NOTIFICATION = sa.select(notifications, people.c.email, people.c.name).join(
    people, people.c.id == notifications.c.person_id
)


def _read_notification(row: Row) -> Notification:
    person = Person(row.person_id, row.email, row.name)
    return Notification(
        row.id, person, row.case_id, row.element, row.subject, row.body, row.created_at,
        row.read_at, row.sent_at,
    )  # fmt: skip
