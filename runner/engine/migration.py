"""A running case moved to another version of its diagram.

Nothing is played again. What the case waits for is looked up in the other drawing under its id, in
the same sub-process, and stands there as it stood here: with its data, its number (which says which
visit it is) and its timers at the instants at which they were due. Of its history only what the
engine still looks at goes along: one finished task before each token (see `compaction`).

What is drawn on the border of a waiting activity is compared by id. What both drawings have stays
as it is: it waits, or it has fired and does not fire again. What is new starts now, what is gone is
gone.

A token that has no place in the other drawing keeps the whole case where it is: `CannotMove`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.inclusive_gateway import InclusiveGateway
from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway

from runner.diagram import Element
from runner.engine.compaction import compact
from runner.engine.drawing import Drawing
from runner.engine.specs import timers_of
from runner.engine.workflow import (
    COMPLETED,
    MAYBE,
    WAITING,
    CaseSubWorkflow,
    CaseTask,
    CaseWorkflow,
)
from runner.errors import CannotMove
from runner.model import Effect, Standing, arrived

_SPLIT, _JOIN, _ROUND = ".BoundaryEventSplit", ".BoundaryEventJoin", " [child]"
_SUFFIXES = (_SPLIT, _JOIN, _ROUND, ".EndJoin")
"""What the engine makes names of its own with, behind the id of an element or a process."""


class Crossing:
    """From one drawing to another. `renamed` gives the new ids of elements that have got one.

    `possible` says whether tokens can come to stand so in the other drawing; it is only asked where
    several stand or some meet, and the flows around them have changed. Safe to share between
    threads.
    """

    def __init__(
        self,
        old: Drawing,
        new: Drawing,
        renamed: Mapping[str, str],
        possible: Callable[[Standing], bool],
    ):
        self.old, self.new, self.possible = old, new, possible
        self._to = {**renamed, old.diagram.process: new.diagram.process}
        self._unchanged: dict[str, bool] = {}

    def id(self, id: str) -> str:
        return self._to.get(id, id)

    def name(self, name: str) -> str:
        """What the engine would call the same task in the other drawing."""
        base, suffix = _parts(name)
        return self.new.inside(self.id(self.old.outside(base))) + suffix

    def is_unchanged(self, container: str) -> bool:
        """Are the same flows drawn between the same elements in a process or sub-process?"""
        if container not in self._unchanged:
            here = _drawn(self.old, container, self.id)
            there = _drawn(self.new, self.id(container), lambda id: id)
            self._unchanged[container] = here == there
        return self._unchanged[container]


def _parts(name: str) -> tuple[str, str]:
    suffix = next((end for end in _SUFFIXES if name.endswith(end)), "")
    return name.removesuffix(suffix), suffix


def _drawn(drawing: Drawing, container: str, to: Callable[[str], str]) -> tuple[set, set]:
    flows = drawing.diagram.flows.values()
    elements = drawing.diagram.elements.values()
    return (
        {(to(f.source), to(f.target)) for f in flows if f.container == container},
        {(to(e.id), e.kind, e.interrupting) for e in elements if e.container == container},
    )


def _element(drawing: Drawing, task: CaseTask) -> Element | None:
    """The element at which a task of the engine is; None for the engine's own."""
    base, suffix = _parts(task.task_spec.name)
    own = suffix not in ("", _ROUND)
    return None if own else drawing.diagram.elements.get(drawing.outside(base))


