"""From a Step of the engine to rows: all that is written when something happened to a case.

Decision 0005.
"""

from __future__ import annotations

from dataclasses import replace

from runner.bpmn import Diagram
from runner.cases.change import Cause, Change, by_whom
from runner.cases.conversation import History, Telling
from runner.delivery.jobs import Jobs
from runner.errors import StaleCase
from runner.model import (
    Case,
    Event,
    NewJob,
    Occurrence,
    Step,
    Waits,
)
from runner.store import Transaction, cases, milestones

WAKE = "wake"
"""The kind of the jobs that fire the timers of a case."""


class Records:
    """Writes a step: the case, its tasks, milestones, history, notifications and wake-up job."""

    def __init__(self, jobs: Jobs, telling: Telling, history: History):
        self._jobs = jobs
        self._telling = telling
        self._history = history

    def create(self, change: Change, step: Step, cause: Cause) -> Case:
        """Writes a new case. Returns it with its id."""
        new = after(change.case, step, change.process.diagram)
        new = replace(new, id=cases.add(change.tx, new))
        return self._write(change, new, step, cause)

    def save(self, change: Change, step: Step, cause: Cause) -> Case:
        """Writes what happened to a case. Raises StaleCase when it changed meanwhile."""
        new = after(change.case, step, change.process.diagram)
        if not cases.save(change.tx, new, seen=change.case.revision):
            raise StaleCase(f"Case {new.number} changed just now. Reload it and try again.")
        return self._write(change, new, step, cause)

    def _write(self, change: Change, new: Case, step: Step, cause: Cause) -> Case:
        tx, old, written = change.tx, change.case, replace(change, case=new)
        cases.set_tasks(tx, new, step.tasks, new.updated_at)
        self._start_milestones(written, step)
        for sequence, occurrence in enumerate(step.happened, old.events + 1):
            self._record(written, sequence, occurrence, cause)
        self._telling.of_step(written, step, cause)
        if old.next_due != new.next_due:
            self.schedule(tx, new)
        if not new.closed and _touches_milestones(step):
            return milestones.wait_for(tx, new)
        return new

    def _start_milestones(self, change: Change, step: Step) -> None:
        elements, case = change.process.diagram.elements, change.case
        for timer in step.timers:
            name = elements[timer.element].properties.get("milestone")
            if name:
                milestones.start(change.tx, case.id, name, case.updated_at, timer)

    def _record(self, change: Change, sequence: int, occurrence: Occurrence, cause: Cause) -> None:
        """Writes a line of the history, and what became of milestones."""
        change, cause = by_whom(change, occurrence, cause)
        event = _event(change, sequence, occurrence, cause)
        self._history.record(change.tx, change.case, event, occurrence.resolution)
        for effect in occurrence.effects:
            if effect.kind == "moved":
                milestones.move(change.tx, change.case.id, effect.name, **effect.details)
            elif effect.kind in _OF_MILESTONES:
                milestones.end(change.tx, change.case.id, effect.name, effect.kind, occurrence.at)

    def schedule(self, tx: Transaction, case: Case) -> None:
        """Sees to it that the case is woken when its next timer falls due. Decision 0004."""
        if case.next_due is None:
            self.cancel_wake(tx, case.id)
        else:
            self._jobs.enqueue(tx, NewJob(WAKE, f"{WAKE}:{case.id}", case.next_due, case.id))

    def cancel_wake(self, tx: Transaction, case_id: int) -> None:
        self._jobs.cancel(tx, f"{WAKE}:{case_id}")


def _event(change: Change, sequence: int, occurrence: Occurrence, cause: Cause) -> Event:
    told = [effect.element for effect in occurrence.effects if effect.kind == "notify"]
    sent = [effect.name for effect in occurrence.effects if effect.kind == "sent"]
    values = {"values": {**occurrence.values, **cause.values}}
    several = [effect.details for effect in occurrence.effects if effect.kind == "instance"]
    done = {"progress": f"{several[-1]['done']} of {several[-1]['of']}"} if several else {}
    return Event(
        sequence=sequence,
        at=occurrence.at,
        actor=change.actor,
        audience=change.side,
        event=cause.event,
        action=cause.action,
        element=occurrence.element or None,
        from_status=occurrence.from_status,
        to_status=occurrence.to_status,
        version_id=change.case.version_id,
        details=values
        | ({"notified": told} if told else {})
        | ({"sent": sent} if sent else {})
        | done,
        path=occurrence.path,
    )


_OF_MILESTONES = ("moved", "missed", "reached", "ended")
"""Effects by which a milestone moves, changes or ends."""


def _touches_milestones(step: Step) -> bool:
    effects = (effect for occurrence in step.happened for effect in occurrence.effects)
    return any(timer.milestone for timer in step.timers) or any(
        effect.kind in _OF_MILESTONES for effect in effects
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
