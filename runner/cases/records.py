"""All that is written when something happens to a case: a Step of the engine as rows (decision
0005), and the actions that a person takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from runner.cases.attachments import Attachments
from runner.cases.chains import Move, checked_chain, plan, reply, takes_case, with_files
from runner.cases.change import (
    Cause,
    Change,
    after,
    by_whom,
    check_revision,
    check_seen,
    checked_text,
)
from runner.cases.conversation import Conversation, History, Telling, attach, unmoved
from runner.cases.preview import Previews, differing
from runner.cases.views import CaseView
from runner.delivery.jobs import Jobs
from runner.errors import StaleCase
from runner.language import _
from runner.model import ActRequest, Attachment, Case, Event, NewJob, Occurrence, Step
from runner.store import Transaction, cases, milestones

WAKE = "wake"
"""The kind of the jobs that fire the timers of a case."""


class Records:
    """Writes a step: the case, its tasks, milestones, history, notifications and wake-up job."""

    def __init__(self, jobs: Jobs, telling: Telling, history: History):
        self._jobs = jobs
        self._telling = telling
        self._history = history

    def create(
        self, change: Change, step: Step, cause: Cause, files: Iterable[Attachment] = ()
    ) -> Change:
        """Writes a new case, with the files of its request. Returns the change with it."""
        new = after(change.case, step, change.process.diagram)
        written = replace(change, case=replace(new, id=cases.add(change.tx, new)))
        attach(written, files)
        return self._write(change.case, written, step, cause)

    def save(self, change: Change, step: Step, cause: Cause) -> Change:
        """Writes what happened to a case. Returns the change with the case as it is now. Raises
        StaleCase when it changed meanwhile."""
        new = after(change.case, step, change.process.diagram)
        self._write_back(change.tx, new, change.case.revision)
        return self._write(change.case, replace(change, case=new), step, cause)

    def put_back(self, change: Change, old: Case, event: Event) -> None:
        """Writes a case as it was before something that is undone, with its line in the history.
        Its tasks and milestones are those of then already. Raises StaleCase."""
        self._write_back(change.tx, old, change.case.revision)
        self._history.record(change.tx, old, event)
        if change.case.next_due != old.next_due:
            self.schedule(change.tx, old)

    def take_over(self, change: Change) -> Change:
        """Writes that the case is the person's, with a line in the history. Nothing moves: no
        drawing asks who the owner is. Raises StaleCase."""
        old, owner = change.case, change.person
        new = replace(old, revision=old.revision + 1, events=old.events + 1, updated_at=change.now)
        self._write_back(change.tx, new, old.revision)
        values = {"owner": [None, owner.email]}
        line = unmoved(change, new, "changed", {"values": values})
        self._history.record(change.tx, new, line)
        return replace(change, case=new)

    def _write_back(self, tx: Transaction, new: Case, seen: int) -> None:
        if not cases.save(tx, new, seen=seen):
            raise StaleCase(
                _("Case %(number)s changed just now. Reload it and try again.", number=new.number)
            )

    def _write(self, old: Case, written: Change, step: Step, cause: Cause) -> Change:
        tx, new = written.tx, written.case
        cases.set_tasks(tx, new, step.tasks, new.updated_at)
        self._start_milestones(written, step)
        for sequence, occurrence in enumerate(step.happened, old.events + 1):
            self._record(written, sequence, occurrence, cause)
        self._telling.of_step(written, step, cause)
        if old.next_due != new.next_due:
            self.schedule(tx, new)
        if not new.closed and _touches_milestones(step):
            return replace(written, case=milestones.wait_for(tx, new))
        return written

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


# ------------------------------------------------------------------ taking actions


class Actions:
    """Takes actions in a change that is open: all of it is worked out first, then written."""

    def __init__(
        self,
        records: Records,
        conversation: Conversation,
        previews: Previews,
        attachments: Attachments,
        answering_takes: bool,
    ):
        self._records = records
        self._conversation = conversation
        self.previews = previews
        self.attachments = attachments
        self._answering_takes = answering_takes

    def take(self, change: Change, request: ActRequest) -> CaseView:
        return self.write(change, self.work_out(change, request))

    def work_out(self, change: Change, request: ActRequest) -> tuple[Move, ...]:
        """What the person asks for; nothing is written yet. Raises Forbidden, NotPossible,
        StaleCase, OutdatedProposal and InvalidInput."""
        check_revision(change, request.revision)
        if not request.actions:
            change.require("write")
            body = checked_text("body", request.fields.get("body", ""))
            check_seen(change, request.seen)
            return with_files([reply(change, body)], self._files(change, request))
        names = checked_chain(request.actions)
        check_seen(change, request.seen)
        moves = tuple(plan(change, names, request.fields))
        if request.expected is not None:
            self.check_expected(change, moves, request.expected)
        return with_files(moves, self._files(change, request))

    def check_expected(self, change: Change, moves: Sequence[Move], expected: str) -> None:
        """Raises StaleCase when not what a preview showed would happen now."""
        known = milestones.of_case(change.tx, change.case.id)
        differs = differing(expected, self.previews.of(change, moves, known).token)
        if differs:
            raise StaleCase(
                _(
                    "What would happen to case %(number)s is not what you were shown: "
                    "%(differs)s. Look at it, then send again; your text is kept.",
                    number=change.case.number,
                    differs=", ".join(differs),
                ),
                differs=differs,
            )

    def _files(self, change: Change, request: ActRequest) -> tuple[Attachment, ...]:
        if not request.files:
            return ()
        return self.attachments.chosen(change.tx, change.person, request.files)

    def write(self, change: Change, moves: Iterable[Move]) -> CaseView:
        """Writes what the person does, once all of it has been worked out."""
        moves = tuple(moves)
        if self._answering_takes and takes_case(change, moves):
            change = self._records.take_over(change.owned())
        for move in moves:
            change = self._write_move(change, move)
        return change.view()

    def _write_move(self, change: Change, move: Move) -> Change:
        """Writes what a person did and said: texts go into the conversation, the rest are facts of
        the case from now on. With an action of the customer what they said is told as part of
        that."""
        if move.step is None:
            return self._note(change, move)
        keep = self._conversation.keep if change.side == "customer" else self._conversation.say
        for message in move.messages(change):
            keep(change, message)
        change = move.with_facts(change)
        return self._records.save(change, move.step, move.cause)

    def _note(self, change: Change, move: Move) -> Change:
        for message in move.messages(change):
            self._conversation.note(change, message)
        return change
