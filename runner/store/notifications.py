"""Notifications, how they were sent, and how each person wants to be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from runner.model import MAIL, Delivery, MailTimes, Notification, Person
from runner.store.database import Row, Transaction
from runner.store.people import by_id
from runner.store.tables import (
    cases,
    deliveries,
    instant,
    jobs,
    notification_settings,
    notifications,
    people,
    to_instant,
)

_ADD = """
    INSERT INTO notifications
        (case_id, person_id, element, subject, body, created_at, topic, count, figure_view_id,
        message_id)
    VALUES (:case_id, :person_id, :element, :subject, :body, :created_at, :topic, :count, :view,
        :message)
    RETURNING id
"""
_ADD_DELIVERY = """
    INSERT INTO deliveries (notification_id, way, job_key, queued_at, sent_at, held_until)
    VALUES (:id, :way, :job_key, :queued_at, :sent_at, :held_until)
"""
_UNREAD_ABOUT = """
    SELECT n.id, n.count, d.way, d.queued_at, COALESCE(d.sent_at, n.sent_at)
    FROM notifications n LEFT JOIN deliveries d ON d.notification_id = n.id
    WHERE n.person_id = :person AND n.case_id = :case_id AND n.read_at IS NULL
    AND n.topic = :topic
"""


def add(tx: Transaction, note: Notification) -> int:
    """Keeps a notification; its `id` and `deliveries` are not looked at. Returns its new id."""
    row = tx.run(
        _ADD, case_id=note.case_id, person_id=note.person.id, element=note.element,
        subject=note.subject, body=note.body, created_at=note.created_at, topic=note.topic,
        count=note.count, view=note.figure_view_id, message=note.message_id,
    ).fetchone()  # fmt: skip
    assert row is not None
    return row[0]


def add_delivery(tx: Transaction, notification_id: int, delivery: Delivery, job_key: str) -> None:
    """`job_key` is that of the job that sends it."""
    tx.run(
        _ADD_DELIVERY, id=notification_id, way=delivery.way, job_key=job_key,
        queued_at=delivery.queued_at, sent_at=delivery.sent_at, held_until=delivery.held_until,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unread:
    """An unread line whose place a new notice takes: how many notices it stands for, and when and
    how it was sent, if it was."""

    id: int
    count: int
    way: str | None
    queued_at: datetime | None
    sent_at: datetime | None


def unread_about(tx: Transaction, person: int, case_id: int, topic: str) -> Unread | None:
    """A person's unread line about a topic of a case."""
    row = tx.run(_UNREAD_ABOUT, person=person, case_id=case_id, topic=topic).fetchone()
    if row is None:
        return None
    notification_id, count, way, queued_at, sent_at = row
    return Unread(notification_id, count, way, to_instant(queued_at), to_instant(sent_at))


def remove(tx: Transaction, notification_id: int) -> None:
    tx.run("DELETE FROM notifications WHERE id = :id", id=notification_id)


# ------------------------------------------------------------------ reading

NOTIFICATION = sa.select(
    notifications, people.c.email, people.c.name, people.c.language, people.c.zone
).join(people, people.c.id == notifications.c.person_id)


def of_person(
    tx: Transaction, person: int, before: int | None = None, limit: int = 50
) -> list[Notification]:
    """A person's notifications, newest first, below the id `before`."""
    query = NOTIFICATION.where(notifications.c.person_id == person)
    if before is not None:
        query = query.where(notifications.c.id < before)
    found = [
        read_line(row) for row in tx.all(query.order_by(notifications.c.id.desc()).limit(limit))
    ]
    sent = _deliveries_of(tx, [note.id for note in found])
    return [replace(note, deliveries=tuple(sent.get(note.id, ()))) for note in found]


# Each page asks these two, and therefore as text.
_UNREAD = "SELECT count(*) FROM notifications WHERE person_id = :person AND read_at IS NULL"
_UNREAD_OF_CASE = """
    SELECT max(id), min(created_at) FROM notifications
    WHERE person_id = :person AND read_at IS NULL AND case_id = :case_id
"""


def unread(tx: Transaction, person: int) -> int:
    return tx.run(_UNREAD, person=person).fetchone()[0]


def unread_of_case(tx: Transaction, person: int, case_id: int) -> tuple[int, datetime] | None:
    """The id of the newest unread notification about a case, and when the oldest one came."""
    newest, oldest = tx.run(_UNREAD_OF_CASE, person=person, case_id=case_id).fetchone()
    return None if newest is None else (newest, instant(oldest))


def mark_read(
    tx: Transaction, person: int, newest: int, at: datetime, case_id: int | None = None
) -> None:
    """Marks a person's notifications up to an id as read: all of them, or those about a case."""
    up_to = sa.and_(_unread_of(person, case_id), notifications.c.id <= newest)
    tx.change(notifications.update().where(up_to).values(read_at=at))


def _unread_of(person: int, case_id: int | None = None) -> sa.ColumnElement[bool]:
    """What a person has not read yet: everything, or about one case."""
    mine = sa.and_(notifications.c.person_id == person, notifications.c.read_at.is_(None))
    return mine if case_id is None else sa.and_(mine, notifications.c.case_id == case_id)


