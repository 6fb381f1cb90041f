"""SpiffWorkflow's workflow and task, driven by us.

Subclasses, no patches. What differs from the stock classes, and why:

- ids are numbers given out by the case: small, the same after every restore, quick to look up;
- `last_state_change` counts changes instead of reading a clock, so that joins keep their order
  even when the machine's clock does not;
- nothing is logged;
- tasks share no data, however deep it lies: what a join merges into one shows in no other;
- that a specification is complete is checked when it is read, not whenever a task becomes ready;
- nothing is predicted further than needed: a task gets its children when it runs. The stock tree
  holds every way ahead up to the next choice, made anew and walked at every step, and no rule of
  ours reads it: tokens wait at gateways as tokens (`joins`);
- timers are not refreshed behind our back: the stock engine looks at them at the end of its steps
  and can leave two tokens (a due timer and a reply both run);
- after a task completes only those waiting tasks are asked again that could have changed: joins and
  conditional events. Messages and timers wait for `catch` and `fire`.

Decision 0110.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow, BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.specs.MultiChoice import MultiChoice
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.deep_merge import DeepMerge
from SpiffWorkflow.util.task import TaskState

from runner.bpmn.calendar import Calendar, Calendars
from runner.engine.event_routing import CaseEvents
from runner.engine.script import ClosedScriptEngine
from runner.engine.spec_index import SpecIndex
from runner.engine.values import copied
from runner.model import Effect

MAYBE, FUTURE, WAITING, READY = (
    TaskState.MAYBE,
    TaskState.FUTURE,
    TaskState.WAITING,
    TaskState.READY,
)
STARTED, COMPLETED, ERROR, CANCELLED = (
    TaskState.STARTED,
    TaskState.COMPLETED,
    TaskState.ERROR,
    TaskState.CANCELLED,
)


class CaseTask(Task):
    """A node in the tree of what tokens did and may do."""

    id: int
    workflow: Any

    def __init__(
        self,
        workflow: Any,
        task_spec: TaskSpec,
        parent: CaseTask | None,
        state: int,
        number: int | None = None,
    ):
        """Does what Task does, but for the id, the clock and the thread. `number` is the id of a
        task that was stored or moved; a new task gets the next one of the case."""
        top = workflow.top_workflow
        if number is None:
            top.last_id += 1
            number = top.last_id
        self.id = number
        workflow.tasks[number] = self
        self.workflow = workflow
        self.task_spec = task_spec
        self._parent = None
        self._children = []
        self._state = state
        self.triggered = False
        self.thread_id = 0
        self.data = {}
        self.internal_data = {}
        self.last_state_change = top.changes
        if parent is not None:
            self._parent = parent.id
            parent._children.append(self.id)

    def __iter__(self) -> Iterator[CaseTask]:
        """This task and all below it, depth first: the order in which the stock engine sees them,
        without its limit of depth."""
        tasks, todo = self.workflow.tasks, [self]
        while todo:
            task = todo.pop()
            yield task
            if task._children:
                todo += [tasks[child] for child in reversed(task._children)]

    def _sync_children(self, task_specs: list[TaskSpec], state: int = MAYBE) -> None:
        if self._children:
            super()._sync_children(task_specs, state)
        else:
            for task_spec in task_specs:
                self._add_child(task_spec, state)

    def _add_child(self, task_spec: TaskSpec, state: int = MAYBE) -> CaseTask:
        if self._state < FUTURE <= state:
            raise WorkflowException("A certain task cannot follow a predicted one.", task_spec)
        task = CaseTask(self.workflow, task_spec, self, state)
        if state == READY:
            task._ready()
        return task

    def _inherit_data(self) -> None:
        """What it inherits is its own; stock tasks share what lies deeper in lists and dicts."""
        inherited = copied(self.workflow.tasks[self._parent].data)
        self.data = DeepMerge.merge(self.data, inherited) if self.data else inherited

    def _ready(self) -> None:
        if self._state not in (COMPLETED, CANCELLED):
            self._set_state(READY)
            self.task_spec._on_ready_hook(self)

    @property
    def children(self) -> list[CaseTask]:
        return list(map(self.workflow.tasks.__getitem__, self._children))

    def run(self) -> bool | None:
        """What fails here ends the visit, and the workflow with it: the stock task would be marked
        as in error."""
        spec = self.task_spec
        if not isinstance(spec, MultiChoice):  # these choose their children as they run
            spec._predict_hook(self)
        done = spec._run_hook(self)
        if done is None:
            self._set_state(STARTED)
        elif done is False:
            self.error()
        else:
            self.complete()
        return done

    def complete(self) -> None:
        """A task that is ended by what it threw does not go on."""
        if self._state == CANCELLED:
            return
        self._set_state(COMPLETED)
        self.task_spec._on_complete_hook(self)
        for child in self.children:
            if child._state < COMPLETED:
                child.task_spec._update(child)
        self.workflow._task_completed_notify(self)

    def cancel(self) -> None:
        """The instances of a repeated activity end as what they are, with all that they have begun;
        the stock task drops them as if nothing had, and leaves their sub-processes running."""
        if self._state >= COMPLETED:
            for child in self.children:
                child.cancel()
            return
        for child in self.children:
            if WAITING <= child._state < COMPLETED:
                child.cancel()
        self._set_state(CANCELLED)
        self._drop_children()
        self.task_spec._on_cancel(self)

    def _drop_children(self, force: bool = False) -> None:
        if self._children:
            super()._drop_children(force)

    def _set_state(self, value: int) -> None:
        before = self._state
        if value == before:
            return
        self._state = value
        top = self.workflow.top_workflow
        top.changes += 1
        self.last_state_change = top.changes
        top.notice(self, before, value)


class _Tree(BpmnBaseWorkflow):
    """What the workflow of a case and those of its sub-processes have in common."""

    top_workflow: CaseWorkflow
    tasks: dict[int, CaseTask]
    index: SpecIndex

    def plant(self) -> None:
        """Makes the root task, as the constructor of the stock workflow does."""
        self.task_tree = CaseTask(self, self.spec.start, None, FUTURE)
        self.task_tree._ready()

    def update_waiting_tasks(self) -> None:
        polled = self.index.polled
        waiting = [
            t for t in self.tasks.values() if t._state == WAITING and t.task_spec.name in polled
        ]
        if len(waiting) > 1:
            waiting = [task for task in self.in_order() if task in waiting]
        for task in waiting:
            if task._state == WAITING:
                task.task_spec._update(task)

    def in_order(self) -> Iterator[CaseTask]:
        """All tasks of this tree, depth first."""
        return iter(cast(CaseTask, self.task_tree))

    def collect_log_extras(self, dct: dict | None = None) -> dict:
        return {}


class CaseSubWorkflow(_Tree, BpmnSubWorkflow):  # type: ignore[misc]
    """A sub-process or a called process, while it runs."""

    def __init__(self, spec_name: str, parent_task_id: int, top_workflow: CaseWorkflow):
        self.index = top_workflow.indexes[spec_name]
        super().__init__(self.index.spec, parent_task_id, top_workflow, deserializing=True)


class CaseWorkflow(_Tree, BpmnWorkflow):  # type: ignore[misc]
    """A running case. `now` and `calendar` are what timers that start now count with."""

    subprocesses: dict[int, CaseSubWorkflow]
    event_manager: CaseEvents

    def __init__(
        self,
        process: str,
        indexes: Mapping[str, SpecIndex],
        script_engine: ClosedScriptEngine,
        calendars: Calendars,
    ):
        self.indexes = indexes
        self.index = indexes[process]
        self.last_id = 0
        self.changes = 0
        self.now = datetime.min.replace(tzinfo=UTC)
        self.calendars = calendars
        self.calendar: Calendar = calendars.default
        self.effects: list[Effect] = []
        self.arrivals: list[CaseTask] = []
        self.finished: list[CaseTask] = []
        specs = {name: index.spec for name, index in indexes.items()}
        super().__init__(specs[process], specs, script_engine, deserializing=True)
        self.event_manager = CaseEvents(self)

    def create_subprocess(self, my_task: Task, spec_name: str) -> CaseSubWorkflow:
        tree = CaseSubWorkflow(spec_name, cast(int, my_task.id), self)
        self.subprocesses[cast(int, my_task.id)] = tree
        self.arrivals.append(cast(CaseTask, my_task))
        tree.plant()
        return tree

    def refresh_timers(self) -> None:
        """The runner fires timers itself, oldest first, each at its own due instant."""

    def trees(self) -> list[_Tree]:
        return [self, *self.subprocesses.values()]

    def all_tasks(self) -> list[CaseTask]:
        """Every task of the case; never the iterators of the engine, which stop at depth 1,000."""
        return [task for tree in self.trees() for task in tree.tasks.values()]

    def notice(self, task: CaseTask, before: int, value: int) -> None:
        """Keeps what the step's account is written from: where tokens arrived and what ended."""
        if before < WAITING <= value <= STARTED:
            if not isinstance(task.task_spec, BoundaryEvent) and task.id not in self.subprocesses:
                self.arrivals.append(task)
        elif value == READY and before == WAITING and isinstance(task.task_spec, BoundaryEvent):
            self.arrivals.append(task)
        elif value >= COMPLETED and before >= WAITING:
            self.finished.append(task)
