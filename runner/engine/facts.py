"""What never changes about the specification of a process, computed once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.inclusive_gateway import InclusiveGateway
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask, StandardLoopTask
from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.specs.Join import Join

from runner.engine.specs import CaseCycle


class Facts:
    """Names of task specifications, by what the engine does with their tasks."""

    def __init__(self, spec: Any):
        self.spec = spec
        specs: dict[str, TaskSpec] = spec.task_specs

        def where(*kinds: type) -> frozenset[str]:
            return frozenset(name for name, task in specs.items() if isinstance(task, kinds))

        self.end: str = spec.end.name
        self.joins = where(UnstructuredJoin)
        self.loops = where(LoopTask)
        self.standard_loops = where(StandardLoopTask)
        self.split_of = {
            name: task.split_task
            for name, task in specs.items()
            if isinstance(task, Join) and task.split_task
        }
        self.splits = frozenset(self.split_of.values())
        self.cycles = frozenset(
            name
            for name, task in specs.items()
            if isinstance(getattr(task, "event_definition", None), CaseCycle)
        )
        self.polled = frozenset(name for name, task in specs.items() if _can_change(task))
        """Tasks that have to be asked again when another one completes."""

    @cached_property
    def reach(self) -> dict[str, set[str]]:
        """What can be reached from where over sequence flows."""
        specs = self.spec.task_specs
        reach = {}
        for name in specs:
            seen: set[str] = set()
            todo = list(specs[name]._outputs)
            while todo:
                output = todo.pop()
                if output not in seen and output in specs:
                    seen.add(output)
                    todo.extend(specs[output]._outputs)
            reach[name] = seen
        return reach

    @cached_property
    def looped_inclusive(self) -> frozenset[str]:
        return self._looped(InclusiveGateway)

    @cached_property
    def inputs_of_looped_parallel(self) -> frozenset[str]:
        specs = self.spec.task_specs
        return frozenset(i for name in self._looped(ParallelGateway) for i in specs[name]._inputs)

    def _looped(self, kind: type) -> frozenset[str]:
        specs = self.spec.task_specs
        return frozenset(
            name
            for name in self.joins
            if isinstance(specs[name], kind) and name in self.reach[name]
        )


def _can_change(task: TaskSpec) -> bool:
    """A message, a signal or a timer is delivered or fired; everything else has to look."""
    if not isinstance(task, CatchingEvent):
        return True
    definition = task.event_definition
    several = isinstance(definition, MultipleEventDefinition)
    definitions = definition.event_definitions if several else [definition]
    return any(isinstance(item, ConditionalEventDefinition) for item in definitions)
