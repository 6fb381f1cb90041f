"""Who hears an event that is thrown: error, escalation, cancel, message, signal.

- An error, an escalation or a cancellation goes up from where it is thrown, and is caught on the
  border of the innermost activity that has an event for it, and by no other (BPMN 2.0.2, 10.5.1 and
  10.5.6). On one border an event that names the code is before one that takes any.
- The start of an event sub-process catches what is thrown in its scope, also in another event
  sub-process of it, before the border of the scope does. What is thrown in its own event
  sub-process it leaves to the scope around.
- A message goes to everything that waits for it, who has waited longest first. Where activities lie
  in one another, only the innermost hears it.
- A signal goes to everything that waits for it.

The stock engine offers errors and escalations to every border in the case, of whatever activity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import CodeEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    CancelEventDefinition,
    TerminateEventDefinition,
)
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent, ThrowingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.util.event import EventManager
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

_GOES_UP = (CodeEventDefinition, CancelEventDefinition)


class CaseEvents(EventManager):
    """The tasks of a case that wait for events. What is thrown and not heard is in `unheard`, with
    the task that threw it."""

    tasks: dict[int, Any]
    thrower: Task
    """The task that throws at this moment."""

    def __init__(self, workflow: Any):
        super().__init__(workflow)
        self.unheard: list[tuple[Task, BpmnEvent]] = []

    def catch(self, event: BpmnEvent, internal: bool = True) -> int:
        """Delivers what `thrower` throws. Returns how many have heard it."""
        if isinstance(event.event_definition, TerminateEventDefinition):
            return 0  # the end event itself ends what is around it
        hearers = self._hearers(event)
        if not hearers:
            self.unheard.append((self.thrower, event))
        for task in hearers:
            if task._state == TaskState.WAITING:  # an event heard before may have ended it
                task.task_spec.catch(task, event)
                task.task_spec._update(task)
        return len(hearers)

    def _hearers(self, event: BpmnEvent) -> list[Any]:
        if isinstance(event.event_definition, _GOES_UP):
            return self._catcher(event)
        waiting = [task for task in self.tasks.values() if task.task_spec.catches(task, event)]
        is_message = isinstance(event.event_definition, MessageEventDefinition)
        return innermost(waiting) if is_message else waiting

    def _catcher(self, event: BpmnEvent) -> list[Any]:
        around = list(activities_around(self.thrower))
        names = {activity.task_spec.name for activity in around}
        for activity in around:
            beside = self._handlers_beside(activity)
            others = (task for task in beside if names.isdisjoint(task.task_spec._outputs))
            catching = [*borders_of(activity), *others]
            found = [task for task in catching if task.task_spec.catches(task, event)]
            if found:
                return [min(found, key=_takes_any)]
        return []

    def _handlers_beside(self, activity: Any) -> list[Any]:
        """The starts of event sub-processes that wait in the scope that an activity lies in."""
        starts = activity.workflow.index.handler_starts
        tree = activity.workflow
        return [
            task
            for task in (self.tasks.values() if starts else ())
            if task.workflow is tree and task.task_spec.name in starts
        ]


def _takes_any(task: Any) -> bool:
    return getattr(task.task_spec.event_definition, "code", None) is None


def innermost(waiting: Iterable[Any]) -> list[Any]:
    """Of tasks that wait for the same message those that hear it: not an event on the border of an
    activity in which another one waits."""
    tasks = list(waiting)
    if len(tasks) < 2:
        return tasks
    around = [activity for task in tasks for activity in activities_around(task)]
    return [task for task in tasks if not _is_around_any(task, around)]


def _is_around_any(task: Any, activities: list[Any]) -> bool:
    """Is it on the border of one of some activities, or of the scope that one of them lies in?"""
    if isinstance(task.task_spec, HandlerStart):
        return any(activity.workflow is task.workflow for activity in activities)
    border = isinstance(task.task_spec, BoundaryEvent)
    return border and any(sibling in activities for sibling in task.parent.children)


def activities_around(task: Task) -> Iterator[Task]:
    """The activities in which a task runs, innermost first. What is done several times comes after
    the instance."""
    workflow = cast(Any, task.workflow)
    while workflow.parent_task_id is not None:
        activity = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
        workflow = activity.workflow
        yield activity
        while _is_instance(activity):
            activity = activity.parent
            yield activity


def _is_instance(activity: Any) -> bool:
    """Whether it is a round or an instance of the activity that is its parent."""
    above = activity.parent.task_spec
    return isinstance(above, LoopTask) and above.task_spec == activity.task_spec.name


def borders_of(activity: Any) -> list[Any]:
    """The events on the border of an activity that still wait."""
    return [
        task
        for task in activity.parent.children
        if isinstance(task.task_spec, BoundaryEvent) and task._state == TaskState.WAITING
    ]


class Catcher(CatchingEvent):
    """Mixed into events that catch. A stock event looks for itself among the tasks below it, to
    forget what they have caught; none of ours comes round to itself."""

    def _run_hook(self, my_task: Task) -> bool:
        self.event_definition.update_task_data(my_task)
        self.event_definition.reset(my_task)
        return True


class HandlerStart(BoundaryEvent):
    """The start of an event sub-process, on the border of the body of its scope. It waits until the
    scope is over, not only the body."""


class Thrower(ThrowingEvent):
    """Mixed into events and tasks that throw: names the task that throws."""

    def _run_hook(self, my_task: Task) -> bool:
        my_task.workflow.top_workflow.event_manager.thrower = my_task
        return super()._run_hook(my_task)
