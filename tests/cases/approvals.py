"""A drawing in which three different people sign off."""

from tests.drawings import bpmn, chain, end, flow, node, start, xor

PROPERTIES = (
    "<bpmn:extensionElements><spiffworkflow:properties>"
    '<spiffworkflow:property name="status" value="Approval"/>'
    '<spiffworkflow:property name="audience" value="Support"/>'
    '<spiffworkflow:property name="different_people" value="true"/>'
    "</spiffworkflow:properties></bpmn:extensionElements>"
)


def approval(until="", sequential=False):
    enough = f"<bpmn:completionCondition>{until}</bpmn:completionCondition>" if until else ""
    several = (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f"<bpmn:loopCardinality>3</bpmn:loopCardinality>{enough}</bpmn:multiInstanceLoopCharacteristics>"
    )
    return bpmn(
        start(), node("userTask", "sign", PROPERTIES + several, "Sign off"), xor("x"), end(status="Done"),
        end("no", status="Refused"), chain("start", "sign", "x"), flow("x", "end", "Approve", id="approve"),
        flow("x", "no", "Reject", id="reject"),
    )  # fmt: skip
