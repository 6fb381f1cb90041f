"""A case as a person may see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from runner.bpmn import Diagram, forms
from runner.bpmn.drawn_texts import drawn, spoken_drawing, status_called
from runner.bpmn.forms import Schema
from runner.engine import Process
from runner.errors import Forbidden, NotFound
from runner.language import N_, _, told_ago
from runner.model import (
    Case,
    CaseLine,
    Event,
    Message,
    Milestone,
    Offer,
    Participant,
    Person,
    Side,
    to_id,
    to_number,
)
from runner.people.permissions import may, may_take, side_of
from runner.store import Transaction, cases, companies, events, milestones, people

Shown = TypeVar("Shown", Case, CaseLine)

LONGEST_PATH = 200
"""Of how many of the newest lines of a history the path is shown."""


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action that the one who looks may take now. `form` is None when nothing is asked."""

    id: str
    label: str
    element: str
    audience: str
    form: Schema | None
    leads_to: tuple[str, ...] = ()
    """The statuses that the case may have right after it."""
    closes: bool = False
    """Whether the case is closed after it, for good."""
    message_means: bool = False
    """Whether a public message of the one who looks counts as this action."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case, the side that the person is on, and what they may do."""

    case: Case
    side: Side
    actions: tuple[ActionView, ...]
    milestones: tuple[Milestone, ...]
    repeats: tuple[str, ...]
    lifecycle: str
    """The id of the process that the case runs on."""
    late: bool = False
    """Whether the message that led here came after the case was closed."""


@dataclass(frozen=True, slots=True)
class EventView:
    """A line of the history with what the one who looks may know of it."""

    event: Event
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ahead:
    """A flow or event by which a token can leave where it waits. `by` are those who may choose it,
    `at` is when it happens by itself; with neither, a message brings it."""

    element: str
    by: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StateView:
    """Where the tokens of a case are, which way they came, and where they can go."""

    version_id: int
    revision: int
    tokens: tuple[Mapping[str, Any], ...]
    path: tuple[Mapping[str, Any], ...]
    ahead: tuple[Ahead, ...]

    @property
    def next(self) -> tuple[str, ...]:
        return tuple(step.element for step in self.ahead)


def find_case(
    tx: Transaction, person: Person, number: str, for_change: bool = False
) -> tuple[Case, Side]:
    """A case that the person may see, and what they are to it. `for_change` locks it."""
    case_id = to_id(number)
    case = cases.by_id(tx, case_id, for_change) if case_id is not None else None
    if case and side_of(person, case) is None and companies.share(tx, person.id, case.customer.id):
        case = replace(case, participants=(*case.participants, Participant(person)))
    side = side_of(person, case) if case else None
    if case is None or side is None:
        raise NotFound(
            _("There is no case %(number)s, or it is not yours to see.", number=number[:40])
        )
    return case, side


def still_here(tx: Transaction, person_id: int) -> Person:
    """Who began what a job goes on with. Raises Forbidden for somebody without access by now."""
    person = people.by_id(tx, person_id)
    if person is None or not person.active:
        raise Forbidden(_("Whoever began this has no access any more."))
    return person


def see(tx: Transaction, process: Process, case: Case, person: Person) -> CaseView:
    """A case as a person sees it. The right to see it was checked before."""
    side = side_of(person, case)
    assert side is not None
    return CaseView(
        case=_case_seen(case, person) if side == "customer" else case,
        side=side,
        actions=actions_for(process, case, person),
        milestones=tuple(milestones.of_case(tx, case.id)),
        repeats=tuple(map(to_number, cases.repeats_of(tx, case.id) if case.closed else ())),
        lifecycle=process.diagram.process,
    )


def discreet(case: Shown) -> Shown:
    """A case or a line of a list as its customer sees it: without its team, and without the address
    of its owner."""
    owner = replace(case.owner, email="") if case.owner else None
    return replace(case, owner=owner, team=None)


def unaddressed(case: Shown) -> Shown:
    """As those see it who stand beside the customer: without anybody's address."""
    return replace(discreet(case), customer=replace(case.customer, email=""))


def as_seen(case: Shown, person: Person) -> Shown:
    """A case or a line of a list as somebody sees it: whole for those who work here."""
    if may(person, "see_internal", case):
        return case
    return discreet(case) if person.id == case.customer.id else unaddressed(case)