def read_line(row: Row) -> Notification:
    person = Person(
        row.person_id, row.email, row.name, language=row.language or "", zone=row.zone or ""
    )
    return Notification(
        row.id, person, row.case_id, row.element, row.subject, row.body, row.created_at,
        row.read_at, row.sent_at, row.topic, row.count, figure_view_id=row.figure_view_id,
        message_id=row.message_id,
    )  # fmt: skip


def forget(tx: Transaction, person: int, case_id: int) -> None:
    """Takes away what a person was to be told of a case, sent or not."""
    of = sa.and_(notifications.c.person_id == person, notifications.c.case_id == case_id)
    ids = sa.select(notifications.c.id).where(of)
    tx.change(deliveries.delete().where(deliveries.c.notification_id.in_(ids)))
    tx.change(notifications.delete().where(of))


# ------------------------------------------------------------------ sending


def to_send(tx: Transaction, notification_id: int, way: str) -> Notification | None:
    """The notification, its person with roles, unless it is gone, was sent that way before, its
    person was removed, or its case is marked as spam by now."""
    delivered = sa.and_(deliveries.c.notification_id == notification_id, deliveries.c.way == way)
    row = tx.first(
        NOTIFICATION.add_columns(deliveries.c.sent_at.label("delivered_at"))
        .join(deliveries, delivered, isouter=True)
        .where(notifications.c.id == notification_id, people.c.active, of_no_spam())
    )
    if row is None or row.delivered_at or (way == MAIL and row.sent_at):
        return None
    [note] = with_roles(tx, [read_line(row)])
    return note


def with_roles(tx: Transaction, notes: Sequence[Notification]) -> list[Notification]:
    """Notifications of one person, who is read whole for all of them."""
    person = by_id(tx, notes[0].person.id) if notes else None
    return [replace(note, person=person or note.person) for note in notes]


def of_no_spam() -> sa.ColumnElement[bool]:
    marked = sa.select(cases.c.id).where(cases.c.id == notifications.c.case_id, cases.c.spam)
    return sa.not_(marked.exists())


def mark_sent(tx: Transaction, ids: Collection[int], way: str, at: datetime) -> None:
    theirs = sa.and_(deliveries.c.notification_id.in_(ids), deliveries.c.way == way)
    tx.change(deliveries.update().where(theirs).values(sent_at=at))
    if way == MAIL:
        tx.change(notifications.update().where(notifications.c.id.in_(ids)).values(sent_at=at))


def _deliveries_of(tx: Transaction, ids: Sequence[int]) -> Mapping[int, list[Delivery]]:
    """A delivery is sent, or its job waits, or is a dead letter: what the job says is not kept
    twice."""
    query = (
        sa.select(deliveries, notifications.c.sent_at.label("mailed_at"), jobs.c.dead, jobs.c.error)
        .join(notifications, notifications.c.id == deliveries.c.notification_id)
        .join(jobs, jobs.c.key == deliveries.c.job_key, isouter=True)
        .where(deliveries.c.notification_id.in_(ids))
    )
    found: dict[int, list[Delivery]] = {}
    for row in tx.all(query) if ids else ():
        sent_at = row.sent_at or (row.mailed_at if row.way == MAIL else None)
        state = "sent" if sent_at else "failed" if row.dead else "queued"
        error = None if sent_at else row.error
        found.setdefault(row.notification_id, []).append(
            Delivery(row.way, state, row.queued_at, sent_at, error, row.held_until)
        )
    return found


# ------------------------------------------------------------------ preferences

_WAYS = """
    SELECT p.id, s.way, p.language, p.zone, m.quiet_from, m.quiet_until, m.digest_at, m.urgent
    FROM people p LEFT JOIN notification_settings s ON s.person_id = p.id AND s.topic = :topic
    LEFT JOIN mail_times m ON m.person_id = p.id
    WHERE p.id IN ({})
"""
_SET_WAY = """
    INSERT INTO notification_settings (person_id, topic, way) VALUES (:person, :topic, :way)
    ON CONFLICT (person_id, topic) DO UPDATE SET way = excluded.way
"""


@dataclass(frozen=True, slots=True)
class ToldHow:
    """`way` is None for who chose none; `language` and `zone` are '' likewise. `times` is None for
    whose mails wait for nothing."""

    way: str | None
    language: str
    zone: str
    times: MailTimes | None = None


def ways(tx: Transaction, persons: Iterable[int], topic: str) -> dict[int, ToldHow]:
    """How some people are told of a topic, by their ids."""
    names: dict[str, Any] = {f"person{i}": person for i, person in enumerate(persons)}
    if not names:
        return {}
    wanted = ", ".join(f":{name}" for name in names)
    rows = tx.run(_WAYS.format(wanted), topic=topic, **names).fetchall()
    return {row[0]: ToldHow(row[1], row[2] or "", row[3] or "", _times(*row[4:])) for row in rows}


def _times(begin: str | None, end: str | None, digest: str | None, urgent: Any) -> MailTimes | None:
    if begin is None or end is None or digest is None:
        return None
    return MailTimes(begin, end, digest, frozenset(orjson.loads(urgent)))


def ways_of(tx: Transaction, person: int) -> dict[str, str]:
    """The ways that a person chose, by topic."""
    mine = notification_settings.c.person_id == person
    query = sa.select(notification_settings.c.topic, notification_settings.c.way).where(mine)
    return {row.topic: row.way for row in tx.all(query)}


def set_way(tx: Transaction, person: int, topic: str, way: str) -> None:
    tx.run(_SET_WAY, person=person, topic=topic, way=way)
