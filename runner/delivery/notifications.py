"""Who is told what: lines written with the change they follow from, and how they go out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from runner.clock import Clock
from runner.delivery.channels import Channel
from runner.delivery.jobs import Jobs, kind_of
from runner.delivery.mail_hours import MailHours
from runner.errors import InvalidInput, StoreError
from runner.language import N_, Languages, _, speaking, zone_of
from runner.model import (
    ALL_ROLES,
    APP,
    MAIL,
    NOTHING,
    TOPICS,
    Case,
    Delivery,
    MailTimes,
    NewJob,
    Notice,
    Notification,
    Page,
    Person,
    Preference,
    Way,
    page,
    team_named,
)
from runner.store import Database, Transaction, notifications, people, teams
from runner.store.notifications import Unread

SENT_AGAIN = timedelta(days=1)
"""After which a line that is still unread and counts on is sent once more: see decision 0171."""

DEFAULT = MAIL
"""The way of those who chose none. Where no mail is set up, it is the application."""

_ALWAYS = (Way(NOTHING, N_("Nothing"), ALL_ROLES), Way(APP, N_("In the application"), ALL_ROLES))


class Notifications:
    def __init__(
        self, db: Database, sending: tuple[Jobs, MailHours], channels: Mapping[str, Channel],
        languages: Languages, clock: Clock,
    ):  # fmt: skip
        """`sending` is where what goes out is put, and when mails go."""
        self._db = db
        self._jobs, self.mail_hours = sending
        self._languages = languages
        self._clock = clock
        self.preferences = Preferences(db, channels)

    def tell(self, tx: Transaction, persons: Iterable[Person], notice: Notice) -> None:
        """Writes a line for each person who wants to be told of the topic, and a job for each that
        goes out. A chat room that several of them chose gets one post."""
        posted: set[str] = set()
        for person, way, times in self.preferences.ways(tx, list(persons), notice.topic):
            if way == NOTHING:
                continue
            replaced = _replaced(tx, person, notice)
            with self.speaking_to(person):
                line = _line(person, notice, replaced)
            note_id = notifications.add(tx, line)
            if replaced:  # only now: no id is given out twice, and a page knows what it has shown
                notifications.remove(tx, replaced.id)
            if way != APP and way not in posted:
                waits = way == MAIL and self.mail_hours.release(
                    person, times, notice.topic, notice.at
                )
                self._send(tx, note_id, (way, waits or None), notice, replaced)
            if ":" in way:
                posted.add(way)

    def speaking_to(self, person: Person) -> AbstractContextManager[None]:
        """In the language and the time zone in which they are told, also by whoever looks ahead."""
        return speaking(self._languages.get(person.language), zone_of(person.zone))

    def _send(
        self, tx: Transaction, note_id: int, route: tuple[str, datetime | None], notice: Notice,
        replaced: Unread | None,
    ) -> None:  # fmt: skip
        """`route` is the way, and until when it waits."""
        way, until = route
        kind = kind_of(way.partition(":")[0])
        key = f"{kind}:{note_id}"
        if replaced and _sent_lately(replaced, way, notice.at):
            sent = Delivery(way, "sent", replaced.queued_at or notice.at, replaced.sent_at)
            notifications.add_delivery(tx, note_id, sent, key)
            return
        if until:
            self.mail_hours.hold(tx, note_id, until, notice.at)
            return
        notifications.add_delivery(tx, note_id, Delivery(way, "queued", notice.at), key)
        payload = {"notification": note_id, "way": way, **({"quiet": True} if notice.quiet else {})}
        self._jobs.enqueue(tx, NewJob(kind, key, notice.at, None, payload, kind))

    def tell_roles(self, tx: Transaction, roles: tuple[str, ...], notice: Notice) -> None:
        self.tell(tx, people.with_roles(tx, roles), notice)

    # ------------------------------------------------------------------ reading

    def of(self, person: Person, before: int | None = None, limit: int = 50) -> Page[Notification]:
        """A person's own notifications, newest first."""
        with self._db.read() as tx:
            found = notifications.of_person(tx, person.id, before, limit + 1)
        return page(found, limit, lambda note: note.id)

    def unread(self, person: Person) -> int:
        with self._db.read() as tx:
            return notifications.unread(tx, person.id)

    def mark_read(self, person: Person, newest: int) -> None:
        """Marks a person's notifications as read, up to the newest one that the person saw."""
        with self._db.write() as tx:
            notifications.mark_read(tx, person.id, newest, self._clock.now())

    def case_opened(self, person: Person, case_id: int) -> datetime | None:
        """Marks what a person was told of a case as read: the person looks at the case itself.
        Returns since when there was something unread. Writes nothing when there is nothing
        unread, nor when the database takes no change now: a case can be looked at on a full disk,
        too."""
        with self._db.read() as tx:
            unread = notifications.unread_of_case(tx, person.id, case_id)
        if unread is None:
            return None
        newest, since = unread
        with suppress(StoreError), self._db.write() as tx:
            notifications.mark_read(tx, person.id, newest, self._clock.now(), case_id)
        return since


