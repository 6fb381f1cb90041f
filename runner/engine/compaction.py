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
`BoundaryEventJoin`, `StartEventJoin`: nearest split    the split nearest above each unfinished
above by name, and its children                        join, each split with an unfinished child,
                                                       and their children, except finished
                                                       events that did not interrupt and have
                                                       nothing unfinished behind them
`LoopTask`: its unfinished instances; the last one     nothing more: a finished round or instance is
when it finishes; how many there were                  merged and counted as soon as it finishes
`SubWorkflowTask`: its tree until it is done           trees until both their task and all in them
                                                       are finished
`BpmnStartTask`: children are added to the root        the root
=====================================================  =============================================

`Workflow.last_task` is read at the moment it is set; it is dropped here.
Tokens that wait at a gateway are unfinished (`joins`), so gateways need no history. An ad-hoc
sub-process would read its whole tree again; the parser refuses it.

Kept without a proof that it is needed: the parent of an unfinished task that has inherited all its
data already, a finished sub-process while a task in it is not, and everything in a tree whose root
has not finished. The proof for the rest is `tests/engine/test_equivalence.py`.
History for people lives in the case's own records.

Decision 0002.
"""

from __future__ import annotations

from typing import Any, cast

from runner.engine.workflow import (
    CANCELLED,
    COMPLETED,
    ERROR,
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
    for task_id, tree in list(workflow.subprocesses.items()):
        owner = _owner(workflow, tree)
        if owner is None or (owner._state in (COMPLETED, CANCELLED) and _is_over(tree)):
            del workflow.subprocesses[task_id]
            dropped += len(tree.tasks)
    return dropped


def _owner(workflow: CaseWorkflow, tree: CaseSubWorkflow) -> CaseTask | None:
    parent = cast(int, tree.parent_task_id)
    return next((other.tasks[parent] for other in workflow.trees() if parent in other.tasks), None)


def _is_over(tree: CaseSubWorkflow) -> bool:
    return bool(tree.completed) and all(t._state >= COMPLETED for t in tree.tasks.values())


def _forget_removed(workflow: CaseWorkflow) -> None:
    """The engine does not unregister a catching event when it removes its task from a tree."""
    waiting = workflow.event_manager.tasks
    live = set[int]().union(*(tree.tasks for tree in workflow.trees()))
    for task_id in waiting.keys() - live:
        del waiting[task_id]


class _TreeCompaction:
    """Which tasks of one tree to keep. Each rule adds to `keep`; `run` cuts the rest out."""

    def __init__(self, tree: Any):
        self.tree = tree
        self.index = tree.index
        self.tasks: dict[int, CaseTask] = tree.tasks
        self.live = [t for t in self.tasks.values() if t._state < COMPLETED or t._state == ERROR]

    def run(self) -> int:
        if self.tree.task_tree._state < COMPLETED:
            return 0
        self.keep: Keep = {self.tree.task_tree.id}
        self._keep_live()
        if self.index.splits:
            self._keep_splits()
        self.tree.last_task = None
        return self._cut()

    def _keep_live(self) -> None:
        for task in self.live:
            self.keep.add(task.id)
            if task._parent is not None:
                self.keep.add(task._parent)

    def _keep_splits(self) -> None:
        for split in self._needed_splits():
            self.keep.add(split.id)
            for child in split._children:
                passing = self.tasks[child].task_spec.name in self.index.passing
                if not passing or self._leads_on(child):
                    self.keep.add(child)

    def _leads_on(self, task_id: int) -> bool:
        """Is something below it unfinished?"""
        todo = [task_id]
        while todo:
            task = self.tasks[todo.pop()]
            if task._state < COMPLETED or task._state == ERROR:
                return True
            todo += task._children
        return False

    def _needed_splits(self) -> list[CaseTask]:
        needed = {}
        for task in self.live:
            wanted = self.index.split_of.get(task.task_spec.name)
            split = self.tasks.get(task._parent)
            if wanted is None:
                if split is None or split.task_spec.name not in self.index.splits:
                    continue
            else:
                while split is not None and split.task_spec.name != wanted:
                    split = self.tasks.get(split._parent)
            if split is not None:
                needed[split.id] = split
        return list(needed.values())

    def _cut(self) -> int:
        keep, tasks = self.keep, self.tasks
        dropped = len(tasks) - len(keep)
        if not dropped:
            return 0
        for task_id in keep:
            task = tasks[task_id]
            if not keep.issuperset(task._children):
                task._children = self._nearest_kept(task)
                for child in task._children:
                    tasks[child]._parent = task_id
        self.tree.tasks = {task_id: task for task_id, task in tasks.items() if task_id in keep}
        return dropped

    def _nearest_kept(self, task: CaseTask) -> list[int]:
        """The kept descendants with nothing kept in between, in depth-first order."""
        found, todo = [], task._children[::-1]
        while todo:
            task_id = todo.pop()
            if task_id in self.keep:
                found.append(task_id)
            else:
                todo += self.tasks[task_id]._children[::-1]
        return found
