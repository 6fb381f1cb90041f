"""Sends notifications: what the jobs that `notifications` enqueues do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from runner.clock import Clock
from runner.delivery.channels import Channel, Links
from runner.delivery.gathered_mails import as_one
from runner.delivery.jobs import recording
from runner.delivery.mail_hours import MailHours
from runner.errors import ChannelError
from runner.model import MAIL, Job, Notification, Person
from runner.store import Database, mail_time_rows, notifications

FindLinks = Callable[[Notification], Links]
"""Gives the links that a notification carries."""

Prepare = Callable[[Notification, str], Notification | None]
"""Puts in what goes out with a notification that way. None: its person may not see that any more,
and gets nothing. Raises ChannelError where it cannot be made."""

AddFiles = Callable[[Notification, str], Notification]
"""Puts in the files of its message, where it goes out alone that way."""

SpeakingTo = Callable[[Person], AbstractContextManager[None]]
"""In the language of a person."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a notification gets before it goes out: what it shows, and its links, in the language of
    its person."""

    find_links: FindLinks
    prepare: Prepare
    add_files: AddFiles
    speaking_to: SpeakingTo


class Sender:
    def __init__(
        self, db: Database, channels: Mapping[str, Channel], preparation: Preparation,
        hours: MailHours, clock: Clock,
    ):  # fmt: skip
        self._db = db
        self._channels = channels
        self._preparation = preparation
        self._hours = hours
        self._clock = clock
        self._unrecorded: dict[str, tuple[list[int], str]] = {}
        """The notifications that were taken and the way that they went, by the key of their job,
        which the database did not yet record."""

    def send(self, job: Job) -> None:
        """Sends a notification that was not sent yet. Raises ChannelError, and NotRecorded: then
        the next attempt records that it was sent, and sends it no more."""
        self._record(job.key)
        if job.payload.get("held"):
            self._send_gathered(job, job.payload["notification"])
            return
        notification_id, way = job.payload["notification"], job.payload.get("way", MAIL)
        with self._db.read() as tx:
            note = notifications.to_send(tx, notification_id, way)
        if note is None or (way == MAIL and self._hours.put_off(note)):
            return
        prepared = self._preparation.prepare(note, way)
        if prepared is None:
            self._withdraw(note)
            return
        with self._preparation.speaking_to(prepared.person):
            self._hand_over(self._preparation.add_files(prepared, way), way)
        self._unrecorded[job.key] = [notification_id], way
        self._record(job.key)

    def _record(self, key: str) -> None:
        """What was taken for the job with this key, if there is something unrecorded."""
        if key in self._unrecorded:
            ids, way = self._unrecorded[key]
            with recording(), self._db.write() as tx:
                notifications.mark_sent(tx, ids, way, self._clock.now())
            del self._unrecorded[key]

    def _send_gathered(self, job: Job, first: int) -> None:
        """Sends all that waited for its person in one mail, once. What cannot be made now is tried
        again with the job, and keeps the rest from nothing."""
        with self._db.read() as tx:
            if mail_time_rows.is_of_another(tx, first):
                return
        with self._db.write() as tx:
            mail_time_rows.gather(tx, first, job.key, self._clock.now())
            notes = mail_time_rows.gathered(tx, first)
        ready, failed = self._prepared(notes)
        if ready:
            with self._preparation.speaking_to(ready[0].person):
                self._hand_over(self._one_of(first, ready), MAIL)
            self._unrecorded[job.key] = [note.id for note in ready], MAIL
            self._record(job.key)
        if failed:
            raise failed

    def _one_of(self, first: int, ready: Sequence[Notification]) -> Notification:
        if ready[1:]:
            return as_one(first, ready, self._preparation.find_links)
        return self._preparation.add_files(ready[0], MAIL)

    def _prepared(
        self, notes: Sequence[Notification]
    ) -> tuple[list[Notification], ChannelError | None]:
        """Those that can be sent, and what kept the last of the others from it."""
        ready: list[Notification] = []
        failed = None
        for note in notes:
            try:
                prepared = self._preparation.prepare(note, MAIL)
            except ChannelError as error:
                failed = error
                continue
            if prepared is None:
                self._withdraw(note)
            else:
                ready.append(prepared)
        return ready, failed

    def _withdraw(self, note: Notification) -> None:
        with self._db.write() as tx:
            notifications.remove(tx, note.id)

    def _hand_over(self, note: Notification, way: str) -> None:
        name, _, address = way.partition(":")
        channel = self._channels.get(name)
        if channel is None:
            raise ChannelError(f"No channel '{name}' is set up on this node.")
        channel.send(note, self._preparation.find_links(note), address)
