"""When each person gets mails, and the mails that wait for it. Decision 0320."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from runner.model import MAIL, MailTimes, Notification
from runner.store.database import Row, Transaction
from runner.store.notifications import NOTIFICATION, of_no_spam, read_line, with_roles
from runner.store.tables import deliveries, mail_times, notifications, people


def times_of(tx: Transaction, person: int) -> MailTimes:
    row = tx.first(sa.select(mail_times).where(mail_times.c.person_id == person))
    return _read(row) if row else MailTimes()


def set_times(tx: Transaction, person: int, times: MailTimes) -> None:
    tx.change(mail_times.delete().where(mail_times.c.person_id == person))
    if times == MailTimes():
        return
    values = {
        "person_id": person, "quiet_from": times.quiet_from, "quiet_until": times.quiet_until,
        "digest_at": times.digest_at, "urgent": sorted(times.urgent),
    }  # fmt: skip
    tx.change(mail_times.insert().values(values))


def _read(row: Row) -> MailTimes:
    return MailTimes(row.quiet_from, row.quiet_until, row.digest_at, frozenset(row.urgent))


# ------------------------------------------------------------------ what waits

_WAITS = sa.and_(
    deliveries.c.held_until.is_not(None),
    deliveries.c.gathered_into.is_(None),
    deliveries.c.sent_at.is_(None),
)


def waiting(tx: Transaction, person: int, after: datetime) -> list[tuple[int, str]]:
    """The ids and topics of a person's lines whose mails wait until later than an instant."""
    query = (
        sa.select(notifications.c.id, notifications.c.topic)
        .join(deliveries, deliveries.c.notification_id == notifications.c.id)
        .where(_WAITS, deliveries.c.held_until > after, notifications.c.person_id == person)
        .order_by(notifications.c.id)
    )
    return [(row.id, row.topic) for row in tx.all(query)]


def hold(tx: Transaction, notification_id: int, until: datetime) -> bool:
    """False for a mail of an earlier version, which has no delivery that could wait."""
    held = deliveries.update().where(_mail_of(notification_id)).values(held_until=until)
    return tx.change(held) > 0


def nth_newest_mail(tx: Transaction, person: int, nth: int, since: datetime) -> datetime | None:
    """When the nth newest mail was sent to a person, of those after an instant; None where there
    are fewer. Lines that went together are one."""
    mail = sa.func.coalesce(deliveries.c.gathered_into, deliveries.c.notification_id)
    query = (
        sa.select(deliveries.c.sent_at)
        .join(notifications, notifications.c.id == deliveries.c.notification_id)
        .where(notifications.c.person_id == person)
        .where(deliveries.c.way == MAIL, deliveries.c.sent_at > since)
        .group_by(mail, deliveries.c.sent_at)
        .order_by(deliveries.c.sent_at.desc())
        .offset(nth - 1)
        .limit(1)
    )
    return tx.value(query)


def is_of_another(tx: Transaction, notification_id: int) -> bool:
    """Whether the mail of a line went, or goes, with that of another one."""
    row = tx.first(sa.select(deliveries.c.gathered_into).where(_mail_of(notification_id)))
    return row is not None and row.gathered_into not in (None, notification_id)


def gather(tx: Transaction, first: int, job_key: str, now: datetime) -> None:
    """Puts all lines of the person of the line `first` whose mails waited long enough into one
    mail, which the job with this key sends. Of two workers each line is with one."""
    person = sa.select(notifications.c.person_id).where(notifications.c.id == first)
    theirs = sa.select(notifications.c.id).where(
        notifications.c.person_id == person.scalar_subquery()
    )
    ready = sa.and_(
        _WAITS, deliveries.c.held_until <= now, deliveries.c.way == MAIL,
        deliveries.c.notification_id.in_(theirs),
    )  # fmt: skip
    tx.change(deliveries.update().where(ready).values(gathered_into=first, job_key=job_key))


def gathered(tx: Transaction, first: int) -> list[Notification]:
    """The lines of a mail that are still to be sent, oldest first, their person with roles: not
    those of who was removed, nor of cases that are marked as spam by now."""
    query = (
        NOTIFICATION.join(deliveries, deliveries.c.notification_id == notifications.c.id)
        .where(deliveries.c.gathered_into == first, deliveries.c.sent_at.is_(None))
        .where(people.c.active, of_no_spam())
        .order_by(notifications.c.id)
    )
    return with_roles(tx, [read_line(row) for row in tx.all(query)])


def _mail_of(notification_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(deliveries.c.notification_id == notification_id, deliveries.c.way == MAIL)
