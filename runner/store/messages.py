"""The conversation of a case. Adding a message is a part of many an action, and therefore text."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from runner.model import Message, Person
from runner.store import history_chain
from runner.store.database import Row, Transaction
from runner.store.tables import instant, messages, people


def add(tx: Transaction, case_id: int, message: Message) -> int:
    """Adds a message; its `id` is ignored. Returns its new id."""
    salt = history_chain.new_salt()
    row = tx.run(
        "INSERT INTO messages"
        " (case_id, at, author_id, side, visibility, body, on_behalf, late, salt) VALUES"
        " (:case_id, :at, :author_id, :side, :visibility, :body, :on_behalf, :late, :salt)"
        " RETURNING id",
        case_id=case_id,
        at=message.at,
        author_id=message.author.id,
        side=message.side,
        visibility=message.visibility,
        body=message.body,
        on_behalf=message.on_behalf,
        late=message.late,
        salt=salt,
    ).fetchone()
    assert row is not None
    history_chain.note_text(
        tx, case_id, "message", row[0], history_chain.of_message(row[0], message, salt)
    )
    return row[0]


def by_ids(tx: Transaction, ids: Sequence[int]) -> dict[int, Message]:
    """Messages of any cases, by id."""
    query = (
        sa.select(messages, people.c.email, people.c.name)
        .join(people, people.c.id == messages.c.author_id)
        .where(messages.c.id.in_(ids))
    )
    return {row.id: _read_message(row) for row in tx.all(query)} if ids else {}


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


_LATEST = """
    SELECT m.id, m.at, m.author_id, p.email, p.name, m.side, m.visibility, m.body, m.on_behalf,
        m.late
    FROM messages m JOIN people p ON p.id = m.author_id
    WHERE m.case_id = :case_id AND m.visibility IN ('public', :also)
    ORDER BY m.id DESC LIMIT :limit
"""


def latest(tx: Transaction, case_id: int, internal: bool, limit: int) -> list[Message]:
    """The newest messages of a case, in their order."""
    also = "internal" if internal else "public"
    rows = tx.run(_LATEST, case_id=case_id, also=also, limit=limit).fetchall()
    return [
        Message(
            number,
            instant(at),
            Person(*author),
            side,
            visibility,
            body,
            bool(on_behalf),
            bool(late),
        )
        for number, at, *author, side, visibility, body, on_behalf, late in reversed(rows)
    ]


def _read_message(row: Row) -> Message:
    author = Person(row.author_id, row.email, row.name)
    return Message(
        row.id, row.at, author, row.side, row.visibility, row.body, row.on_behalf, row.late
    )
