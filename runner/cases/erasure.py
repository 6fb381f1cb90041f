"""Erasing a person: name, address and texts go; statuses, instants and figures stay. Decision
0244."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from runner.cases.dependencies import Dependencies
from runner.cases.redaction import Redaction
from runner.errors import InvalidInput, NotPossible
from runner.language import _
from runner.model import AuditEntry, Person, to_number
from runner.people import audit
from runner.people.accounts import OPERATOR, check_another_admin
from runner.people.permissions import require
from runner.store import Transaction, erased_words, personal_data


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
    def __init__(self, dependencies: Dependencies, redaction: Redaction):
        self._db = dependencies.db
        self._accounts = dependencies.accounts
        self._clock = dependencies.clock
        self._redaction = redaction

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
                    _(
                        "Cases of theirs are open: %(open_cases)s. Close them first, or say that "
                        "those are to be erased as well (--open-too).",
                        open_cases=", ".join(erased.open_cases[:5]),
                    )
                )
            personal_data.merge_index(tx)
        return erased

    def _erase(self, tx: Transaction, email: str, by: Person) -> Erasure:
        person = self._accounts.by_email(email)
        if person.id == by.id:
            raise InvalidInput({"email": [_("is yours: another admin has to erase you")]})
        check_another_admin(tx, person, by)
        entries = personal_data.entries(tx, person.id)
        words = personal_data.names(tx, entries)
        own = personal_data.cases_of(tx, entries)
        ids = [case_id for case_id, _number in own]
        others = {*personal_data.cases_written_in(tx, entries)} - {*ids}
        others |= {*personal_data.cases_naming(tx, words)} - {*ids}
        counts: Counter[str] = Counter()
        for case_id in ids:
            counts += self._redaction.whole(tx, case_id, words)
        for case_id in sorted(others):
            counts += self._redaction.of_people(tx, case_id, words, entries)
        mails = personal_data.erase_mails(tx, ids, [one for one in words if "@" in one])
        for entry in entries:
            personal_data.erase_entry(tx, entry)
        lines = personal_data.erase_audit(tx, words)
        erased_words.erase_words(tx, words)
        told: dict[str, Any] = {"cases": len(ids), "messages": counts["message"]}
        left = {str(number): digest for number, digest in lines.items()}
        told |= {"files": counts["file"], "lines": [*lines], "left": left}
        entry = AuditEntry("erasure", "person erased", f"person {person.id}", {}, told, person.id)
        audit.note(tx, by, self._clock.now(), entry)
        still_open = tuple(to_number(case_id) for case_id, closed in own if not closed)
        return Erasure(len(ids), len(others), counts["message"], counts["file"], mails, still_open)
