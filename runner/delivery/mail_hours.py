"""When mails of what is told go: the quiet hours and the digest of each person. Decision 0320."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Any

from runner.clock import Clock
from runner.delivery.jobs import NOTIFY, Jobs
from runner.errors import InvalidInput
from runner.language import _, zone_of
from runner.model import (
    MAIL,
    TIME_OF_DAY,
    TOPICS,
    Delivery,
    MailTimes,
    NewJob,
    Notification,
    Person,
)
from runner.store import Database, Transaction, mail_time_rows, notifications

_ABOUT = "Mails that waited for a digest, for the end of quiet hours or for room in an hour"
"""What an incident calls them: many that fail of one cause are one."""

AN_HOUR = timedelta(hours=1)


class MailHours:
    """`office` is the time zone of people who chose none, `most` how many mails go to one address
    within an hour (0: any number)."""

    def __init__(self, db: Database, jobs: Jobs, office: tzinfo, clock: Clock, most: int):
        self._db = db
        self._jobs = jobs
        self._office = office
        self._clock = clock
        self._most = most

    def of(self, person: Person) -> MailTimes:
        with self._db.read() as tx:
            return mail_time_rows.times_of(tx, person.id)

    def change(self, person: Person, wanted: MailTimes) -> MailTimes:
        """Sets all times of a person. What waits goes by the new ones. Raises InvalidInput, naming
        each field that is wrong; then nothing is changed."""
        if errors := _wrong(wanted, person):
            raise InvalidInput(errors)
        with self._db.write() as tx:
            mail_time_rows.set_times(tx, person.id, wanted)
            self._move(tx, person, wanted)
        return wanted

    def release(
        self, person: Person, times: MailTimes | None, topic: str, at: datetime
    ) -> datetime | None:
        """Until when a mail waits that is written at an instant. None: it goes at once."""
        if times is None:
            return None
        goes = times.release(topic, at, zone_of(person.zone) or self._office)
        return goes if goes > at else None

    def hold(self, tx: Transaction, note_id: int, until: datetime, at: datetime) -> None:
        """Has the mail of a line go at an instant, with all others that wait for it."""
        waits = Delivery(MAIL, "queued", at, held_until=until)
        notifications.add_delivery(tx, note_id, waits, _key(note_id))
        self._put(tx, note_id, until)

    def put_off(self, note: Notification) -> bool:
        """Has a mail that is about to go wait with others where too many went to its person within
        the last hour; room that comes in their quiet hours is used after them. Returns whether
        it does."""
        person = note.person
        with self._db.read() as tx:
            room = self._room(tx, person)
            times = mail_time_rows.times_of(tx, person.id)
        if room is None:
            return False
        until = self.release(person, times, note.topic, room) or room
        with self._db.write() as tx:
            if not mail_time_rows.hold(tx, note.id, until):
                return False
            self._put(tx, note.id, until)
        return True

    def _room(self, tx: Transaction, person: Person) -> datetime | None:
        """When one more mail may go to a person; None: at once."""
        if not self._most:
            return None
        since = self._clock.now() - AN_HOUR
        sent_at = mail_time_rows.nth_newest_mail(tx, person.id, self._most, since)
        return None if sent_at is None else sent_at + AN_HOUR

    def _move(self, tx: Transaction, person: Person, times: MailTimes) -> None:
        now = self._clock.now()
        room = self._room(tx, person) or now
        for note_id, topic in mail_time_rows.waiting(tx, person.id, now):
            until = self.release(person, times, topic, room) or room
            mail_time_rows.hold(tx, note_id, until)
            self._put(tx, note_id, until)

    def _put(self, tx: Transaction, note_id: int, until: datetime) -> None:
        payload = {"notification": note_id, "way": MAIL, "held": True, "about": _ABOUT}
        self._jobs.enqueue(tx, NewJob(NOTIFY, _key(note_id), until, None, payload, NOTIFY))


def _key(note_id: int) -> str:
    return f"{NOTIFY}:{note_id}"


def _wrong(wanted: MailTimes, person: Person) -> dict[str, Any]:
    times = {name: getattr(wanted, name) for name in ("quiet_from", "quiet_until", "digest_at")}
    errors: dict[str, Any] = {
        name: [_("has to be a time such as 07:30")]
        for name, value in times.items()
        if value and not TIME_OF_DAY.fullmatch(value)
    }
    if bool(wanted.quiet_from) != bool(wanted.quiet_until):
        missing = "quiet_until" if wanted.quiet_from else "quiet_from"
        errors[missing] = [_("is missing: quiet hours have a beginning and an end")]
    elif wanted.quiet_from and wanted.quiet_from == wanted.quiet_until:
        errors["quiet_until"] = [_("has to be another time than the beginning")]
    theirs = {topic.name for topic in TOPICS.values() if topic.roles & person.roles}
    if others := sorted(wanted.urgent - theirs):
        named = ", ".join(name[:60] for name in others[:3])
        errors["urgent"] = [_("%(topics)s is no topic of yours", topics=named)]
    return errors
