"""Handing over the open cases of a person who owns them no more."""

from __future__ import annotations

from runner.cases.commands import Commands
from runner.cases.dependencies import Dependencies
from runner.errors import InvalidInput
from runner.model import Person, to_number
from runner.store import cases


class Leaving:
    def __init__(self, dependencies: Dependencies, commands: Commands):
        self._db = dependencies.db
        self._commands = commands

    def hand_over(self, by: Person, leaver: Person, heir: Person | None) -> int:
        """Gives the open cases of a person to another, or to nobody. Each is a transaction of its
        own: what was interrupted goes on when it is asked for again. A case of the heir's own is
        left to nobody. Returns how many there were. Raises Forbidden."""
        with self._db.read() as tx:
            owned = cases.open_cases_of(tx, leaver.id)
        for case_id in owned:
            try:
                self._give(by, case_id, heir)
            except InvalidInput:
                self._give(by, case_id, None)
        return len(owned)

    def _give(self, by: Person, case_id: int, heir: Person | None) -> None:
        owner = heir.email if heir else None
        self._commands.update(by, to_number(case_id), {"owner": owner})
