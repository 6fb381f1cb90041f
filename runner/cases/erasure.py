"""Erasing a person: name, address and texts go; statuses, instants and figures stay. Decisions 0244
and 0331."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from runner.cases.dependencies import Dependencies
from runner.cases.redaction import Redaction
from runner.errors import InvalidInput, NotPossible
from runner.language import _
from runner.model import AuditEntry, Person, to_number
from runner.people import audit
from runner.people.accounts import OPERATOR, check_another_admin
from runner.people.permissions import require
from runner.store import Transaction, audit_log, erased_words, personal_data


@dataclass(frozen=True, slots=True)
class Erasure:
    """How many of each were erased, or would be. `cases` are those of the person as a customer,
    `others` those in which they wrote, or somebody named them. Where an erasure goes on after it
    was cut off, messages, files and mails are those that were left."""

    cases: int
    others: int
    messages: int
    files: int
    mails: int
    open_cases: tuple[str, ...]


class _Theirs(NamedTuple):
    """What a person is found by. `own` are their cases, and whether each is closed."""

    person: int
    entries: list[int]
    words: list[str]
    own: dict[int, bool]


class _DryRun(Exception):
    """Takes back what was done to see what it would be."""


class Erasing:
    def __init__(self, dependencies: Dependencies, redaction: Redaction):
        self._db = dependencies.db
        self._accounts = dependencies.accounts
        self._clock = dependencies.clock
        self._redaction = redaction

    def plan(self, email: str, by: Person = OPERATOR) -> Erasure:
        """What `erase` would do; all of it is done and taken back, case by case. Raises Forbidden,
        NotFound."""
        require(by, "erase_people")
        with self._db.read() as tx:
            theirs = self._found(tx, email, by)
        counts: Counter[str] = Counter()
        with self._db.read() as tx:
            cases = _cases(tx, theirs)
        for case_id in cases:
            counts += self._erase_case(theirs, case_id, for_good=False)
        with self._taken_back() as tx:
            mails = _erase_mails(tx, theirs)
        return _told(theirs, len(cases), counts, mails)

    def erase(self, email: str, by: Person = OPERATOR, open_too: bool = False) -> Erasure:
        """Erases a person, each case in a transaction of its own; the account goes last. Cut off,
        it goes on when it is called again. It cannot be undone. Raises Forbidden, NotFound;
        NotPossible while a case of theirs is open, unless `open_too`."""
        require(by, "erase_people")
        theirs = self._begin(email, by, open_too)
        done: dict[int, None] = {}
        counts: Counter[str] = Counter()
        while cases := self._left(theirs, done):
            for case_id in cases:
                counts += self._erase_case(theirs, case_id)
                done[case_id] = None
        for part in erased_words.parts():
            with self._db.write() as tx:
                part(tx, theirs.words)
            self._db.yield_to_others()
        mails = self._end(theirs, by, done, counts)
        self._merge_index()
        return _told(theirs, len(done), counts, mails)

    def _begin(self, email: str, by: Person, open_too: bool) -> _Theirs:
        """Their access ends first: meanwhile they write nothing more."""
        with self._db.write() as tx:
            theirs = self._found(tx, email, by)
            if (still_open := _open(theirs)) and not open_too:
                raise NotPossible(
                    _(
                        "Cases of theirs are open: %(open_cases)s. Close them first, or say that "
                        "those are to be erased as well (--open-too).",
                        open_cases=", ".join(still_open[:5]),
                    )
                )
            personal_data.end_access(tx, theirs.entries)
            if theirs.person not in audit_log.begun_erasures(tx):
                self._note(tx, by, audit_log.ERASURE_BEGUN, theirs, {})
        return theirs

    def _found(self, tx: Transaction, email: str, by: Person) -> _Theirs:
        person = self._accounts.by_email(email)
        if person.id == by.id:
            raise InvalidInput({"email": [_("is yours: another admin has to erase you")]})
        check_another_admin(tx, person, by)
        entries = personal_data.entries(tx, person.id)
        words, own = personal_data.names(tx, entries), personal_data.cases_of(tx, entries)
        return _Theirs(person.id, entries, words, dict(own))

    def _left(self, theirs: _Theirs, done: dict[int, None]) -> list[int]:
        """Cases to erase: those that came while others were erased, too."""
        with self._db.read() as tx:
            theirs.own.update(personal_data.cases_of(tx, theirs.entries))
            return [one for one in _cases(tx, theirs) if one not in done]

    def _erase_case(self, theirs: _Theirs, case_id: int, *, for_good: bool = True) -> Counter[str]:
        with self._db.write() if for_good else self._taken_back() as tx:
            counts = self._redact(tx, theirs, case_id)
        self._db.yield_to_others()
        return counts

    def _redact(self, tx: Transaction, theirs: _Theirs, case_id: int) -> Counter[str]:
        if case_id in theirs.own:
            return self._redaction.whole(tx, case_id, theirs.words)
        return self._redaction.of_people(tx, case_id, theirs.words, theirs.entries)

    def _end(self, theirs: _Theirs, by: Person, done: dict[int, None], counts: Counter[str]) -> int:
        """What they are found by goes, and the audit log says so. Returns the number of mails."""
        with self._db.write() as tx:
            theirs.own.update(personal_data.cases_of(tx, theirs.entries))
            for case_id in theirs.own.keys() - done.keys():
                counts += self._redact(tx, theirs, case_id)
                done[case_id] = None
            mails = _erase_mails(tx, theirs)
            for entry in theirs.entries:
                personal_data.erase_entry(tx, entry)
            lines = personal_data.erase_audit(tx, theirs.words)
            erased_words.erase_last(tx, theirs.words)
            told: dict[str, Any] = {"cases": len(theirs.own), "messages": counts["message"]}
            left = {str(number): digest for number, digest in lines.items()}
            told |= {"files": counts["file"], "lines": [*lines], "left": left}
            self._note(tx, by, audit_log.ERASED, theirs, told)
        return mails

    def _note(
        self, tx: Transaction, by: Person, what: str, theirs: _Theirs, told: dict[str, Any]
    ) -> None:
        about = f"person {theirs.person}"
        entry = AuditEntry("erasure", what, about, {}, told, theirs.person)
        audit.note(tx, by, self._clock.now(), entry)

    def _merge_index(self) -> None:
        """In pieces: an index of a million messages takes seconds as a whole."""
        for table in personal_data.INDEXES:
            more, begun = True, False
            while more:
                with self._db.write() as tx:
                    more, begun = personal_data.merge_index(tx, table, begun), True
                self._db.yield_to_others()

    @contextmanager
    def _taken_back(self) -> Iterator[Transaction]:
        with self._db.write() as tx:
            try:
                with tx.savepoint():
                    yield tx
                    raise _DryRun
            except _DryRun:
                pass


def _cases(tx: Transaction, theirs: _Theirs) -> list[int]:
    others = {
        *personal_data.cases_written_in(tx, theirs.entries),
        *personal_data.cases_naming(tx, theirs.words),
    }
    return [*theirs.own, *sorted(others - theirs.own.keys())]


def _erase_mails(tx: Transaction, theirs: _Theirs) -> int:
    addresses = [one for one in theirs.words if "@" in one]
    return personal_data.erase_mails(tx, [*theirs.own], addresses)


def _open(theirs: _Theirs) -> tuple[str, ...]:
    return tuple(to_number(case_id) for case_id, closed in theirs.own.items() if not closed)


def _told(theirs: _Theirs, cases: int, counts: Counter[str], mails: int) -> Erasure:
    own = len(theirs.own)
    return Erasure(
        own, cases - own, counts["message"], counts["file"], mails, _open(theirs)
    )  # fmt: skip
