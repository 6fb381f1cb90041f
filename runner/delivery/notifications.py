"""Who is told what: rows written with the change they follow from, sent by jobs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from runner.clock import Clock
from runner.delivery.channels import Channel
from runner.delivery.jobs import NOTIFY, Jobs
from runner.model import Case, NewJob, Notification, Page, Person, page
from runner.store import Database, Transaction, messages, people

WaysIn = Callable[[Notification], Sequence[tuple[str, str]]]
"""The links that a message carries, each with what it does."""


class Notifications:
    def __init__(self, db: Database, jobs: Jobs, channel: Channel | None, clock: Clock):
        self._db = db
        self._jobs = jobs
        self._channel = channel
        self._clock = clock
        self._taken: set[int] = set()
        """What a server took, and the database did not yet take note of."""

    def tell(
        self,
        tx: Transaction,
        person: Person,
        subject: str,
        body: str,
        at: datetime,
        *,
        case: Case | None = None,
        element: str = "",
        quiet: bool = False,
    ) -> None:
        """Writes a notification and, with a channel, the job that sends it. `quiet`: should that
        fail for good, nobody is told; else word of failing mails would be mails that fail."""
        note = Notification(0, person, case.id if case else None, element, subject, body, at)
        id = messages.notify(tx, note)
        if self._channel is not None:
            payload = {"notification": id, **({"quiet": True} if quiet else {})}
            self._jobs.enqueue(tx, NewJob(NOTIFY, f"{NOTIFY}:{id}", at, payload=payload))

    def tell_roles(
        self, tx: Transaction, roles: tuple[str, ...], subject: str, body: str, at: datetime
    ) -> None:
        """Tells of trouble."""
        for person in people.with_roles(tx, roles):
            self.tell(tx, person, subject, body, at, quiet=True)

    def deliver(self, id: int, ways_in: WaysIn) -> None:
        """Sends a notification that was not sent yet, with the links that lead on from it. Whoever
        could not note that notes it the next time. Raises ChannelError."""
        with self._db.read() as tx:
            note = messages.notification(tx, id)
        if note is None or note.sent_at is not None or self._channel is None:
            return
        if id not in self._taken:
            self._channel.send(replace(note, body=_with_links(note.body, ways_in(note))))
            self._taken.add(id)
        with self._db.write() as tx:
            messages.mark_sent(tx, id, self._clock.now())
        self._taken.discard(id)

    def of(self, person: Person, before: int | None = None, limit: int = 50) -> Page[Notification]:
        """Somebody's own notifications, newest first."""
        with self._db.read() as tx:
            found = messages.notifications_of(tx, person.id, before, limit + 1)
        return page(found, limit, lambda note: note.id)

    def unread(self, person: Person) -> int:
        with self._db.read() as tx:
            return messages.unread(tx, person.id)

    def mark_read(self, person: Person, newest: int) -> None:
        """Everything that somebody was told up to a notification: the newest one that they saw."""
        with self._db.write() as tx:
            messages.mark_read(tx, person.id, newest, self._clock.now())


def subject_for(person: Person, case: Case, what: str) -> str:
    """The subject of word of a case: `[C-1016] Printer on fire`. Customers get that alone, so that
    their mail programs keep all of a case together; others also see at once what happened."""
    about = f"[{case.number}] {case.subject}"
    return about if person.id == case.customer.id else f"{about}: {what}"


def recipients(tx: Transaction, case: Case, to: str) -> list[Person]:
    """The people whom `to`, a list such as `owner, lead`, means for a case, each once.

    An owner who is missing or away is covered by the leads.
    """
    found: dict[int, Person] = {}
    for word in (part.strip().lower() for part in to.split(",")):
        if word == "customer":
            found[case.customer.id] = case.customer
            continue
        owner = case.owner
        if word == "owner" and owner and owner.active:
            found[owner.id] = owner
        if word != "owner" or owner is None or owner.away or not owner.active:
            role = "lead" if word == "owner" else word
            found |= {person.id: person for person in people.with_roles(tx, [role])}
    return list(found.values())


def _with_links(body: str, links: Sequence[tuple[str, str]]) -> str:
    return "\n\n".join([body, *(f"{label}:\n{url}" for label, url in links)])


_PLACEHOLDER = re.compile(r"\{(\w+)\}", re.ASCII)


def fill(text: str, values: Mapping[str, Any]) -> str:
    """A text of the diagram with `{name}` replaced where the name is known. Nothing else: what is
    filled in is never looked at again."""

    def known(match: re.Match[str]) -> str:
        value = values.get(match[1])
        return match[0] if value is None else str(value)

    return _PLACEHOLDER.sub(known, text)
