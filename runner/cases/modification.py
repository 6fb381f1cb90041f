"""One case modified past its drawing, by a lead or a process owner. Decision 0286."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, timedelta

from runner.bpmn import WAITING_TASKS, Action, Diagram, forms
from runner.bpmn.consequences import reached_from
from runner.cases.chains import Move
from runner.cases.change import (
    CUSTOMER_REPLY,
    Cause,
    Change,
    check_open,
    check_revision,
    checked_text,
    form_of_event,
)
from runner.cases.preview import Preview
from runner.cases.records import Actions, Records
from runner.cases.transaction import Transactions
from runner.cases.views import CaseView
from runner.engine import Process
from runner.errors import InvalidInput, NotPossible
from runner.gate.policies import conformance_on
from runner.gate.soundness import known_wait_states
from runner.language import _
from runner.model import MODIFICATIONS, Due, Modification, PastStep, Person, Step, WaitState
from runner.store import cases, figures

LONGEST_REASON = 1000
"""Characters."""

FARTHEST = timedelta(days=3660)
"""How far ahead a timer may be set."""


@dataclass(frozen=True, slots=True)
class TaskChoice:
    """A task: its id, its label, the status of a case that waits there."""

    id: str
    label: str
    status: str


@dataclass(frozen=True, slots=True)
class Modifiable:
    """What of a case can be modified: tasks at which it waits, each with the outcomes to skip it
    over (flow and label), other tasks of its version, timers, and messages for machines."""

    waits: tuple[tuple[TaskChoice, tuple[tuple[str, str], ...]], ...]
    tasks: tuple[TaskChoice, ...]
    timers: tuple[tuple[Due, str], ...]
    messages: tuple[str, ...]


class Modifications:
    """Raises NotFound, Forbidden, StaleCase, NotPossible and InvalidInput, and then has changed
    nothing."""

    def __init__(self, transactions: Transactions, actions: Actions, records: Records):
        self._transactions = transactions
        self._actions = actions
        self._records = records

    def choices(self, person: Person, number: str) -> tuple[CaseView, Modifiable]:
        with self._transactions.rehearsal(person, number) as change:
            change.require("modify_case")
            check_open(change.case)
            return change.view(), _choices(change)

    def preview(self, person: Person, number: str, wanted: Modification) -> Preview:
        """What `modify` would do now, by the engine itself on a copy."""
        self._wait_states(person, number)
        with self._transactions.rehearsal(person, number) as change:
            now, known = self._actions.previews.up_to_now(change)
            step = _worked_out(now, wanted)
            return self._actions.previews.of(now, [Move(step, Cause("modified"))], known)

    def modify(
        self,
        person: Person,
        number: str,
        wanted: Modification,
        reason: str,
        *,
        revision: int | None = None,
        expected: str | None = None,
    ) -> CaseView:
        """Does it, and says why in the history. `expected` is the token of a preview: when
        something else would happen now, nothing does."""
        reason = checked_text("reason", reason, LONGEST_REASON)
        self._wait_states(person, number)
        with self._transactions.change(person, number) as change:
            check_revision(replace(change, before_timers=None), revision)
            step = _worked_out(change, wanted)
            if expected is not None:
                self._actions.check_expected(change, [Move(step, Cause("modified"))], expected)
            cause = Cause("modified", values=_told(change, wanted, reason))
            return self._records.save(change, step, cause).view()

    def _wait_states(self, person: Person, number: str) -> None:
        """Plays the token game of the version once, before the case is locked."""
        with self._transactions.rehearsal(person, number) as change:
            change.require("modify_case")
            known_wait_states(change.process.compiled)


# ------------------------------------------------------------------ what it comes to


def _worked_out(change: Change, wanted: Modification) -> Step:
    """What the engine makes of it; nothing is written. Raises Forbidden, NotPossible and
    InvalidInput."""
    change.require("modify_case")
    check_open(change.case)
    wanted = _checked(change, wanted)
    _check_customer(change.process, wanted)
    step = change.modify(wanted, _possible(change.process))
    _check_outcome(change, step)
    _check_policies(change, step)
    return step


def _possible(process: Process) -> Callable[[WaitState], bool]:
    return known_wait_states(process.compiled).__contains__


def _checked(change: Change, wanted: Modification) -> Modification:
    if wanted.kind not in MODIFICATIONS:
        raise InvalidInput(
            {"kind": [_("is one of: %(modifications)s", modifications=", ".join(MODIFICATIONS))]}
        )
    if wanted.kind == "move" and not wanted.to:
        raise InvalidInput({"to": [_("has to name the task where the case is to wait")]})
    if wanted.kind == "retime":
        due = wanted.due
        if due is None or due.tzinfo is None or not change.now < due < change.now + FARTHEST:
            raise InvalidInput(
                {"due": [_("has to be an instant of the next ten years, with its time zone")]}
            )
    if wanted.kind == "deliver":
        return replace(wanted, values=_message_values(change, wanted))
    return wanted


def _message_values(change: Change, wanted: Modification) -> dict[str, object]:
    """Of a message for machines: what people say, they say themselves."""
    actions = change.process.compiled.actions
    if wanted.at == CUSTOMER_REPLY or any(action.message == wanted.at for action in actions):
        raise NotPossible(
            _("'%(at)s' is what people do: nobody does it in their place.", at=wanted.at[:60])
        )
    return forms.submit(form_of_event(change.process, wanted.at), wanted.values)


def _check_outcome(change: Change, step: Step) -> None:
    if step.completed:
        raise NotPossible(
            _(
                "Case %(number)s would end: a modification never closes a case.",
                number=change.case.number,
            )
        )
    for occurrence in step.happened:
        touched = [e for e in occurrence.effects if e.kind in _OF_MILESTONES]
        if occurrence.cause != "timer" and touched:
            name = touched[0].name.replace("_", " ")
            raise NotPossible(
                _(
                    "The milestone '%(name)s' would end or move by it: only what is drawn "
                    "does that.",
                    name=name,
                )
            )


_OF_MILESTONES = ("moved", "missed", "reached", "ended")


def _check_policies(change: Change, step: Step) -> None:
    """Raises NotPossible for a policy that the case kept until now."""
    case, diagram = change.case, change.process.diagram
    past = list(figures.deeds(change.tx, {case.id}))
    new = [
        PastStep(case.id, case.version_id, one.element, one.path, one.from_status, None)
        for one in step.happened
        if one.path
    ]
    kept = {one.name for one in conformance_on(case.version_id, diagram, past) if not one.broken}
    for one in conformance_on(case.version_id, diagram, [*past, *new]):
        if one.broken and one.name in kept:
            raise NotPossible(
                _(
                    "It would break the policy “%(sentence)s”: %(examples)s",
                    sentence=one.sentence,
                    examples=one.examples[0].what,
                )
            )


# ------------------------------------------------------------------ never past the customer


def _check_customer(process: Process, wanted: Modification) -> None:
    """Nothing goes past a task that is for the customer alone: not by skipping it or what only
    the customer may choose, nor by a move to what lies behind it."""
    diagram, closed = process.diagram, customers_alone(process.compiled.actions)
    element = diagram.elements.get(wanted.at)
    heard = element is not None and element.message == CUSTOMER_REPLY
    if wanted.kind == "skip" and (heard or closed & {wanted.at, wanted.to}):
        raise NotPossible(
            _("“%(at)s” is for the customer alone.", at=element.label if element else wanted.at)
        )
    if wanted.kind != "move" or wanted.to not in diagram.elements:
        return
    origins = [diagram.start.id, *({wanted.at} & diagram.elements.keys())]
    if not any(wanted.to in reached_from(diagram, origin, closed) for origin in origins):
        label = diagram.elements[wanted.to].label
        raise NotPossible(
            _("“%(label)s” lies behind what is for the customer alone to decide.", label=label)
        )


def customers_alone(actions: Iterable[Action]) -> set[str]:
    """Ids of tasks and events whose every action is for the customer, and of outcomes that are."""
    audiences: defaultdict[str, set[str]] = defaultdict(set)
    for action in actions:
        for key in {action.id} | ({action.element} if action.message is None else set()):
            audiences[key].add(action.audience.lower())
    return {key for key, found in audiences.items() if found == {"customer"}}


# ------------------------------------------------------------------ what is said of it


def _told(change: Change, wanted: Modification, reason: str) -> dict[str, str]:
    """The values of the line in the history, with the names that the drawing has now."""
    diagram = change.process.diagram
    values = {"kind": wanted.kind, "at": _label(diagram, wanted.at), "reason": reason}
    if wanted.kind == "move":
        values["from"] = wanted.at  # its id: the stay there ends, however it is called later
    if wanted.to:
        values["to"] = _label(diagram, wanted.to)
    if wanted.due is not None:
        values["due"] = wanted.due.astimezone(UTC).isoformat()
    return values


def _label(diagram: Diagram, key: str) -> str:
    drawn = diagram.elements.get(key) or diagram.flows.get(key)
    return (drawn.name if drawn else "") or key


def _choices(change: Change) -> Modifiable:
    diagram, case = change.process.diagram, change.case
    closed = customers_alone(change.process.compiled.actions)
    tasks = [element for element in diagram.elements.values() if element.kind in WAITING_TASKS]
    places = {task.id: TaskChoice(task.id, task.label, diagram.status_of(task)) for task in tasks}
    here = [key for key in cases.waits_at(change.tx, case.id) if key in places]
    waits = (
        (places[key], () if key in closed else tuple(_outcomes(change, key, closed)))
        for key in here
    )
    kept = [due for due in case.waits.timers if not (due.milestone or due.calendar)]
    messages = [
        name
        for name in dict.fromkeys(case.waits.messages)
        if name != CUSTOMER_REPLY
        and not any(action.message == name for action in change.process.compiled.actions)
    ]
    return Modifiable(
        tuple(waits),
        tuple(place for key, place in places.items() if key not in here),
        tuple((due, _label(diagram, due.element)) for due in kept),
        tuple(messages),
    )


def _outcomes(change: Change, task: str, closed: set[str]) -> Iterator[tuple[str, str]]:
    offered = {offer.action for offer in change.case.waits.offers if offer.element == task}
    for action in change.process.compiled.actions:
        if action.id in offered - closed and action.message is None:
            offered.discard(action.id)
            yield action.id, action.label
