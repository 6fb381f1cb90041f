"""Mails that came in, each once; how far mailboxes were read; addresses whose mails come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from runner.model import MailPlace, MailState, Person, ReceivedMail
from runner.store.database import Row, Transaction
from runner.store.tables import incoming_mails, mailbox_places, people, to_instant

_ADD = """
    INSERT INTO incoming_mails
        (digest, mailbox, message_id, at, sender, subject, body, state, why, raw, case_id)
    VALUES (:digest, :mailbox, :message_id, :at, :sender, :subject, :body, :state, :why, :raw,
        :case_id)
    ON CONFLICT (digest) DO NOTHING RETURNING id
"""
_SET_PLACE = """
    INSERT INTO mailbox_places (mailbox, uid_validity, uid) VALUES (:mailbox, :validity, :uid)
    ON CONFLICT (mailbox) DO UPDATE SET uid_validity = excluded.uid_validity, uid = excluded.uid
"""
_NOTE_BOUNCE = """
    INSERT INTO bounced_addresses (email, at) VALUES (:email, :at)
    ON CONFLICT (email) DO UPDATE SET at = excluded.at
"""

_BOUNCED_AT = "SELECT at FROM bounced_addresses WHERE email = :email"  # each page of a case asks


def add(tx: Transaction, mail: ReceivedMail) -> int | None:
    """Keeps a mail; its `id` is not looked at. Returns its new id, None for one that came before:
    two transactions that add the same wait for one another."""
    row = tx.run(
        _ADD, digest=mail.digest, mailbox=mail.mailbox, message_id=mail.message_id, at=mail.at,
        sender=mail.sender, subject=mail.subject, body=mail.body, state=mail.state, why=mail.why,
        raw=mail.raw, case_id=mail.case_id,
    ).fetchone()  # fmt: skip
    return None if row is None else row[0]


def set_case(tx: Transaction, mail_id: int, case_id: int) -> None:
    this = incoming_mails.c.id == mail_id
    tx.change(incoming_mails.update().where(this).values(case_id=case_id))


def decide(
    tx: Transaction, mail_id: int, state: MailState, by: int | None, at: datetime
) -> ReceivedMail | None:
    """Ends the waiting of a mail. Returns it as it was, None where it was decided already. What is
    kept of it in the folder is needed no longer."""
    mail = by_id(tx, mail_id)
    waits = sa.and_(incoming_mails.c.id == mail_id, incoming_mails.c.raw.is_not(None))
    values = {"state": state, "decided_by": by, "decided_at": at, "raw": None}
    return mail if tx.change(incoming_mails.update().where(waits).values(values)) else None


_MAIL = sa.select(incoming_mails, people.c.email, people.c.name).outerjoin(
    people, people.c.id == incoming_mails.c.decided_by
)


def by_id(tx: Transaction, mail_id: int) -> ReceivedMail | None:
    row = tx.first(_MAIL.where(incoming_mails.c.id == mail_id))
    return _read(row) if row else None


def in_state(
    tx: Transaction, state: MailState, before: int | None = None, limit: int = 50
) -> list[ReceivedMail]:
    """Newest first, below the id `before`."""
    query = _MAIL.where(incoming_mails.c.state == state)
    if before is not None:
        query = query.where(incoming_mails.c.id < before)
    return [_read(row) for row in tx.all(query.order_by(incoming_mails.c.id.desc()).limit(limit))]


def count_waiting(tx: Transaction) -> int:
    waits = incoming_mails.c.state == "waiting"
    return tx.value(sa.select(sa.func.count()).select_from(incoming_mails).where(waits))


def case_of(tx: Transaction, message_ids: Sequence[str]) -> int | None:
    """The case of the newest mail that has one of these ids, and a case."""
    if not message_ids:
        return None
    these = sa.and_(
        incoming_mails.c.message_id.in_(message_ids), incoming_mails.c.case_id.is_not(None)
    )
    query = sa.select(incoming_mails.c.case_id).where(these)
    return tx.value(query.order_by(incoming_mails.c.id.desc()).limit(1))


def _read(row: Row) -> ReceivedMail:
    by = Person(row.decided_by, row.email, row.name) if row.decided_by else None
    return ReceivedMail(
        row.id, row.digest, row.mailbox, row.message_id, row.at, row.sender, row.subject, row.body,
        row.state, row.why, row.raw, row.case_id, by,
    )  # fmt: skip


# ------------------------------------------------------------------ how far a mailbox was read


def place(tx: Transaction, mailbox: str) -> MailPlace | None:
    """None for a mailbox that was never read."""
    row = tx.first(sa.select(mailbox_places).where(mailbox_places.c.mailbox == mailbox))
    return MailPlace(row.uid_validity, row.uid) if row else None


def set_place(tx: Transaction, mailbox: str, at: MailPlace) -> None:
    tx.run(_SET_PLACE, mailbox=mailbox, validity=at.uid_validity, uid=at.uid)


# ------------------------------------------------------------------ what comes back


def note_bounce(tx: Transaction, email: str, at: datetime) -> None:
    tx.run(_NOTE_BOUNCE, email=email, at=at)


def forget_bounce(tx: Transaction, email: str) -> None:
    tx.run("DELETE FROM bounced_addresses WHERE email = :email", email=email)


def bounced_at(tx: Transaction, email: str) -> datetime | None:
    """When a mail to an address came back last; None since one came from there."""
    row = tx.run(_BOUNCED_AT, email=email).fetchone()
    return to_instant(row[0]) if row else None
