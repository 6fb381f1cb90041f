"""How each person wants to be told of each topic. Data of the person; without a choice, by mail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from runner.delivery.channels import Channel
from runner.errors import InvalidInput
from runner.model import ALL_ROLES, APP, MAIL, NOTHING, TOPICS, Person, Preference, Way
from runner.store import Database, Transaction, notifications

DEFAULT = MAIL
"""The way of those who chose none. Where no mail is set up, it is the application."""

_ALWAYS = (Way(NOTHING, "Nothing", ALL_ROLES), Way(APP, "In the application", ALL_ROLES))


class Preferences:
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
            topic[:60]: ["is no topic of yours"] for topic in wanted if topic not in topics
        } | {
            topic: [f"has to be one of: {', '.join(ways)}"]
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
    ) -> Iterator[tuple[Person, str]]:
        """Each person with the way that they are told of a topic now."""
        chosen = notifications.ways(tx, [person.id for person in persons], topic)
        for person in persons:
            yield person, self._usable(chosen.get(person.id, DEFAULT))

    def _offered(self, person: Person) -> tuple[Way, ...]:
        return tuple(way for way in self._ways if way.roles & person.roles)

    def _usable(self, way: str) -> str:
        """The way, while its channel is set up; else the default, else the application."""
        return next(name for name in (way, DEFAULT, APP) if name in self._names)
