"""The state of a case as bytes, and back.

Only tasks are stored; the specifications stay in the process. One row a task, parents first, data
as the difference to the parent's. Deterministic: `dump(load(state)) == state`.

A state is `<version of the format> <crc32 of the rest> <JSON>`, for example `1 0a1b2c3d {...}`. It
belongs to one version of a diagram: tasks and sub-processes are found by their names.

=====  ==================================================================================
key    value
=====  ==================================================================================
p      the name of the process
c      the last number given to a task, and the number of changes of states
n      the names of task specifications; rows refer to them by index
w      a `TreeRow` for the process and for each running sub-process, owners first
e      the places, as [tree, row], of the tasks that wait for an event
=====  ==================================================================================

Decision 0044.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import is_
from typing import Any, NamedTuple
from zlib import crc32

import orjson
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.util import BpmnEvent

from runner.engine.spec_index import SpecIndex
from runner.engine.values import copied, decode, encode, same
from runner.engine.workflow import WAITING, CaseSubWorkflow, CaseTask, CaseWorkflow
from runner.errors import StateError, UnsupportedState

VERSION = 1

_SEEN, _MERGED = "seen_events", "merged"
_ABSENT = object()


class TaskRow(NamedTuple):
    """A task as it is stored. Fields that are 0 are left out at the end of a row."""

    parent: int
    """Index of the parent's row in the same tree; -1 for the root."""
    state: int
    name: int
    number: int
    change: int = 0
    """`last_state_change`; 0 for a task that a token has not reached."""
    triggered: int = 0
    internal: Any = 0
    """`internal_data`, encoded."""
    new: Any = 0
    """What its data has and the parent's has not, or has otherwise; encoded."""
    dropped: Any = 0
    """Keys that the parent's data has and its own has not."""


class TreeRow(NamedTuple):
    """A process or sub-process as it is stored."""

    owner: list[int] | None
    """The place of the task that runs the sub-process; None for the process itself."""
    tasks: list[list]
    data: Any
    correlations: Any
    success: int
    completed: int


def dump(workflow: CaseWorkflow) -> bytes:
    """Raises StateError for values that cannot be kept."""
    names: dict[str, int] = {}
    trees: list[TreeRow] = []
    places: dict[int, list[int]] = {}
    for owner, tree in [(None, workflow), *workflow.subprocesses.items()]:
        rows: list[list] = []
        for task in tree.in_order():
            places[task.id] = [len(trees), len(rows)]
            rows.append(_write_task(task, tree, names, places))
        trees.append(
            TreeRow(
                owner=None if owner is None else places[owner],
                tasks=rows,
                data=encode(dict(sorted(tree.data.items()))),
                correlations=encode(tree.correlations),
                success=int(tree.success),
                completed=int(tree.completed),
            )
        )
    document = {
        "p": workflow.spec.name,
        "c": [workflow.last_id, workflow.changes],
        "n": list(names),
        "w": [list(tree) for tree in trees],
        "e": [places[number] for number in workflow.event_manager.tasks],
    }
    return with_checksum(orjson.dumps(document))


def with_checksum(body: bytes, version: int = VERSION) -> bytes:
    return b"%d %08x %s" % (version, crc32(body), body)


def load(state: bytes, make: Callable[[], CaseWorkflow]) -> CaseWorkflow:
    """The workflow of a state. `make` gives an empty one of the process that it belongs to.

    Raises UnsupportedState for a state of another version, StateError for one that is damaged.
    """
    document = _document(state)
    try:
        return _load(document, make())
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise StateError(f"The stored state of the case is damaged ({error!r}).") from error


def check(state: bytes) -> None:
    """Raises StateError for a state that is damaged, UnsupportedState for one of another version.
    Whether it fits its diagram, only `load` says."""
    _document(state)


def _document(state: bytes) -> Any:
    version, _, rest = state.partition(b" ")
    if not version.isdigit():
        raise StateError("The stored state of the case is damaged, or is something else.")
    if version != b"%d" % VERSION:
        raise UnsupportedState(
            f"The state of the case has version {version[:9].decode()}; this Caselane reads "
            f"{VERSION}. Run the Caselane that wrote it, or a newer one."
        )
    checksum, _, body = rest.partition(b" ")
    if checksum != b"%08x" % crc32(body):
        raise StateError("The stored state of the case is damaged: its checksum differs.")
    try:
        return orjson.loads(body)
    except ValueError as error:
        raise StateError("The stored state of the case is damaged.") from error


def shape_of(state: bytes) -> bytes:
    """A state without numbers, times and values: where the tokens are, in the order in which they
    came there, and which variables are set. Raises StateError."""
    document = _document(state)
    try:
        names = document["n"]
        trees = [_shape_of_tree(TreeRow(*tree), names) for tree in document["w"]]
        return orjson.dumps([document["p"], trees, document["e"]])
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise StateError(f"The stored state of the case is damaged ({error!r}).") from error


def _shape_of_tree(tree: TreeRow, names: list[str]) -> list:
    rows = [TaskRow(*row) for row in tree.tasks]
    order = _ranks(row.change for row in rows if row.change)
    return [tree.owner, order, [_shape_of_task(row, names) for row in rows]]


def _shape_of_task(row: TaskRow, names: list[str]) -> list:
    seen = bool(row.internal and row.internal.get(_SEEN))
    variables = sorted(row.new or ())
    return [row.parent, row.state, names[row.name], row.triggered, seen, variables, row.dropped]


