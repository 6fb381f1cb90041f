"""Small BPMN diagrams, written in a line or two each."""

from __future__ import annotations

import json
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from runner.bpmn.xml import BPMN

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' id="definitions" targetNamespace="https://caselane.example/tests">'
)


def bpmn(*parts: str, process: str = "p", messages: str = "", extra: str = "") -> bytes:
    """A file with one executable process. `messages` are the names of its messages."""
    declared = "".join(f'<bpmn:message id="m_{name}" name="{name}"/>' for name in messages.split())
    body = f'<bpmn:process id="{process}" isExecutable="true">{"".join(parts)}</bpmn:process>'
    return f"{HEAD}{declared}{body}{extra}</bpmn:definitions>".encode()


def node(kind: str, id: str, inner: str = "", name: str | None = None, **more: object) -> str:
    attributes = "".join(f" {key}={quoteattr(str(value))}" for key, value in more.items())
    named = f" name={quoteattr(name if name is not None else id)}"
    return f'<bpmn:{kind} id="{id}"{named}{attributes}>{inner}</bpmn:{kind}>'


def start(id: str = "start", inner: str = "") -> str:
    return node("startEvent", id, inner)


def end(id: str = "end", inner: str = "", **props: str) -> str:
    return node("endEvent", id, extension(**props) + inner)


def user(id: str, inner: str = "", form: dict | None = None, **props: str) -> str:
    return node("userTask", id, extension(form, **props) + inner)


def xor(id: str, **more: object) -> str:
    return node("exclusiveGateway", id, name="", **more)


def both(id: str) -> str:
    return node("parallelGateway", id, name="")


def either(id: str, **more: object) -> str:
    return node("inclusiveGateway", id, name="", **more)


def first_event(id: str) -> str:
    return node("eventBasedGateway", id, name="")


def notify(id: str, to: str = '"owner"') -> str:
    return node(
        "serviceTask",
        id,
        "<bpmn:extensionElements><spiffworkflow:serviceTaskOperator id='notify'>"
        f"<spiffworkflow:parameters><spiffworkflow:parameter id='to' type='str' value={quoteattr(to)}/>"
        "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator></bpmn:extensionElements>",
    )


def sub(id: str, *parts: str) -> str:
    return node("subProcess", id, "".join(parts))


def on_event(id: str, event: str, *parts: str, interrupting: bool = True, **props: str) -> str:
    """An event sub-process: its start event is `<id>_s`. Without `parts` somebody does `<id>_t`, and
    it ends at `<id>_e`."""
    more = {} if interrupting else {"isInterrupting": "false"}
    begin = node("startEvent", f"{id}_s", extension(**props) + event, **more)
    one_task = (user(f"{id}_t"), end(f"{id}_e"), chain(f"{id}_s", f"{id}_t", f"{id}_e"))
    return node("subProcess", id, "".join((begin, *(parts or one_task))), triggeredByEvent="true")


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


def border(id: str, at: str, event: str, interrupting: bool = True, **props: str) -> str:
    return node(
        "boundaryEvent",
        id,
        extension(**props) + event,
        attachedToRef=at,
        cancelActivity=str(interrupting).lower(),
    )


def catch(id: str, event: str, **props: str) -> str:
    return node("intermediateCatchEvent", id, extension(**props) + event)


def message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="m_{name}"/>'


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{escape(text)}</bpmn:{kind}></bpmn:timerEventDefinition>"


def flow(
    source: str, target: str, name: str = "", when: str = "", id: str = "", **props: str
) -> str:
    condition = (
        f"<bpmn:conditionExpression>{escape(when)}</bpmn:conditionExpression>" if when else ""
    )
    named = f" name={quoteattr(name)}" if name else ""
    return (
        f'<bpmn:sequenceFlow id="{id or f"{source}_{target}"}"{named} sourceRef="{source}"'
        f' targetRef="{target}">{extension(**props)}{condition}</bpmn:sequenceFlow>'
    )


