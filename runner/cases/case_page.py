"""A case with everything that its page shows: what was said, what it waits for, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from runner.bpmn import Element, consequence, forms
from runner.bpmn.drawn_texts import Spoken, drawn, spoken_drawing
from runner.bpmn.status_map import StatusMap
from runner.cases.chains import Chain
from runner.cases.conversation import facts_for_texts
from runner.cases.views import CaseView, EventView
from runner.delivery.notifications import fill
from runner.engine import Process
from runner.model import (
    Attachment,
    CannedResponse,
    Case,
    CaseAside,
    Hold,
    Message,
    Presence,
    Satisfaction,
    UnsentText,
)
from runner.store import Transaction, cases, milestones


@dataclass(frozen=True, slots=True)
class Wait:
    """Where a token is: `words` is what the drawing says of it, `move` whose move it is, by the
    property of this name or else by its lane."""

    element: str
    name: str
    move: str
    words: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What the drawing does by itself, unless something happens before: when, which timer, and
    what follows from it. `zone` is that of the calendar that it was counted in, `words` what the
    drawing tells the customer of it, '' for nothing."""

    at: datetime
    zone: tzinfo
    element: str
    name: str
    then: str
    words: str

    @property
    def does(self) -> str:
        """What it comes to: the name of what follows, or else of the timer."""
        return self.then or self.name


@dataclass(frozen=True, slots=True)
class CasePage:
    view: CaseView
    waits: tuple[Wait, ...]
    upcoming: tuple[Upcoming, ...]
    messages: tuple[Message, ...]
    earlier_messages: bool
    history: tuple[EventView, ...]
    earlier_history: bool
    labels: dict[str, str]
    """What to call the elements and flows that the history names."""
    deeds: dict[str, str]
    """The words of the history for an action or event, by its flow or element."""
    statuses: StatusMap
    """The statuses of its diagram and the ways between them, as far as this case knows them."""
    visited: frozenset[str]
    """Those that the case was in, by the newest lines of its history."""
    lifecycle: str
    """The name of its lifecycle where there are several."""
    chains: tuple[Chain, ...]
    titles: dict[str, str]
    """What a text for the other side is called that an action asks for."""
    proposals: frozenset[str]
    """The statuses in which a proposal waits for its answer."""
    aside: CaseAside
    """Empty for a customer."""
    satisfaction: Satisfaction | None
    held: tuple[Hold, ...] = ()
    """What the reader has sent and can still take back."""
    request_files: tuple[Attachment, ...] = ()
    """Those that came with the request that the case began with."""
    unsent: Mapping[str, UnsentText] = field(default_factory=dict)
    """What the reader has written and not sent, by form."""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the fields for texts are called, by action and name; empty where nothing is unsent."""
    follow_up: datetime | None = None
    """The follow-up date of the one who looks."""
    others: tuple[Presence, ...] = ()
    """Who else of support is at the case."""
    responses: tuple[CannedResponse, ...] = ()
    """Canned responses of the reader, those suggested for the status of the case first."""


def with_files(said: Iterable[Message], files: Sequence[Attachment]) -> list[Message]:
    """Messages, each with those of the files of their case that came with it."""
    return [
        replace(message, files=tuple(file for file in files if file.message_id == message.id))
        if files
        else message
        for message in said
    ]


def waits_of(tx: Transaction, process: Process, case: Case, zone: tzinfo) -> tuple[Wait, ...]:
    """Where the tokens of a case wait; for a closed one the end that it has come to."""
    facts = facts_for_texts(case, milestones.of_case(tx, case.id), zone)
    elements = drawn(process.diagram).elements
    tasks = [(elements[task.element], since) for task, since in cases.open_tasks(tx, case.id)]
    ends = [(element, None) for element in ends_of(process, case)]
    return tuple(
        Wait(
            element.id,
            element.label,
            element.properties.get("move") or element.lane or "",
            fill(element.documentation, facts),
            since,
        )
        for element, since in (*tasks, *ends)
    )


def ends_of(process: Process, case: Case) -> list[Element]:
    """The ends that a case can have come to; none while it is open."""
    return [
        element
        for element in (drawn(process.diagram).elements.values() if case.closed else ())
        if element.kind == "endEvent" and element.properties.get("status") == case.status
    ]


def upcoming_of(process: Process, case: Case) -> tuple[Upcoming, ...]:
    elements = drawn(process.diagram).elements
    return tuple(
        Upcoming(
            timer.at,
            process.calendars.named(timer.calendar or case.calendar).zone,
            timer.element,
            elements[timer.element].label,
            _name_behind(process, timer.element),
            elements[timer.element].properties.get("customer", ""),
        )
        for timer in case.waits.timers
    )


def _name_behind(process: Process, event: str) -> str:
    """What the first activity behind an event is called in the language that is spoken."""
    found = consequence(process.diagram, event)
    return drawn(process.diagram).elements.get(found.id, found).name if found else ""


def labels_of(processes: Sequence[Process], history: Iterable[EventView]) -> dict[str, str]:
    """By the versions that the case has been on, the last one last."""
    named = {view.event.element for view in history} | {
        step for view in history for step in view.event.path
    }
    found: dict[str, str] = {}
    for process in processes:
        diagram = drawn(process.diagram)
        items = {**diagram.flows, **diagram.elements}
        found |= {key: items[key].name for key in named if key and key in items and items[key].name}
        found |= {action.id: action.label for action in diagram.actions}
    return found


def deeds_of(processes: Sequence[Process]) -> dict[str, str]:
    """The property `history` of flows and events: `proposed a solution` for an action, a sentence
    for what happens by itself."""
    return {
        item.id: item.properties["history"]
        for process in processes
        for diagram in (drawn(process.diagram),)
        for item in (*diagram.flows.values(), *diagram.elements.values())
        if "history" in item.properties
    }


def titles_of(processes: Sequence[Process]) -> dict[str, str]:
    """The titles of the forms' texts for the other side: `First response` for an action."""
    return {
        action.id: _title_of(action.id, action.form, spoken_drawing(process.diagram))
        for process in processes
        for action in process.compiled.actions
        if action.form
    }


def texts_of(processes: Sequence[Process]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for process in processes:
        words = spoken_drawing(process.diagram)
        for action in process.compiled.actions:
            form = action.form or {}
            titled = words.form(action.id, form) if words else form
            found.setdefault(action.id, {}).update(forms.texts(titled))
    return found


def _title_of(action: str, form: forms.Schema, words: Spoken | None) -> str:
    titled = words.form(action, form) if words else form
    shown, known = forms.conversation(titled), forms.fields(titled)
    told = [name for name in shown if shown[name] == forms.PUBLIC and name in known]
    return known[told[-1]].get("title", "") if told else ""


def proposals_of(processes: Sequence[Process]) -> frozenset[str]:
    return frozenset(
        element.properties["status"]
        for process in processes
        for element in process.diagram.elements.values()
        if "proposal" in element.properties and "status" in element.properties
    )
