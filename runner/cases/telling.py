"""Who is told of what happens to a case: rules 3, 4, 7 and 15 of docs/lifecycle.md."""

from __future__ import annotations

from collections.abc import Iterable

from runner.bpmn.elements import Element
from runner.cases.change import Change
from runner.cases.views import said_of
from runner.delivery.notifications import Notifications, recipients
from runner.model import PRIORITIES, Case, Message, Notice, Occurrence, Person


class Telling:
    def __init__(self, notifications: Notifications):
        self._notifications = notifications

    def of_message(self, change: Change, message: Message) -> None:
        """Tells the other side of a public message."""
        case, author = change.case, message.author
        what = f"{author.name} wrote"
        if message.side == "support" and not message.on_behalf:
            told = f"{what}:\n\n{message.body}"
            self._tell(change, [case.customer], Notice("answer", what, told, message.at, case))
        else:
            owner = recipients(change.tx, case, "owner")
            self._tell(change, owner, Notice("message", what, message.body, message.at, case))

    def of_late_mail(self, change: Change) -> None:
        """Tells the customer that their message moved nothing, and how to go on."""
        case = change.case
        body = (
            f"Case {case.number} “{case.subject}” is closed, and a closed case cannot be reopened. "
            "Your message is kept with it. If the matter has come back, open a repeat case: "
            f"it starts anew and is linked to {case.number}."
        )
        notice = Notice("answer", "this case is closed", body, change.now, case)
        self._notifications.tell(change.tx, [case.customer], notice)

    def of_element(
        self, change: Change, occurrence: Occurrence, element: Element, to: str, body: str
    ) -> list[Person]:
        """Notifies the recipients that the element names in `to`, and returns them. Support is told
        of what follows from a customer's action as that action."""
        case = change.case
        what = said_of(change.process.diagram, occurrence.element, change.person.name)
        told = recipients(change.tx, case, to)
        acted = change.side == "customer"
        for topic, persons in (
            ("reminder", [p for p in told if p.id == case.customer.id or not acted]),
            ("decision", [p for p in told if p.id != case.customer.id and acted]),
        ):
            notice = Notice(topic, what or element.label, body, occurrence.at, case, element.id)
            self._notifications.tell(change.tx, persons, notice)
        return told

    def of_action(self, change: Change, action: str, words: str, told: Iterable[Person]) -> None:
        """Tells the owner of an action of the customer, with what the customer wrote, unless the
        diagram told it already."""
        known = {person.id for person in told}
        persons = [p for p in recipients(change.tx, change.case, "owner") if p.id not in known]
        label = next((a.label for a in change.process.compiled.actions if a.id == action), action)
        did = said_of(change.process.diagram, action, change.person.name)
        what = did or f"{change.person.name} chose “{label}”"
        notice = Notice("decision", what, words or f"{what}.", change.now, change.case)
        self._tell(change, persons, notice)

    def of_change(self, change: Change, old: Case, note: str) -> None:
        """Tells the new owner that the case was assigned, with the note of a handing over, and the
        owner that its priority was raised. `change` holds the case as it is now."""
        new, by = change.case, change.person.name
        assigned = new.owner is not None and (old.owner is None or old.owner.id != new.owner.id)
        if assigned and new.owner:
            body = note or f"{by} made you the owner."
            what = f"{by} handed this case over to you" if old.owner else f"{by} gave you this case"
            notice = Notice("assignment", what, body, change.now, new)
            self._tell(change, [new.owner], notice)
        if PRIORITIES.index(new.priority) < PRIORITIES.index(old.priority):
            what = f"{by} raised the priority from {old.priority} to {new.priority}"
            notice = Notice("priority", what, f"{what}.", change.now, new)
            self._tell(change, recipients(change.tx, new, "owner"), notice)

    def _tell(self, change: Change, persons: Iterable[Person], notice: Notice) -> None:
        """Tells all but the person who did it."""
        others = [person for person in persons if person.id != change.person.id]
        self._notifications.tell(change.tx, others, notice)
