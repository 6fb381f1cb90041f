"""Texts are taken out of one case: their digests stay for the chain, and an event says what went.
Decision 0244."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from runner.cases.conversation import History
from runner.cases.transaction import Transactions
from runner.model import Case
from runner.people.accounts import OPERATOR
from runner.store import Transaction, cases, history_chain, personal_data

Erased = dict[str, list[int]]
"""The numbers of what was erased, by `case`, `message`, `file` and `line` of the history."""


class Redaction:
    """Each method locks the case, and returns how many messages and files were erased; what was
    erased before is left as it is, and told no second time."""

    def __init__(self, transactions: Transactions, history: History):
        self._transactions = transactions
        self._history = history

    def whole(self, tx: Transaction, case_id: int, words: Sequence[str] = ()) -> Counter[str]:
        """All texts and files of a case, and everywhere in it these words."""
        case = self._begin(tx, case_id)
        erased = self._files(tx, case_id, None)
        erased |= self._texts(tx, case_id, [*words])
        personal_data.erase_answers(tx, case_id)
        return self._tell(tx, case, erased)

    def texts(self, tx: Transaction, case_id: int) -> Counter[str]:
        """All texts of a case, which was closed more than a week ago; files stay, with their
        names."""
        case = self._begin(tx, case_id)
        return self._tell(tx, case, self._texts(tx, case_id, []))

    def files(self, tx: Transaction, case_id: int) -> Counter[str]:
        """All files of a case, with their names."""
        case = self._begin(tx, case_id)
        return self._tell(tx, case, self._files(tx, case_id, None))

    def of_people(
        self, tx: Transaction, case_id: int, words: list[str], people: list[int]
    ) -> Counter[str]:
        """What these people wrote and brought, in a case that is not theirs, and these words."""
        case = self._begin(tx, case_id)
        erased = self._files(tx, case_id, people)
        erased["message"] = self._messages(tx, case_id, people)
        counts = _counted(erased)
        for kind, numbers in personal_data.blank_words(tx, case_id, words).items():
            erased[kind] = [*erased.get(kind, ()), *numbers]
        erased["line"] = personal_data.erase_details(tx, case_id, words, whole=False)
        self._tell(tx, case, erased)
        return counts

    def _begin(self, tx: Transaction, case_id: int) -> Case:
        case = cases.by_id(tx, case_id, for_change=True)
        assert case is not None
        history_chain.link_late(tx, case_id)
        return case

    def _texts(self, tx: Transaction, case_id: int, words: list[str]) -> Erased:
        messages = self._messages(tx, case_id, None)
        request = [0] if personal_data.erase_request(tx, case_id) else []
        personal_data.erase_notifications(tx, case_id)
        lines = personal_data.erase_details(tx, case_id, words, whole=True)
        return {"message": messages, "case": request, "line": lines}

    def _messages(self, tx: Transaction, case_id: int, people: list[int] | None) -> list[int]:
        messages = personal_data.messages_of(tx, case_id, people)
        for message in messages:
            personal_data.erase_message(tx, case_id, message)
        return messages

    def _files(self, tx: Transaction, case_id: int, people: list[int] | None) -> Erased:
        files = personal_data.files_of(tx, case_id, people)
        for file in files:
            personal_data.erase_file(tx, case_id, file)
        return {"file": files}

    def _tell(self, tx: Transaction, case: Case, erased: Erased) -> Counter[str]:
        """The event that says what was erased, for support and for `caselane verify`."""
        if told := {kind: numbers for kind, numbers in erased.items() if numbers}:
            left = {
                kind: {
                    str(one): history_chain.cover_remainder(tx, case.id, kind, one) for one in them
                }
                for kind, them in told.items()
            }
            change = self._transactions.begin(tx, case, OPERATOR)
            self._history.record_internal(change, "redacted", {**told, "left": left})
        return _counted(erased)


def _counted(erased: Erased) -> Counter[str]:
    return Counter({kind: len(erased.get(kind, ())) for kind in ("message", "file")})
