"""Who can be named in an internal note, and who is told of it. Decision 0275, decision 0311."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from runner.cases.dependencies import Dependencies
from runner.cases.views import find_case
from runner.model import Case, Person, begins_alike
from runner.people.permissions import STAFF, may, require
from runner.store import Transaction, people

MOST_MENTIONED = 20
"""Names that count in one note: those that come first."""

MOST_SUGGESTED = 8

_MENTION = re.compile(r"(?<![\w@.])@([\w.+-]+(?:@[\w.-]+)?)")
_BETWEEN_WORDS = re.compile(r"[^\w.+]+")


@dataclass(frozen=True, slots=True)
class Mentionable:
    """Somebody who can be named, by their `handle`: a person, or with `of_team` a team."""

    name: str
    handle: str
    of_team: bool = False


def mentioned(text: str) -> tuple[str, ...]:
    """Whom a text names behind an @, each once: what stands before that of an address, all of it,
    or a team."""
    if "@" not in text:
        return ()
    found = (handle.rstrip(".-").lower() for handle in _MENTION.findall(text))
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_MENTIONED]


def readers_named(tx: Transaction, case: Case, handles: Iterable[str]) -> list[Person]:
    """Those who have one of these handles, or are in a team that has one, and who may read the
    notes of a case."""
    wanted = set(handles)
    return [one for one in _readers(tx, case) if wanted & _handles(one)]


class Mentions:
    def __init__(self, dependencies: Dependencies):
        self._db = dependencies.db

    def suggested(self, person: Person, number: str, start: str) -> tuple[Mentionable, ...]:
        """The first of those who can be named in a note of a case, and whose handle begins so, or a
        word of whose name. Raises NotFound and Forbidden."""
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            require(person, "write_note", case)
            readers = _readers(tx, case)
        found = (one for one in _named(readers, person) if _begins(one, start))
        return tuple(islice(found, MOST_SUGGESTED))


def _readers(tx: Transaction, case: Case) -> list[Person]:
    return [one for one in people.with_roles(tx, STAFF) if may(one, "see_internal", case)]


def _named(readers: Sequence[Person], by: Person) -> Iterator[Mentionable]:
    """All but who writes. A handle that several share is told by the whole address."""
    shared = Counter(handle for reader in readers for handle in _handles(reader))
    others = [reader for reader in readers if reader.id != by.id]
    for one in sorted(others, key=lambda person: person.name.casefold()):
        short = _short(one.email)
        yield Mentionable(one.name, short if shared[short] == 1 else one.email)
    for name in sorted({team for one in others for team in one.teams}, key=str.casefold):
        yield Mentionable(name, _of_team(name), of_team=True)


def _begins(one: Mentionable, start: str) -> bool:
    words = (one.handle, one.name, *one.name.split())
    return any(begins_alike(word, start) for word in words)


def _handles(person: Person) -> set[str]:
    return {person.email, _short(person.email), *map(_of_team, person.teams)}


def _short(email: str) -> str:
    return email.partition("@")[0]


def _of_team(name: str) -> str:
    """`second-level` of *Second level*."""
    return _BETWEEN_WORDS.sub("-", name.lower()).strip("-.")