def _case_seen(case: Case, person: Person) -> Case:
    """Those who stand beside the customer do not see one another either."""
    seen = as_seen(case, person)
    return seen if person.id == case.customer.id else replace(seen, participants=())


def nameless(person: Person, reader: Person) -> Person:
    """A person as a customer sees them: by name, and with an address only if it is their own."""
    return person if person.id == reader.id else replace(person, email="")


def actions_for(process: Process, case: Case, person: Person) -> tuple[ActionView, ...]:
    """The actions that the drawing offers now and the person may take, in the drawn order."""
    theirs = [
        offer
        for offer in case.waits.offers
        if may_take(person, case, offer.audience) and not _has_done(case, offer.element, person)
    ]
    found: dict[str, ActionView] = {}
    for view in offered_actions(process, theirs):
        found.setdefault(view.id, view)
    return tuple(found.values())


def offered_actions(process: Process, offers: Iterable[Offer]) -> Iterator[ActionView]:
    """What the drawing offers, to each audience, in the drawn order."""
    offered = {(offer.action, offer.audience, offer.element) for offer in offers}
    final, words = process.compiled.final_statuses, spoken_drawing(process.diagram)
    actions = drawn(process.diagram).actions
    for action, asked in zip(actions, process.compiled.asked, strict=True):
        if (action.id, action.audience, action.element) in offered:
            leads_to = process.compiled.leads_to[action.id]
            form = words.form(action.id, asked) if words and asked else asked
            yield ActionView(
                action.id, action.label, action.element, action.audience, form, leads_to,
                bool(leads_to) and final.issuperset(leads_to),
                action.properties.get("message") == "public",
            )  # fmt: skip


def _has_done(case: Case, activity: str, person: Person) -> bool:
    """Has the person done what asks for different people?"""
    at = [several for several in case.waits.instances if several.element == activity]
    return bool(at) and all(person.id in several.by for several in at)


def request_of(case: Case, action: ActionView) -> str | None:
    """What an action answers: the current proposal where its form names one, or else the visit of
    the task that asks for it, which for closing at any time is that of the open case."""
    if case.proposal and "proposal" in forms.fields(action.form or {}):
        return case.proposal
    for offer in case.waits.offers:
        if (offer.action, offer.element) == (action.id, action.element):
            return f"T{offer.visit}"
    return None


def see_event(event: Event, reader: Person, internal: bool) -> EventView | None:
    """A line of the history; None when it is not for the reader. Without the right to see what is
    `internal` they see what happened and who did it, but no value and no address of others."""
    if internal:
        return EventView(event, event.details.get("values", {}))
    if event.details.get("visibility") == "internal":
        return None
    actor = nameless(event.actor, reader) if event.actor else None
    return EventView(replace(event, actor=actor), {})


def see_message(message: Message, reader: Person, internal: bool) -> Message:
    """A message; without the right to see what is `internal`, without the addresses of others."""
    return message if internal else replace(message, author=nameless(message.author, reader))


def see_state(tx: Transaction, process: Process, case: Case) -> StateView:
    elements = process.diagram.elements
    tokens = tuple(
        {
            "element": task.element,
            "name": elements[task.element].label,
            "status": elements[task.element].properties.get("status"),
            "since": since,
        }
        for task, since in cases.open_tasks(tx, case.id)
    )
    path = tuple(
        {"element": key, "at": event.at, "kind": "flow" if key in process.diagram.flows else "node"}
        for event in events.latest(tx, case.id, LONGEST_PATH)
        if event.version_id == case.version_id
        for key in event.path
    )
    ahead = _ahead(process, case, [token["element"] for token in tokens])
    return StateView(case.version_id, case.revision, tokens, path, ahead)


def _ahead(process: Process, case: Case, waits_at: Iterable[str]) -> tuple[Ahead, ...]:
    """What people can choose, as it is drawn; what a message can bring; what time brings."""
    audiences: dict[str, list[str]] = {action.id: [] for action in process.compiled.actions}
    for offer in case.waits.offers:
        if offer.audience not in audiences[offer.action]:
            audiences[offer.action].append(offer.audience)
    chosen = [Ahead(action, tuple(by)) for action, by in audiences.items() if by]
    awaited = [
        Ahead(event.id)
        for element in _around(process, waits_at)
        for event in process.diagram.lowered.boundary_events(element)
        if event.from_outside.intersection(case.waits.messages) and not audiences.get(event.id)
    ]
    timers = sorted(case.waits.timers, key=lambda timer: timer.at)
    return (*chosen, *awaited, *(Ahead(timer.element, at=timer.at) for timer in timers))


