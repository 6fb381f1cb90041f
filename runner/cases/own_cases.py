"""The cases of a customer, each with whose move it is and what the drawing tells them of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from runner.cases.conversation import facts_for_texts
from runner.cases.dependencies import Dependencies
from runner.cases.queries import CaseQuery, Queries
from runner.delivery.notifications import fill
from runner.engine import Process
from runner.model import CaseLine, Page, Person
from runner.store import cases


@dataclass(frozen=True, slots=True)
class OwnCase:
    """`moves` are those who have to act, as the drawing names them; none for a closed case.
    `words` is what it tells the customer: '' where it says nothing."""

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

    def list(self, person: Person, cursor: str = "", limit: int = 50) -> Page[OwnCase]:
        """A customer's own cases, the last changed first. Raises InvalidInput for a cursor that no
        page gave."""
        with self._db.read() as tx:
            found = self._queries.list(person, CaseQuery(mine=True, order="updated"), cursor, limit)
            waiting = cases.waiting(tx, [line.id for line in found.items])
        items = []
        for line in found.items:
            elements, facts = waiting.get(line.id, ((), {}))
            process = self._versions.process(line.version_id)
            items.append(_own(process, replace(line, facts=facts), elements))
        return Page(tuple(items), found.next_cursor)


def _own(process: Process, line: CaseLine, waits_at: tuple[str, ...]) -> OwnCase:
    zone = process.calendars.default.zone
    facts = facts_for_texts(line, [line.milestone] if line.milestone else [], zone)
    waits = [process.diagram.elements[key] for key in waits_at]
    told = [fill(element.documentation, facts) for element in waits if element.documentation]
    moves = [element.properties.get("move") or element.lane or "" for element in waits]
    return OwnCase(line, tuple(moves), " ".join(told))
