"""What a case stands at: where its tokens wait, what could happen next, and its status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

from runner.bpmn import Action, Element, expressions
from runner.engine.compiled import CompiledDiagram
from runner.engine.conditions import CHANGEABLE, conditions_of
from runner.engine.due_dates import timers_of
from runner.engine.multi_instance import activity_of, counted, done_by
from runner.engine.workflow import ERROR, READY, STARTED, WAITING, CaseTask, CaseWorkflow
from runner.errors import NotPossible, Stuck
from runner.model import Due, Instances


class CaseState:
    """A case as it stands at an instant. Changes nothing."""

    now: datetime

    def __init__(self, compiled: CompiledDiagram, workflow: CaseWorkflow):
        self.compiled = compiled
        self.workflow = workflow
        self._look()

    def _look(self) -> None:
        """Finds the waiting tasks, oldest first, the running timers, next one first, the offers and
        the status. They stay the same until the next step."""
        alive = [task for task in self.workflow.all_tasks() if task._state in _ALIVE]
        found = [task for task in alive if _is_open(task)]
        self.open_tasks = sorted(found, key=lambda task: task.last_state_change)
        self.timers = sorted(self._find_timers(), key=lambda timer: timer[0])
        self._offers = list(self._find_offers())
        self.status = self._find_status()

    def _registered(self) -> list[CaseTask]:
        return list(self.workflow.event_manager.tasks.values())

    def _find_timers(self) -> Iterator[tuple[datetime, CaseTask, Any]]:
        for task in self._registered():
            for definition in timers_of(task):
                due = definition.due(task)
                if due is not None:
                    yield due, task, definition

    def _due(self) -> Iterator[tuple[datetime, CaseTask, Any]]:
        for due, task, definition in self.timers:
            if due <= self.now and Due("", due, self.is_milestone(task)).fires_at <= self.now:
                yield due, task, definition

    def is_milestone(self, task: CaseTask) -> bool:
        element = self.compiled.elements.get(task.task_spec)
        return element is not None and "milestone" in element.properties

    def id_of(self, task: CaseTask) -> str:
        return self.compiled.names[task.task_spec]

    def _find_offers(self) -> Iterator[tuple[CaseTask, Action]]:
        """Everything that the drawing offers now, in the order of the drawing within each task."""
        actions_at = self.compiled.actions_at
        for task in self.open_tasks:
            for action in actions_at.get(task.task_spec, ()):
                if action.message is None and self._holds(action.guard, task):
                    yield task, action
        for task in self._registered():
            if isinstance(task.task_spec, BoundaryEvent):
                for action in actions_at.get(task.task_spec, ()):
                    yield task, action

    def _holds(self, guard: str | None, task: CaseTask) -> bool:
        return guard is None or bool(expressions.evaluate(guard, self._variables(task)))

    def _variables(self, task: CaseTask) -> Mapping[str, Any]:
        return self.compiled.script.variables(task)

    def _offered(self, action: str) -> tuple[CaseTask, Action]:
        for task, offer in self._offers:
            if offer.id == action:
                return task, offer
        raise NotPossible(f"'{action}' is not possible where the case now stands.")

    def _find_status(self) -> str:
        if self.workflow.completed:
            return self._final_status()
        found = (self.compiled.status_at.get(task.task_spec) for task in reversed(self.open_tasks))
        return next(filter(None, found), "")

    def _final_status(self) -> str:
        ends = [self.compiled.elements.get(task.task_spec) for task in self.workflow.arrivals]
        reached = [e.properties["status"] for e in ends if e and _is_final(e)]
        if reached:
            return reached[-1]
        final = [status.name for status in self.compiled.diagram.statuses if status.final]
        return (final or [""])[-1]

    def check(self) -> None:
        """Raises Stuck for a case that is neither over nor waits for a person, an event or a timer:
        no case is ever silently stuck."""
        under_way = [task for task in self.workflow.all_tasks() if task._state in (STARTED, ERROR)]
        if any(task._state == ERROR for task in under_way):
            raise Stuck("A task of the case is in error.")
        if self.workflow.completed:
            if self.open_tasks:
                raise Stuck(
                    f"The case has ended while '{self.id_of(self.open_tasks[0])}' still waits."
                )
        elif not self._can_go_on():
            raise Stuck("Nobody and nothing could act on the case any more.")
        for task in under_way:
            known = task.id in self.workflow.subprocesses or isinstance(task.task_spec, LoopTask)
            if not known:
                raise Stuck(f"'{self.id_of(task)}' was started and can never end.")

    def _can_go_on(self) -> bool:
        """An action is offered, or a message, a timer or a change of facts would do something. A
        signal of the diagram or another condition is not enough: they come from another token."""
        if self._offers or self.timers:
            return True
        return any(messages_of(task) or _waits_for_facts(task) for task in self._registered())

    def _instances(self) -> tuple[Instances, ...]:
        """How far each repeated activity is at which a person is waited for."""
        found = {}
        for task in self.open_tasks:
            if activity := activity_of(task):
                found[activity.id] = (task, activity)
        return tuple(
            Instances(self.id_of(task), *counted(activity), done_by(activity))
            for task, activity in found.values()
        )

    def _visit(self, task: CaseTask) -> int:
        """The visit that an offer belongs to: for an event on a border, that of the activity."""
        if isinstance(task.task_spec, BoundaryEvent):
            for sibling in task.parent.children:
                if not isinstance(sibling.task_spec, BoundaryEvent):
                    return sibling.id
        return task.id


_ALIVE = (WAITING, READY)


def _is_open(task: CaseTask) -> bool:
    if task._state == READY:
        return task.task_spec.manual
    return (
        task._state == WAITING
        and isinstance(task.task_spec, CatchingEvent)
        and not isinstance(task.task_spec, BoundaryEvent)
    )


def _waits_for_facts(task: CaseTask) -> bool:
    """Does it wait for a condition on what people change from outside the diagram?"""
    return any(condition.reads(CHANGEABLE) for condition in conditions_of(task))


def _is_final(element: Element) -> bool:
    return element.kind == "endEvent" and bool(element.properties.get("status"))


def messages_of(task: CaseTask) -> Mapping[str, Any]:
    """What a catching event waits for from outside the case, by its name."""
    return task.workflow.index.messages[task.task_spec.name]
