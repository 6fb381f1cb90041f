"""Fetching mails from mailboxes: a job for each, which one worker at a time does."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

from runner.clock import Clock
from runner.delivery.incoming.mailboxes import ImapAccess, Mailbox
from runner.errors import ChannelError
from runner.model import Job, MailboxLook, MailPlace, Person, Reporting
from runner.people.permissions import require
from runner.store import Database, incoming_mails

log = logging.getLogger("caselane.mail")

MOST_AT_ONCE = 1_000
"""Mails that a job takes in; the next one goes on a minute later."""

TRIES = 5
"""How often in a row a mailbox may fail before it is an incident."""

UNREAD = "A mailbox cannot be read"
"""The incident; over with the next time that it is read, or once the file does not name it."""

LONGEST_FAILURE = 500
"""Characters of what is kept of what a server says."""

LOOK_BACK = timedelta(days=2)
"""How far is looked back where a server has numbered its mails anew."""


class Folder(Protocol):
    """A folder of a mail server, such as `imap.ImapFolder`."""

    def end(self) -> MailPlace: ...
    def after(self, uid: int) -> list[int]: ...
    def since(self, day: date) -> list[int]: ...
    def size(self, uid: int) -> int: ...
    def raw(self, uid: int) -> bytes: ...


class TakesMail(Reporting, Protocol):
    """The floor of cases."""

    @property
    def largest_mail(self) -> int: ...
    def take_mail(self, mailbox: str, raw: bytes, place: MailPlace | None = None) -> object: ...
    def skip_mail(
        self, mailbox: str, digest: str, size: int, place: MailPlace | None
    ) -> object: ...


@dataclass(frozen=True, slots=True)
class MailboxLine:
    """A mailbox with when it was looked into last (None for never), when the last mail came to it,
    and how many of its mails wait for a person."""

    box: Mailbox
    look: MailboxLook | None
    last_at: datetime | None
    waiting: int


Connect = Callable[[ImapAccess], AbstractContextManager[Folder]]


class MailFetching:
    def __init__(
        self,
        db: Database,
        mailboxes: Mapping[str, Mailbox],
        cases: TakesMail,
        connect: Connect,
        clock: Clock,
    ):
        self._db = db
        self._mailboxes = mailboxes
        self._cases = cases
        self._connect = connect
        self._clock = clock

    def fetch(self, job: Job) -> None:
        """Takes in what is new in a mailbox. A server that does not answer is asked again in a
        minute; if that goes on, it is an incident. Raises StoreError."""
        box = self._mailboxes.get(job.payload["mailbox"])
        if box is None or box.access is None:  # it was taken out of the file meanwhile
            return
        failures = self._look(box, box.access, partial(self._read, box.name))
        if failures >= TRIES:
            place = f"{box.access.host}:{box.access.port}"
            self._cases.report(None, UNREAD, _unread(box.name, place))

    def mailboxes(self, by: Person) -> list[MailboxLine]:
        """Those of the file, in its order. Raises Forbidden."""
        require(by, "see_health")
        with self._db.read() as tx:
            looks, counts = incoming_mails.looks(tx), incoming_mails.counts(tx)
        return [
            MailboxLine(box, looks.get(name), *counts.get(name, (None, 0)))
            for name, box in self._mailboxes.items()
        ]

    def test(self, mailbox: str, by: Person) -> None:
        """Connects to a mailbox, and notes whether that went well. Raises Forbidden, StoreError."""
        require(by, "see_health")
        box = self._mailboxes.get(mailbox)
        if box is not None and box.access is not None:
            self._look(box, box.access, lambda folder: folder.end())

    def _look(self, box: Mailbox, access: ImapAccess, do: Callable[[Folder], object]) -> int:
        """Does something with the folder of a mailbox. Returns how often in a row it could not be
        read, 0 if it was."""
        try:
            with self._connect(access) as folder:
                do(folder)
            with self._db.write() as tx:
                before = incoming_mails.looks(tx).get(box.name)
                incoming_mails.note_read(tx, box.name, self._clock.now())
            if before is not None and before.failures >= TRIES:
                self._cases.settle(UNREAD, unread_of(box.name))
            return 0
        except ChannelError as error:
            log.warning("mailbox %s: %s", box.name, error)
            with self._db.write() as tx:
                now, said = self._clock.now(), str(error)[:LONGEST_FAILURE]
                return incoming_mails.note_failure(tx, box.name, now, said)

    def _read(self, mailbox: str, folder: Folder) -> None:
        """Mails that were there before the first look are left alone."""
        end = folder.end()
        with self._db.read() as tx:
            place = incoming_mails.place(tx, mailbox)
        if place is None:
            with self._db.write() as tx:
                incoming_mails.set_place(tx, mailbox, end)
            return
        if place.uid_validity == end.uid_validity:
            found = folder.after(place.uid)
        else:
            found = folder.since((self._clock.now() - LOOK_BACK).date())
        for uid in found[:MOST_AT_ONCE]:
            self._take(mailbox, folder, MailPlace(end.uid_validity, uid))

    def _take(self, mailbox: str, folder: Folder, place: MailPlace) -> None:
        size = folder.size(place.uid)
        if size > self._cases.largest_mail:
            digest = hashlib.sha256(f"{mailbox} {place}".encode()).hexdigest()
            self._cases.skip_mail(mailbox, digest, size, place)
        elif raw := folder.raw(place.uid):
            self._cases.take_mail(mailbox, raw, place)


def _unread(mailbox: str, place: str) -> str:
    return (
        f"The mailbox {mailbox} at {place} could not be read {TRIES} times in a row; no mail is "
        "lost, and it is tried each minute. Look whether the server is there, and whether user, "
        "password and folder in CASELANE_MAILBOXES are right; the log says more."
    )


def unread_of(mailbox: str) -> str:
    """How the incident of a mailbox begins, whatever its address: it may have been unread at
    another one."""
    return _unread(mailbox, "\n").partition("\n")[0]
