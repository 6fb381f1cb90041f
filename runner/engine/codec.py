"""The state of a case as bytes, and back.

Only tasks are stored; the specifications stay in the process. One row a task, parents first, data
as the difference to the parent's. Deterministic: `dump(load(state)) == state`.

A state begins with the version of its format and a checksum of the rest: `1 0a1b2c3d {...}`. It
belongs to one version of a diagram: tasks and sub-processes are found by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
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

# A row: parent, state, name, id, change, triggered, internal data, new data, dropped keys.
# Zeros at its end are left out.
_WIDTH = 9


def dump(workflow: CaseWorkflow) -> bytes:
    """Raises StateError for values that cannot be kept."""
    names: dict[str, int] = {}
    trees, places = [], {}
    for owner, tree in [(None, workflow), *workflow.subprocesses.items()]:
        rows = []
        for task in tree.in_order():
            places[task.id] = [len(trees), len(rows)]
            rows.append(_row(task, tree, names, places))
        place = None if owner is None else places[owner]
        data = encode(dict(sorted(tree.data.items())))
        correlations = encode(tree.correlations)
        trees.append([place, rows, data, correlations, int(tree.success), int(tree.completed)])
    document = {
        "p": workflow.spec.name,
        "c": [workflow.last_id, workflow.changes],
        "n": list(names),
        "w": trees,
        "e": [places[id] for id in workflow.event_manager.tasks],
    }
    return seal(orjson.dumps(document))


def seal(body: bytes, version: int = VERSION) -> bytes:
    return b"%d %08x %s" % (version, crc32(body), body)


def load(state: bytes, make: Callable[[], CaseWorkflow]) -> CaseWorkflow:
    """A workflow out of a state. `make` gives an empty one for the process it belongs to.

    Raises UnsupportedState for a state of another version, StateError for one that is damaged.
    """
    document = _unseal(state)
    try:
        return _load(document, make())
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise StateError(f"The stored state of the case is damaged ({error!r}).") from error


def _unseal(state: bytes) -> Any:
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
    """What a state is without its numbers, times and values: where its tokens are, in the order in
    which they came there, and which variables are set. Raises StateError."""
    document = _unseal(state)
    try:
        names = document["n"]
        trees = [_shape_of_tree(place, rows, names) for place, rows, *_ in document["w"]]
        return orjson.dumps([document["p"], trees, document["e"]])
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise StateError(f"The stored state of the case is damaged ({error!r}).") from error


def _shape_of_tree(place: list | None, rows: list, names: list[str]) -> list:
    order = _order(row[4] for row in rows if len(row) > 4)
    return [place, order, [_shape_of_row(row, names) for row in rows]]


def _shape_of_row(row: list, names: list[str]) -> list:
    up, state, name, _, _, triggered, inner, new, gone = row + [0] * (_WIDTH - len(row))
    seen = bool(inner and inner.get(_SEEN))
    return [up, state, names[name], triggered, seen, sorted(new or ()), gone]


def _order(changes: Iterable[int]) -> list[int]:
    """The places of some numbers in their order."""
    listed = list(changes)
    ranks = {change: rank for rank, change in enumerate(sorted(set(listed)))}
    return [ranks[change] for change in listed]


# ------------------------------------------------------------------ writing


def _row(task: CaseTask, tree: Any, names: dict[str, int], places: dict) -> list:
    parent = tree.tasks.get(task._parent)
    up = -1 if parent is None else places[parent.id][1]
    name = names.setdefault(task.task_spec.name, len(names))
    row = [up, task._state, name, task.id]
    if task._state < WAITING and not (task.data or task.internal_data or task.triggered):
        return row
    new, gone = _difference(task.data, parent.data if parent else {})
    inner = _encode_inner(task, tree.index) if task.internal_data else 0
    row += [
        task.last_state_change if task._state >= WAITING else 0,
        int(task.triggered),
        inner,
        encode(new) if new else 0,
        gone or 0,
    ]
    while row[-1] == 0:
        row.pop()
    return row


def _difference(data: dict, inherited: dict) -> tuple[dict, list]:
    new = [k for k, v in data.items() if k not in inherited or not same(v, inherited[k])]
    if not new and len(data) == len(inherited):
        return {}, []
    return {k: data[k] for k in sorted(new)}, sorted(inherited.keys() - data.keys())


def _encode_inner(task: CaseTask, index: SpecIndex) -> Any:
    inner = task.internal_data
    if _MERGED in inner and task.task_spec.name in index.standard_loops:
        inner = {**inner, _MERGED: len(inner[_MERGED])}  # only their number is read
    if _SEEN in inner:
        inner = {**inner, _SEEN: [_event_to_json(task, event) for event in inner[_SEEN]]}
    return encode(inner)


def _event_to_json(task: CaseTask, event: BpmnEvent) -> list:
    """An event that a task has seen already, by its place in the definition of the task."""
    place = task.task_spec.event_definition.event_definitions.index(event.event_definition)
    return [place, event.payload, event.correlations]


# ------------------------------------------------------------------ reading


def _load(document: dict, workflow: CaseWorkflow) -> CaseWorkflow:
    if document["p"] != workflow.spec.name:
        raise StateError(
            f"The state belongs to the process '{document['p']}', not to '{workflow.spec.name}'."
        )
    names, loaded = document["n"], []
    for place, rows, data, correlations, success, completed in document["w"]:
        tree = workflow if place is None else _sub_workflow(workflow, loaded[place[0]][place[1]])
        tasks = [_load_task(row, tree, names) for row in _with_parents(rows)]
        loaded.append(tasks)
        tree.task_tree = tasks[0]
        tree.data, tree.correlations = decode(data), decode(correlations)
        tree.success, tree.completed = bool(success), bool(completed)
    for tree_place, row_place in document["e"]:
        workflow.event_manager.add_task(loaded[tree_place][row_place])
    workflow.last_id, workflow.changes = document["c"]
    return workflow


def _sub_workflow(workflow: CaseWorkflow, owner: CaseTask) -> CaseSubWorkflow:
    tree = CaseSubWorkflow(owner.task_spec.spec, owner.id, workflow)
    tree.completed_event.connect(owner.task_spec._on_subworkflow_completed, owner)
    workflow.subprocesses[owner.id] = tree
    return tree


def _with_parents(rows: list) -> list:
    """Rows at full width, the number of the parent's row replaced by the id of the parent."""
    full = [row + [0] * (_WIDTH - len(row)) for row in rows]
    return [[None if row[0] < 0 else full[row[0]][3], *row[1:]] for row in full]