class Migration:
    """One case on its way: `moved` is empty, and becomes what `workflow` was. Used once."""

    def __init__(self, workflow: CaseWorkflow, moved: CaseWorkflow, crossing: Crossing):
        self.workflow, self.moved, self.crossing = workflow, moved, crossing
        self.ended: list[Effect] = []
        """Milestones that nothing at which the case waits reaches any more."""
        self._starting: list[CaseTask] = []

    def move(self) -> None:
        """Raises CannotMove. What is new does not wait yet: see `begin`."""
        old, new = self.workflow, self.moved
        compact(old)
        new.last_id, new.changes = old.last_id, old.changes
        self._move_tree(old, new, ())
        hosts: dict[int, tuple[str, ...]] = {}
        for id, tree in old.subprocesses.items():
            owner = next((t.tasks[id] for t in new.trees() if id in t.tasks), None)
            if owner is not None:
                around = hosts.get(getattr(owner.workflow, "parent_task_id", 0), ())
                hosts[id] = (*around, self.crossing.new.outside(_parts(owner.task_spec.name)[0]))
                self._move_tree(tree, _planted(owner, new), hosts[id])
        moved = {task.id: task for task in new.all_tasks()}
        for id in old.event_manager.tasks:
            if id in moved:
                new.event_manager.add_task(moved[id])
        before, still = _awaited(self.crossing.old, old), _awaited(self.crossing.new, new)
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

    def _move_tree(self, old: Any, new: Any, hosts: tuple[str, ...]) -> None:
        new.data, new.correlations = old.data, old.correlations
        new.success, new.completed = old.success, old.completed
        new.task_tree = _put(new, old.task_tree, new.spec.start, None)
        for task in list(old.in_order()):
            if task._state < WAITING:
                if task.parent._state >= COMPLETED:
                    self._refuse(task, "is being entered", "Try again.")
            elif task._state < COMPLETED and not isinstance(task.task_spec, BoundaryEvent):
                self._move_task(task, new)
        self._check_standing(old, new, hosts)

    def _move_task(self, task: CaseTask, tree: Any) -> None:
        spec = self._counterpart(task, tree)
        moved = _put(tree, task, spec, self._parent(task, spec, tree))
        self._move_timers(task, moved)
        self._move_borders(task, moved)

    def _counterpart(self, task: CaseTask, tree: Any) -> Any:
        """What the task is in the other drawing."""
        spec, new = task.task_spec, self.crossing.new
        there = tree.spec.task_specs.get(self.crossing.name(spec.name))
        here = _element(self.crossing.old, task)
        id = self.crossing.id(here.id) if here else ""
        drawn = new.diagram.elements.get(id)
        if here and drawn is None:
            self._refuse(task, "is not drawn any more", _SAY)
        if there is None:
            self._refuse(task, "lies in another sub-process now", _WAIT)
        if type(there) is not type(spec) or _nature(here) != _nature(drawn):
            self._refuse(task, "is something else now", _WAIT)
        if isinstance(spec, _MEETINGS) and not self._source(task, there):
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
        if wanted != [f"{spec.name}{_SPLIT}"] and before._parent is None:
            return tree.task_tree
        name = self._source(task, spec) or wanted[0]
        known = tree.tasks.get(before.id)
        if known is not None and known.task_spec.name == name:
            return known
        if known is not None:
            self.moved.last_id += 1
        id = before.id if known is None else self.moved.last_id
        return _put(tree, before, tree.spec.task_specs[name], tree.task_tree, id)

    def _source(self, task: CaseTask, spec: Any) -> str | None:
        """What leads to it there, if that is what the token came from."""
        came_from = _parts(self.crossing.name(task.parent.task_spec.name))[0]
        return next((name for name in spec._inputs if _parts(name)[0] == came_from), None)

    # -------------------------------------------------------------- events

    def _move_timers(self, task: CaseTask, moved: CaseTask) -> None:
        """Timers keep their due instants, under the names that they have now."""
        if not isinstance(task.task_spec, CatchingEvent):
            return
        kept, there = moved.internal_data, {timer.name: timer for timer in timers_of(moved)}
        known = {}
        for timer in timers_of(task):
            same = there.get(self.crossing.name(timer.name))
            for key in ("due_key", "fired_key"):
                value = kept.pop(getattr(timer, key), None)
                if same is not None and value is not None:
                    known[getattr(same, key)] = value
        kept.update(known)

    def _move_borders(self, task: CaseTask, moved: CaseTask) -> None:
        waiting = {
            self.crossing.name(event.task_spec.name): event
            for event in task.parent.children
            if isinstance(event.task_spec, BoundaryEvent) and event._state == WAITING
        }
        split = moved.parent
        if isinstance(split.task_spec, BoundaryEventSplit):
            had = self._events_before(task)
            for spec in split.task_spec.outputs:
                if not isinstance(spec, BoundaryEvent):
                    continue
                drawn = self.crossing.new.element(spec)
                if had.get(drawn.id if drawn else "") != _nature(drawn):
                    self._starting.append(split._add_child(spec, MAYBE))
                elif spec.name in waiting:
                    event = waiting[spec.name]
                    self._move_timers(event, _put(moved.workflow, event, spec, split))

    def _events_before(self, task: CaseTask) -> dict[str, Any]:
        """What was drawn on the border of an activity: nature by id in the other drawing."""
        host = _element(self.crossing.old, task)
        drawn = self.crossing.old.diagram.boundary_events(host.id) if host else ()
        return {self.crossing.id(event.id): _nature(event) for event in drawn}

    # -------------------------------------------------------------- may it stand there

    def _check_standing(self, old: Any, new: Any, hosts: tuple[str, ...]) -> None:
        """Tokens that stand side by side must be able to stand so in the other drawing. Else one of
        them would wait for ever, or two would do what is drawn for one."""
        live = [task for task in new.tasks.values() if WAITING <= task._state < COMPLETED]
        self._check_apart(old, live)
        places = frozenset(filter(None, map(self._place, live)))
        container = self.crossing.old.outside(old.spec.name)
        alone = len(places) < 2 and not _joins(new)
        if alone or self.crossing.is_unchanged(container):
            return
        if not self.crossing.possible((hosts, places)):
            names = " and ".join(f"'{place}'" for place in sorted(places))
            raise CannotMove(
                f"In the new drawing tokens cannot come to wait at {names} like this: one would "
                f"wait for others for ever, or two would do what is drawn for one. {_WAIT}"
            )

    def _check_apart(self, old: Any, live: list[CaseTask]) -> None:
        """What was several elements may be one now, but only for one token."""
        came_from: dict[Any, Any] = {}
        for task in live:
            before = old.tasks[task.id]
            if came_from.setdefault(task.task_spec, before.task_spec) is not before.task_spec:
                self._refuse(before, "would be one with another element now", _WAIT)

    def _place(self, task: CaseTask) -> str:
        spec, new = task.task_spec, self.crossing.new
        if isinstance(spec, _EndJoin | BoundaryEvent):
            return ""
        id = new.outside(_parts(spec.name)[0])
        if isinstance(spec, _MEETINGS):
            return arrived(new.outside(_parts(task.parent.task_spec.name)[0]), id)
        return id

    def _refuse(self, task: CaseTask, what: str, advice: str) -> NoReturn:
        element = _element(self.crossing.old, task)
        name = element.label if element else task.task_spec.name
        raise CannotMove(f"'{name}' {what}. {advice}", element.id if element else "")


