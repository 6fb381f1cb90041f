"""A case as somebody may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from runner import forms
from runner.accounts import may_take
from runner.engine import Process
from runner.forms import Schema
from runner.model import Case, Event, Milestone, Person, Side, to_number
from runner.store import Transaction, cases

LONGEST_PATH = 200
"""Of how many of the newest lines of a history the path is shown."""


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action that the one who looks may take now. `form` is None when nothing is asked."""

    id: str
    label: str
    task: str
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
    """A case, what somebody is to it, and what they may do."""

    case: Case
    side: Side
    actions: tuple[ActionView, ...]
    milestones: tuple[Milestone, ...]
    repeats: tuple[str, ...]
    late: bool = False
    """Whether the message that led here came after the case was closed."""


@dataclass(frozen=True, slots=True)
class EventView:
    """A line of the history with what the one who looks may know of it."""

    event: Event
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StateView:
    """Where the tokens of a case are, which way they came, and where they can go."""

    version_id: int
    tokens: tuple[Mapping[str, Any], ...]
    path: tuple[Mapping[str, Any], ...]
    next: tuple[str, ...]


def see(tx: Transaction, process: Process, case: Case, person: Person, side: Side) -> CaseView:
    return CaseView(
        case=case,
        side=side,
        actions=actions_for(process, case, person),
        milestones=tuple(cases.milestones_of(tx, case.id)),
        repeats=tuple(map(to_number, cases.repeats_of(tx, case.id) if case.closed else ())),
    )


def actions_for(process: Process, case: Case, person: Person) -> tuple[ActionView, ...]:
    """The actions that the drawing offers now and that somebody may take, as they are drawn."""
    found = {}
    offers = {(offer.action, offer.audience, offer.element) for offer in case.waits.offers}
    final = process.drawing.final_statuses
    for action in process.drawing.actions:
        offered = (action.id, action.audience, action.task) in offers
        if offered and may_take(person, case, action.audience):
            form = forms.shown(action.form) if action.form else None
            asked = form if form and form["properties"] else None
            leads_to = process.drawing.leads_to[action.id]
            found.setdefault(
                action.id,
                ActionView(
                    action.id, action.label, action.task, action.audience, asked, leads_to,
                    bool(leads_to) and final.issuperset(leads_to),
                    action.properties.get("message") == "public",
                ),
            )  # fmt: skip
    return tuple(found.values())


def see_event(event: Event, side: Side) -> EventView | None:
    """A line of the history; None when it is not for this side. Customers see what happened and
    who did it, but no value: values are written for support."""
    if side == "customer":
        internal = event.details.get("visibility") == "internal"
        return None if internal else EventView(event, {})
    return EventView(event, event.details.get("values", {}))


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
        {"element": id, "at": event.at, "kind": "flow" if id in process.diagram.flows else "node"}
        for event in cases.latest_history(tx, case.id, LONGEST_PATH)
        if event.version_id == case.version_id
        for id in event.path
    )
    return StateView(case.version_id, tokens, path, _next(case))


def _next(case: Case) -> tuple[str, ...]:
    """The flows and events by which a token can leave where it waits."""
    ids = [offer.action for offer in case.waits.offers] + [t.element for t in case.waits.timers]
    return tuple(dict.fromkeys(ids))


# ------------------------------------------------------------------ sentences


def explain(process: Process, case: Case, event: Event | None, now: datetime) -> str:
    """What changed last, for somebody whose picture of the case is older."""
    if event is None:
        return f"Case {case.number} is {case.status}."
    who = event.actor.name if event.actor else "The clock"
    return f"{who}: {_what(process, event)}, {ago(now - event.at)}. The case is now {case.status}."


def _what(process: Process, event: Event) -> str:
    labels = {action.id: action.label for action in process.drawing.actions}
    if event.event == "changed":
        return f"changed {' and '.join(event.details.get('values', {}))}"
    if event.action in labels:
        return f"“{labels[event.action]}”"
    element = process.diagram.elements.get(event.element or "")
    return f"“{element.label}”" if element else event.event


def ago(past: timedelta) -> str:
    seconds = max(0, int(past.total_seconds()))
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"
