"""Undoing a migration: the cases that nothing has happened to since are what they were.

Decision 0297.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from runner.cases.change import Change
from runner.cases.conversation import unmoved
from runner.cases.dependencies import Dependencies
from runner.cases.transaction import Transactions
from runner.deployment.migration import existing, in_short_transactions
from runner.errors import CaselaneError, NotFound, NotPossible, StoreError
from runner.language import _
from runner.model import Case, Event, Person, to_number
from runner.people.permissions import require
from runner.store import Transaction, moves_back, versions


@dataclass(frozen=True, slots=True)
class Undone:
    """How many cases came back, each read again and compared with what was kept; and how many
    stayed, by the reason, each with one of them."""

    version_id: int
    back: int
    stayed: Mapping[str, int]
    examples: Mapping[str, str]
    next_cursor: int | None = None
    """Asks for the cases behind those that were looked at; None when there are no more."""


class MigrationUndo:
    def __init__(self, dependencies: Dependencies, transactions: Transactions):
        self._db = dependencies.db
        self._transactions = transactions

    def run(
        self, person: Person, migration: int, after: int = 0, limit: int | None = None
    ) -> Undone:
        """Takes back what a migration did, case by case; killed, it goes on where it stopped.
        `after` and `limit` take a part of its cases, in the order of their ids. Raises Forbidden,
        or NotFound for a migration that there is not."""
        require(person, "migrate_cases")
        with self._db.read() as tx:
            moved_to, ids = moves_back.version_of(tx, migration), moves_back.case_ids(tx, migration)
        if moved_to is None:
            raise NotFound(_("There is no migration %(migration)s.", migration=migration))
        ids = [case_id for case_id in ids if case_id > after]
        part = ids[:limit]
        stayed, examples = Counter[str](), dict[str, str]()

        def take_back(tx: Transaction, case_id: int) -> None:
            if reason := self._undo(tx, person, migration, case_id):
                stayed[reason] += 1
                examples.setdefault(reason, to_number(case_id))

        in_short_transactions(self._db, part, take_back)
        back, more = len(part) - stayed.total(), len(part) < len(ids)
        return Undone(moved_to, back, stayed, examples, part[-1] if more else None)

    def _undo(self, tx: Transaction, person: Person, migration: int, case_id: int) -> str:
        """Why a case stays as it is; '' for one that came back."""
        try:
            with (
                tx.savepoint(),
                self._transactions.locked(
                    person, lambda tx: existing(tx, case_id, lock=True)
                ) as change,
            ):
                self._put_back(change, migration)
        except StoreError:
            raise  # of the database, not of this case: begin again
        except CaselaneError as error:
            return str(error)
        return ""

    def _put_back(self, change: Change, migration: int) -> None:
        tx, case = change.tx, change.case
        was = moves_back.before(tx, migration, case.id)
        if was is None:
            return  # meanwhile
        if moves_back.digest(case, case.state) != was.moved_digest:
            raise NotPossible(_("Something has happened to it since."))
        old = was.put_back(case)
        old = replace(old, revision=case.revision + 1, events=case.events + 1)
        versions.move(tx, case.id, old.version_id)
        moves_back.put_back_rows(tx, old, was)
        self._transactions.records.put_back(change, old, _event(change, old, migration))
        if not moves_back.is_as_before(tx, case.id, was):
            raise NotPossible(_("What was kept of it is not what came back."))
        moves_back.forget(tx, migration, case.id)


def _event(change: Change, old: Case, migration: int) -> Event:
    case = change.case
    values = {"from_version": case.version_id, "to_version": old.version_id, "undone": migration}
    line = unmoved(change, old, "migrated", {"values": values})
    return replace(line, from_status=case.status, to_status=old.status)