_MEETINGS = (ParallelGateway, InclusiveGateway)
"""Where tokens wait for one another."""

_WAIT = "Let the case leave it first, then migrate it."
_SAY = "Say which element it is now, or let the case leave it first, then migrate it."


def _nature(element: Element | None) -> Any:
    """What an element waits for; its names, texts and targets may differ."""
    return element and (element.kind, element.events, element.loop)


def _awaited(drawing: Drawing, workflow: CaseWorkflow) -> dict[str, str]:
    """The milestones that a case waits for, also when it has missed them, and where."""
    live = (task for task in workflow.all_tasks() if WAITING <= task._state < COMPLETED)
    hosts = {element.id for task in live if (element := _element(drawing, task))}
    return {name: host for host in hosts for name in drawing.milestones_at.get(host, ())}


def _joins(tree: Any) -> bool:
    """Is there anything in a process where tokens wait for one another?"""
    return any(
        isinstance(spec, _MEETINGS) and len(spec._inputs) > 1
        for spec in tree.spec.task_specs.values()
    )


def _planted(owner: CaseTask, moved: CaseWorkflow) -> CaseSubWorkflow:
    """The empty tree of a sub-process that runs."""
    tree = CaseSubWorkflow(owner.task_spec.spec, owner.id, moved)  # type: ignore[attr-defined]
    tree.completed_event.connect(owner.task_spec._on_subworkflow_completed, owner)  # type: ignore[attr-defined]
    moved.subprocesses[owner.id] = tree
    return tree


def _put(
    tree: Any, task: CaseTask, spec: Any, parent: CaseTask | None, id: int | None = None
) -> CaseTask:
    """A copy of a task in another tree, with its number unless another one is given."""
    copy = CaseTask.__new__(CaseTask)
    copy.id, copy.workflow, copy.task_spec = id or task.id, tree, spec
    copy._parent, copy._children, copy._state = None, [], task._state
    copy.triggered, copy.thread_id = task.triggered, 0
    copy.last_state_change = task.last_state_change
    copy.data, copy.internal_data = dict(task.data), dict(task.internal_data)
    tree.tasks[copy.id] = copy
    if parent is not None:
        copy._parent = parent.id
        parent._children.append(copy.id)
    return copy