def chain(*ids: str) -> str:
    return "".join(flow(a, b) for a, b in pairwise(ids))


def extension(form: dict | None = None, /, **props: str) -> str:
    listed = "".join(
        f"<spiffworkflow:property name={quoteattr(key)} value={quoteattr(value)}/>"
        for key, value in props.items()
    )
    inner = f"<spiffworkflow:properties>{listed}</spiffworkflow:properties>" if listed else ""
    if form is not None:
        text = escape(json.dumps(form))
        inner += f"<spiffworkflow:formJsonSchema>{text}</spiffworkflow:formJsonSchema>"
    return f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>" if inner else ""


def with_escalation(data: bytes) -> bytes:
    """The default diagram with one outcome and one status more."""
    root = etree.fromstring(data)
    inside = root.find(f".//{{{BPMN}}}subProcess")
    first = inside.index(inside.find(f"{{{BPMN}}}sequenceFlow"))
    escalate = bpmn(
        flow(
            "next_step", "engineering", "Escalate to engineering", id="escalate", audience="Support"
        ),
        user("engineering", status="With engineering"),
        flow(
            "engineering",
            "investigate",
            "Engineering answered",
            audience="Support",
            id="engineering_answered",
        ),
    )
    for part in reversed(list(etree.fromstring(escalate)[0])):
        inside.insert(first, part)
    return etree.tostring(root)


WASHING = bpmn(
    start("in"),
    user("look", status="Fresh"), xor("which"), user("wash", status="Being washed"),
    end("out", status="Clean"), end("away", status="Clean"),
    flow("in", "look"), flow("look", "which"),
    flow("which", "wash", "Wash it", id="wash_it", audience="Support"),
    flow("which", "away", "Never mind", id="never_mind", audience="Customer"),
    flow("wash", "out", "Washed", id="washed", audience="agent"),
)  # fmt: skip
"""Quite another life of a case: fresh, being washed, clean."""


def cleaning(task: str, *more: str) -> bytes:
    """As `WASHING`, with a task of another id."""
    return bpmn(
        start(), user("look", status="Fresh"), xor("next"), user(task, status="Being cleaned"),
        end("out", status="Clean"), chain("start", "look", "next"),
        flow("next", task, "Wash it", id="wash_it", audience="agent"),
        flow("next", "out", "Never mind", id="never_mind", audience="agent"),
        flow(task, "out", "Done", id=f"{task}_end", audience="agent"), *more,
    )  # fmt: skip


def commented(data: bytes) -> bytes:
    """The same file with a comment before and in each text, and an instruction behind it."""
    root = etree.fromstring(data)
    for element in [each for each in root.iter("{*}*") if (each.text or "").strip()]:
        written, half = element.text or "", len(element.text or "") // 2
        before, between, behind = etree.Comment("why"), etree.Comment("why"), etree.PI("x", "y")
        before.tail, between.tail, element.text = written[:half], written[half:], None
        element.extend([before, between, behind])
    return etree.tostring(root)


ASKED = {
    "type": "object",
    "properties": {
        "serial": {"type": "string", "title": "Serial number", "maxLength": 20},
        "broken": {"type": "boolean", "title": "It does not start"},
        "count": {"type": "integer", "title": "How many", "minimum": 1},
        "origin": {"const": "form"},
    },
}
RETURNS = bpmn(
    start(inner=extension(ASKED)), xor("ways", default="to_look"),
    user("send", status="To be replaced"), user("look", status="Looked at"), end(status="Done"), end("end2", status="Done"),
    chain("start", "ways"), flow("ways", "send", when="broken", id="to_send"), flow("ways", "look", id="to_look"),
    chain("send", "end"), chain("look", "end2"), process="returns",
)  # fmt: skip
"""A lifecycle that asks when a case is opened, and takes a way by what was said."""
