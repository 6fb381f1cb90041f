"""What is said in a case, what its history records, and who is told of it: rules 3, 4, 7 and 15 of
docs/lifecycle.md."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from typing import Any, Protocol

from runner.bpmn import Diagram
from runner.bpmn.drawn_texts import drawn, label_of_action
from runner.cases.change import Cause, Change, by_whom
from runner.cases.mentions import mentioned, readers_named
from runner.cases.views import said_of
from runner.delivery.notifications import answerable, fill, recipients
from runner.delivery.webhooks import Webhooks
from runner.errors import InvalidInput
from runner.language import _, later, made, told_time
from runner.model import (
    PRIORITIES,
    Attachment,
    Case,
    CaseLine,
    Effect,
    Event,
    Message,
    Milestone,
    Notice,
    Occurrence,
    Participant,
    Person,
    Step,
    case_fields,
    size_in_words,
)
from runner.store import Transaction, attachments, events, messages, milestones, people


def attach(change: Change, files: Iterable[Attachment], message_id: int | None = None) -> None:
    """Makes waiting files of the person those of a message, or of the request of the case."""
    for file in files:
        if not attachments.attach(change.tx, file, change.person.id, change.case.id, message_id):
            raise InvalidInput({"files": [_("have been sent already: %(name)s", name=file.name)]})


class Conversation:
    def __init__(self, telling: Telling, history: History):
        self._telling = telling
        self._history = history

    def note(self, change: Change, message: Message) -> None:
        """Adds a message that moves nothing, with its line in the history."""
        message_id = self.say(change, message)
        case = replace(change.case, events=events.take_number(change.tx, change.case))
        said = {"message": message_id, "visibility": message.visibility, "late": message.late}
        self._history.record(change.tx, case, unmoved(change, case, "message", said))

    def keep(self, change: Change, message: Message) -> int:
        """Adds a message with its files, without a notification. Returns its id. Raises
        InvalidInput for a file that was sent meanwhile."""
        message_id = messages.add(change.tx, change.case.id, message)
        attach(change, message.files, message_id)
        return message_id

    def say(self, change: Change, message: Message) -> int:
        """Adds a message and tells the other side of it; of an internal one those whom it mentions.
        Returns its id."""
        message_id = self.keep(change, message)
        if message.visibility == "public":
            self._telling.of_message(change, replace(message, id=message_id))
        else:
            self._telling.of_mentions(change, message)
        return message_id


class History:
    """Lines of the history are written here and nowhere else, so that no way of changing a case
    forgets the receivers of web hooks."""

    def __init__(self, webhooks: Webhooks):
        self._webhooks = webhooks

    def record(
        self, tx: Transaction, case: Case, event: Event, resolution: str | None = None
    ) -> None:
        """Adds a line to the history of a case, and tells it to the receivers of web hooks, except
        for internal notes and what is marked as spam. `case` is the case after its last line,
        `resolution` is set for the line that resolved it."""
        events.add(tx, case.id, event)
        silent = case.spam or event.details.get("visibility") == "internal"
        if self._webhooks.has_receivers and not silent:
            self._webhooks.tell(tx, case, event, resolution)

    def record_internal(self, change: Change, kind: str, values: Mapping[str, Any]) -> None:
        """Adds a line that moves nothing and is for support alone."""
        case = replace(change.case, events=events.take_number(change.tx, change.case))
        details = {"values": dict(values), "visibility": "internal"}
        self.record(change.tx, case, unmoved(change, case, kind, details))


def unmoved(change: Change, case: Case, kind: str, details: Mapping[str, Any]) -> Event:
    """A line of the history that moves nothing. `case` is the case after it."""
    return Event(
        sequence=case.events,
        at=change.now,
        actor=change.actor,
        audience=change.side,
        event=kind,
        action=None,
        element=None,
        from_status=None,
        to_status=None,
        version_id=case.version_id,
        details=details,
        path=(),
    )


class Tells(Protocol):
    """What takes a notice: Notifications, or what only listens."""

    def tell(self, tx: Transaction, persons: Iterable[Person], notice: Notice) -> None: ...


MilestonesOf = Callable[[Transaction, int], Sequence[Milestone]]


class Telling:
    """Writes to people what happened to a case."""

    def __init__(self, notifications: Tells, milestones_of: MilestonesOf = milestones.of_case):
        self._notifications = notifications
        self._milestones_of = milestones_of

    def of_message(self, change: Change, message: Message) -> None:
        """Tells the other side of a public message."""
        case, author = change.case, message.author
        body = made(lambda: _with_files(message))
        what = later("%(who)s wrote", who=author.name)
        said = later("%(who)s wrote:\n\n%(text)s", who=author.name, text=body)
        if message.side == "support" and not message.on_behalf:
            self._tell(change, case.customers, _answer(what, said, message, case))
        else:
            told = answerable(change.tx, case, message.at)
            self._tell(change, told, Notice("message", what, body, message.at, case))
            if message.side == "customer" and case.participants:
                self._tell(change, case.customers, _answer(what, said, message, case))

    def of_mentions(self, change: Change, note: Message) -> None:
        """Tells those whom a note mentions, such as `@alice` or `@second-level`, and who may read
        it."""
        handles = mentioned(note.body)
        if not handles:
            return
        told = readers_named(change.tx, change.case, handles)
        what = later("%(who)s mentioned you", who=note.author.name)
        notice = Notice("mention", what, note.body, note.at, change.case)
        self._tell(change, told, notice)

    def of_late_mail(self, change: Change) -> None:
        """Tells the customer, or who else wrote for them, that their message moved nothing, and how
        to go on."""
        case = change.case
        writer = change.person if change.side == "customer" else case.customer
        body = later(
            "Case %(number)s “%(subject)s” is closed, and a closed case cannot be reopened. "
            "Your message is kept with it. If the matter has come back, open a repeat case: "
            "it starts anew and is linked to %(number)s.",
            number=case.number, subject=case.subject,
        )  # fmt: skip
        notice = Notice("answer", later("this case is closed"), body, change.now, case)
        self._write(change.tx, [writer], notice)

    def of_copy(self, change: Change, persons: Collection[Person]) -> None:
        """Tells people that they get copies of a case from now on."""
        if not persons:
            return
        case, by = change.case, change.person.name
        body = later(
            "%(by)s has us tell you what we tell %(customer)s about case %(number)s, "
            "“%(subject)s”. You can read it and write to us about it.",
            by=by, customer=case.customer.name, number=case.number, subject=case.subject,
        )  # fmt: skip
        told = (*case.participants, *(Participant(person, copied=True) for person in persons))
        copied = later("%(by)s copied you in", by=by)
        notice = Notice("answer", copied, body, change.now, replace(case, participants=told))
        self._tell(change, persons, notice)

    def of_step(self, change: Change, step: Step, cause: Cause) -> None:
        """Tells those whom the diagram names, and of an action of the customer the owner, unless
        the diagram told them already. `change` holds the case as the step leaves it."""
        told: list[Person] = []
        for occurrence in step.happened:
            for effect in occurrence.effects:
                if effect.kind == "notify":
                    told += self._of_effect(change, occurrence, effect, cause)
        if cause.action and change.side == "customer":
            self._of_action(change, cause.action, cause.words, {person.id for person in told})

    def _of_effect(
        self, change: Change, occurrence: Occurrence, effect: Effect, cause: Cause
    ) -> list[Person]:
        """Notifies the recipients that an element names, and returns them. Support is told of what
        follows from a customer's action as that action."""
        change, cause = by_whom(change, occurrence, cause)
        case, diagram = change.case, change.process.diagram
        element = diagram.elements[effect.element]
        due = self._milestones_of(change.tx, case.id)
        body = made(lambda: fill(_written(diagram, element.id), facts_for_texts(case, due)))
        if cause.words:
            body = later(
                "%(body)s\n\n%(who)s wrote:\n\n%(text)s",
                body=body, who=change.person.name, text=cause.words,
            )  # fmt: skip
        who = change.person.name
        what = made(
            lambda: said_of(diagram, occurrence.element, who) or _called(diagram, element.id)
        )
        told = recipients(change.tx, case, str(effect.details.get("to", "")), occurrence.at)
        acted, theirs = change.side == "customer", {person.id for person in case.customers}
        for topic, persons in (
            ("reminder", [p for p in told if p.id in theirs or not acted]),
            ("decision", [p for p in told if p.id not in theirs and acted]),
        ):
            notice = Notice(topic, what, body, occurrence.at, case, element.id)
            self._write(change.tx, persons, notice)
        return told

    def _of_action(self, change: Change, action: str, words: str, known: Collection[int]) -> None:
        """Tells who answers for the case of an action of the customer, with what the customer
        wrote; not those who are `known` to be told."""
        told = answerable(change.tx, change.case, change.now)
        persons = [person for person in told if person.id not in known]
        diagram, who = change.process.diagram, change.person.name
        chose = later(
            "%(who)s chose “%(action)s”",
            who=who, action=made(lambda: label_of_action(diagram, action)),
        )  # fmt: skip
        what = made(lambda: said_of(diagram, action, who) or str(chose))
        body = words or made(lambda: f"{what}.")
        notice = Notice("decision", what, body, change.now, change.case)
        self._tell(change, persons, notice)

    def of_new_case(self, change: Change) -> None:
        """Tells the owner of a new case, if it has one already."""
        new, by = change.case, change.person.name
        if new.owner:
            of = new.team.name if new.team else by
            what = later("A new case of %(team)s is yours", team=of)
            self._tell(change, [new.owner], Notice("assignment", what, what, change.now, new))

    def of_change(self, change: Change, old: Case, note: str) -> None:
        """Tells the new owner, or the new team of a case that has none, that it is theirs now, with
        the note of a handing over; and the owner that its priority was raised. `change` holds the
        case as it is now, `old` as it was."""
        new, by = change.case, change.person.name
        assigned = new.owner is not None and (old.owner is None or old.owner.id != new.owner.id)
        if assigned and new.owner:
            body = note or later("%(by)s made you the owner.", by=by)
            what = later("%(by)s gave you this case", by=by)
            if old.owner:
                what = later("%(by)s handed this case over to you", by=by)
            notice = Notice("assignment", what, body, change.now, new)
            self._tell(change, [new.owner], notice)
        elif new.team and new.owner is None and (old.team is None or old.team.id != new.team.id):
            what = later("%(by)s gave this case to %(team)s", by=by, team=new.team.name)
            body = note or made(lambda: f"{what}.")
            notice = Notice("assignment", what, body, change.now, new)
            self._tell(change, people.in_teams(change.tx, new.team.id), notice)
        if PRIORITIES.index(new.priority) < PRIORITIES.index(old.priority):
            raised = later(
                "%(by)s raised the priority from %(old)s to %(new)s",
                by=by, old=old.priority, new=new.priority,
            )  # fmt: skip
            body = made(lambda: f"{raised}.")
            notice = Notice("priority", raised, body, change.now, new)
            self._tell(change, recipients(change.tx, new, "owner", change.now), notice)

    def _tell(self, change: Change, persons: Iterable[Person], notice: Notice) -> None:
        """Tells all but the person who did it."""
        others = [person for person in persons if person.id != change.person.id]
        self._write(change.tx, others, notice)

    def _write(self, tx: Transaction, persons: Iterable[Person], notice: Notice) -> None:
        """Nobody is told of a case that is marked as spam: decision 0247."""
        if notice.case is None or not notice.case.spam:
            self._notifications.tell(tx, persons, notice)


