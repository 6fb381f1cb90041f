"""Mails that came in, each once; how far mailboxes were read; addresses whose mails come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from runner.model import UNDECIDED, MailboxLook, MailPlace, MailState, Person, ReceivedMail
from runner.store.database import Row, Transaction
from runner.store.tables import (
    cases,
    incoming_mails,
    mailbox_looks,
    mailbox_places,
    people,
    to_instant,
)

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
_NOTE_READ = """
    INSERT INTO mailbox_looks (mailbox, at, read_at, failures, failure)
    VALUES (:mailbox, :at, :at, 0, '')
    ON CONFLICT (mailbox) DO UPDATE SET at = excluded.at, read_at = excluded.at, failures = 0,
        failure = ''
"""
_NOTE_FAILURE = """
    INSERT INTO mailbox_looks (mailbox, at, failures, failure) VALUES (:mailbox, :at, 1, :failure)
    ON CONFLICT (mailbox) DO UPDATE SET at = excluded.at, failure = excluded.failure,
        failures = mailbox_looks.failures + 1
    RETURNING failures
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


def decide(tx: Transaction, mail_id: int, state: MailState, by: int | None, at: datetime) -> bool:
    """Ends the waiting of a mail; False where it was decided already. What is kept of it in the
    folder is needed no longer."""
    undecided = sa.and_(incoming_mails.c.id == mail_id, incoming_mails.c.state.in_(UNDECIDED))
    values = {"state": state, "decided_by": by, "decided_at": at, "raw": None}
    return bool(tx.change(incoming_mails.update().where(undecided).values(values)))


_MAIL = (
    sa.select(incoming_mails, people.c.email, people.c.name, cases.c.spam)
    .outerjoin(people, people.c.id == incoming_mails.c.decided_by)
    .outerjoin(cases, cases.c.id == incoming_mails.c.case_id)
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


def counts(tx: Transaction) -> dict[str, tuple[datetime, int]]:
    """When the last mail came to each mailbox, and how many of its mails wait."""
    mail = incoming_mails.c
    waiting = sa.func.sum(sa.case((mail.state == "waiting", 1), else_=0)).label("waiting")
    query = sa.select(mail.mailbox, sa.func.max(mail.at).label("at"), waiting)
    return {row.mailbox: (row.at, row.waiting) for row in tx.all(query.group_by(mail.mailbox))}


def cases_of(tx: Transaction, message_ids: Sequence[str], limit: int = 20) -> list[int]:
    """The cases of mails that have one of these ids, that of the newest mail first. What a mail
    that waits says of itself is not believed."""
    if not message_ids:
        return []
    mail = incoming_mails.c
    these = sa.and_(
        mail.message_id.in_(message_ids), mail.case_id.is_not(None),
        mail.state.not_in(("waiting", "discarded")),
    )  # fmt: skip
    newest = sa.func.max(mail.id).desc()
    query = sa.select(mail.case_id).where(these).group_by(mail.case_id).order_by(newest)
    return [row.case_id for row in tx.all(query.limit(limit))]


def forget_raw_of_machines(tx: Transaction, before: datetime) -> None:
    """What machines wrote is kept whole for a while only: nobody waits for it."""
    old = sa.and_(incoming_mails.c.state == "machine", incoming_mails.c.at < before)
    tx.change(
        incoming_mails.update().where(old, incoming_mails.c.raw.is_not(None)).values(raw=None)
    )


def _read(row: Row) -> ReceivedMail:
    by = Person(row.decided_by, row.email, row.name) if row.decided_by else None
    return ReceivedMail(
        row.id, row.digest, row.mailbox, row.message_id, row.at, row.sender, row.subject, row.body,
        row.state, row.why, row.raw, row.case_id, by, bool(row.spam),
    )  # fmt: skip


# ------------------------------------------------------------------ how far a mailbox was read


def place(tx: Transaction, mailbox: str) -> MailPlace | None:
    """None for a mailbox that was never read."""
    row = tx.first(sa.select(mailbox_places).where(mailbox_places.c.mailbox == mailbox))
    return MailPlace(row.uid_validity, row.uid) if row else None


def set_place(tx: Transaction, mailbox: str, at: MailPlace) -> None:
    tx.run(_SET_PLACE, mailbox=mailbox, validity=at.uid_validity, uid=at.uid)


def note_read(tx: Transaction, mailbox: str, at: datetime) -> None:
    tx.run(_NOTE_READ, mailbox=mailbox, at=at)


def note_failure(tx: Transaction, mailbox: str, at: datetime, failure: str) -> int:
    """Returns how often in a row the mailbox could not be read."""
    return tx.run(_NOTE_FAILURE, mailbox=mailbox, at=at, failure=failure).fetchone()[0]


def looks(tx: Transaction) -> dict[str, MailboxLook]:
    """When each mailbox was looked into last, by name."""
    found = tx.all(sa.select(mailbox_looks))
    return {
        row.mailbox: MailboxLook(row.at, row.read_at, row.failures, row.failure) for row in found
    }


# ------------------------------------------------------------------ what comes back


def note_bounce(tx: Transaction, email: str, at: datetime) -> None:
    tx.run(_NOTE_BOUNCE, email=email, at=at)


def forget_bounce(tx: Transaction, email: str) -> None:
    tx.run("DELETE FROM bounced_addresses WHERE email = :email", email=email)


def bounced_at(tx: Transaction, email: str) -> datetime | None:
    """When a mail to an address came back last; None since one came from there."""
    row = tx.run(_BOUNCED_AT, email=email).fetchone()
    return to_instant(row[0]) if row else None
