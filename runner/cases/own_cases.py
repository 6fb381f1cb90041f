"""The cases of a customer, each with whose move it is and what the drawing tells them of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from runner.bpmn.drawn_texts import drawn
from runner.cases.conversation import facts_for_texts
from runner.cases.dependencies import Dependencies
from runner.cases.queries import CaseQuery, Queries
from runner.cases.views import unaddressed
from runner.delivery.notifications import fill
from runner.engine import Process
from runner.model import CaseLine, Page, Person
from runner.store import Transaction, cases, companies, copies, lists

MOST_SHARED = 50
"""Cases of others that are listed."""


@dataclass(frozen=True, slots=True)
class OwnCase:
    """`moves` are those who have to act, as the drawing names them; none for a closed case.
    `words` is what it tells the customer: '' where it says nothing. Of a version that cannot be
    used there are neither."""

    line: CaseLine
    moves: tuple[str, ...]
    words: str

    @property
    def yours(self) -> bool:
        return any(move.lower() == "customer" for move in self.moves)


class OwnCases:
    def __init__(self, dependencies: Dependencies, queries: Queries):
        self._db = dependencies.db
        self._versions = dependencies.versions
        self._queries = queries

    def shared(self, person: Person) -> tuple[OwnCase, ...]:
        """The newest cases of others that a customer may read: those of which they get copies, and
        those of their colleagues."""
        with self._db.read() as tx:
            ids = copies.cases_of(tx, person.id, MOST_SHARED)
            ids += companies.cases_shared_with(tx, person.id, MOST_SHARED)
            newest = sorted(set(ids), reverse=True)[:MOST_SHARED]
            found = lists.by_ids(tx, newest)
            lines = [unaddressed(found[key]) for key in newest]
            return self._told(tx, [line for line in lines if line.customer.id != person.id])

    def list(self, person: Person, cursor: str = "", limit: int = 50) -> Page[OwnCase]:
        """A customer's own cases, the last changed first. Raises InvalidInput for a cursor that no
        page gave."""
        with self._db.read() as tx:
            found = self._queries.list(person, CaseQuery(mine=True, order="updated"), cursor, limit)
            return Page(self._told(tx, found.items), found.next_cursor)

    def _told(self, tx: Transaction, lines: Sequence[CaseLine]) -> tuple[OwnCase, ...]:
        waiting, told = cases.waiting(tx, [line.id for line in lines]), []
        processes = self._processes({line.version_id for line in lines if line.id in waiting})
        for line in lines:
            elements, facts = waiting.get(line.id, ((), {}))
            process = processes.get(line.version_id) if elements else None
            own = OwnCase(replace(line, facts=facts), (), "")
            told.append(_own(process, own.line, elements) if process else own)
        return tuple(told)

    def _processes(self, version_ids: Iterable[int]) -> dict[int, Process]:
        """Those that can be used."""
        return {key: process for key in version_ids for process in self._versions.usable([key])}


def _own(process: Process, line: CaseLine, waits_at: tuple[str, ...]) -> OwnCase:
    zone = process.calendars.default.zone
    facts = facts_for_texts(line, [line.milestone] if line.milestone else [], zone)
    waits = [drawn(process.diagram).elements[key] for key in waits_at]
    told = [fill(element.documentation, facts) for element in waits if element.documentation]
    moves = [element.properties.get("move") or element.lane or "" for element in waits]
    return OwnCase(line, tuple(moves), " ".join(told))