def _written(diagram: Diagram, element_id: str) -> str:
    """What the drawing writes to those whom an element tells."""
    return drawn(diagram).elements[element_id].documentation or _called(diagram, element_id)


def _called(diagram: Diagram, element_id: str) -> str:
    return drawn(diagram).elements[element_id].label


def _answer(what: str, said: str, message: Message, case: Case) -> Notice:
    """Its mail brings the files of the message along."""
    named = message.id if message.files else None
    return Notice("answer", what, said, message.at, case, message_id=named)


def _with_files(message: Message) -> str:
    """The text of a message as it is told, which names its files."""
    if not message.files:
        return message.body
    names = "\n".join(f"- {file.name} ({size_in_words(file.size)})" for file in message.files)
    return _(
        "%(text)s\n\nWith these files, which the page of the case shows:\n%(names)s",
        text=message.body, names=names,
    )  # fmt: skip


def facts_for_texts(
    case: Case | CaseLine, targets: Iterable[Milestone], zone: tzinfo = UTC
) -> dict[str, Any]:
    """What texts of the diagram may name in braces; the target of milestone `x` is `{x_due}`.
    Times are told as whoever reads has them, else in `zone`."""
    due = {f"{milestone.name}_due": told_time(milestone.due_at, zone) for milestone in targets}
    return {
        **case.facts,
        **due,
        "number": case.number,
        "subject": case.subject,
        "customer": case.customer.name,
        "owner": case.owner.name if case.owner else "",
        "priority": case.priority,
        **{name: text or "" for name, text in case_fields(case).items()},
    }
