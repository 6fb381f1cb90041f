"""What customers say of closed cases: one question, one answer. Decision 0233."""

from __future__ import annotations

from datetime import datetime, timedelta

from runner.bpmn.forms import LONGEST_TEXT
from runner.cases.change import checked_text
from runner.cases.dependencies import Dependencies
from runner.cases.transaction import Transactions
from runner.cases.views import find_case
from runner.errors import NotPossible
from runner.language import _
from runner.model import Case, Page, Person, Satisfaction, page
from runner.people.permissions import may, require
from runner.store import satisfaction

CHANGEABLE = timedelta(days=30)
"""How long after its closing a case can be rated, and the answer changed."""


class Feedback:
    def __init__(self, dependencies: Dependencies, transactions: Transactions):
        self._db = dependencies.db
        self._clock = dependencies.clock
        self._transactions = transactions

    def rate(self, person: Person, number: str, good: bool, words: str = "") -> Satisfaction:
        """Keeps what the customer says, in place of what they said before. Raises NotFound,
        Forbidden, NotPossible and InvalidInput."""
        with self._transactions.change(person, number) as change:
            change.require("rate_case")
            _check_ratable(change.case, since=change.now - CHANGEABLE)
            said = checked_text("words", words, LONGEST_TEXT) if words.strip() else ""
            answer = Satisfaction(change.case.id, good, said, change.now)
            satisfaction.save(change.tx, answer)
            return answer

    def of_case(self, person: Person, number: str) -> Satisfaction | None:
        """What the customer said; None, too, for those who stand beside them."""
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            if person.id != case.customer.id and not may(person, "see_internal", case):
                return None
            return satisfaction.of_case(tx, case.id)

    def listed(
        self, person: Person, before: int | None = None, limit: int = 50
    ) -> Page[Satisfaction]:
        """All answers, those of the newest cases first. For those who may list cases."""
        require(person, "list_cases")
        with self._db.read() as tx:
            found = satisfaction.listed(tx, before, limit + 1)
        return page(found, limit, lambda answer: answer.case_id)


def _check_ratable(case: Case, since: datetime) -> None:
    """Nothing about a closed case changes any more: its last change was the closing."""
    if not case.closed:
        raise NotPossible(
            _("Case %(number)s is open. Once it is closed, say how it went.", number=case.number)
        )
    if case.updated_at < since:
        raise NotPossible(
            _(
                "Case %(number)s was closed more than %(days)s days ago: its answer stays.",
                number=case.number,
                days=CHANGEABLE.days,
            )
        )
