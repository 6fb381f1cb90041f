"""Dropping history that can no longer matter.

SpiffWorkflow keeps every finished task in its tree and walks the whole tree at every step: a case
becomes slower with each round and freezes after a few hundred. Here, after every step, each
finished task goes unless some code of the engine could still look at it. What goes is cut out of
the tree and its children move up in the same order, so that everything that is kept stands where a
depth-first walk would have met it.

What the engine looks at, and what is therefore kept:

=====================================================  =============================================
engine                                                 kept
=====================================================  =============================================
`Task._inherit_data`: data of the parent               the parent of every unfinished task
`BoundaryEventJoin`, `Join` with a split: nearest      the nearest split of each unfinished join,
ancestor by name, its children, joins below it         each split with an unfinished child, all its
                                                       children, joins below it that still lead on
`UnstructuredJoin._run_hook` (parallel, inclusive,     finished instances of a join that some
end): data of the parents of finished instances that   unfinished task not below them can still
are not ancestors, in order of their last change       reach, with their parents; of cancelled ones
                                                       only those whose data newer ones do not cover
`ParallelGateway`: parents of such instances; nearest  the same instances; in loops the nearest
ancestor by input                                      ancestor for each input
`InclusiveGateway`: first instance from the root       the topmost instance and its parent, in loops
`LoopTask`: its instances                              children of unfinished loops, except finished
                                                       rounds of a standard loop (only their number
                                                       is read)
`SubWorkflowTask`: its tree until it is done           trees until both their task and all in them
                                                       are finished
`BpmnStartTask`: children are added to the root        the root
=====================================================  =============================================

`Workflow.last_task` is read at the moment it is set; it is dropped here.
History for people lives in the case's own records.
"""

from __future__ import annotations

from typing import Any, cast

from runner.engine.values import same
from runner.engine.workflow import (
    CANCELLED,
    COMPLETED,
    ERROR,
    WAITING,
    CaseSubWorkflow,
    CaseTask,
    CaseWorkflow,
)

Keep = set[int]


def compact(workflow: CaseWorkflow) -> int:
    """Removes finished history from a case. Returns the number of tasks dropped."""
    dropped = _drop_finished_trees(workflow)
    for tree in workflow.trees():
        dropped += _TreeCompaction(tree).run()
    _forget_removed(workflow)
    return dropped


def _drop_finished_trees(workflow: CaseWorkflow) -> int:
    dropped = 0
    for id, tree in list(workflow.subprocesses.items()):
        owner = _owner(workflow, tree)
        if owner is None or (owner._state in (COMPLETED, CANCELLED) and _is_over(workflow, tree)):
            del workflow.subprocesses[id]
            dropped += len(tree.tasks)
    return dropped


def _owner(workflow: CaseWorkflow, tree: CaseSubWorkflow) -> CaseTask | None:
    id = cast(int, tree.parent_task_id)
    return next((other.tasks[id] for other in workflow.trees() if id in other.tasks), None)


def _is_over(workflow: CaseWorkflow, tree: CaseSubWorkflow) -> bool:
    """Nothing in it can move, and no process above it calls itself: gateways compare
    specifications across nested trees."""
    if not tree.completed or any(task._state < COMPLETED for task in tree.tasks.values()):
        return False
    above = tree.parent_workflow
    while above is not None:
        if above.spec is tree.spec:
            return False
        above = above.parent_workflow
    return True


def _forget_removed(workflow: CaseWorkflow) -> None:
    """The engine does not unregister a catching event when it removes its task from a tree."""
    waiting = workflow.event_manager.tasks
    live = {id for tree in workflow.trees() for id in tree.tasks}
    for id in [id for id in waiting if id not in live]:
        del waiting[id]


