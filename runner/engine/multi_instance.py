"""Activities that are done several times: for each item of a list, or a number of times.

The stock ones can be visited once. The item of an instance stays behind in the data of the whole
activity, and the next instance of a sequence refuses to begin; a list of results that is there from
an earlier visit is refused as well.

Decision 0115.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.spiff.specs.defaults import (
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
)

from runner.engine.workflow import CaseTask


class _Instances(MultiInstanceTask):
    """Stands between the two of them and what they have in common."""

    def merge_child(self, workflow: Any, child: CaseTask) -> None:
        """The item of an instance is its own (BPMN 2.0.2, 10.3.8): it goes with it."""
        super().merge_child(workflow, child)
        if self.input_item is not None and (self.data_output is None or self.output_item is None):
            child.parent.data.pop(self.input_item.bpmn_id, None)

    def init_data_output_with_input_data(self, my_task: CaseTask, input_data: Any) -> None:
        """Each visit begins its results anew, unless they are to replace the items in place."""
        if self.data_output.get(my_task) is not input_data:
            my_task.data.pop(self.data_output.bpmn_id, None)
        super().init_data_output_with_input_data(my_task, input_data)

    def init_data_output_with_cardinality(self, my_task: CaseTask) -> None:
        self.data_output.set(my_task, [])


class CaseParallelInstances(ParallelMultiInstanceTask, _Instances):  # type: ignore[misc]
    pass


class CaseSequentialInstances(SequentialMultiInstanceTask, _Instances):  # type: ignore[misc]
    pass