def _replaced(tx: Transaction, person: Person, notice: Notice) -> Unread | None:
    """The unread line whose place a notice takes."""
    if notice.case is None or not TOPICS[notice.topic].merged:
        return None
    return notifications.unread_about(tx, person.id, notice.case.id, notice.topic)


def _sent_lately(replaced: Unread, way: str, at: datetime) -> bool:
    sent = replaced.sent_at is not None and replaced.way == way
    return sent and replaced.queued_at is not None and at - replaced.queued_at < SENT_AGAIN


def _line(person: Person, notice: Notice, replaced: Unread | None) -> Notification:
    case = notice.case
    return Notification(
        id=0,
        person=person,
        case_id=case.id if case else None,
        element=notice.element,
        subject=subject_for(person, case, notice.what) if case else str(notice.what),
        body=str(notice.body),
        created_at=notice.at,
        topic=notice.topic,
        count=replaced.count + 1 if replaced else 1,
        figure_view_id=notice.figure_view_id,
        message_id=notice.message_id,
    )


def subject_for(person: Person, case: Case, what: str) -> str:
    """The subject of word of a case: `[C-1016] Printer on fire`. Customers get that alone, so that
    their mail programs keep all of a case together; others also see at once what happened."""
    about = f"[{case.number}] {case.subject}"
    theirs = any(person.id == customer.id for customer in case.customers)
    return about if theirs else f"{about}: {what}"


def recipients(tx: Transaction, case: Case, to: str, at: datetime) -> list[Person]:
    """The recipients `to` of a case, a list such as `owner, lead`, as people, each once.

    An owner who is missing or away is covered by who stands in, and by the leads: those of the
    case's team, if it has any.
    """
    found: dict[int, Person] = {}
    for word in (part.strip().lower() for part in to.split(",")):
        if word == "customer":
            found |= {person.id: person for person in case.customers}
            continue
        owner = case.owner
        if word == "owner" and owner and owner.active:
            found[owner.id] = owner
        if word == "owner" and not _is_here(owner, at):
            found |= {
                person.id: person for person in [*_stand_in(tx, owner, at), *_leads(tx, case)]
            }
        elif word != "owner":
            found |= {person.id: person for person in _those_called(tx, case, word)}
    return list(found.values())


def _those_called(tx: Transaction, case: Case, word: str) -> list[Person]:
    """The members of a team, the leads, or those who have a role."""
    if name := team_named(word):
        team = teams.by_name(tx, name)
        return people.in_teams(tx, team.id) if team else []
    return _leads(tx, case) if word == "lead" else people.with_roles(tx, [word])


