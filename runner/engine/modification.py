"""One case, put where its drawing would not have put it now: see `Modification`.

A token that moves ends where it waits as if it were interrupted, and begins at its new task as any
token does that comes there: by the split that starts the events on its border, and inside the
sub-processes that are drawn around it, which begin with it. So all that the engine keeps of a case
is what it would keep of one that came there by itself, and compaction, codec and migration need
not know of modifications. Decision 0286.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.inclusive_gateway import InclusiveGateway
from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway

from runner.bpmn import WAITING_TASKS, Element
from runner.engine.case_state import CaseState
from runner.engine.compiled import CompiledDiagram
from runner.engine.due_dates import to_micros
from runner.engine.mapping import SPLIT, parts
from runner.engine.values import copied
from runner.engine.workflow import (
    CANCELLED,
    COMPLETED,
    FUTURE,
    WAITING,
    CaseTask,
    CaseWorkflow,
)
from runner.errors import NotPossible
from runner.language import _
from runner.model import WaitState, arrived

# ------------------------------------------------------------------ tokens


def waiting_at(state: CaseState, element_id: str) -> CaseTask:
    """The one token that waits at an element. Raises NotPossible."""
    found = [task for task in state.open_tasks if state.id_of(task) == element_id]
    if not found:
        raise NotPossible(
            _("The case does not wait at '%(element_id)s' now.", element_id=element_id[:60])
        )
    if len(found) > 1 or found[0].parent._state < COMPLETED:
        raise NotPossible(
            _(
                "'%(element_id)s' is done several times at once: one of them cannot be "
                "modified alone.",
                element_id=element_id,
            )
        )
    return found[0]


def move(state: CaseState, token: CaseTask, to: str) -> None:
    """Takes a token to another waiting task. Raises NotPossible."""
    compiled = state.compiled
    target = compiled.lowered.elements.get(to)
    if target is None or target.kind not in WAITING_TASKS:
        raise NotPossible(
            _("'%(to)s' is no task of this version at which a case waits.", to=to[:60])
        )
    if state.id_of(token) == to:
        raise NotPossible(_("The case waits at '%(to)s' already.", to=to))
    around = list(_around(compiled, target))
    data, leaving = copied(token.data), _leaving(compiled, token, {each.id for each in around})
    anchor = _anchor(leaving)
    if any(
        state.id_of(task) == to and task.workflow is anchor.workflow for task in state.open_tasks
    ):
        raise NotPossible(_("Another token of the case waits at '%(to)s' already.", to=to))
    _withdraw(leaving)
    for host in reversed(around[: _depth(compiled, around, leaving.workflow)]):
        anchor = _begin_inside(compiled, anchor, host, data)
    _enter(compiled, anchor, target, data)
    workflow = state.workflow
    workflow.arrivals = [task for task in workflow.arrivals if task._state != CANCELLED]


def _around(compiled: CompiledDiagram, element: Element) -> Iterator[Element]:
    """The sub-processes around an element, innermost first."""
    host = compiled.lowered.elements.get(element.container)
    while host is not None:
        yield host
        host = compiled.lowered.elements.get(host.container)


def _depth(compiled: CompiledDiagram, around: list[Element], tree: Any) -> int:
    """How many of the sub-processes around the target do not run in `tree` yet."""
    ids = [host.id for host in around]
    here = _container(compiled, tree)
    return ids.index(here) if here in ids else len(ids)


def _container(compiled: CompiledDiagram, tree: Any) -> str:
    return compiled.outside(tree.spec.name)


def _leaving(compiled: CompiledDiagram, token: CaseTask, around: set[str]) -> CaseTask:
    """What ends when a token moves: itself, or the outermost sub-process that is not around its
    target. Others that wait in there would end with it: that is refused."""
    workflow: CaseWorkflow = token.workflow.top_workflow
    leaving = token
    while leaving.workflow is not workflow:
        if _container(compiled, leaving.workflow) in around:
            break
        others = [task for task in _live(leaving.workflow) if task is not leaving]
        owner = _owner(workflow, leaving.workflow)
        if others or owner.parent._state < COMPLETED:
            raise NotPossible(
                _(
                    "Other tokens run in '%(name)s', and would end with it.",
                    name=compiled.names[owner.task_spec],
                )
            )
        leaving = owner
    return leaving


def _owner(workflow: CaseWorkflow, tree: Any) -> CaseTask:
    """The task that runs a sub-process."""
    number = tree.parent_task_id
    return next(each.tasks[number] for each in workflow.trees() if number in each.tasks)


def _live(tree: Any) -> list[CaseTask]:
    """What waits or runs in a process or sub-process, without the events on borders."""
    return [
        task
        for task in tree.tasks.values()
        if WAITING <= task._state < COMPLETED and not isinstance(task.task_spec, BoundaryEvent)
    ]


def _anchor(leaving: CaseTask) -> CaseTask:
    """The finished task that the new way goes on from: the one before what ends."""
    before = leaving.parent
    if isinstance(before.task_spec, BoundaryEventSplit):
        before = before.parent
    return before


def _withdraw(leaving: CaseTask) -> None:
    """Ends an activity with the events on its border, as one that interrupts does."""
    if isinstance(leaving.parent.task_spec, BoundaryEventSplit):
        for sibling in leaving.parent.children:
            if isinstance(sibling.task_spec, BoundaryEvent) and sibling._state == WAITING:
                sibling.cancel()
    leaving.cancel()


def _begin_inside(
    compiled: CompiledDiagram, anchor: CaseTask, host: Element, data: dict[str, Any]
) -> CaseTask:
    """Begins a sub-process, and takes back the token at its start. Returns the root in it."""
    if host.kind != "subProcess" or host.loop or host.by_event:
        raise NotPossible(
            _(
                "A token cannot be put into '%(label)s': it does not begin by itself.",
                label=host.label,
            )
        )
    owner = _enter(compiled, anchor, host, data)
    root = owner.workflow.top_workflow.subprocesses[owner.id].task_tree
    for start in root.children:
        start.cancel()
    root.data = copied(data)
    return root


def _enter(
    compiled: CompiledDiagram, anchor: CaseTask, element: Element, data: dict[str, Any]
) -> CaseTask:
    """Lets a token come to an activity, and starts the events on its border."""
    tree = anchor.workflow
    spec = tree.spec.task_specs[compiled.inside(element.id)]
    split = tree.spec.task_specs.get(f"{spec.name}{SPLIT}")
    first = anchor._add_child(split or spec, FUTURE)
    first.task_spec._update(first)
    first.data = copied(data)
    if split is None:
        return first
    first.run()
    return next(task for task in first.children if not isinstance(task.task_spec, BoundaryEvent))


# ------------------------------------------------------------------ timers


def retime(state: CaseState, element_id: str, due: datetime) -> None:
    """A timer falls due at another instant. Raises NotPossible."""
    task, definition = _timer(state, element_id)
    task.internal_data[definition.due_key] = to_micros(due)


def cancel_timer(state: CaseState, element_id: str) -> None:
    """What is on a border does not happen any more at this visit. Raises NotPossible."""
    task, _timer_of = _timer(state, element_id)
    if not isinstance(task.task_spec, BoundaryEvent):
        raise NotPossible(
            _(
                "The case waits for nothing else at '%(element_id)s': move it, or let the "
                "timer fall due earlier.",
                element_id=element_id,
            )
        )
    task.cancel()


def _timer(state: CaseState, element_id: str) -> tuple[CaseTask, Any]:
    found = [(task, timer) for _id, task, timer in state.timers if state.id_of(task) == element_id]
    if not found:
        raise NotPossible(
            _("No timer '%(element_id)s' runs in this case now.", element_id=element_id[:60])
        )
    if len(found) > 1:
        raise NotPossible(
            _(
                "Several timers run at '%(element_id)s': none can be changed alone.",
                element_id=element_id,
            )
        )
    [(task, timer)] = found
    if state.is_milestone(task) or timer.timer.name:
        raise NotPossible(
            _(
                "'%(element_id)s' belongs to a milestone: its target is kept, and no one moves it.",
                element_id=element_id,
            )
        )
    return task, timer


# ------------------------------------------------------------------ may tokens stand so


def wait_states(state: CaseState) -> Iterator[tuple[WaitState, bool]]:
    """How tokens stand, process by process, in the words of the token game; and whether one alone
    says all, since none waits for others there."""
    for tree in state.workflow.trees():
        live = _live(tree)
        places = frozenset(filter(None, (_place(state.compiled, task) for task in live)))
        if places:
            alone = len(live) == 1 and not isinstance(live[0].task_spec, _JOINS)
            yield (_hosts(state, tree), places), alone and not _meet(tree)


def _hosts(state: CaseState, tree: Any) -> tuple[str, ...]:
    if tree is state.workflow:
        return ()
    owner = _owner(state.workflow, tree)
    return (*_hosts(state, owner.workflow), _place(state.compiled, owner))


def _place(compiled: CompiledDiagram, task: CaseTask) -> str:
    spec = task.task_spec
    if isinstance(spec, _EndJoin):
        return ""
    element_id = compiled.outside(parts(spec.name)[0])
    if isinstance(spec, _JOINS):
        return arrived(compiled.outside(parts(task.parent.task_spec.name)[0]), element_id)
    return element_id


_JOINS = (ParallelGateway, InclusiveGateway)


def _meet(tree: Any) -> bool:
    """Is there anything in a process where tokens wait for one another?"""
    specs = tree.spec.task_specs.values()
    return any(isinstance(spec, _JOINS) and len(spec._inputs) > 1 for spec in specs)
