"""The files of messages, and those that wait to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from runner.model import Attachment
from runner.store import history_chain
from runner.store.database import Row, Transaction
from runner.store.tables import attachments, incoming_mails, messages

_ATTACH = """
    UPDATE attachments SET case_id = :case_id, message_id = :message_id, salt = :salt
    WHERE id = :id AND person_id = :person AND case_id IS NULL
    RETURNING id
"""
# In the order of an Attachment.
_READ = """
    SELECT a.id, a.name, a.kind, a.size, a.digest, a.case_id, a.message_id FROM attachments a
"""
_OF_CASE = f"""{_READ}
    WHERE a.case_id = :case_id AND (a.message_id IS NULL OR a.message_id >= :since) ORDER BY a.id
"""
_OF_CUSTOMER = f"""{_READ} LEFT JOIN messages m ON m.id = a.message_id
    WHERE a.case_id = :case_id AND (a.message_id IS NULL OR a.message_id >= :since)
    AND coalesce(m.visibility, 'public') = 'public' ORDER BY a.id
"""


def add(tx: Transaction, attachment: Attachment, person: int, now: datetime) -> int:
    """Adds a file that waits; its `id` is not looked at. Returns the id that it got."""
    return tx.insert(
        attachments, digest=attachment.digest, name=attachment.name, kind=attachment.kind,
        size=attachment.size, person_id=person, added_at=now,
    )  # fmt: skip


def attach(
    tx: Transaction, file: Attachment, person: int, case_id: int, message_id: int | None
) -> bool:
    """Makes a waiting file of a person that of a message. False when it does not wait any more."""
    salt = history_chain.new_salt()
    row = tx.run(
        _ATTACH, id=file.id, person=person, case_id=case_id, message_id=message_id, salt=salt
    ).fetchone()
    if row is None:
        return False
    made = history_chain.of_file(file, message_id, person, salt)
    history_chain.note_text(tx, case_id, "file", file.id, made)
    return True


def waiting(tx: Transaction, person: int, ids: Sequence[int]) -> list[Attachment]:
    """Those of these files that wait and are the person's."""
    query = sa.select(attachments).where(attachments.c.id.in_(ids), _waits_for(person))
    return _found(tx, query) if ids else []


def bytes_waiting(tx: Transaction, person: int, since: datetime) -> int:
    """Of all files that a person has brought since then and not sent."""
    lately = attachments.c.added_at > since
    row = tx.first(sa.select(sa.func.sum(attachments.c.size)).where(_waits_for(person), lately))
    return int(row[0] or 0) if row else 0


def by_id(tx: Transaction, attachment: int) -> tuple[Attachment, int, str] | None:
    """A file, whose it is, and who may see its message: `public` for that of a request."""
    query = (
        sa.select(attachments, messages.c.visibility)
        .outerjoin(messages, messages.c.id == attachments.c.message_id)
        .where(attachments.c.id == attachment)
    )
    row = tx.first(query)
    return (_read(row), row.person_id, row.visibility or "public") if row else None


def of_case(
    tx: Transaction, case_id: int, since: int = 0, internal: bool = True
) -> list[Attachment]:
    """Those of its request, and of its messages from the id `since` on; with those of internal
    notes, or without."""
    statement = _OF_CASE if internal else _OF_CUSTOMER
    rows = tx.run(statement, case_id=case_id, since=since).fetchall()
    return [Attachment(*row) for row in rows]


def of_messages(tx: Transaction, case_id: int, messages_of_it: Sequence[int]) -> list[Attachment]:
    """Those of these messages of a case, by their ids."""
    theirs = attachments.c.message_id.in_(messages_of_it)
    query = sa.select(attachments).where(attachments.c.case_id == case_id, theirs)
    return _found(tx, query) if messages_of_it else []


def remove_waiting(tx: Transaction, before: datetime) -> None:
    """Those that were brought before an instant and never sent."""
    old = sa.and_(attachments.c.case_id.is_(None), attachments.c.added_at < before)
    tx.change(attachments.delete().where(old))


def discard_waiting(tx: Transaction, person: int, ids: Sequence[int]) -> None:
    """Those of these files that wait for the person to send them."""
    tx.change(attachments.delete().where(_waits_for(person), attachments.c.id.in_(ids)))


def named(tx: Transaction, digests: Iterable[str]) -> set[str]:
    """Those of these digests that a file has, or a mail that may be decided on."""
    wanted = list(digests)
    files = sa.select(attachments.c.digest).where(attachments.c.digest.in_(wanted))
    mails = sa.select(incoming_mails.c.raw).where(incoming_mails.c.raw.in_(wanted))
    return {row[0] for row in (*tx.all(files), *tx.all(mails))}


def digests(tx: Transaction) -> set[str]:
    """Of all files."""
    return {row.digest for row in tx.all(sa.select(attachments.c.digest).distinct())}


def _waits_for(person: int) -> sa.ColumnElement[bool]:
    return sa.and_(attachments.c.person_id == person, attachments.c.case_id.is_(None))


def _found(tx: Transaction, query: sa.Select) -> list[Attachment]:
    return [_read(row) for row in tx.all(query.order_by(attachments.c.id))]


def _read(row: Row) -> Attachment:
    return Attachment(row.id, row.name, row.kind, row.size, row.digest, row.case_id, row.message_id)
