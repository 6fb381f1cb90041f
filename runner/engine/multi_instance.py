"""Activities that are done several times: for each item of a list, or a number of times.

The stock ones can be visited once. The item of an instance stays behind in the data of the whole
activity, and the next instance of a sequence refuses to begin; a list of results that is there from
an earlier visit is refused as well.

An activity with the property `different_people` remembers who has done it, in the data that belong
to all its instances. Decisions 0115 and 0250.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.spiff.specs.defaults import (
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
    StandardLoopTask,
)

from runner.engine.workflow import COMPLETED, CaseTask
from runner.errors import EngineError

MOST_INSTANCES = 10_000
"""Instances of one activity. The gate lets a drawing count to fewer; versions from before it looked
go on (decision 0328)."""


class _Instances(MultiInstanceTask):
    """Stands between the two of them and what they have in common."""

    def merge_child(self, workflow: Any, child: CaseTask) -> None:
        """The item of an instance is its own (BPMN 2.0.2, 10.3.8): it goes with it. One that has
        nothing to give gives null, so that results stay in the order of the items."""
        if self.output_item is not None and not self.output_item.exists(child):
            self.output_item.set(child, None)
        super().merge_child(workflow, child)
        if self.input_item is not None and (self.data_output is None or self.output_item is None):
            child.parent.data.pop(self.input_item.bpmn_id, None)

    def check_completion_condition(self, my_task: CaseTask) -> bool:
        """The condition knows what the last one that was done knows, and the counts that BPMN 2.0.2
        gives it (table 10.30). None is terminated while the condition is still asked for."""
        merged = my_task.internal_data["merged"]
        if self.condition is None or not merged:
            return False
        last = next(child for child in my_task.children if str(child.id) == merged[-1])
        done, of = counted(my_task)
        index = last.internal_data.get("key_or_index")
        counts = {
            "loopCounter": index + 1 if type(index) is int else done,
            "numberOfInstances": of,
            "numberOfActiveInstances": _running(my_task),
            "numberOfCompletedInstances": done,
            "numberOfTerminatedInstances": 0,
        }
        return bool(my_task.workflow.script_engine.evaluate(last, self.condition, counts))

    def init_data_output_with_input_data(self, my_task: CaseTask, input_data: Any) -> None:
        """Each visit begins its results anew, unless they are to replace the items in place."""
        if self.data_output.get(my_task) is not input_data:
            my_task.data.pop(self.data_output.bpmn_id, None)
        super().init_data_output_with_input_data(my_task, input_data)

    def init_data_output_with_cardinality(self, my_task: CaseTask) -> None:
        self.data_output.set(my_task, [])

    def _update_hook(self, my_task: CaseTask) -> None:
        super()._update_hook(my_task)
        self._check_number(my_task)

    def _check_number(self, my_task: CaseTask) -> None:
        """Raises EngineError where the data of the case do not say how often it is done. The stock
        ones then do nothing, take a text for a list of letters, or make a million instances."""
        if self.data_input is not None:
            listed = self.data_input.get(my_task)
            said = len(listed) if isinstance(listed, (list, tuple, dict)) else listed
        else:
            said = my_task.workflow.script_engine.evaluate(my_task, self.cardinality)
        if type(said) is not int or not 0 <= said <= MOST_INSTANCES:
            raise EngineError(
                f"'{self.bpmn_name or self.bpmn_id}' is to be done {str(said)[:40]} times: 0 to "
                f"{MOST_INSTANCES:,} are allowed."
            )


class CaseParallelInstances(ParallelMultiInstanceTask, _Instances):  # type: ignore[misc]
    pass


class CaseSequentialInstances(SequentialMultiInstanceTask, _Instances):  # type: ignore[misc]
    def add_next_child(self, my_task: CaseTask) -> None:
        """Also for an item that is null: the stock one takes it for the end of the list."""
        listed = self.data_input is not None
        take = self.get_next_input_item if listed else self.get_next_index
        key, item = take(my_task)
        self.create_child(my_task, item, key)


class CaseLoop(StandardLoopTask):  # type: ignore[misc]
    """The condition of a loop knows how many rounds are done, as `loopCounter` (BPMN 2.0.2, table
    10.26)."""

    def loop_complete(self, my_task: CaseTask) -> bool:
        done = len(my_task.internal_data.get("merged", ()))
        if self.maximum is not None and done >= self.maximum:
            return True
        if self.condition is None:
            return False
        counts = {"loopCounter": done}
        return not my_task.workflow.script_engine.evaluate(my_task, self.condition, counts)


# ------------------------------------------------------------------ how far it is, and by whom

DONE_BY = "done_by"
"""The key of an activity's internal data under which it keeps the ids of who has done it."""


def activity_of(task: CaseTask) -> CaseTask | None:
    """The repeated activity that a task is an instance of; None for every other task."""
    above = task.parent
    spec = above.task_spec if above else None
    is_instance = isinstance(spec, MultiInstanceTask) and spec.task_spec == task.task_spec.name
    return above if is_instance else None


def counted(activity: CaseTask) -> tuple[int, int]:
    """How many instances of a repeated activity are done, and how many there are in all."""
    kept = activity.internal_data
    done = len(kept["merged"])
    ahead = kept.get("cardinality", 0) - kept.get("current", 0) + len(kept.get("remaining", ()))
    return done, done + _running(activity) + ahead


def _running(activity: CaseTask) -> int:
    return sum(child._state < COMPLETED for child in activity.task_spec._instances(activity))


def done_by(activity: CaseTask) -> tuple[int, ...]:
    return tuple(activity.internal_data.get(DONE_BY, ()))


def note_person(activity: CaseTask, person: int) -> None:
    activity.internal_data[DONE_BY] = [*done_by(activity), person]
