"""What the drawings of the walks are put together from: events, repetitions, data, and the loop around."""

from __future__ import annotations

from tests.drawings import bpmn, chain, end, flow, node, start, user, xor

NUMBER = {"type": "object", "properties": {"n": {"type": "integer"}}}
ITEMS = {"type": "object", "properties": {"items": {"type": "array"}}}
DECLARED = (
    '<bpmn:signal id="s_go" name="go"/><bpmn:error id="e_bad" name="bad" errorCode="B1"/>'
    '<bpmn:escalation id="esc_up" name="up" escalationCode="U1"/>'
)


def signal(name="go"):
    return f'<bpmn:signalEventDefinition signalRef="s_{name}"/>'


def error():
    return '<bpmn:errorEventDefinition errorRef="e_bad"/>'


def escalation():
    return '<bpmn:escalationEventDefinition escalationRef="esc_up"/>'


def when(text):
    return f"<bpmn:conditionalEventDefinition><bpmn:condition>{text}</bpmn:condition></bpmn:conditionalEventDefinition>"


def throw(id, event):
    return node("intermediateThrowEvent", id, event)


def many(sequential, inner):
    kind = str(sequential).lower()
    return f'<bpmn:multiInstanceLoopCharacteristics isSequential="{kind}">{inner}</bpmn:multiInstanceLoopCharacteristics>'


def times(count):
    return f"<bpmn:loopCardinality>{count}</bpmn:loopCardinality>"


EACH_ITEM = '<bpmn:loopDataInputRef>items</bpmn:loopDataInputRef><bpmn:inputDataItem id="item"/>'
INTO_ITEMS = (
    "<bpmn:loopDataInputRef>items</bpmn:loopDataInputRef>"
    "<bpmn:loopDataOutputRef>results</bpmn:loopDataOutputRef>"
    '<bpmn:inputDataItem id="item"/><bpmn:outputDataItem id="n"/>'
)
IN_PLACE = INTO_ITEMS.replace("results", "items")


def into(results, item):
    return (
        f"{times(2)}<bpmn:loopDataOutputRef>{results}</bpmn:loopDataOutputRef>"
        f'<bpmn:outputDataItem id="{item}"/>'
    )


ENOUGH = "<bpmn:completionCondition>n > 1</bpmn:completionCondition>"
WHILE_SMALL = (
    '<bpmn:standardLoopCharacteristics testBefore="true"><bpmn:loopCondition>n &lt; 2'
    "</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
)


def inside(id, *more):
    """What a plain sub-process of one user task is made of."""
    return (
        start(f"{id}_s"),
        user(f"{id}_t"),
        end(f"{id}_e"),
        chain(f"{id}_s", f"{id}_t", f"{id}_e"),
        *more,
    )


def called(id, *parts):
    return f'<bpmn:process id="{id}">{"".join(parts)}</bpmn:process>'


def again_and_again(*parts, first, last=None, **more):
    """A process that comes to `first`, leaves `last` and may go round."""
    return bpmn(
        start(), xor("again"), user("enough"), xor("choice"), end(), *parts,
        chain("start", "again", first), chain(last or first, "enough", "choice"),
        flow("choice", "again", "Again", id="once_more"), flow("choice", "end", "Done", id="done"),
        **more,
    )  # fmt: skip
