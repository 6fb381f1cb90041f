"""Follow-up dates. One is of a person and a case; it moves nothing and nobody else is told."""

from __future__ import annotations

from datetime import datetime

from runner.cases.dependencies import Dependencies
from runner.cases.views import find_case
from runner.clock import OUT_OF_REACH, is_sane
from runner.errors import InvalidInput
from runner.model import Person
from runner.people.permissions import require
from runner.store import follow_ups


class FollowUps:
    def __init__(self, dependencies: Dependencies):
        self._db = dependencies.db

    def follow_up(self, person: Person, number: str, at: datetime | None) -> None:
        """Keeps the instant from which on the person wants to look at a case again; None forgets
        it. Raises Forbidden for its customer, and InvalidInput for an instant out of reach."""
        if at is not None and not is_sane(at):
            raise InvalidInput({"day": [OUT_OF_REACH]})
        with self._db.write() as tx:
            case, _ = find_case(tx, person, number)
            require(person, "follow_up", case)
            if at is None:
                follow_ups.forget(tx, person.id, case.id)
            else:
                follow_ups.keep(tx, person.id, case.id, at)