def _load_task(row: list, tree: Any, names: list[str]) -> CaseTask:
    parent_id, state, name, id, change, triggered, inner, new, gone = row
    task = CaseTask.__new__(CaseTask)
    task.id, task.workflow, task.task_spec = id, tree, tree.spec.task_specs[names[name]]
    task._parent, task._children, task._state = parent_id, [], state
    task.triggered, task.thread_id, task.last_state_change = bool(triggered), 0, change
    task.internal_data = _decode_inner(inner, task, tree.index) if inner else {}
    task.data = {}
    if parent_id is not None:
        parent = tree.tasks[parent_id]
        parent._children.append(id)
        if state >= WAITING or new or gone:
            task.data = copied(parent.data)
    if new:
        task.data.update(decode(new))
    for key in gone or ():
        del task.data[key]
    tree.tasks[id] = task
    return task


def _decode_inner(stored: Any, task: CaseTask, index: SpecIndex) -> dict:
    inner = decode(stored)
    if _MERGED in inner and task.task_spec.name in index.standard_loops:
        inner[_MERGED] = [""] * inner[_MERGED]
    if _SEEN in inner:
        definition = task.task_spec.event_definition
        assert isinstance(definition, MultipleEventDefinition)
        inner[_SEEN] = [
            BpmnEvent(definition.event_definitions[place], payload, correlations)
            for place, payload, correlations in inner[_SEEN]
        ]
    return inner
