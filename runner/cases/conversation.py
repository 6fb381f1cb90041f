"""What is said in a case, and who is told of it."""

from __future__ import annotations

from dataclasses import replace

from runner.cases.history import History
from runner.clock import Clock
from runner.delivery.notifications import Notifications, recipients, subject_for
from runner.model import Case, Message, Occurrence, Person, Visibility
from runner.people.permissions import side_of
from runner.store import Transaction, events, messages


class Conversation:
    def __init__(self, notifications: Notifications, history: History, clock: Clock):
        self._notifications = notifications
        self._history = history
        self._clock = clock

    def note(
        self,
        tx: Transaction,
        case: Case,
        person: Person,
        body: str,
        visibility: Visibility,
        *,
        on_behalf: bool = False,
        late: bool = False,
    ) -> None:
        """A message that moves nothing, with its line in the history."""
        message = self.say(tx, case, person, body, visibility, on_behalf=on_behalf, late=late)
        noted = replace(case, events=events.count(tx, case))
        self._history.record(
            tx,
            noted,
            noted.events,
            Occurrence("message", "", self._clock.now()),
            event="message",
            actor=person,
            side=side_of(person, case.customer.id),
            details={"message": message, "visibility": visibility, "late": late},
            internal=visibility == "internal",
        )

    def say(
        self,
        tx: Transaction,
        case: Case,
        person: Person,
        body: str,
        visibility: str,
        *,
        on_behalf: bool = False,
        late: bool = False,
    ) -> int:
        """Adds to the conversation and tells the other side."""
        side = side_of(person, case.customer.id) or "observer"
        now, public = self._clock.now(), visibility == "public"
        message = Message(
            0, now, person, side, "public" if public else "internal", body, on_behalf, late
        )
        id = messages.add(tx, case.id, message)
        to = "customer" if side == "support" and not on_behalf else "owner"
        for other in recipients(tx, case, to) if public else ():
            if other.id != person.id:
                subject = subject_for(other, case, f"{person.name} wrote")
                told = f"{person.name} wrote:\n\n{body}" if other == case.customer else body
                self._notifications.tell(tx, other, subject, told, now, case=case)
        return id

    def answer_late_mail(self, tx: Transaction, case: Case) -> None:
        body = (
            f"Case {case.number} “{case.subject}” is closed, and a closed case cannot be reopened. "
            "Your message is kept with it. If the matter has come back, open a repeat case: "
            f"it starts anew and is linked to {case.number}."
        )
        subject = subject_for(case.customer, case, "this case is closed")
        now = self._clock.now()
        self._notifications.tell(tx, case.customer, subject, body, now, case=case)
