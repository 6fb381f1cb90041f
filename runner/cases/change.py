"""A change of a case that is under way, and what has to hold before it is made: each check raises
the error that says why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from runner.bpmn import Action, Diagram, forms
from runner.bpmn.calendar import Calendar
from runner.cases.views import CaseView, actions_for, see
from runner.engine import Process
from runner.errors import (
    Forbidden,
    InvalidInput,
    NotDrawn,
    NotPossible,
    OutdatedProposal,
    StaleCase,
)
from runner.language import _
from runner.model import (
    CASE_FIELDS,
    CUSTOMER_REPLY,
    PRIORITIES,
    Case,
    EventKind,
    Message,
    Modification,
    Occurrence,
    Person,
    Side,
    Step,
    Visibility,
    Waits,
    WaitState,
    case_fields,
)
from runner.people.permissions import Operation, may, may_take, require
from runner.store import Transaction, events

CLOCK = Person(0, "", "")
"""The actor of what happens by itself. Like the operator, it has no account."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What the person did, in the words of the history: `event` is its kind, `action` the action
    of the drawing, `values` what they filled in or changed."""

    event: EventKind
    action: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    """What a customer wrote with an action: it is told with the action, not by itself."""


TIMER = Cause("timer")


@dataclass(frozen=True, slots=True)
class Change:
    """One case, one person, one transaction, one instant. `Transactions.change` opens it.

    `case` is the case as it was found, locked; a new case has the id 0. `side` is what the person
    is to the case, None for the clock and for who has no access to it. The methods that return a
    Step ask the engine, and write nothing. `before_timers` is the revision in which the case stood
    until the timers fired that are due before this change and left its status as it was.
    """

    tx: Transaction
    case: Case
    process: Process
    person: Person
    side: Side | None
    now: datetime
    calendar: Calendar
    before_timers: int | None = None

    @property
    def actor(self) -> Person | None:
        """The person, as the history names them: None for the clock and the operator."""
        return self.person if self.person.id else None

    def owned(self) -> Change:
        """The same with the person as the owner of the case."""
        return replace(self, case=replace(self.case, owner=self.person))

    def require(self, operation: Operation) -> None:
        """Raises Forbidden unless the person may do this to the case."""
        require(self.person, operation, self.case)

    def start(self, facts: Mapping[str, Any]) -> Step:
        return self.process.start(facts, self.now, self.calendar)

    def act(self, action: str, values: Mapping[str, Any]) -> Step:
        by = self.person.id
        return self.process.act(self.case.state, action, values, self.now, self.calendar, by=by)

    def deliver(self, message: str, values: Mapping[str, Any]) -> Step:
        return self.process.deliver(self.case.state, message, values, self.now, self.calendar)

    def revise(self, facts: Mapping[str, Any]) -> Step:
        return self.process.revise(self.case.state, facts, self.now, self.calendar)

    def wake(self) -> Step:
        return self.process.wake(self.case.state, self.now, self.calendar)

    def modify(self, wanted: Modification, possible: Callable[[WaitState], bool]) -> Step:
        return self.process.modify(self.case.state, wanted, self.now, self.calendar, possible)

    def view(self) -> CaseView:
        """The case as the person may see it."""
        return see(self.tx, self.process, self.case, self.person)


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


# ------------------------------------------------------------------ what a step comes to


def after(case: Case, step: Step, diagram: Diagram) -> Case:
    """The case as a step leaves it."""
    happened = step.happened
    resolutions = [h.resolution for h in happened if h.resolution]
    proposals = [
        f"P{task.id}"
        for task in step.tasks
        if diagram.elements[task.element].properties.get("proposal")
    ]
    return replace(
        case,
        state=step.state,
        revision=case.revision + len(happened),
        events=case.events + len(happened),
        status=step.status,
        closed=step.completed,
        resolution=(resolutions or [case.resolution])[-1],
        proposal=(proposals or [None])[-1],
        flags=_flags(case.flags, happened),
        waits=Waits(step.offers, step.messages, step.timers, step.instances),
        next_due=step.next_due,
        milestone_due=None if step.completed else case.milestone_due,
        updated_at=max((h.at for h in happened), default=case.updated_at),
    )


def _flags(flags: tuple[str, ...], happened: tuple[Occurrence, ...]) -> tuple[str, ...]:
    kept = dict.fromkeys(flags)
    for effect in (effect for occurrence in happened for effect in occurrence.effects):
        if effect.kind == "flag":
            kept[effect.name] = None
        elif effect.kind == "unflag":
            kept.pop(effect.name, None)
    return tuple(kept)


def by_whom(change: Change, occurrence: Occurrence, cause: Cause) -> tuple[Change, Cause]:
    """What happened, and why: a timer that fired before what the person does is the clock's."""
    if occurrence.cause == "timer":
        return replace(change, person=CLOCK, side=None), TIMER
    return change, cause


# ------------------------------------------------------------------ checks


def offered_action(change: Change, name: str) -> Action:
    """The action of this name that the person may take now. Raises NotDrawn, Forbidden or
    NotPossible."""
    case, person = change.case, change.person
    drawn = [action for action in change.process.compiled.actions if action.id == name]
    if not drawn:
        raise NotDrawn(
            _(
                "The diagram of case %(number)s has no action '%(name)s'. Look at the "
                "case: it lists what is possible.",
                number=case.number,
                name=name[:60],
            ),
            name,
        )
    mine = [action for action in drawn if may_take(person, case, action.audience)]
    if not mine:
        audiences = " or ".join(dict.fromkeys(action.audience for action in drawn))
        raise Forbidden(
            _(
                "“%(label)s” is for %(what)s, not for you.",
                label=drawn[0].label,
                what=audiences or "support",
            )
        )
    offers = {(offer.action, offer.audience, offer.element) for offer in case.waits.offers}
    for action in mine:
        if (action.id, action.audience, action.element) in offers:
            return action
    if case.closed:
        raise NotPossible(
            _(
                "Case %(number)s is closed, and a closed case cannot be reopened. Open a "
                "repeat case instead.",
                number=case.number,
            )
        )
    raise NotPossible(
        _(
            "“%(label)s” is not possible while case %(number)s is %(status)s.",
            label=mine[0].label,
            number=case.number,
            status=case.status,
        )
    )


