"""A change of a case that is under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from runner.calendar import Calendar
from runner.cases.views import CaseView, see
from runner.engine import Process
from runner.model import Case, Person, Side, Step
from runner.people.permissions import Operation, require
from runner.store import Transaction

CLOCK = Person(0, "", "")
"""The actor of what happens by itself. Like the operator, it has no account."""


@dataclass(frozen=True, slots=True)
class Change:
    """One case, one person, one transaction, one instant. `Transactions.change` opens it.

    `case` is the case as it was found, locked; a new case has the id 0. `side` is what the person
    is to the case, None for the clock and for who has no access to it. The methods that return a
    Step ask the engine, and write nothing.
    """

    tx: Transaction
    case: Case
    process: Process
    person: Person
    side: Side | None
    now: datetime
    calendar: Calendar

    @property
    def actor(self) -> Person | None:
        """The person, as the history names them: None for the clock and the operator."""
        return self.person if self.person.id else None

    def require(self, operation: Operation) -> None:
        """Raises Forbidden unless the person may do this to the case."""
        require(self.person, operation, self.case.customer.id)

    def start(self, facts: Mapping[str, Any]) -> Step:
        return self.process.start(facts, self.now, self.calendar)

    def act(self, action: str, values: Mapping[str, Any]) -> Step:
        return self.process.act(self.case.state, action, values, self.now, self.calendar)

    def deliver(self, message: str, values: Mapping[str, Any]) -> Step:
        return self.process.deliver(self.case.state, message, values, self.now, self.calendar)

    def revise(self, facts: Mapping[str, Any]) -> Step:
        return self.process.revise(self.case.state, facts, self.now, self.calendar)

    def wake(self) -> Step:
        return self.process.wake(self.case.state, self.now, self.calendar)

    def view(self, case: Case | None = None) -> CaseView:
        """The case as the person may see it: as it was found, or as it is now."""
        return see(self.tx, self.process, case or self.case, self.person)