class _TreeCompaction:
    """Which tasks of one tree to keep. Each rule adds to `keep`; `run` cuts the rest out."""

    def __init__(self, tree: Any):
        self.tree = tree
        self.facts = tree.facts
        self.tasks: dict[int, CaseTask] = tree.tasks
        self.live = [t for t in self.tasks.values() if t._state < COMPLETED or t._state == ERROR]
        self.tips: list[CaseTask] = []
        """Unfinished tasks directly below finished ones: where tokens are."""
        self.below: dict[int, int] = {}
        """For each ancestor of a tip a bit set: which tips hang below it."""

    def run(self) -> int:
        if self.tree.task_tree._state < COMPLETED:
            return 0
        self.keep: Keep = {self.tree.task_tree.id}
        self._keep_live()
        self._keep_ancestors()
        if self.facts.splits:
            self._keep_structured_joins()
        self._keep_children_of_live()
        if self.facts.joins:
            self._keep_join_instances()
        self.tree.last_task = None
        return self._cut()

    def _keep_live(self) -> None:
        for task in self.live:
            self.keep.add(task.id)
            parent = self.tasks.get(task._parent)
            if parent is not None and parent._state >= COMPLETED:
                self.tips.append(task)
                self.keep.add(parent.id)

    def _keep_ancestors(self) -> None:
        nearest_of, topmost_of = self.facts.inputs_of_looped_parallel, self.facts.looped_inclusive
        for number, tip in enumerate(self.tips):
            nearest: set[str] = set()
            topmost: dict[str, CaseTask] = {}
            task = self.tasks.get(tip._parent)
            while task is not None:
                self.below[task.id] = self.below.get(task.id, 0) | 1 << number
                name = task.task_spec.name
                if name in nearest_of and name not in nearest:
                    nearest.add(name)
                    self.keep.add(task.id)
                if name in topmost_of:
                    topmost[name] = task
                task = self.tasks.get(task._parent)
            for task in topmost.values():
                self._keep_with_parent(task)

    def _keep_structured_joins(self) -> None:
        for split in self._needed_splits():
            self.keep.add(split.id)
            self.keep.update(split._children)
            todo = list(split._children)
            while todo:
                task = self.tasks[todo.pop()]
                if self.facts.split_of.get(task.task_spec.name) != split.task_spec.name:
                    todo.extend(task._children)
                elif task.id in self.below:
                    self.keep.add(task.id)

    def _needed_splits(self) -> list[CaseTask]:
        needed = {}
        for task in self.live:
            wanted = self.facts.split_of.get(task.task_spec.name)
            split = self.tasks.get(task._parent)
            if wanted is None:
                if split is None or split.task_spec.name not in self.facts.splits:
                    continue
            else:
                while split is not None and split.task_spec.name != wanted:
                    split = self.tasks.get(split._parent)
            if split is not None:
                needed[split.id] = split
        return list(needed.values())

    def _keep_children_of_live(self) -> None:
        for task in self.live:
            if task._state < WAITING or task.task_spec.name in self.facts.cycles:
                continue
            counted = task.task_spec.name in self.facts.standard_loops
            for child in task._children:
                if not (counted and self.tasks[child]._state == COMPLETED):
                    self.keep.add(child)

    def _keep_join_instances(self) -> None:
        stubs: dict[tuple[Any, ...], list[CaseTask]] = {}
        leading_on: Keep = set()
        candidates = [task for task in self.tasks.values() if self._may_be_merged(task)]
        for task in candidates:
            if task._children or task.id in self.below:
                leading_on.add(task.id)
                self._keep_with_parent(task)
        for task in candidates:
            if task.id not in leading_on:
                place = (task.task_spec.name, *self._ancestors_in(task, leading_on))
                stubs.setdefault(place, []).append(task)
        for (name, *_), tasks in stubs.items():
            self._keep_uncovered(name, tasks)

    def _may_be_merged(self, task: CaseTask) -> bool:
        """Is it a finished instance of a join that a token not below it can still reach?"""
        name = task.task_spec.name
        if name not in self.facts.joins or task._state < COMPLETED:
            return False
        mine = self.below.get(task.id, 0)
        return any(
            not mine >> number & 1
            and (tip.task_spec.name == name or name in self.facts.reach[tip.task_spec.name])
            for number, tip in enumerate(self.tips)
        )

    def _ancestors_in(self, task: CaseTask, wanted: Keep) -> list[int]:
        """Firing removes everything below other instances: only stubs that would go together may
        stand in for one another."""
        found = []
        above = self.tasks.get(task._parent)
        while above is not None and wanted:
            if above.id in wanted:
                found.append(above.id)
            above = self.tasks.get(above._parent)
        return found

    def _keep_uncovered(self, name: str, stubs: list[CaseTask]) -> None:
        """Newest first. An older one is redundant when newer ones of the same input override every
        key of its data: with a plain value, or with an equal one (the engine merges deeply)."""
        plain: set[str] = set()
        newest: dict[str, Any] = {}
        seen: set[Any] = set()
        for task in sorted(stubs, key=lambda task: task.last_state_change, reverse=True):
            parent = self.tasks[cast(int, task._parent)]
            end = name == self.facts.end
            input = None if end else (parent.task_spec.name, parent._state == COMPLETED)
            covered = input in seen and all(
                key in plain or (key in newest and same(value, newest[key]))
                for key, value in parent.data.items()
            )
            if covered:
                continue
            self._keep_with_parent(task)
            seen.add(input)
            newest.update(parent.data)
            plain.update(k for k, v in parent.data.items() if not isinstance(v, (dict, list)))

    def _keep_with_parent(self, task: CaseTask) -> None:
        self.keep.add(task.id)
        if task._parent is not None:
            self.keep.add(task._parent)

    def _cut(self) -> int:
        keep, tasks = self.keep, self.tasks
        dropped = len(tasks) - len(keep)
        if not dropped:
            return 0
        for id in keep:
            task = tasks[id]
            if not all(child in keep for child in task._children):
                task._children = self._nearest_kept(task)
                for child in task._children:
                    tasks[child]._parent = id
        self.tree.tasks = {id: task for id, task in tasks.items() if id in keep}
        return dropped

    def _nearest_kept(self, task: CaseTask) -> list[int]:
        """The kept descendants with nothing kept in between, in depth-first order."""
        found, todo = [], task._children[::-1]
        while todo:
            id = todo.pop()
            if id in self.keep:
                found.append(id)
            else:
                todo += self.tasks[id]._children[::-1]
        return found
