"""What is written in a case, and who is told of it."""

from __future__ import annotations

from dataclasses import replace

from runner.cases.change import Change
from runner.cases.history import History
from runner.cases.telling import Telling
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
    def __init__(self, telling: Telling, history: History):
        self._telling = telling
        self._history = history

    def note(self, change: Change, message: Message) -> None:
        """Adds a message that moves nothing, with its line in the history."""
        message_id = self.say(change, message)
        case = replace(change.case, events=events.take_number(change.tx, change.case))
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
            details={"message": message_id, "visibility": message.visibility, "late": message.late},
            path=(),
        )
        self._history.record(change.tx, case, event)

    def keep(self, change: Change, message: Message) -> int:
        """Adds a message without a notification. Returns its id."""
        return messages.add(change.tx, change.case.id, message)

    def say(self, change: Change, message: Message) -> int:
        """Adds a message and tells the other side, unless it is internal. Returns its id."""
        message_id = self.keep(change, message)
        if message.visibility == "public":
            self._telling.of_message(change, message)
        return message_id
