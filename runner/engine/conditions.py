"""Events that wait for a condition on the data of the case.

Tokens carry their data along, but a condition is about the case: what a form, a message, a script,
a table or a change from outside sets is told to every event that waits for a condition, whichever
token it belongs to. A condition that holds already when the event begins to wait fires at once; one
that has fired without interrupting fires again when it has ceased to hold in between.

Behind an event-based gateway a condition is one of the events of which the first decides; of those
that hold when the token comes the first that is drawn.

The stock engine looks at the data of the event's own token only, fires once, and never looks behind
an event-based gateway.

Decisions 0221 and 0252.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.task import Task

from runner.bpmn import expressions
from runner.engine.values import copied

_LEARNT, _HELD = "learnt", "held"
"""Keys of a task's internal data: what it was told, and that the condition has held since it
fired."""

CHANGEABLE = frozenset({"priority", "product"})
"""Variables that people change from outside the diagram."""


class CaseCondition(ConditionalEventDefinition):
    expression: str

    def __eq__(self, other: object) -> bool:
        """Of several behind one event-based gateway each is itself; stock ones are all equal."""
        return self is other

    __hash__ = object.__hash__

    def has_fired(self, my_task: Task) -> bool:
        kept = my_task.internal_data
        learnt = kept.get(_LEARNT, {})
        known = my_task.workflow.script_engine.variables(my_task)
        holds = bool(expressions.compiled(self.expression)({**known, **learnt}))
        fires = holds and not kept.get(_HELD)
        if not holds:
            kept.pop(_HELD, None)
        if fires:
            my_task.data.update(copied(learnt))
        return fires

    def learn(self, my_task: Task, values: Mapping[str, Any]) -> None:
        learnt = my_task.internal_data.get(_LEARNT, {})
        my_task.internal_data[_LEARNT] = {**learnt, **copied(values)}

    def go_on(self, before: Task, after: Task) -> None:
        """Hands what is known to the task that waits for the condition to hold anew."""
        after.internal_data[_HELD] = True
        self.learn(after, before.internal_data.get(_LEARNT, {}))

    def reset(self, my_task: Task) -> None:
        """Leaves what happened: a task is visited once."""

    def reads(self, names: frozenset[str]) -> bool:
        return bool(expressions.names(self.expression) & names)


class FirstOfSeveral(MultipleEventDefinition):
    """What an event-based gateway waits for. The first event decides: the stock gateway goes every
    way whose event is equal to the one that came."""

    def catch(self, my_task: Task, event: BpmnEvent | None = None) -> None:
        if event is not None and not my_task.internal_data.get(_SEEN):
            my_task.internal_data[_SEEN] = [event]

    def has_fired(self, my_task: Task) -> bool:
        conditions = (item for item in self.event_definitions if isinstance(item, CaseCondition))
        if super().has_fired(my_task):
            return True
        held = next((item for item in conditions if item.has_fired(my_task)), None)
        if held is not None:
            my_task.internal_data[_SEEN] = [BpmnEvent(held)]
        return held is not None


_SEEN = "seen_events"
"""The stock engine's key of a task's internal data: the events that a gateway has seen."""


def conditions_of(my_task: Any) -> list[CaseCondition]:
    """The conditions of a catching event, several for an event-based gateway."""
    return my_task.workflow.index.conditions[my_task.task_spec.name]