def awaited_message(change: Change) -> Action | None:
    """The action for which the drawing waits for a public message of this person: a flow with the
    property `message` = `public`."""
    for view in actions_for(change.process, change.case, change.person):
        for action in change.process.compiled.actions:
            asks = action.properties.get("message") == "public"
            if asks and action.id == view.id and forms.conversation(action.form or {}):
                return action
    return None


def form_of_event(process: Process, message: str) -> forms.Schema | None:
    """What a message for machines may carry. Raises NotDrawn for one that the drawing does not
    know, or that only the conversation brings."""
    events = [e for e in process.diagram.elements.values() if message in e.from_outside]
    if not events or message == CUSTOMER_REPLY:
        raise NotDrawn(
            _("The diagram has no event '%(message)s' that can be sent.", message=message[:60]),
            message,
        )
    return next((event.forms[""] for event in events if "" in event.forms), None)


def could_offer(process: Process, case: Case, person: Person, name: str) -> bool:
    """Whether the person could take the action `name`, or send the event, somewhere in a case on
    this version of the diagram."""
    if any(name in event.from_outside for event in process.diagram.elements.values()):
        return name != CUSTOMER_REPLY and may(person, "send_event", case)
    return any(
        action.id == name and may_take(person, case, action.audience)
        for action in process.compiled.actions
    )


def check_revision(change: Change, revision: int | None) -> None:
    """What fired only now, since the worker is late, is no news that anybody could have seen."""
    case = change.case
    if revision not in (None, case.revision, change.before_timers):
        raise StaleCase(
            _(
                "Case %(number)s changed since you loaded it (you saw revision "
                "%(revision)s, it is now %(now)s). Reload it and try again; your "
                "text is kept.",
                number=case.number,
                revision=revision,
                now=case.revision,
            ),
            revision,
        )


def check_seen(change: Change, seen: int | None) -> None:
    """Raises StaleCase when there is news behind the line of the history that the person of support
    has `seen`: a message of somebody else or a change of status. A customer's reply is never held
    back. Raises InvalidInput for a line that there is not: it would hide all news to come."""
    case, person = change.case, change.person
    if seen is None or change.side == "customer":
        return
    if seen > case.events:
        said = _("has to be a line of the history: 0 to %(last)s.", last=case.events)
        raise InvalidInput({"seen": [said]})
    if news := events.news_since(change.tx, case.id, seen, person.id):
        raise StaleCase(
            _(
                "There is news in case %(number)s that you have not seen. Look at it, "
                "then send again; your text is kept.",
                number=case.number,
            ),
            news=news,
        )


def check_open(case: Case) -> None:
    if case.closed:
        raise NotPossible(
            _("Case %(number)s is closed: nothing about it changes any more.", number=case.number)
        )


def current_proposal(case: Case, given: str | None) -> str | None:
    if given is not None and given != case.proposal:
        raise OutdatedProposal(
            _(
                "This answers proposal %(given)s, but the current one is %(proposal)s. "
                "Look at the current proposal first.",
                given=given,
                proposal=case.proposal,
            )
        )
    return case.proposal


LONGEST_SUBJECT, LONGEST_CHANNEL = 300, 40
"""Characters."""


def checked_text(field: str, text: str, longest: int = forms.LONGEST_TEXT) -> str:
    """A text that has to be there. Raises InvalidInput, naming the field."""
    spec = {"type": "string", "maxLength": longest}
    return forms.submit(
        {"type": "object", "properties": {field: spec}, "required": [field]}, {field: text}
    )[field]


def checked_together(*checks: Callable[[], Any]) -> list[Any]:
    """What each check gives. Raises InvalidInput with what all of them found wrong."""
    found: list[Any] = []
    errors: dict[str, Sequence[str]] = {}
    for check in checks:
        try:
            found.append(check())
        except InvalidInput as error:
            errors |= error.errors
    if errors:
        raise InvalidInput(errors)
    return found


def checked_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that are fields of a case; None for a text with nothing in it."""
    longest = {item.name: item.metadata["longest"] for item in CASE_FIELDS}
    names = [name for name in given if name in longest]
    texts = checked_together(
        *(partial(_checked_field, name, given[name], longest[name]) for name in names)
    )
    return dict(zip(names, texts, strict=True))


def _checked_field(name: str, text: str | None, longest: int) -> str | None:
    return checked_text(name, text, longest) if text else None


def checked_priority(value: str) -> str:
    if value not in PRIORITIES:
        raise InvalidInput(
            {"priority": [_("has to be one of: %(priorities)s", priorities=", ".join(PRIORITIES))]}
        )
    return value


def checked_note(wanted: dict[str, Any]) -> str:
    """Takes the note for a new owner out of the changes of a case; '' when there is none."""
    note = wanted.pop("note", None)
    return checked_text("note", note) if note else ""


def routing(case: Case) -> dict[str, Any]:
    """The facts of a case that a diagram may route on."""
    return {"priority": case.priority, "channel": case.channel, **case_fields(case)}


def kept_facts(form: forms.Schema | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are facts of the case: not what was said, not what the form sets itself."""
    said = forms.conversation(form or {})
    return {k: v for k, v in values.items() if k not in said and k in forms.fields(form or {})}
