"""The stock engine, on the same diagram and on a clock that the test moves: what we compare with."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime

import SpiffWorkflow.bpmn.specs.event_definitions.timer as stock_timers
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from runner.bpmn import Diagram, executable
from runner.engine.parsing import _decision_table

WAITS_FOR_TIME = (TimerEventDefinition, MultipleEventDefinition)


class StockScriptEngine(PythonScriptEngine):
    """Python's own eval, as the library does it; services do nothing."""

    def call_service(self, task, **kwargs):
        return "null"


class StockCase:
    """One case on the stock engine, in memory and never saved."""

    def __init__(self, diagram: Diagram, data: dict):
        parser = SpiffBpmnParser()
        for name, content in diagram.files.items():
            parser.add_dmn_xml(_decision_table(name, content))
        parser.add_bpmn_xml(executable(diagram).root)
        spec = parser.get_spec(diagram.process)
        subprocesses = parser.get_subprocess_specs(diagram.process)
        self.workflow = BpmnWorkflow(spec, subprocesses, script_engine=StockScriptEngine())
        self.workflow.task_tree.data.update(data)
        self.workflow.do_engine_steps()

    def complete(self, name: str, values: dict) -> None:
        ready = [t for t in self.tasks() if t.task_spec.name == name and t.state == TaskState.READY]
        task = min(ready, key=lambda t: t.last_state_change)
        task.data.update(values)
        task.run()
        self.workflow.do_engine_steps()

    def send(self, message: str, values: dict) -> None:
        waiting = [
            task
            for task in self.workflow.event_manager.tasks.values()
            if task.task_spec.catches(task, BpmnEvent(MessageEventDefinition(message), {}))
        ]
        if not waiting:
            return
        self.workflow.send_event(BpmnEvent(MessageEventDefinition(message), {}))
        for task in waiting:
            task.data.update(values, outcome=None)
        self.workflow.do_engine_steps()

    def tick(self) -> None:
        due = [
            task
            for task in self.workflow.event_manager.tasks.values()
            if isinstance(task.task_spec.event_definition, WAITS_FOR_TIME)
        ]
        before = {task.id: (task.state, len(task.children)) for task in due}
        self.workflow.refresh_timers()
        for task in due:
            if (task.state, len(task.children)) != before[task.id]:
                new = task.children[before[task.id][1] :]
                for moved in (task, *new):
                    moved.data["outcome"] = None
        self.workflow.do_engine_steps()

    def tasks(self):
        """Every task of the tree; the engine's own iterators stop at depth 1,000."""
        for tree in (self.workflow, *self.workflow.subprocesses.values()):
            todo = [tree.task_tree]
            while todo:
                task = todo.pop()
                yield task
                todo += task.children[::-1]


@contextmanager
def stock_clock(start: datetime):
    """The clock that the stock timers read, as a function that moves it."""
    now = [start]

    class Moved(datetime):
        @classmethod
        def now(cls, tz=None):
            return now[0].astimezone(tz or UTC)

    real, stock_timers.datetime = stock_timers.datetime, Moved
    try:
        yield lambda instant: now.__setitem__(0, instant)
    finally:
        stock_timers.datetime = real


def view(tasks, completed: bool, data: dict) -> dict:
    """What two engines have to agree on after every step."""
    waiting = []
    for task in tasks:
        # A join that waits is bookkeeping; what waits for somebody or something outside is not. An
        # event that does not interrupt waits on here once it has fired, as the standard says.
        outside = task.task_spec.manual or isinstance(task.task_spec, CatchingEvent)
        passing = getattr(task.task_spec, "cancel_activity", True) is False
        if outside and not passing and task.state in (TaskState.READY, TaskState.WAITING):
            waiting.append((task.task_spec.name, task.state, plain(task.data)))
    return {"waiting": sorted(waiting, key=repr), "completed": completed, "data": plain(data)}


def plain(data: dict) -> list:
    return sorted(
        (key, repr(value)) for key, value in data.items() if not key.startswith("spiff__")
    )
