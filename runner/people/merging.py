"""Merging two entries of one person. Decision 0279."""

from __future__ import annotations

from runner.clock import Clock
from runner.errors import InvalidInput
from runner.language import _
from runner.model import Person
from runner.people.accounts import OPERATOR, Accounts, check_another_admin
from runner.people.permissions import can_own, require
from runner.store import Database, Transaction, entries, people


class Merging:
    def __init__(self, db: Database, accounts: Accounts, clock: Clock):
        self._db = db
        self._accounts = accounts
        self._clock = clock

    def merge(self, email: str, into: str, by: Person = OPERATOR) -> Person:
        """Makes the cases, messages, tokens, follow-up dates and all else of one entry those of
        another, which keeps its name, address, password and roles, and ends the access of the
        first. Mail from its address is the other's from now on. Histories keep who acted, under the
        name that they had. It cannot be undone. Raises Forbidden, NotFound and InvalidInput."""
        require(by, "manage_people")
        with self._db.write() as tx:
            old, new = self._accounts.by_email(email), self._accounts.active(into)
            _check_two(tx, old, new, by)
            check_another_admin(tx, old, by)
            cases = entries.merge(tx, old.id, new.id)
            people.deactivate(tx, old.id, self._clock.now())
            self._accounts.note(tx, old, by, "merged", into=new.email)
            self._accounts.note(tx, new, by, "took over", entry=old.email, cases=cases)
        return self._accounts.by_email(new.email)


def _check_two(tx: Transaction, old: Person, new: Person, by: Person) -> None:
    if old.id == new.id:
        raise InvalidInput({"into": [_("is the same entry: name the one that stays")]})
    if old.id == by.id:
        raise InvalidInput(
            {"into": [_("would end your own access: sign in as the one that stays")]}
        )
    if people.merged_into(tx, old.id):
        raise InvalidInput(
            {"into": [_("comes too late: %(email)s was merged before", email=old.email)]}
        )
    if can_own(old) and not can_own(new):
        raise InvalidInput(
            {
                "into": [
                    _(
                        "may not own the cases of %(old)s: give %(new)s the role first",
                        old=old.name,
                        new=new.name,
                    )
                ]
            }
        )
