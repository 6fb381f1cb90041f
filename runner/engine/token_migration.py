"""A running case moved to another version of its diagram.

Nothing is played again (decision 0100). What the case waits for is looked up in the other drawing
under its id, and stands there as it stood here: with its data, its number (which says which visit
it is) and its timers at the instants at which they were due. Of its history only what the engine
still looks at goes along: one finished task before each token (see `compaction`).

What is drawn on the border of a waiting activity is compared by id. What both drawings have stays
as it is: it waits, or it has fired and does not fire again. What is new starts now, what is gone is
gone.

A sub-process that is new around what waits begins with it; one that is not drawn any more is left,
and its tokens go on in what was around it. Events may go along, from the border of the one to that
of the other. See decision 0156.

A token that has no place in the other drawing keeps the whole case where it is: `CannotMove`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.inclusive_gateway import InclusiveGateway
from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway

from runner.bpmn import Element
from runner.engine.compaction import compact
from runner.engine.compiled import CompiledDiagram
from runner.engine.due_dates import timers_of
from runner.engine.event_routing import HandlerStart
from runner.engine.mapping import (
    SPLIT,
    ElementMapping,
    element_at,
    parts,
)
from runner.engine.values import copied
from runner.engine.workflow import (
    COMPLETED,
    MAYBE,
    STARTED,
    WAITING,
    CaseSubWorkflow,
    CaseTask,
    CaseWorkflow,
)
from runner.errors import CannotMove
from runner.model import Effect, arrived


class TokenMigration:
    """One case on its way: `moved` is empty, and becomes what `workflow` was. Used once."""

    def __init__(self, workflow: CaseWorkflow, moved: CaseWorkflow, mapping: ElementMapping):
        self.workflow, self.moved, self.mapping = workflow, moved, mapping
        self.ended: list[Effect] = []
        """Milestones that nothing at which the case waits reaches any more."""
        self._starting: list[CaseTask] = []
        self._before: dict[int, CaseTask] = {task.id: task for task in workflow.all_tasks()}
        """What each task was."""
        self._trees: dict[int, Any] = {}
        """Where what runs in a sub-process goes, by the task that ran it."""
        self._wrapped: dict[tuple[int, str], Any] = {}
        """Sub-processes that are drawn around what waits now, by where they lie and their id."""
        self._regrouped = False
        """Whether a sub-process came or went."""

    def move(self) -> None:
        """Raises CannotMove. What is new does not wait yet: see `begin`."""
        old, new = self.workflow, self.moved
        compact(old)
        new.last_id, new.changes = old.last_id, old.changes
        self._move_tree(old, new)
        for task_id, tree in old.subprocesses.items():
            owner = self._there(task_id)
            if owner is not None:
                self._trees[task_id] = _planted(owner, new)
            if task_id in self._trees:
                self._move_tree(tree, self._trees[task_id])
        for tree in new.trees():
            self._check_standing(tree)
        moved = {task.id: task for task in new.all_tasks()}
        for task_id in old.event_manager.tasks:
            if task_id in moved:
                new.event_manager.add_task(moved[task_id])
        before, still = _awaited(self.mapping.old, old), _awaited(self.mapping.new, new)
        self.ended = [Effect("ended", name, before[name]) for name in sorted(before.keys() - still)]

    def begin(self) -> None:
        """Starts what is new: events on borders, timers behind event-based gateways."""
        for task in self._starting:
            task._set_state(WAITING)
            task.task_spec._update(task)
        for task in list(self.moved.event_manager.tasks.values()):
            for definition in timers_of(task):
                definition.has_fired(task)

    # -------------------------------------------------------------- a process or sub-process

    def _move_tree(self, old: Any, new: Any) -> None:
        if not new.tasks:
            new.data, new.correlations = old.data, old.correlations
            new.success, new.completed = old.success, old.completed
            new.task_tree = _put(new, old.task_tree, new.spec.start, None)
        for task in list(old.in_order()):
            if task._state < WAITING:
                if task.parent._state >= COMPLETED:
                    self._refuse(task, "is being entered", "Try again.")
            elif task._state < COMPLETED and not isinstance(task.task_spec, BoundaryEvent):
                self._move_task(task, new)
            elif isinstance(task.task_spec, HandlerStart) and _listens_alone(task):
                self._move_listening(task, new)

    def _move_task(self, task: CaseTask, tree: Any) -> None:
        if self._is_unwrapped(task, tree):
            self._trees[task.id], self._regrouped = tree, True
            return
        tree = self._around(task, tree)
        spec = self._counterpart(task, tree)
        moved = _put(tree, task, spec, self._parent(task, spec, tree))
        self._move_timers(task, moved)
        self._move_borders(task, moved)

    def _move_listening(self, task: CaseTask, tree: Any) -> None:
        """What starts an event sub-process and still can, though the body of its scope is over."""
        spec = tree.spec.task_specs.get(self.mapping.name(task.task_spec.name))
        here, drawn = element_at(self.mapping.old, task), self._drawn(task)
        if spec is None or _nature(here) != _nature(drawn):
            return
        listening = _put(tree, task, spec, self._parent(task, spec, tree))
        self._move_timers(task, listening)
        for body in (each for each in task.parent.children if each._state >= COMPLETED):
            there = tree.spec.task_specs.get(self.mapping.name(body.task_spec.name))
            if there is not None and body.id not in tree.tasks:  # the join asks whether it is over
                _put(tree, body, there, listening.parent)

    def _counterpart(self, task: CaseTask, tree: Any) -> Any:
        """What the task is in the other drawing."""
        spec, new = task.task_spec, self.mapping.new
        there = tree.spec.task_specs.get(self.mapping.name(spec.name))
        here = element_at(self.mapping.old, task)
        element_id = self.mapping.id(here.id) if here else ""
        drawn = new.lowered.elements.get(element_id)
        if here and drawn is None:
            self._refuse(task, "is not drawn any more", _SAY)
        if there is None:
            self._refuse(task, "lies in another sub-process now", _WAIT)
        if type(there) is not type(spec) or _nature(here) != _nature(drawn):
            self._refuse(task, "is something else now", _WAIT)
        if isinstance(spec, _JOINS) and not self._source(task, there):
            self._refuse(task, "has lost the flow over which a token came to it", _WAIT)
        if task.internal_data.get("seen_events"):
            self._refuse(task, "has seen a part of what it waits for", _WAIT)
        return there

    def _parent(self, task: CaseTask, spec: Any, tree: Any) -> CaseTask:
        """What the task stands behind: the split that holds it together with the events on its
        border, where there are any, or else something that a flow leads to it from."""
        before = task.parent
        if before._state < COMPLETED:
            return tree.tasks[before.id]  # a round or an instance, and its loop
        wanted = spec._inputs
        if wanted != [f"{spec.name}{SPLIT}"] and before._parent is None:
            return tree.task_tree
        name = self._source(task, spec) or wanted[0]
        known = self._there(before.id)
        if known is not None and known.workflow is tree and known.task_spec.name == name:
            return known
        if known is not None:
            self.moved.last_id += 1
        task_id = before.id if known is None else self.moved.last_id
        return _put(tree, before, tree.spec.task_specs[name], tree.task_tree, task_id)

    def _source(self, task: CaseTask, spec: Any) -> str | None:
        """What leads to it there, if that is what the token came from."""
        came_from = parts(self.mapping.name(task.parent.task_spec.name))[0]
        return next((name for name in spec._inputs if parts(name)[0] == came_from), None)

    def _there(self, number: int) -> CaseTask | None:
        """The task with this number in the other drawing."""
        return next(
            (tree.tasks[number] for tree in self.moved.trees() if number in tree.tasks), None
        )

    # -------------------------------------------------------------- sub-processes that come and go

    def _is_unwrapped(self, task: CaseTask, tree: Any) -> bool:
        """Whether a task runs a sub-process that is not drawn any more, while all that waits in it
        is drawn where it was."""
        if not self._is_left(task):
            return False
        drawn = [self._drawn(waiting) for waiting in self._waiting_in(task)]
        return all(there and there.container == self._container(tree) for there in drawn)

    def _is_left(self, task: CaseTask) -> bool:
        plain = _is_plain(element_at(self.mapping.old, task))
        return plain and task.id in self.workflow.subprocesses and self._drawn(task) is None

    def _waiting_in(self, owner: CaseTask) -> Iterator[CaseTask]:
        """What waits in a sub-process, also in those within it that are left, too."""
        for task in _live(self.workflow.subprocesses[owner.id]):
            if self._is_left(task):
                yield from self._waiting_in(task)
            else:
                yield task

    def _around(self, task: CaseTask, tree: Any) -> Any:
        """Where a task goes whose place is in `tree`: further in, if sub-processes are drawn around
        it now. They begin with it."""
        elements, drawn, path = self.mapping.new.lowered.elements, self._drawn(task), []
        while drawn and drawn.container != self._container(tree):
            drawn = elements.get(drawn.container)
            if not _is_plain(drawn):
                return tree
            path.append(drawn)
        for host in reversed(path):
            tree = self._wrap(task, host, tree)
        return tree

    def _wrap(self, task: CaseTask, host: Element, tree: Any) -> Any:
        """The sub-process `host`, which begins with the first token that goes into it."""
        key = (_runner(tree), host.id)
        if key not in self._wrapped:
            spec = tree.spec.task_specs[self.mapping.new.inside(host.id)]
            owner = self._begun(tree, task, spec, self._parent(task, spec, tree), STARTED)
            self._before[owner.id] = task
            self._move_borders(task, owner)
            inside = self._wrapped[key] = _planted(owner, self.moved)
            inside.task_tree = self._begun(inside, task, inside.spec.start, None, COMPLETED)
            self._regrouped = True
        return self._wrapped[key]

    def _begun(
        self, tree: Any, like: CaseTask, spec: Any, parent: CaseTask | None, state: int
    ) -> CaseTask:
        """A task that there was not before, with the data of another."""
        self.moved.last_id += 1
        task = _put(tree, like, spec, parent, self.moved.last_id)
        task._state, task.triggered, task.internal_data = state, False, {}
        return task

    def _drawn(self, task: CaseTask) -> Element | None:
        """The element of the other drawing at which a task goes on."""
        here = element_at(self.mapping.old, task)
        return self.mapping.new.lowered.elements.get(self.mapping.id(here.id)) if here else None

    def _container(self, tree: Any) -> str:
        return self.mapping.new.outside(tree.spec.name)

    # -------------------------------------------------------------- events

    def _move_timers(self, task: CaseTask, moved: CaseTask) -> None:
        """Timers keep their due instants, under the names that they have now."""
        if not isinstance(task.task_spec, CatchingEvent):
            return
        kept, there = moved.internal_data, {timer.name: timer for timer in timers_of(moved)}
        known = {}
        for timer in timers_of(task):
            same = there.get(self.mapping.name(timer.name))
            for key in ("due_key", "fired_key", "start_key"):
                value = kept.pop(getattr(timer, key), None)
                if same is not None and value is not None:
                    known[getattr(same, key)] = value
        kept.update(known)

    def _move_borders(self, task: CaseTask, moved: CaseTask) -> None:
        """What is on the border of `moved`: it starts, unless it was drawn where the task was."""
        new, split, hosts = self.mapping.new, moved.parent, self._hosts_before(task)
        outputs = split.task_spec.outputs if isinstance(split.task_spec, BoundaryEventSplit) else ()
        had = {key: nature for host in hosts for key, nature in self._events_before(host)}
        waiting = {
            self.mapping.name(event.task_spec.name): event
            for host in hosts
            for event in host.parent.children
            if isinstance(event.task_spec, BoundaryEvent) and event._state == WAITING
        }
        for spec in outputs:
            if not isinstance(spec, BoundaryEvent):
                continue
            drawn = new.lowered.elements.get(new.outside(spec.name))
            if had.get(drawn.id if drawn else "") != _nature(drawn):
                self._starting.append(split._add_child(spec, MAYBE))
            elif spec.name in waiting:
                event = waiting[spec.name]
                self._move_timers(event, _put(split.workflow, event, spec, split))

    def _hosts_before(self, task: CaseTask) -> list[CaseTask]:
        """A task, and the sub-processes around it that are left: it may have their events now."""
        runner = self._before.get(_runner(task.workflow))
        left = runner is not None and self._there(runner.id) is None
        return [task, *self._hosts_before(runner)] if left else [task]

    def _events_before(self, task: CaseTask) -> list[tuple[str, Any]]:
        """What was drawn on the border of an activity: ids in the other drawing, and natures."""
        host = element_at(self.mapping.old, task)
        drawn = self.mapping.old.lowered.boundary_events(host.id) if host else ()
        return [(self.mapping.id(event.id), _nature(event)) for event in drawn]

    # -------------------------------------------------------------- may it stand there

    def _check_standing(self, tree: Any) -> None:
        """Tokens that stand side by side must be able to stand so in the other drawing. Else one of
        them would wait for ever, or two would do what is drawn for one."""
        live = [task for task in tree.tasks.values() if WAITING <= task._state < COMPLETED]
        self._check_apart(live)
        places = frozenset(filter(None, map(self._place, live)))
        unchanged = self._is_unchanged(tree)
        if not unchanged:
            self._check_single(live)
        if not self._regrouped and (unchanged or (len(places) < 2 and not _joins(tree))):
            return
        if places and not self.mapping.possible((self._hosts(tree), places)):
            names = " and ".join(f"'{place}'" for place in sorted(places))
            raise CannotMove(
                f"In the new drawing tokens cannot come to wait at {names} like this: one would "
                f"wait for others for ever, or two would do what is drawn for one. {_WAIT}"
            )

    def _is_unchanged(self, tree: Any) -> bool:
        """Is there the same drawn around what waits in a process or sub-process?"""
        if tree in self._wrapped.values():
            return False
        before = self.workflow.subprocesses.get(_runner(tree), self.workflow)
        return self.mapping.is_unchanged(self.mapping.old.outside(before.spec.name))

    def _hosts(self, tree: Any) -> tuple[str, ...]:
        """The activities that a process or sub-process runs in, from the outside in."""
        owner = self._there(_runner(tree))
        return (*self._hosts(owner.workflow), self._place(owner)) if owner else ()

    def _check_apart(self, live: list[CaseTask]) -> None:
        """What was several elements may be one now, but only for one token."""
        came_from: dict[Any, Any] = {}
        for task in live:
            before = self._before[task.id]
            if came_from.setdefault(task.task_spec, before.task_spec) is not before.task_spec:
                self._refuse(before, "would be one with another element now", _WAIT)

    def _check_single(self, live: list[CaseTask]) -> None:
        """A wait state says where tokens are, not how many. Several at one element may be for one
        sub-process there or for one each, or more than are ever there."""
        seen = set()
        for task in live:
            if task.parent._state < COMPLETED or isinstance(task.task_spec, _EndJoin):
                continue  # a round or an instance
            if task.task_spec in seen:
                before = self._before[task.id]
                self._refuse(before, "waits several times, and flows around it changed", _WAIT)
            seen.add(task.task_spec)

    def _place(self, task: CaseTask) -> str:
        spec, new = task.task_spec, self.mapping.new
        if isinstance(spec, _EndJoin | BoundaryEvent):
            return ""
        element_id = new.outside(parts(spec.name)[0])
        if isinstance(spec, _JOINS):
            return arrived(new.outside(parts(task.parent.task_spec.name)[0]), element_id)
        return element_id

    def _refuse(self, task: CaseTask, what: str, advice: str) -> NoReturn:
        element = element_at(self.mapping.old, task)
        name = element.label if element else task.task_spec.name
        raise CannotMove(f"'{name}' {what}. {advice}", element.id if element else "")


_JOINS = (ParallelGateway, InclusiveGateway)
"""Where tokens wait for one another."""

_WAIT = "Let the case leave it first, then migrate it."
_SAY = "Say which element it is now, or let the case leave it first, then migrate it."


def _nature(element: Element | None) -> Any:
    """What an element waits for; its names, texts and targets may differ."""
    return element and (element.kind, element.events, element.loop)


def _listens_alone(event: CaseTask) -> bool:
    hosts = (t for t in event.parent.children if not isinstance(t.task_spec, BoundaryEvent))
    return event._state == WAITING and all(host._state >= COMPLETED for host in hosts)


def _awaited(compiled: CompiledDiagram, workflow: CaseWorkflow) -> dict[str, str]:
    """The milestones that a case waits for, also when it has missed them, and where."""
    live = (task for task in workflow.all_tasks() if WAITING <= task._state < COMPLETED)
    hosts = {element.id for task in live if (element := element_at(compiled, task))}
    return {name: host for host in hosts for name in compiled.milestones_at.get(host, ())}


def _is_plain(element: Element | None) -> bool:
    """Is it a sub-process that a token runs once, and that no event starts?"""
    plain = element is not None and element.kind == "subProcess"
    return plain and not (element.loop or element.by_event)


def _live(tree: Any) -> list[CaseTask]:
    """What waits or runs in a process or sub-process, without the events on borders."""
    return [
        task
        for task in tree.tasks.values()
        if WAITING <= task._state < COMPLETED and not isinstance(task.task_spec, BoundaryEvent)
    ]


def _runner(tree: Any) -> int:
    """The task that runs a sub-process; 0 for the process itself."""
    return getattr(tree, "parent_task_id", 0)


def _joins(tree: Any) -> bool:
    """Is there anything in a process where tokens wait for one another?"""
    return any(
        isinstance(spec, _JOINS) and len(spec._inputs) > 1 for spec in tree.spec.task_specs.values()
    )


def _planted(owner: CaseTask, moved: CaseWorkflow) -> CaseSubWorkflow:
    """The empty tree of a sub-process that runs."""
    tree = CaseSubWorkflow(owner.task_spec.spec, owner.id, moved)  # type: ignore[attr-defined]
    tree.completed_event.connect(owner.task_spec._on_subworkflow_completed, owner)  # type: ignore[attr-defined]
    moved.subprocesses[owner.id] = tree
    return tree


def _put(
    tree: Any, task: CaseTask, spec: Any, parent: CaseTask | None, number: int | None = None
) -> CaseTask:
    """A copy of a task in another tree, with the same number unless another one is given."""
    copy = CaseTask(tree, spec, parent, task._state, number or task.id)
    copy.triggered, copy.last_state_change = task.triggered, task.last_state_change
    copy.data, copy.internal_data = copied(task.data), dict(task.internal_data)
    return copy