def _ranks(changes: Iterable[int]) -> list[int]:
    """The rank of each of some numbers among all of them."""
    listed = list(changes)
    ranks = {change: rank for rank, change in enumerate(sorted(set(listed)))}
    return [ranks[change] for change in listed]


# ------------------------------------------------------------------ writing


def _write_task(task: CaseTask, tree: Any, names: dict[str, int], places: dict) -> list:
    """A `TaskRow` as a list, without the zeros at its end."""
    above = tree.tasks.get(task._parent)
    parent = -1 if above is None else places[above.id][1]
    name = names.setdefault(task.task_spec.name, len(names))
    if task._state < WAITING and not (task.data or task.internal_data or task.triggered):
        return [parent, task._state, name, task.id]
    change = task.last_state_change if task._state >= WAITING else 0
    internal = _encode_internal(task, tree.index) if task.internal_data else 0
    new, dropped = _difference(task.data, {} if above is None else above.data)
    row = [parent, task._state, name, task.id, change]
    if task.triggered or internal or new or dropped:
        row += [int(task.triggered), internal, new, dropped]
    while row[-1] == 0:
        row.pop()
    return row


def _difference(data: dict, inherited: dict) -> tuple[Any, Any]:
    """The `new` and `dropped` of a row."""
    if data.keys() == inherited.keys() and all(map(is_, data.values(), map(inherited.get, data))):
        return 0, 0
    if not inherited:
        return (encode({k: data[k] for k in sorted(data)}) if data else 0), 0
    new = [
        name
        for name, value in data.items()
        if (above := inherited.get(name, _ABSENT)) is not value and not same(value, above)
    ]
    if not new and len(data) == len(inherited):
        return 0, 0
    dropped = sorted(inherited.keys() - data.keys())
    return encode({k: data[k] for k in sorted(new)}) if new else 0, dropped or 0


def _encode_internal(task: CaseTask, index: SpecIndex) -> Any:
    internal = task.internal_data
    if _MERGED in internal and task.task_spec.name in index.standard_loops:
        internal = {**internal, _MERGED: len(internal[_MERGED])}  # only their number is read
    if _SEEN in internal:
        internal = {**internal, _SEEN: [_event_to_json(task, e) for e in internal[_SEEN]]}
    return encode(internal)


def _event_to_json(task: CaseTask, event: BpmnEvent) -> list:
    """An event that a task has seen, as the index of its definition among those of the task."""
    index = task.task_spec.event_definition.event_definitions.index(event.event_definition)
    return [index, event.payload, event.correlations]


# ------------------------------------------------------------------ reading


def _load(document: dict, workflow: CaseWorkflow) -> CaseWorkflow:
    if document["p"] != workflow.spec.name:
        raise StateError(
            f"The state belongs to the process '{document['p']}', not to '{workflow.spec.name}'."
        )
    loaded: list[list[CaseTask]] = []
    for stored in document["w"]:
        row = TreeRow(*stored)
        tree = workflow if row.owner is None else _sub_workflow(workflow, _at(loaded, row.owner))
        tasks = _load_tasks(row.tasks, tree, document["n"])
        loaded.append(tasks)
        tree.task_tree = tasks[0]
        tree.data, tree.correlations = decode(row.data), decode(row.correlations)
        tree.success, tree.completed = bool(row.success), bool(row.completed)
    for place in document["e"]:
        workflow.event_manager.add_task(_at(loaded, place))
    workflow.last_id, workflow.changes = document["c"]
    return workflow


def _at(loaded: list[list[CaseTask]], place: list[int]) -> CaseTask:
    tree, row = place
    return loaded[tree][row]


def _sub_workflow(workflow: CaseWorkflow, owner: CaseTask) -> CaseSubWorkflow:
    tree = CaseSubWorkflow(owner.task_spec.spec, owner.id, workflow)
    tree.completed_event.connect(owner.task_spec._on_subworkflow_completed, owner)
    workflow.subprocesses[owner.id] = tree
    return tree


def _load_tasks(rows: list[list], tree: Any, names: list[str]) -> list[CaseTask]:
    tasks: list[CaseTask] = []
    for stored in rows:
        row = TaskRow(*stored)
        parent = None if row.parent < 0 else tasks[row.parent]
        spec = tree.spec.task_specs[names[row.name]]
        task = CaseTask(tree, spec, parent, row.state, row.number)
        task.triggered, task.last_state_change = bool(row.triggered), row.change
        if row.internal:
            task.internal_data = _decode_internal(row.internal, task, tree.index)
        task.data = _load_data(row, parent)
        tasks.append(task)
    return tasks


def _load_data(row: TaskRow, parent: CaseTask | None) -> dict[str, Any]:
    inherits = parent is not None and (row.state >= WAITING or row.new or row.dropped)
    data = copied(parent.data) if inherits else {}
    if row.new:
        data.update(decode(row.new))
    for key in row.dropped or ():
        del data[key]
    return data


def _decode_internal(stored: Any, task: CaseTask, index: SpecIndex) -> dict:
    internal = decode(stored)
    if _MERGED in internal and task.task_spec.name in index.standard_loops:
        internal[_MERGED] = [""] * internal[_MERGED]
    if _SEEN in internal:
        definition = task.task_spec.event_definition
        assert isinstance(definition, MultipleEventDefinition)
        internal[_SEEN] = [
            BpmnEvent(definition.event_definitions[place], payload, correlations)
            for place, payload, correlations in internal[_SEEN]
        ]
    return internal
