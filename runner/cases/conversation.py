"""What is written in a case, and who is told of it."""

from __future__ import annotations

from dataclasses import replace

from runner.cases.change import Change
from runner.cases.history import History
from runner.delivery.notifications import Notifications, recipients, subject_for
from runner.model import Event, Message, Visibility
from runner.store import events, messages


def written(
    change: Change,
    body: str,
    visibility: Visibility,
    on_behalf: bool = False,
    late: bool = False,
) -> Message:
    """A message of the person who changes the case."""
    side = change.side or "observer"
    return Message(0, change.now, change.person, side, visibility, body, on_behalf, late)


class Conversation:
    def __init__(self, notifications: Notifications, history: History):
        self._notifications = notifications
        self._history = history

    def note(self, change: Change, message: Message) -> None:
        """Adds a message that moves nothing, with its line in the history."""
        id = self.say(change, message)
        case = replace(change.case, events=events.count(change.tx, change.case))
        event = Event(
            sequence=case.events,
            at=change.now,
            actor=change.actor,
            audience=change.side,
            event="message",
            action=None,
            element=None,
            from_status=None,
            to_status=None,
            version_id=case.version_id,
            details={"message": id, "visibility": message.visibility, "late": message.late},
            path=(),
        )
        self._history.record(change.tx, case, event)

    def say(self, change: Change, message: Message) -> int:
        """Adds a message and tells the other side, unless it is internal. Returns its id."""
        tx, case, author = change.tx, change.case, message.author
        id = messages.add(tx, case.id, message)
        if message.visibility == "internal":
            return id
        from_support = message.side == "support" and not message.on_behalf
        for other in recipients(tx, case, "customer" if from_support else "owner"):
            if other.id != author.id:
                subject = subject_for(other, case, f"{author.name} wrote")
                told = f"{author.name} wrote:\n\n{message.body}"
                body = told if other == case.customer else message.body
                self._notifications.tell(tx, other, subject, body, message.at, case=case)
        return id

    def answer_late_mail(self, change: Change) -> None:
        """Tells the customer that their message moved nothing, and how to go on."""
        case = change.case
        body = (
            f"Case {case.number} “{case.subject}” is closed, and a closed case cannot be reopened. "
            "Your message is kept with it. If the matter has come back, open a repeat case: "
            f"it starts anew and is linked to {case.number}."
        )
        subject = subject_for(case.customer, case, "this case is closed")
        self._notifications.tell(change.tx, case.customer, subject, body, change.now, case=case)
