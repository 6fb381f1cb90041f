"""Ending a person's access, and handing over the open cases of one who owns them no more."""

from __future__ import annotations

from collections.abc import Iterable

from runner.cases.commands import Commands
from runner.cases.dependencies import Dependencies
from runner.errors import EngineError, InvalidInput, NotPossible
from runner.language import _
from runner.model import Person, to_number
from runner.people.permissions import can_own
from runner.store import cases


class Leaving:
    def __init__(self, dependencies: Dependencies, commands: Commands):
        self._db = dependencies.db
        self._accounts = dependencies.accounts
        self._commands = commands

    def end_access(self, by: Person, email: str, to: str | None = None) -> int:
        """Removes a person and hands their open cases over, to the person with the address `to` or
        to nobody. Returns how many were given. Raises as `hand_over` does, or NotFound, before
        anything is done."""
        leaver, heir = self._accounts.by_email(email), self._accounts.active(to) if to else None
        _check_heir(leaver, heir)
        self._accounts.deactivate(email, by)
        return self.hand_over(by, leaver, heir)

    def set_roles(
        self, by: Person, email: str, roles: Iterable[str], to: str | None = None
    ) -> Person:
        """Gives a person these roles and no others, and hands over the open cases of one who can
        own none any more. Raises as `hand_over` does, NotFound, or InvalidInput where no role or no
        admin would be left, before anything is done."""
        known, heir = self._accounts.by_email(email), self._accounts.active(to) if to else None
        _check_heir(known, heir)
        changed = self._accounts.set_roles(email, roles, by)
        if can_own(known) and not can_own(changed):
            self.hand_over(by, known, heir)
        return changed

    def hand_over(self, by: Person, leaver: Person, heir: Person | None) -> int:
        """Gives the open cases of a person to another, or to nobody. Each is a transaction of its
        own: what was interrupted goes on when it is asked for again. A case of the heir's own is
        left to nobody; one that was closed meanwhile, or that an incident holds up, stays as it is.
        Returns how many were given. Raises Forbidden, or InvalidInput for an heir who can own no
        case."""
        _check_heir(leaver, heir)
        with self._db.read() as tx:
            owned = cases.open_cases_of(tx, leaver.id)
        return sum(self._give(by, case_id, heir) for case_id in owned)

    def _give(self, by: Person, case_id: int, heir: Person | None) -> bool:
        change = {"owner": heir.email if heir else None, "even_if_away": True}
        try:
            self._commands.update(by, to_number(case_id), change)
        except InvalidInput:  # the heir is the customer of the case
            return heir is not None and self._give(by, case_id, None)
        except (NotPossible, EngineError):
            return False
        return True


def _check_heir(leaver: Person, heir: Person | None) -> None:
    if heir is not None and (heir.id == leaver.id or not can_own(heir)):
        raise InvalidInput(
            {"to": [_("%(name)s cannot own these cases: name another person", name=heir.name)]}
        )