def _around(process: Process, ids: Iterable[str]) -> tuple[str, ...]:
    """Elements, and the sub-processes that they lie in, as they run."""
    elements, found = process.diagram.lowered.elements, {}
    for element_id in ids:
        element = elements.get(element_id)
        while element:
            found[element.id] = None
            element = elements.get(element.container)
    return tuple(found)


# ------------------------------------------------------------------ sentences


def explain(
    process: Process,
    view: CaseView,
    event: Event | None,
    now: datetime,
    moved: Event | None = None,
) -> str:
    """What changed last, for a person who has seen the case as it was before: before the migration
    `moved`, if there is one."""
    case, status = view.case, status_called(process.diagram, view.case.status)
    if event is None:
        return _("Case %(number)s is %(status)s.", number=case.number, status=status)
    told = [event] if moved is None or moved.sequence == event.sequence else [moved, event]
    what = _(", then ").join(
        f"{_what(process, one, view.side)} ({told_ago(now - one.at)})" for one in told
    )
    if event.to_status not in (None, event.from_status):
        return _("%(what)s, so this case is now %(status)s.", what=what, status=status)
    return _("%(what)s, and this case is now %(status)s.", what=what, status=status)


def _what(process: Process, event: Event, side: Side) -> str:
    """Who did what, in the words of the drawing: its property `history`, or else its names."""
    element_id, who = event.action or event.element or "", event.actor.name if event.actor else ""
    if event.event == "modified":
        return _("We put your case in order") if side == "customer" else modified_by(event)
    if said := said_of(process.diagram, element_id, who):
        return said
    drawn = process.diagram.elements.get(element_id) or process.diagram.flows.get(element_id)
    who = who or _("The clock")
    if event.event == "changed":
        fields = _(" and the ").join(map(_, event.details.get("values", {})))
        return _("%(who)s changed the %(fields)s", who=who, fields=fields)
    if event.event == "migrated":
        return _("We changed how we handle cases") if side == "customer" else moved_by(event)
    if deed := _DEEDS.get(event.event):
        return _("%(who)s %(deed)s", who=who, deed=deed)
    if drawn:
        return _("%(who)s chose “%(label)s”", who=who, label=drawn.name or drawn.id)
    return f"{who}: {event.event}"


def moved_by(event: Event) -> str:
    who = event.actor.name if event.actor else _("The operator")
    return _(
        "%(who)s moved the case to version %(version)s of the diagram",
        who=who, version=event.version_id,
    )  # fmt: skip


def modified_by(event: Event) -> str:
    """Who did what to a case past its drawing, and why."""
    who = event.actor.name if event.actor else _("The operator")
    told = event.details.get("values", {})
    at, to, due = (told.get(key, "") for key in ("at", "to", "due"))
    match told.get("kind"):
        case "move":
            did = _("moved the case from “%(at)s” to “%(to)s”", at=at, to=to)
        case "skip":
            did = _("let the case skip “%(at)s”", at=at)
            if to:
                did = _("let the case skip “%(at)s” over “%(to)s”", at=at, to=to)
        case "retime":
            did = _("set “%(at)s” to %(due)s UTC", at=at, due=due[:16].replace("T", " "))
        case "cancel":
            did = _("cancelled “%(at)s”", at=at)
        case "deliver":
            did = _("sent “%(at)s” again", at=at)
        case _other:
            did = _("modified the case")
    return _("%(who)s %(did)s: %(reason)s", who=who, did=did, reason=told.get("reason", ""))


_DEEDS = {"message": N_("wrote"), "submitted": N_("submitted the case")}


def said_of(diagram: Diagram, element_id: str, who: str = "") -> str | None:
    """What the drawing calls it when a flow was taken or an event happened: its property `history`,
    a sentence for an event of the clock, and what follows the name of a person for all others."""
    diagram = drawn(diagram)
    found = diagram.elements.get(element_id) or diagram.flows.get(element_id)
    said = found.properties.get("history") if found else None
    return f"{who} {said}".strip() if said else None
