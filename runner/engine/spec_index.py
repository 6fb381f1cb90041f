"""What never changes about the specification of a process, computed once."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import StandardLoopTask
from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.specs.Join import Join

from runner.engine.conditions import CaseCondition
from runner.engine.due_dates import CaseTimer
from runner.engine.event_routing import HandlerStart


class SpecIndex:
    """Names of task specifications, by what the engine does with their tasks."""

    def __init__(self, spec: Any):
        self.spec = spec
        specs: dict[str, TaskSpec] = spec.task_specs
        self._specs = specs
        self._reach: dict[str, dict[str, set[str]]] = {}

        def where(*kinds: type) -> frozenset[str]:
            return frozenset(name for name, task in specs.items() if isinstance(task, kinds))

        self.standard_loops = where(StandardLoopTask)
        self.split_of = {
            name: task.split_task
            for name, task in specs.items()
            if isinstance(task, Join) and task.split_task
        }
        self.splits = frozenset(self.split_of.values())
        self.passing = frozenset(
            name
            for name, task in specs.items()
            if isinstance(task, BoundaryEvent) and not task.cancel_activity
        )
        """Events that leave no trace at the activity on whose border they are."""
        self.handler_starts = where(HandlerStart)
        self.polled = frozenset(name for name, task in specs.items() if _can_change(task))
        """Tasks that have to be asked again when another one completes."""
        self.messages = {
            name: {item.name: item for item in _definitions(task) if _comes_from_outside(item)}
            for name, task in specs.items()
            if isinstance(task, CatchingEvent)
        }
        """What each catching event waits for from outside the case: messages, and signals that are
        marked so. Several for an event-based gateway."""
        self.timers = {
            name: [item for item in _definitions(task) if isinstance(item, CaseTimer)]
            for name, task in specs.items()
            if isinstance(task, CatchingEvent)
        }
        """The timers of each catching event; several for an event-based gateway."""
        self.conditions = {
            name: [item for item in _definitions(task) if isinstance(item, CaseCondition)]
            for name, task in specs.items()
            if isinstance(task, CatchingEvent)
        }
        """The conditions of each catching event; several for an event-based gateway."""

    def reach_without(self, gateway: str) -> dict[str, set[str]]:
        """For each task all that can be reached from it, itself included, without going through a
        gateway."""
        if gateway not in self._reach:
            self._reach[gateway] = {name: self._reachable(name, gateway) for name in self._specs}
        return self._reach[gateway]

    def _reachable(self, start: str, gateway: str) -> set[str]:
        seen, todo = {start}, [start]
        while todo:
            new = set(self._specs[todo.pop()]._outputs) - seen - {gateway}
            seen |= new
            todo += new
        return seen


def _can_change(task: TaskSpec) -> bool:
    """A message, a signal or a timer is delivered or fired, and a parallel gateway looks when a
    token comes; everything else has to look again."""
    if isinstance(task, ParallelGateway):
        return False
    if not isinstance(task, CatchingEvent):
        return True
    return any(isinstance(item, CaseCondition) for item in _definitions(task))


def _definitions(event: CatchingEvent) -> list[Any]:
    definition = event.event_definition
    several = isinstance(definition, MultipleEventDefinition)
    return definition.event_definitions if several else [definition]


def _comes_from_outside(definition: Any) -> bool:
    return isinstance(definition, MessageEventDefinition) or getattr(definition, "external", False)
