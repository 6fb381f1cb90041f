"""From a Step of the engine to rows: what is written down when something happened to a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Any

from runner.bpmn import Diagram
from runner.cases.history import History
from runner.cases.views import said_of
from runner.delivery.jobs import Jobs
from runner.delivery.notifications import (
    Notifications,
    fill,
    recipients,
    subject_for,
)
from runner.errors import StaleCase
from runner.model import Case, Effect, Milestone, NewJob, Occurrence, Person, Side, Step, Waits
from runner.store import Transaction, cases, milestones

WAKE = "wake"
"""The kind of the jobs that fire the timers of a case."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Who did what: the part of the account that the engine does not know."""

    event: str
    actor: Person | None = None
    side: Side | None = None
    action: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


TIMER = Cause("timer")


class Records:
    def __init__(self, jobs: Jobs, notifications: Notifications, history: History):
        self._jobs = jobs
        self._notifications = notifications
        self._history = history

    def create(
        self, tx: Transaction, diagram: Diagram, case: Case, step: Step, cause: Cause
    ) -> Case:
        """Writes down a new case. Returns it with its id."""
        new = after(case, step, diagram)
        new = replace(new, id=cases.add(tx, new))
        return self._write(tx, diagram, None, new, step, cause)

    def save(self, tx: Transaction, diagram: Diagram, case: Case, step: Step, cause: Cause) -> Case:
        """Writes down what happened to a case. Raises StaleCase when it changed meanwhile."""
        new = after(case, step, diagram)
        if not cases.save(tx, new, seen=case.revision):
            raise StaleCase(f"Case {case.number} changed just now. Reload it and try again.")
        return self._write(tx, diagram, case, new, step, cause)

    def _write(
        self,
        tx: Transaction,
        diagram: Diagram,
        old: Case | None,
        new: Case,
        step: Step,
        cause: Cause,
    ) -> Case:
        cases.set_tasks(tx, new, step.tasks, new.updated_at)
        self._start_milestones(tx, diagram, new, step)
        first = old.events + 1 if old else 1
        for sequence, happening in enumerate(step.happened, first):
            why = TIMER if happening.cause == "timer" else cause
            self._record(tx, new, sequence, happening, why)
            said = said_of(diagram, happening.element, why.actor.name if why.actor else "")
            for effect in happening.effects:
                self._apply_effect(tx, diagram, new, effect, happening.at, said)
        self.schedule(tx, old, new)
        if not new.closed and _touches_milestones(step):
            return milestones.wait_for(tx, new)
        return new

    def schedule(self, tx: Transaction, old: Case | None, new: Case) -> None:
        """Sees to it that the case is woken when its next timer falls due."""
        if old is not None and old.next_due == new.next_due:
            return
        key = f"{WAKE}:{new.id}"
        if new.next_due is not None:
            self._jobs.enqueue(tx, NewJob(WAKE, key, new.next_due, new.id))
        elif old is not None:
            self._jobs.cancel(tx, key)

    def _record(
        self, tx: Transaction, case: Case, sequence: int, happening: Occurrence, cause: Cause
    ) -> None:
        details = {"values": {**happening.values, **cause.values}}
        told = [effect.element for effect in happening.effects if effect.kind == "notify"]
        self._history.record(
            tx,
            case,
            sequence,
            happening,
            event=cause.event,
            actor=cause.actor,
            side=cause.side,
            action=cause.action,
            details=details | ({"notified": told} if told else {}),
        )

    def _start_milestones(self, tx: Transaction, diagram: Diagram, case: Case, step: Step) -> None:
        for timer in step.timers:
            name = diagram.elements[timer.element].properties.get("milestone")
            if name:
                milestones.start(tx, case.id, name, case.updated_at, timer)

    def _apply_effect(
        self,
        tx: Transaction,
        diagram: Diagram,
        case: Case,
        effect: Effect,
        at: datetime,
        said: str | None,
    ) -> None:
        if effect.kind in _MILESTONE:
            milestones.end(tx, case.id, effect.name, effect.kind, at)
        elif effect.kind == "notify":
            element = diagram.elements[effect.element]
            facts = facts_for_texts(case, milestones.of_case(tx, case.id))
            body = fill(element.documentation or element.label, facts)
            for person in recipients(tx, case, str(effect.details.get("to", ""))):
                subject = subject_for(person, case, said or element.label)
                self._notifications.tell(
                    tx, person, subject, body, at, case=case, element=element.id
                )


_MILESTONE = ("missed", "reached", "ended")
"""The effects that a milestone's case sees."""


def _touches_milestones(step: Step) -> bool:
    effects = (effect for happening in step.happened for effect in happening.effects)
    return any(timer.milestone for timer in step.timers) or any(
        effect.kind in _MILESTONE for effect in effects
    )


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
        waits=Waits(step.offers, step.messages, step.timers),
        next_due=step.next_due,
        milestone_due=None if step.completed else case.milestone_due,
        updated_at=max((h.at for h in happened), default=case.updated_at),
    )


def _flags(flags: tuple[str, ...], happened: tuple[Occurrence, ...]) -> tuple[str, ...]:
    kept = dict.fromkeys(flags)
    for effect in (effect for happening in happened for effect in happening.effects):
        if effect.kind == "flag":
            kept[effect.name] = None
        elif effect.kind == "unflag":
            kept.pop(effect.name, None)
    return tuple(kept)


def facts_for_texts(
    case: Case, milestones: Iterable[Milestone], zone: tzinfo = UTC
) -> dict[str, Any]:
    """What texts of the diagram may name in braces; the target of milestone `x` is `{x_due}`.
    Times are told in `zone`."""
    due = {
        f"{milestone.name}_due": f"{milestone.due_at.astimezone(zone):%-d %B %Y, %H:%M %Z}"
        for milestone in milestones
    }
    return {
        **case.facts,
        **due,
        "number": case.number,
        "subject": case.subject,
        "customer": case.customer.name,
        "owner": case.owner.name if case.owner else "",
        "priority": case.priority,
        "product": case.product or "",
    }
