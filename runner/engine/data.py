"""Data objects: variables of a process or sub-process that its tokens share.

A data object is known by its id. Its value is set where a task is connected to it by a data output
association and has a variable of that name; every expression in the process or sub-process, and in
those within it, can read it. A variable of the token itself is before a data object of that name.

The stock engine cannot complete a task that has nothing to give to a data object, nor start one
whose data object has no value yet, and reads data objects only in conditions of the same process.

Decision 0175.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.spiff.specs.data_object import DataObject

from runner.engine.values import copied

_KEY = "data_objects"


class CaseDataObject(DataObject):
    def get(self, my_task: Any) -> None:
        """A task that is about to begin gets the value, if there is one."""
        values = self._values(my_task)
        if self.bpmn_id in values:
            my_task.data[self.bpmn_id] = copied(values[self.bpmn_id])

    def set(self, my_task: Any) -> None:
        """A task that ends gives its variable of that name, if it has one."""
        if self.bpmn_id in my_task.data:
            self._values(my_task)[self.bpmn_id] = my_task.data.pop(self.bpmn_id)

    def _values(self, my_task: Any) -> dict[str, Any]:
        """Of the nearest process or sub-process around the task that declares the data object."""
        tree = my_task.workflow
        while self.bpmn_id not in tree.spec.data_objects and tree.parent_workflow is not None:
            tree = tree.parent_workflow
        return tree.data.setdefault(_KEY, {})


def variables_of(task: Any) -> Mapping[str, Any]:
    """The variables of a task, and the data objects that it can read."""
    found, tree = dict(task.data), task.workflow
    while tree is not None:
        found = {**tree.data.get(_KEY, {}), **found}
        tree = tree.parent_workflow
    return found


def change_data_objects(tree: Any, changes: Mapping[str, Any]) -> None:
    """New values for the data objects of a process or sub-process that have one already."""
    values = tree.data.get(_KEY, {})
    values.update({name: copied(changes[name]) for name in values.keys() & changes.keys()})
