"""Where tokens meet: parallel and inclusive gateways, events on borders, the end of a process.

A token that has arrived is a WAITING task of the gateway, and stays one until the gateway uses it.
So a gateway takes exactly one token from each incoming flow, keeps excess tokens for its next turn,
and never sees those of an earlier round (BPMN 2.0.2, 13.4.1 and 13.4.3).

The stock gateways keep one waiting task for all arrivals and look for the others among finished
tasks, used ones included: in a loop they fire early, merge the data of all earlier rounds, and
remove branches that still run.

Decision 0043.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, _EndJoin
from SpiffWorkflow.bpmn.specs.defaults import InclusiveGateway, ParallelGateway
from SpiffWorkflow.util.deep_merge import DeepMerge

from runner.engine.event_routing import HandlerStart
from runner.engine.workflow import COMPLETED, FUTURE, WAITING, CaseTask


class Join:
    """Mixed into the three of them. Each says which arrivals it uses, if any."""

    name: str

    def _update_hook(self, my_task: CaseTask) -> bool:
        """The token that came last goes on, with the data of all that it met, oldest first."""
        my_task._inherit_data()
        if my_task._state < WAITING:
            my_task._set_state(WAITING)
        used = self._used(self._arrivals(my_task.workflow), my_task.workflow)
        if not used or my_task is not used[-1]:
            return False
        for other in used[:-1]:
            DeepMerge.merge(my_task.data, other.data)
            other.cancel()
        my_task._inherit_data()
        return True

    def _run_hook(self, my_task: CaseTask) -> bool:
        return True

    def _arrivals(self, tree: Any) -> list[CaseTask]:
        """Tokens that wait here, in the order in which they came."""
        here = [t for t in tree.tasks.values() if t._state == WAITING and t.task_spec is self]
        return sorted(here, key=lambda task: task.last_state_change)

    def _used(self, arrivals: list[CaseTask], tree: Any) -> list[CaseTask]:
        """The arrivals that the gateway takes now, oldest first; none while it has to wait."""
        raise NotImplementedError


class CaseParallelGateway(Join, ParallelGateway):  # type: ignore[misc]
    def _used(self, arrivals: list[CaseTask], tree: Any) -> list[CaseTask]:
        first = _one_for_each_flow(arrivals)
        return list(first.values()) if first.keys() >= set(self._inputs) else []


class CaseInclusiveGateway(Join, InclusiveGateway):  # type: ignore[misc]
    def _used(self, arrivals: list[CaseTask], tree: Any) -> list[CaseTask]:
        first = _one_for_each_flow(arrivals)
        empty = set(self._inputs) - first.keys()
        if empty and any(self._is_on_its_way(t, first, empty) for t in _tokens(tree)):
            return []
        return list(first.values())

    def _is_on_its_way(self, token: CaseTask, full: Iterable[str], empty: Iterable[str]) -> bool:
        """Can the token come over a flow that none has come over yet? One that could as well come
        over a flow where another waits already is not waited for."""
        if token.task_spec is self:
            return False
        reach = token.workflow.index.reach_without(self.name)[token.task_spec.name]
        return not reach.isdisjoint(empty) and reach.isdisjoint(full)

    def _run_hook(self, my_task: CaseTask) -> bool:
        """As the stock gateway does once its tokens are together: every flow whose condition
        holds, or else the default one."""
        matches, defaults = self._get_matching_outputs(my_task)
        if not matches and not defaults:
            raise WorkflowTaskException("No condition holds, and there is no default", my_task)
        my_task._sync_children(matches or defaults, FUTURE)
        return True


class CaseEndJoin(Join, _EndJoin):  # type: ignore[misc]
    """The end of a process, behind all its end events. Tokens that have ended wait here as one."""

    def _update_hook(self, my_task: CaseTask) -> bool:
        arrived = my_task._state < WAITING
        for other in self._arrivals(my_task.workflow) if arrived else ():
            DeepMerge.merge(my_task.data, other.data)
            other.cancel()
        return super()._update_hook(my_task)

    def _used(self, arrivals: list[CaseTask], tree: Any) -> list[CaseTask]:
        """Its own one, when nothing else in the process can go on. Event sub-processes that could
        still start do not count."""
        mine = {*arrivals, *_armed(tree)}
        below = {child for task in arrivals for child in task._children}
        others = (
            task
            for task in tree.tasks.values()
            if task._state < COMPLETED and task not in mine and task.id not in below
        )
        return arrivals if next(others, None) is None else []

    def _run_hook(self, my_task: CaseTask) -> bool:
        for start in _armed(my_task.workflow):
            start.cancel()
        my_task.workflow.data.update(my_task.data)
        return True


def _armed(tree: Any) -> list[CaseTask]:
    """The starts of event sub-processes that wait in a process or sub-process."""
    starts = tree.index.handler_starts
    named = (t for t in tree.tasks.values() if t.task_spec.name in starts) if starts else ()
    return [task for task in named if task._state == WAITING]


class CaseBoundaryEventJoin(BoundaryEventJoin):
    """Behind an activity with events on its border. The stock join walks the tree for other tokens
    of its own each time; there are hardly ever any."""

    def _do_join(self, my_task: CaseTask) -> None:
        if any(t.task_spec is self and t is not my_task for t in my_task.workflow.tasks.values()):
            super()._do_join(my_task)

    def _check_threshold_structured(self, my_task: CaseTask) -> tuple[bool, list[CaseTask]]:
        """What starts an event sub-process goes on waiting when the body of the scope is over."""
        over, ended = super()._check_threshold_structured(my_task)
        return over, [task for task in ended if not isinstance(task.task_spec, HandlerStart)]

    @classmethod
    def replace(cls, name: str, spec: BpmnProcessSpec) -> None:
        """Puts one where the parser has put a stock join."""
        stock = spec.task_specs.pop(name)
        join = cls(spec, name, lane=stock.lane, split_task=stock.split_task, cancel=True)
        join._inputs = stock._inputs


class CaseProcessSpec(BpmnProcessSpec):
    """A process or sub-process that ends in our own join."""

    def __init__(self, name: str, description: str, filename: str | None):
        super().__init__(name, description, filename)
        stock = self.task_specs.pop(self.end.name)
        self.end = CaseEndJoin(self, stock.name)
        self.end._outputs = stock._outputs


def _one_for_each_flow(arrivals: list[CaseTask]) -> dict[str, CaseTask]:
    """The first to arrive over each flow, by the name of what it comes from."""
    first: dict[str, CaseTask] = {}
    for task in arrivals:
        first.setdefault(cast(CaseTask, task.parent).task_spec.name, task)
    return first


def _tokens(tree: Any) -> Iterable[CaseTask]:
    """Where tokens are: tasks under way, and those whose predecessor has just finished."""
    for task in tree.tasks.values():
        if WAITING <= task._state < COMPLETED or (
            task._state == FUTURE and task._parent and task.parent._state == COMPLETED
        ):
            yield task
