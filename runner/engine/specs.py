"""Subclasses of SpiffWorkflow's specifications: choices, events on borders, what throws events,
notifications. Timers and decision tables are in `due_dates`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EndEvent,
    ExclusiveGateway,
    IntermediateThrowEvent,
    StartEvent,
)
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.spiff.specs.defaults import SendTask, ServiceTask, SubWorkflowTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from runner.engine.conditions import CaseCondition
from runner.engine.due_dates import TIMES_FIRED, CaseTimer
from runner.engine.event_routing import Catcher, HandlerStart, Thrower
from runner.engine.values import copied
from runner.model import Effect

# ------------------------------------------------------------------ choices


class CaseExclusiveGateway(ExclusiveGateway):
    """Takes the same flow as the stock gateway, and predicts nothing behind it."""

    def _run_hook(self, my_task: Task) -> bool:
        holding = (
            name
            for condition, name in self.cond_task_specs
            if condition is not None and condition._matches(my_task)
        )
        chosen = next(holding, self.default_task_spec)
        if chosen is None:
            raise WorkflowTaskException("No condition holds, and there is no default", my_task)
        my_task._sync_children([my_task.workflow.spec.task_specs[chosen]], TaskState.FUTURE)
        return True


# ------------------------------------------------------------------ events on borders


class CaseBoundaryEvent(Catcher, BoundaryEvent):  # type: ignore[misc]
    """One that interrupts ends its activity, and all other events on its border, at the moment it
    happens: what threw the event from inside the activity does not go on.

    One that does not interrupt lets a token go each time that it happens, for as long as its
    activity is open (BPMN 2.0.2, 10.5.4): a new task waits beside the one that has fired. What its
    tokens do then has nothing more to do with the activity.

    The stock event ends its activity only when its token moves on, fires once if it does not
    interrupt, and takes back what a cycle has started when the activity ends.
    """

    def connect(self, taskspec: TaskSpec) -> None:
        """The join ends the other events and the activity when one of them is over."""
        if self.cancel_activity or not isinstance(taskspec, BoundaryEventJoin):
            super().connect(taskspec)

    def _on_ready_hook(self, my_task: Task) -> None:
        super()._on_ready_hook(my_task)
        if self.cancel_activity:
            self._interrupt(my_task)
        else:
            self._wait_again(my_task)

    def _interrupt(self, my_task: Task) -> None:
        """What has fired before without interrupting goes on."""
        for sibling in my_task.parent.children:
            fired = isinstance(sibling.task_spec, BoundaryEvent) and sibling._state != _WAITING
            if not fired and _WAITING <= sibling._state < TaskState.COMPLETED:
                sibling.cancel()

    def _wait_again(self, my_task: Task) -> None:
        fired = my_task.internal_data.get(TIMES_FIRED, 0) + 1
        if self._happens_again(fired):
            again = my_task.parent._add_child(self, TaskState.FUTURE)
            again.triggered = True
            again.internal_data[TIMES_FIRED] = fired
            if isinstance(self.event_definition, CaseTimer | CaseCondition):
                self.event_definition.go_on(my_task, again)
            self._update(again)

    def _happens_again(self, fired: int) -> bool:
        definition = self.event_definition
        if isinstance(definition, CaseTimer):
            return fired < definition.timer.cycles
        return isinstance(definition, _HAPPEN_AGAIN)


class CaseHandlerStart(HandlerStart, CaseBoundaryEvent):
    """Starts an event sub-process (see `bpmn.lowering`). Its token gets the data of all tokens in
    the scope, the oldest first. One that interrupts ends everything else in the scope."""

    def _on_ready_hook(self, my_task: Task) -> None:
        for task in sorted(_tokens_in(my_task.workflow), key=lambda task: task.last_state_change):
            my_task.data.update(copied(task.data))
        super()._on_ready_hook(my_task)

    def _interrupt(self, my_task: Task) -> None:
        for task in list(my_task.workflow.tasks.values()):
            if task is not my_task and task._state < TaskState.COMPLETED:
                task.cancel()


def _tokens_in(tree: Any) -> Iterator[Any]:
    """What waits or runs in a process or sub-process, and in those within it."""
    subprocesses = tree.top_workflow.subprocesses
    for task in tree.tasks.values():
        if _WAITING <= task._state < TaskState.COMPLETED:
            if not isinstance(task.task_spec, BoundaryEvent):
                yield task
            if task.id in subprocesses:
                yield from _tokens_in(subprocesses[task.id])


_WAITING = TaskState.WAITING
_HAPPEN_AGAIN = (
    CaseCondition,
    MessageEventDefinition,
    SignalEventDefinition,
    EscalationEventDefinition,
)


class CaseStartEvent(Catcher, StartEvent):  # type: ignore[misc]
    pass


# ------------------------------------------------------------------ what throws events


class CaseEndEvent(Thrower, EndEvent):  # type: ignore[misc]
    pass


class CaseThrowEvent(Thrower, IntermediateThrowEvent):  # type: ignore[misc]
    pass


class CaseSendTask(Thrower, SendTask):  # type: ignore[misc]
    pass


# ------------------------------------------------------------------ sub-processes


class CaseSubProcess(SubWorkflowTask):
    """Begins at the root of its own tree; the stock one looks for it twice."""

    def start_workflow(self, my_task: Any) -> None:
        tree = my_task.workflow.top_workflow.create_subprocess(my_task, self.spec)
        tree.completed_event.connect(self._on_subworkflow_completed, my_task)
        tree.task_tree.data.update(copied(my_task.data))
        tree.task_tree.run()

    def update_data(self, my_task: Any, subworkflow: Any) -> None:
        my_task.data = copied(subworkflow.last_task.data)


# ------------------------------------------------------------------ notifications


class NotificationTask(ServiceTask):
    """A service task: it writes down what the runner is to do, and is done at once."""

    def _execute(self, task: Task) -> bool:
        params = {n: copied(item["value"]) for n, item in self.evaluate_params(task).items()}
        effect = Effect("notify", self.operation_name, self.bpmn_id, params)
        task.workflow.top_workflow.effects.append(effect)
        return True
