"""Who else of support is at a case, told by what its page asks for from time to time anyway.
Decision 0276."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from runner.cases.dependencies import Dependencies
from runner.cases.views import find_case
from runner.errors import StoreError
from runner.model import Case, Person, Presence
from runner.people.permissions import may
from runner.store import Transaction, presence

HERE = timedelta(seconds=60)
"""After which a page that asks no more, or a text that does not grow, says nothing."""

NOTED_AGAIN = timedelta(seconds=30)
"""Between two times that a node writes the same down."""

MOST_NOTED = 10_000
"""Pages that a node remembers to have noted."""


@dataclass(frozen=True, slots=True)
class CaseNews:
    """What a page that is open asks again and again: whether the case has changed since, and who
    else is here."""

    revision: int
    others: tuple[Presence, ...]


class Presences:
    def __init__(self, dependencies: Dependencies):
        self._db = dependencies.db
        self._clock = dependencies.clock
        self._noted: dict[tuple[int, int], datetime] = {}

    def news(self, person: Person, number: str) -> CaseNews:
        """Notes that the person has the page of a case open. Raises NotFound."""
        now = self._clock.now()
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            others = others_at(tx, case, person, now)
        if may(person, "change_case", case):
            self._note(case.id, person.id, now)
        return CaseNews(case.revision, others)

    def _note(self, case_id: int, person: int, now: datetime) -> None:
        """A database that takes no change now says nothing of who is here, and refuses nobody."""
        before = self._noted.get((case_id, person))
        if before is not None and now - before < NOTED_AGAIN:
            return
        if len(self._noted) >= MOST_NOTED:
            self._noted.clear()
        self._noted[case_id, person] = now
        with suppress(StoreError), self._db.write() as tx:
            presence.note(tx, case_id, person, now)


def others_at(tx: Transaction, case: Case, person: Person, now: datetime) -> tuple[Presence, ...]:
    """Nothing, for customers."""
    if not may(person, "see_internal", case):
        return ()
    return presence.others(tx, case.id, person.id, now - HERE)
