"""Erasing a person: name, address and texts go; statuses, instants and figures stay. Decision
0244."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runner.cases.conversation import History
from runner.cases.dependencies import Dependencies
from runner.cases.transaction import Transactions
from runner.errors import InvalidInput, NotPossible
from runner.model import AuditEntry, Person, to_number
from runner.people import audit
from runner.people.accounts import OPERATOR, check_another_admin
from runner.people.permissions import require
from runner.store import Transaction, cases, chain, erased_words, personal_data


@dataclass(frozen=True, slots=True)
class Erasure:
    """How many of each were erased, or would be. `cases` are those of the person as a customer,
    `others` those in which they wrote, or somebody named them."""

    cases: int
    others: int
    messages: int
    files: int
    mails: int
    open_cases: tuple[str, ...]


class _DryRun(Exception):
    """Takes back what was done to see what it would be."""


class Erasing:
    def __init__(self, dependencies: Dependencies, transactions: Transactions, history: History):
        self._db = dependencies.db
        self._accounts = dependencies.accounts
        self._clock = dependencies.clock
        self._transactions = transactions
        self._history = history

    def plan(self, email: str, by: Person = OPERATOR) -> Erasure:
        """What `erase` would do; all of it is done and taken back. Raises Forbidden, NotFound."""
        require(by, "erase_people")
        found: list[Erasure] = []
        with self._db.write() as tx:
            try:
                with tx.savepoint():
                    found.append(self._erase(tx, email, by))
                    raise _DryRun
            except _DryRun:
                pass
        return found[0]

    def erase(self, email: str, by: Person = OPERATOR, open_too: bool = False) -> Erasure:
        """Erases a person. It cannot be undone. Raises Forbidden, NotFound; NotPossible while a
        case of theirs is open, unless `open_too`."""
        require(by, "erase_people")
        with self._db.write() as tx:
            erased = self._erase(tx, email, by)
            if erased.open_cases and not open_too:
                raise NotPossible(
                    f"Cases of theirs are open: {', '.join(erased.open_cases[:5])}. Close them "
                    "first, or say that those are to be erased as well (--open-too)."
                )
            personal_data.merge_index(tx)
        return erased

    def _erase(self, tx: Transaction, email: str, by: Person) -> Erasure:
        person = self._accounts.by_email(email)
        if person.id == by.id:
            raise InvalidInput({"email": ["is yours: another admin has to erase you"]})
        check_another_admin(tx, person, by)
        entries = personal_data.entries(tx, person.id)
        words = personal_data.names(tx, entries)
        own = personal_data.cases_of(tx, entries)
        ids = [case_id for case_id, _ in own]
        others = {*personal_data.cases_written_in(tx, entries)} - {*ids}
        others |= {*personal_data.cases_naming(tx, words)} - {*ids}
        counts = {"message": 0, "file": 0}
        for case_id in ids:
            self._erase_case(tx, case_id, words, None, counts)
        for case_id in sorted(others):
            self._erase_case(tx, case_id, words, entries, counts)
        mails = personal_data.erase_mails(tx, ids, [one for one in words if "@" in one])
        for entry in entries:
            personal_data.erase_entry(tx, entry)
        lines = personal_data.erase_audit(tx, words)
        erased_words.erase_words(tx, words)
        told: dict[str, Any] = {"cases": len(ids), "messages": counts["message"]}
        told |= {"files": counts["file"], "lines": lines}
        entry = AuditEntry("erasure", "person erased", f"person {person.id}", {}, told, person.id)
        audit.note(tx, by, self._clock.now(), entry)
        still_open = tuple(to_number(case_id) for case_id, closed in own if not closed)
        return Erasure(len(ids), len(others), counts["message"], counts["file"], mails, still_open)

    def _erase_case(
        self,
        tx: Transaction,
        case_id: int,
        words: list[str],
        only: list[int] | None,
        counts: dict[str, int],
    ) -> None:
        """`only`: what these people wrote, in a case that is not theirs."""
        case = cases.by_id(tx, case_id, for_change=True)
        assert case is not None
        chain.link_late(tx, case_id)
        erased: dict[str, list[int]] = {
            "message": personal_data.messages_of(tx, case_id, only),
            "file": personal_data.files_of(tx, case_id, only),
        }
        for message in erased["message"]:
            personal_data.erase_message(tx, case_id, message)
        for file in erased["file"]:
            personal_data.erase_file(tx, case_id, file)
        for kind in counts:
            counts[kind] += len(erased[kind])
        if only is None:
            personal_data.erase_request(tx, case_id)
            erased["case"] = [0]
        else:
            for kind, numbers in personal_data.blank_words(tx, case_id, words).items():
                erased[kind] = [*erased.get(kind, ()), *numbers]
        erased["line"] = personal_data.erase_details(tx, case_id, words, whole=only is None)
        if told := {kind: numbers for kind, numbers in erased.items() if numbers}:
            self._tell(tx, case_id, told)

    def _tell(self, tx: Transaction, case_id: int, erased: Mapping[str, list[int]]) -> None:
        """The event that says what was erased, for support and for `caselane verify`."""
        case = cases.by_id(tx, case_id, for_change=True)
        assert case is not None
        change = self._transactions.begin(tx, case, OPERATOR)
        self._history.record_internal(change, "redacted", erased)