def answerable(tx: Transaction, case: Case, at: datetime) -> list[Person]:
    """Who is told of what the customer does: the owner; where there is none, or they are away, who
    stands in, else the team, else the leads (rule 15c)."""
    owner = case.owner
    told = [owner] if owner and owner.active else []
    if _is_here(owner, at):
        return told
    team = people.in_teams(tx, case.team.id) if case.team else []
    present = [person for person in team if not person.is_away(at)]
    cover = _stand_in(tx, owner, at) or present or _leads(tx, case)
    return list({person.id: person for person in [*told, *cover]}.values())


def _is_here(owner: Person | None, at: datetime) -> bool:
    return owner is not None and owner.active and not owner.is_away(at)


def _stand_in(tx: Transaction, owner: Person | None, at: datetime) -> list[Person]:
    found = people.by_id(tx, owner.stand_in_id) if owner and owner.stand_in_id else None
    return [found] if found and _is_here(found, at) else []


def _leads(tx: Transaction, case: Case) -> list[Person]:
    own = people.in_teams(tx, case.team.id, leads=True) if case.team else []
    return own or people.with_roles(tx, ["lead"])


# ------------------------------------------------------------------ by which way


class Preferences:
    """How each person wants to be told of each topic. Data of the person; without a choice, by
    mail."""

    def __init__(self, db: Database, channels: Mapping[str, Channel]):
        self._db = db
        sent = [way for channel in channels.values() for way in channel.ways()]
        self._ways = (*_ALWAYS, *sent)
        self._names = {way.name for way in self._ways}

    def of(self, person: Person) -> tuple[Preference, ...]:
        """For each topic of which the person may be told."""
        with self._db.read() as tx:
            chosen = notifications.ways_of(tx, person.id)
        ways = self._offered(person)
        return tuple(
            Preference(topic, self._usable(chosen.get(topic.name, DEFAULT)), ways)
            for topic in TOPICS.values()
            if topic.roles & person.roles
        )

    def change(self, person: Person, wanted: Mapping[str, str]) -> tuple[Preference, ...]:
        """Sets the ways of some topics. Raises InvalidInput, naming each topic that is wrong; then
        nothing is changed."""
        ways = [way.name for way in self._offered(person)]
        topics = {topic.name for topic in TOPICS.values() if topic.roles & person.roles}
        errors = {
            topic[:60]: [_("is no topic of yours")] for topic in wanted if topic not in topics
        } | {
            topic: [_("has to be one of: %(ways)s", ways=", ".join(ways))]
            for topic, way in wanted.items()
            if topic in topics and way not in ways
        }
        if errors:
            raise InvalidInput(errors)
        with self._db.write() as tx:
            for topic, way in wanted.items():
                notifications.set_way(tx, person.id, topic, way)
        return self.of(person)

    def ways(
        self, tx: Transaction, persons: Sequence[Person], topic: str
    ) -> Iterator[tuple[Person, str, MailTimes | None]]:
        """Each person, with how they read, the way that they are told of a topic now, and when
        they get mails."""
        chosen = notifications.ways(tx, [person.id for person in persons], topic)
        for person in persons:
            how = chosen[person.id]
            read_by = replace(person, language=how.language, zone=how.zone)
            yield read_by, self._usable(how.way or DEFAULT), how.times

    def _offered(self, person: Person) -> tuple[Way, ...]:
        return tuple(way for way in self._ways if way.roles & person.roles)

    def _usable(self, way: str) -> str:
        """The way, while its channel is set up; else the default, else the application."""
        return next(name for name in (way, DEFAULT, APP) if name in self._names)


# ------------------------------------------------------------------ texts


_PLACEHOLDER = re.compile(r"\{(\w+)\}", re.ASCII)


def fill(text: str, values: Mapping[str, Any]) -> str:
    """A text of the diagram with `{name}` replaced where the name is known. Nothing else: what is
    filled in is never looked at again."""

    def known(match: re.Match[str]) -> str:
        value = values.get(match[1])
        return match[0] if value is None else str(value)

    return _PLACEHOLDER.sub(known, text)
