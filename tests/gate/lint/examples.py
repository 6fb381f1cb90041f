"""For every rule a diagram that breaks it, the element where that shows, and one that does not.

`python -m tests.gate.lint.pages` writes the pages in docs/lint from these.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.drawings import (
    HEAD,
    border,
    both,
    bpmn,
    catch,
    chain,
    either,
    end,
    extension,
    first_event,
    flow,
    link,
    message,
    node,
    notify,
    on_event,
    start,
    sub,
    timer,
    user,
    xor,
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    wrong: bytes
    right: bytes
    at: str
    files: tuple[tuple[str, str], ...] = ()
    right_files: tuple[tuple[str, str], ...] = ()


LINE = (start(), user("a"), end(), chain("start", "a", "end"))
PLAIN = bpmn(*LINE)
TASK_AND_EVENT = (
    start(),
    user("a"),
    end(),
    chain("start", "a", "end"),
    end("late"),
    chain("b", "late"),
)
TWO_TASKS = (start(), user("a"), user("b"), end(), chain("start", "a", "b", "end"))
NUMBER = {"type": "object", "properties": {"hours": {"type": "number"}}, "required": ["hours"]}
KIND = {"type": "object", "properties": {"kind": {"enum": ["Bug", "Other"]}}, "required": ["kind"]}
CASE = (
    start(), user("a", status="Open"), border("late", "a", timer("PT8H"), False, milestone="answer"), end("over", status="Done"),
    end(status="Done"), chain("start", "a", "end"), chain("late", "over"),
)  # fmt: skip


def picture(**shapes: int | str) -> str:
    """Shapes in a row, each at its x."""
    inner = "".join(
        f'<bpmndi:BPMNShape id="{id}_shape" bpmnElement="{id}"><dc:Bounds x="{x}" y="0" width="36" height="36"/>'
        "</bpmndi:BPMNShape>"
        for id, x in shapes.items()
    )
    return (
        '<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="p">'
        f"{inner}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
    )


def in_lanes(y: int) -> bytes:
    """A task that the upper of two lanes lists, drawn so far down."""
    lanes = "".join(
        f'<bpmn:lane id="{id}" name="{id.title()}"><bpmn:flowNodeRef>{listed}</bpmn:flowNodeRef></bpmn:lane>'
        for id, listed in (("support", "a"), ("customer", "end"))
    )
    boxes = {"support": (0, 0, 320, 120), "customer": (0, 120, 320, 120), "start": (40, 42, 36, 36),
             "a": (120, y, 100, 80), "end": (260, 162, 36, 36)}  # fmt: skip
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{id}_shape" bpmnElement="{id}"><dc:Bounds x="{box[0]}" y="{box[1]}" '
        f'width="{box[2]}" height="{box[3]}"/></bpmndi:BPMNShape>'
        for id, box in boxes.items()
    )
    plane = f'<bpmndi:BPMNPlane id="pl" bpmnElement="p">{shapes}</bpmndi:BPMNPlane>'
    drawn = f'<bpmndi:BPMNDiagram id="d">{plane}</bpmndi:BPMNDiagram>'
    return bpmn(f'<bpmn:laneSet id="ls">{lanes}</bpmn:laneSet>', *LINE, extra=drawn)


def pools(source: str, target: str) -> str:
    """Two pools, and a message from somewhere to somewhere."""
    return (
        '<bpmn:collaboration id="c"><bpmn:participant id="desk" name="Desk" processRef="p"/>'
        '<bpmn:participant id="other" name="Other"/>'
        f'<bpmn:messageFlow id="mf" sourceRef="{source}" targetRef="{target}"/></bpmn:collaboration>'
    )


def deciding(first: str, second: str, form: dict, **more: str) -> bytes:
    """A task with a form, and a gateway behind it that decides on what was filled in."""
    return bpmn(
        start(), user("a", form=form), xor("x", **more), user("b"), user("c"), end(), chain("start", "a", "x"),
        flow("x", "b", when=first), flow("x", "c", when=second), chain("b", "end"), chain("c", "end"),
    )  # fmt: skip


def one(kind: str, inner: str = "", extra: str = "", **more: str) -> bytes:
    return bpmn(
        start(), node(kind, "a", inner, **more), end(), chain("start", "a", "end"),
        messages="m", extra=extra,
    )  # fmt: skip


ITEMS = (
    '<bpmn:itemDefinition id="item" structureRef="bpmn:number"/>'
    '<bpmn:itemDefinition id="text" structureRef="bpmn:text"/>'
)


def called_twice(first: str, second: str, inside: str = "") -> bytes:
    """By two activities, each with an audience; `inside` is that of the task that is called."""
    a, b = (
        node("callActivity", key, extension(audience=who), calledElement="q")
        for key, who in (("a", first), ("b", second))
    )
    work = (
        start("s")
        + user("work", status="Open", **{"audience": inside} if inside else {})
        + end("e")
        + chain("s", "work", "e")
    )
    return bpmn(
        start(), a, b, end(status="Done"), chain("start", "a", "b", "end"), extra=node("process", "q", work),
    )  # fmt: skip


def declared(more: str = "") -> bytes:
    """A data object of which one value is kept."""
    data = f'<bpmn:dataObject id="d" itemSubjectRef="item" {more}/>'
    return bpmn(data, *LINE, extra=ITEMS)


def shared(name: str) -> bytes:
    """A task that reads a data object under a name of its own."""
    taken = f'<bpmn:dataInput id="in" name="{name}"/><bpmn:inputSet><bpmn:dataInputRefs>in</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet/>'
    given = "<bpmn:sourceRef>r</bpmn:sourceRef><bpmn:targetRef>in</bpmn:targetRef>"
    task = user(
        "a",
        f"<bpmn:ioSpecification>{taken}</bpmn:ioSpecification><bpmn:dataInputAssociation>{given}</bpmn:dataInputAssociation>",
    )
    data = '<bpmn:dataObject id="total"/><bpmn:dataObjectReference id="r" dataObjectRef="total"/>'
    return bpmn(start(), data, task, end(), chain("start", "a", "end"))


def keeping(given: str) -> bytes:
    """A data object that one task gives its field to, and a second one perhaps."""
    data = '<bpmn:dataObject id="hours"/><bpmn:dataObjectReference id="r" dataObjectRef="hours"/>'
    giving = [
        f'<bpmn:ioSpecification><bpmn:dataOutput id="{key}"/><bpmn:inputSet/><bpmn:outputSet>'
        f"<bpmn:dataOutputRefs>{key}</bpmn:dataOutputRefs></bpmn:outputSet></bpmn:ioSpecification>"
        f"<bpmn:dataOutputAssociation><bpmn:sourceRef>{key}</bpmn:sourceRef><bpmn:targetRef>r</bpmn:targetRef>"
        "</bpmn:dataOutputAssociation>"
        for key in ("one", "two")
    ]
    tasks = user("w", giving[0], form=NUMBER), user("a", giving[1] if given else "", form=NUMBER)
    return bpmn(start(), data, *tasks, end(), chain("start", "w", "a", "end"))


def data_in(item: str, id: str = "in") -> str:
    """One input with an item definition."""
    return (
        f'<bpmn:ioSpecification><bpmn:dataInput id="{id}" itemSubjectRef="{item}"/>'
        f"<bpmn:inputSet><bpmn:dataInputRefs>{id}</bpmn:dataInputRefs></bpmn:inputSet>"
        "<bpmn:outputSet/></bpmn:ioSpecification>"
    )


def given(computed: str) -> bytes:
    """A task that takes in a data object."""
    taken = (
        '<bpmn:dataInputAssociation id="da"><bpmn:sourceRef>r</bpmn:sourceRef><bpmn:targetRef>in</bpmn:targetRef>'
        f"{computed}</bpmn:dataInputAssociation>"
    )
    data = '<bpmn:dataObject id="d"/><bpmn:dataObjectReference id="r" dataObjectRef="d"/>'
    return bpmn(
        start(), node("userTask", "a", data_in("item") + taken), end(), data, chain("start", "a", "end"),
        extra=ITEMS,
    )  # fmt: skip


def sending(item: str) -> bytes:
    """A task that sends what it takes in, as a message that carries a number."""
    carried = '<bpmn:message id="n" name="n" itemRef="item"/>'
    return bpmn(
        start(), node("sendTask", "a", data_in(item), messageRef="n"), catch("b", extension(NUMBER) + message("n_")), end(),
        chain("start", "a", "b", "end"), extra=carried + ITEMS,
    ).replace(b'messageRef="m_n_"', b'messageRef="n"')  # fmt: skip


def carrying(form: dict | None = None) -> bytes:
    """An event that waits for a message that carries a number."""
    carried = '<bpmn:message id="n" name="n" itemRef="item"/>'
    awaited = extension(form) + '<bpmn:messageEventDefinition messageRef="n"/>'
    line = start(), node("intermediateCatchEvent", "a", awaited), end(), chain("start", "a", "end")
    return bpmn(*line, extra=carried + ITEMS)


def first_of(*events: str) -> bytes:
    """A gateway that waits for the first of two messages."""
    return bpmn(start(), first_event("g"), *events, end(), end("e2"), chain("start", "g", "c", "end"),
                chain("g", "d", "e2"), messages="m k")  # fmt: skip


def operating(more: str) -> bytes:
    """An event that names an operation."""
    offered = '<bpmn:interface id="i" name="i"><bpmn:operation id="o" name="o"><bpmn:inMessageRef>m_m</bpmn:inMessageRef></bpmn:operation></bpmn:interface>'
    awaited = f"<bpmn:messageEventDefinition{more}><bpmn:operationRef>o</bpmn:operationRef></bpmn:messageEventDefinition>"
    line = chain("start", "a", "end")
    return bpmn(start(), catch("a", awaited), end(), line, messages="m", extra=offered)


def offering(bound: str) -> bytes:
    """A process with an interface."""
    offered = (
        '<bpmn:message id="n" name="n" itemRef="item"/><bpmn:interface id="i" name="i"><bpmn:operation id="o" name="o">'
        "<bpmn:inMessageRef>n</bpmn:inMessageRef></bpmn:operation></bpmn:interface>"
    )
    own = f"<bpmn:supportedInterfaceRef>i</bpmn:supportedInterfaceRef>{data_in('item')}{bound}"
    return bpmn(own, *LINE, extra=offered + ITEMS)


def calling(item: str) -> bytes:
    """A call that hands over what the called process may take."""
    called = f'<bpmn:process id="q">{data_in("item", "q_in")}{start("s2")}{end("e2")}{chain("s2", "e2")}</bpmn:process>'
    return bpmn(
        start(), node("callActivity", "a", data_in(item), calledElement="q"), end(),
        chain("start", "a", "end"), extra=called + ITEMS,
    )  # fmt: skip


def repeated(item: str) -> str:
    """Two rounds, each of which makes one of the numbers that come out."""
    return (
        '<bpmn:ioSpecification><bpmn:dataOutput id="numbers" itemSubjectRef="item"/><bpmn:inputSet/>'
        "<bpmn:outputSet><bpmn:dataOutputRefs>numbers</bpmn:dataOutputRefs></bpmn:outputSet></bpmn:ioSpecification>"
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
        f'<bpmn:loopDataOutputRef>numbers</bpmn:loopDataOutputRef><bpmn:outputDataItem id="each" itemSubjectRef="{item}"/>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def event(definition: str, extra: str = "") -> bytes:
    return bpmn(
        start(),
        catch("a", definition),
        end(),
        chain("start", "a", "end"),
        messages="m",
        extra=extra,
    )


def bordered(definition: str, interrupting: bool = True, extra: str = "") -> bytes:
    return bpmn(
        *TASK_AND_EVENT, border("b", "a", definition, interrupting), messages="m", extra=extra
    )


def thrown(definition: str, outside: str = "", extra: str = "") -> bytes:
    """A sub-process that ends by throwing something."""
    return bpmn(
        start(), sub("s", start("s1"), node("endEvent", "e1", definition), chain("s1", "e1")), end(),
        chain("start", "s", "end"), outside, extra=extra,
    )  # fmt: skip


def dmn(rows: list[tuple[str, ...]], *outputs: str) -> tuple[tuple[str, str], ...]:
    columns = "".join(f'<output id="o{n}" name="{name}"/>' for n, name in enumerate(outputs))
    cells = "".join(
        f'<rule id="r{n}"><inputEntry id="i{n}"><text>{row[0]}</text></inputEntry>'
        + "".join(
            f'<outputEntry id="c{n}{k}"><text>{c}</text></outputEntry>'
            for k, c in enumerate(row[1:])
        )
        + "</rule>"
        for n, row in enumerate(rows)
    )
    text = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
        '<decision id="target" name="Target"><decisionTable id="t" hitPolicy="UNIQUE"><input id="i">'
        f'<inputExpression id="e"><text>priority</text></inputExpression></input>{columns}{cells}'
        "</decisionTable></decision></definitions>"
    )
    return (("target.dmn", text),)


TABLE = node(
    "businessRuleTask", "a", "<bpmn:extensionElements><spiffworkflow:calledDecisionId>target"
    "</spiffworkflow:calledDecisionId></bpmn:extensionElements>",
)  # fmt: skip
READS_TABLE = bpmn(start(), TABLE, end(), chain("start", "a", "end"))
GOOD_TABLE = dmn([("-", '"PT8H"', '"PT2H"')], "x_target", "x_warning")
SIGNAL = '<bpmn:signalEventDefinition signalRef="sg"/>'
SIGNALS = '<bpmn:signal id="sg" name="news"/>'
ERROR = '<bpmn:errorEventDefinition errorRef="er"/>'
ESCALATION = '<bpmn:escalationEventDefinition escalationRef="es"/>'
ESCALATIONS = '<bpmn:escalation id="es" name="urgent" escalationCode="1"/>'
ERRORS = '<bpmn:error id="er" name="broken" errorCode="1"/>'
COMPENSATE = "<bpmn:compensateEventDefinition/>"
OTHER = f'<bpmn:process id="q" isExecutable="true">{start("qs")}{user("qa")}{end("qe")}{chain("qs", "qa", "qe")}</bpmn:process>'
CALLED = OTHER.replace("true", "false", 1)


def conditional(text: str) -> str:
    return f"<bpmn:conditionalEventDefinition><bpmn:condition>{text}</bpmn:condition></bpmn:conditionalEventDefinition>"


def script(text: str, **more: str) -> bytes:
    return one("scriptTask", f"<bpmn:script>{text}</bpmn:script>", **more)


def several(inner: str, **more: str) -> bytes:
    attributes = "".join(f' {key}="{value}"' for key, value in more.items())
    loop = f"<bpmn:multiInstanceLoopCharacteristics{attributes}>{inner}</bpmn:multiInstanceLoopCharacteristics>"
    return one("userTask", loop)


THREE_TIMES = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
    "</bpmn:multiInstanceLoopCharacteristics>"
)


def cased(old: str, new: str) -> bytes:
    return bpmn(*CASE).replace(old.encode(), new.encode())


def with_field(name: str) -> bytes:
    form = f'{{"type": "object", "properties": {{"{name}": {{"type": "string"}}}}}}'
    told = f"<spiffworkflow:formJsonSchema>{form}</spiffworkflow:formJsonSchema>"
    ends = 'value="Open"/></spiffworkflow:properties>'
    return cased(ends, ends + told)


MORE_WAITS = (
    start(), user("a", status="Open"), border("late", "a", timer("PT8H"), False, milestone="answer"), end("over", status="Done"),
    user("b", status="At work"), end(status="Done"), chain("start", "a", "b", "end"), chain("late", "over"),
)  # fmt: skip

READING = {
    "xml": Example(PLAIN[:-10], PLAIN, ""),
    "doctype": Example(b"<!DOCTYPE definitions>" + PLAIN, PLAIN, ""),
    "limits": Example(
        bpmn(*(user(f"t{n}") for n in range(1001))), PLAIN, ""
    ),
    "not-bpmn": Example(b"<html/>", PLAIN, ""),
    "no-process": Example(f"{HEAD}</bpmn:definitions>".encode(), PLAIN, ""),
    "process-id": Example(PLAIN.replace(b'process id="p"', b"process"), PLAIN, ""),
    "which-process": Example(bpmn(*LINE, extra=OTHER), bpmn(*LINE, extra=CALLED), "q"),
    "duplicate-id": Example(bpmn(*LINE, user("a")), PLAIN, "a"),
    "readable": Example(
        bpmn(start(), user("a", '<bpmn:extensionElements><spiffworkflow:formJsonSchema>{"type": 1}'
             "</spiffworkflow:formJsonSchema></bpmn:extensionElements>"), end(), chain("start", "a", "end")),
        bpmn(start(), user("a", form=NUMBER), end(), chain("start", "a", "end")), "a",
    ),
    "schema": Example(
        bpmn(*LINE, extra=picture(start="far left", a=100, end=200)), bpmn(*LINE, extra=picture(start=0, a=100, end=200)), "start_shape"
    ),
}  # fmt: skip

ASKED = {"type": "object", "properties": {"urgent": {"type": "boolean"}}}
CONSTANT = {"type": "object", "properties": {"urgent": {"const": False}}}

STRUCTURE = {
    "picture": Example(
        bpmn(*LINE, extra=picture(start=0, end=200)), bpmn(*LINE, extra=picture(start=0, a=100, end=200)), "a"
    ),
    "misdrawn": Example(in_lanes(140), in_lanes(20), "a"),
    "start-event": Example(bpmn(start(), start("second"), user("a"), end(), chain("start", "a", "end"), chain("second", "a")), PLAIN, "second"),
    "start-with-incoming": Example(
        bpmn(start(), user("a"), xor("x"), end(), chain("start", "a", "x"), flow("x", "start", "Again"), flow("x", "end", "Done")),
        bpmn(start(), user("a"), xor("x"), end(), chain("start", "a", "x"), flow("x", "a", "Again"), flow("x", "end", "Done")), "start",
    ),
    "end-event": Example(bpmn(start(), user("a"), chain("start", "a")), PLAIN, "a"),
    "end-with-outgoing": Example(bpmn(*LINE, user("b"), chain("end", "b")), PLAIN, "end"),
    "implicit-end": Example(bpmn(*LINE, both("g"), user("b"), chain("g", "b")).replace(b'sourceRef="start" targetRef="a"', b'sourceRef="start" targetRef="g"').replace(b'<bpmn:sequenceFlow id="g_b"', b'<bpmn:sequenceFlow id="g_a" sourceRef="g" targetRef="a"/><bpmn:sequenceFlow id="g_b"'), PLAIN, "b"),
    "implicit-split": Example(
        bpmn(start(), user("a"), user("b"), end(), end("e2"), chain("start", "a", "end"), chain("a", "b", "e2")),
        bpmn(start(), user("a"), both("g"), user("b"), end(), end("e2"), chain("start", "a", "g", "end"), chain("g", "b", "e2")), "a",
    ),
    "dangling-flow": Example(bpmn(start(), user("a"), end(), chain("start", "a", "nowhere")), PLAIN, "a_nowhere"),
    "flow-across": Example(
        bpmn(start(), sub("s", start("s1"), user("b"), end("e1"), chain("s1", "b", "e1")), end(), chain("start", "s"), flow("b", "end")),
        bpmn(start(), sub("s", start("s1"), user("b"), end("e1"), chain("s1", "b", "e1")), end(), chain("start", "s", "end")), "b_end",
    ),
    "twin-flow": Example(bpmn(*LINE, flow("start", "a", id="again")), PLAIN, "again"),
    "unreachable": Example(bpmn(*LINE, user("b"), chain("b", "end")), PLAIN, "b"),
    "border": Example(bpmn(*LINE, border("b", "a", timer("PT8H"))), bordered(timer("PT8H")), "b"),
    "trap": Example(bpmn(start(), user("a"), end(), chain("start", "a", "a")),
                    bpmn(start(), user("a"), xor("x"), end(), chain("start", "a", "x"), flow("x", "a", "Again"), flow("x", "end", "Done")), "a"),
    "busy-loop": Example(
        bpmn(start(), xor("m"), notify("n"), xor("x", default="x_end"), end(), chain("start", "m", "n", "x", "end"), flow("x", "m", when='priority == "P1"')),
        bpmn(start(), xor("m"), user("n"), xor("x", default="x_end"), end(), chain("start", "m", "n", "x", "end"), flow("x", "m", when='priority == "P1"')), "m",
    ),
    "quantity": Example(one("userTask", completionQuantity="2"), one("userTask", completionQuantity="1"), "a"),
    "calls": Example(one("callActivity", calledElement="nothing"),
                     bpmn(start(), node("callActivity", "a", calledElement="q"), end(), chain("start", "a", "end"), extra=CALLED), "a"),
    "unsupported": Example(one("complexGateway"), one("exclusiveGateway"), "a"),
    "fast-loop": Example(
        bpmn(start(), xor("m"), catch("a", timer("PT1S")), xor("x", default="x_end"), end(), chain("start", "m", "a", "x", "end"), flow("x", "m", when='priority == "P1"')),
        bpmn(start(), xor("m"), catch("a", timer("PT1H")), xor("x", default="x_end"), end(), chain("start", "m", "a", "x", "end"), flow("x", "m", when='priority == "P1"')), "a",
    ),
    "work-twice": Example(
        bpmn(*TWO_TASKS, border("late", "a", timer("PT8H"), False), flow("late", "b")),
        bpmn(*TWO_TASKS, border("late", "a", timer("PT8H")), xor("m"), flow("late", "m")).replace(b'id="a_b" sourceRef="a" targetRef="b"', b'id="a_b" sourceRef="a" targetRef="m"').replace(b'</bpmn:process>', flow("m", "b").encode() + b'</bpmn:process>'), "b",
    ),
    "different-people": Example(
        bpmn(start(), user("a", different_people="true"), end(), chain("start", "a", "end")),
        bpmn(start(), user("a", THREE_TIMES, different_people="true"), end(), chain("start", "a", "end")), "a",
    ),
    "idle-property": Example(
        bpmn(start(), user("a"), end(audience="lead"), chain("start", "a", "end")),
        bpmn(start(), user("a", audience="lead"), end(), chain("start", "a", "end")), "end"),
    "unknown-property": Example(
        bpmn(start(), user("a", staus="Open"), end(), chain("start", "a", "end")),
        bpmn(start(), user("a", status="Open"), end(), chain("start", "a", "end")), "a",
    ),
    "said-twice": Example(
        bpmn(start(), user("a", status="Open"), end(), chain("start", "a", "end")).replace(b'value="Open"/>', b'value="Open"/><spiffworkflow:property name="status" value="At work"/>'),
        bpmn(start(), user("a", status="Open"), end(), chain("start", "a", "end")), "a",
    ),
    "form": Example(
        bpmn(start(), user("a", form={"type": "object", "properties": {"from": {"type": "string", "format": "dat"}}}), end(), chain("start", "a", "end")),
        bpmn(start(), user("a", form={"type": "object", "properties": {"from": {"type": "string", "format": "date"}}}), end(), chain("start", "a", "end")), "a",
    ),
    "unfilled-form": Example(
        bpmn(start(), user("a"), end(inner=extension(ASKED)), chain("start", "a", "end")),
        bpmn(start(inner=extension(CONSTANT)), user("a", form=ASKED), end(), chain("start", "a", "end")), "end",
    ),
    "start-form": Example(
        bpmn(start(inner=extension({**ASKED, "required": ["urgent"]})), user("a"), end(), chain("start", "a", "end")),
        bpmn(start(inner=extension(ASKED)), user("a"), end(), chain("start", "a", "end")), "start",
    ),
    "odd-id": Example(bpmn(start(), user("1 a"), end(), chain("start", "1 a", "end")).replace(b'id="start_1 a"', b'id="f1"').replace(b'id="1 a_end"', b'id="f2"'), PLAIN, "1 a"),
    "message-flow": Example(bpmn(*LINE, extra=pools("start", "a")), bpmn(*LINE, extra=pools("other", "a")), "mf"),
    "lost-reference": Example(bpmn('<bpmn:laneSet id="ls"><bpmn:lane id="l" name="Support"><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>', *LINE),
                              bpmn('<bpmn:laneSet id="ls"><bpmn:lane id="l" name="Support"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>', *LINE), "l"),
    "listed-flow": Example(bpmn(start(), node("userTask", "a", "<bpmn:incoming>gone</bpmn:incoming>"), end(), chain("start", "a", "end")),
                           bpmn(start(inner="<bpmn:outgoing>start_a</bpmn:outgoing>"), node("userTask", "a", "<bpmn:incoming>start_a</bpmn:incoming>"), end(), chain("start", "a", "end")), "a"),
    "unlisted-flow": Example(bpmn(start(), node("userTask", "a", "<bpmn:incoming>start_a</bpmn:incoming>"), end(), chain("start", "a", "end")),
                             bpmn(start(inner="<bpmn:outgoing>start_a</bpmn:outgoing>"), node("userTask", "a", "<bpmn:incoming>start_a</bpmn:incoming>"), end(), chain("start", "a", "end")), "start"),
    "described-only": Example(PLAIN.replace(b"<bpmn:process", b'<bpmn:process processType="Public"', 1), PLAIN, "p"),
    "performer": Example(one("userTask", '<bpmn:potentialOwner id="who"/>'), one("userTask"), "a"),
    "shadowed-data": Example(keeping(""), keeping("given"), "a"),
    "renamed-data": Example(shared("amount"), shared("total"), "a"),
    "other-file": Example(PLAIN.replace(b"<bpmn:process", b'<bpmn:import importType="urn:x" location="other.bpmn" namespace="urn:y"/><bpmn:process', 1), PLAIN, ""),
    "data-kind": Example(declared('isCollection="true"'), declared(), "d"),
    "message-data": Example(sending("text"), sending("item"), "a"),
    "forgotten-data": Example(carrying(), carrying(NUMBER), "a"),
    "operation-message": Example(operating(""), operating(' messageRef="m_m"'), "a"),
    "interface-data": Example(offering(""), offering('<bpmn:ioBinding operationRef="o" inputDataRef="in" outputDataRef="in"/>'), "p"),
    "computed-data": Example(given("<bpmn:assignment><bpmn:from>1</bpmn:from><bpmn:to>in</bpmn:to></bpmn:assignment>"), given(""), "a"),
    "call-data": Example(calling("text"), calling("item"), "a"),
    "loop-data": Example(one("userTask", repeated("text"), extra=ITEMS), one("userTask", repeated("item"), extra=ITEMS), "each"),
    "stray": Example(bpmn(start(), '<x:magicTask xmlns:x="urn:x" id="a"/>', end(), chain("start", "a", "end")), PLAIN, "a"),
}  # fmt: skip

GATEWAYS = {
    "default-flow": Example(deciding("hours > 3", "hours <= 3", NUMBER, default="gone"), deciding("hours > 3", "hours <= 3", NUMBER), "x"),
    "default-condition": Example(deciding("hours > 3", "hours > 5", NUMBER, default="x_c"), deciding("hours > 3", "", NUMBER, default="x_c"), "x_c"),
    "missing-condition": Example(deciding("hours > 3", "", NUMBER), deciding("hours > 3", "", NUMBER, default="x_c"), "x"),
    "ignored-condition": Example(
        bpmn(start(), both("g"), user("a"), user("b"), both("j"), end(), chain("start", "g"), flow("g", "a", when="priority == 'P1'"), chain("g", "b", "j", "end"), chain("a", "j")),
        bpmn(start(), both("g"), user("a"), user("b"), both("j"), end(), chain("start", "g", "a", "j", "end"), chain("g", "b", "j")), "g_a",
    ),
    "lone-condition": Example(bpmn(start(), user("a"), end(), chain("start", "a"), flow("a", "end", when="False")), PLAIN, "a_end"),
    "event-or-task": Example(
        first_of(catch("c", message("m")), node("receiveTask", "d", messageRef="m_k")),
        first_of(catch("c", message("m")), catch("d", message("k"))), "g",
    ),
    "event-gateway": Example(
        bpmn(start(), first_event("g"), catch("t", timer("PT1H")), end(), chain("start", "g", "t", "end")),
        bpmn(start(), first_event("g"), catch("t", timer("PT1H")), catch("c", message("m")), end(), end("e2"), chain("start", "g", "t", "end"), chain("g", "c", "e2"), messages="m"), "g",
    ),
    "parallel-join": Example(
        bpmn(start(), both("j"), user("a"), xor("x"), end(), chain("start", "j", "a", "x"), flow("x", "j", "Again"), flow("x", "end", "Done")),
        bpmn(start(), xor("j"), user("a"), xor("x"), end(), chain("start", "j", "a", "x"), flow("x", "j", "Again"), flow("x", "end", "Done")), "j",
    ),
    "gateway-direction": Example(
        bpmn(start(), xor("j", gatewayDirection="Diverging"), user("a"), end(), chain("start", "j", "a", "end")),
        bpmn(start(), xor("j", gatewayDirection="Unspecified"), user("a"), end(), chain("start", "j", "a", "end")), "j",
    ),
    "instantiate": Example(
        bpmn(start(), first_event("g").replace("<bpmn:eventBasedGateway", '<bpmn:eventBasedGateway instantiate="true"'), catch("t", timer("PT1H")), catch("c", message("m")), end(), end("e2"), chain("start", "g", "t", "end"), chain("g", "c", "e2"), messages="m"),
        bpmn(start(), first_event("g"), catch("t", timer("PT1H")), catch("c", message("m")), end(), end("e2"), chain("start", "g", "t", "end"), chain("g", "c", "e2"), messages="m"), "g",
    ),
    "gap": Example(deciding("hours > 3", "hours &lt; 3".replace("&lt;", "<"), NUMBER), deciding("hours > 3", "hours <= 3", NUMBER), "x"),
    "overlap": Example(deciding("hours >= 3", "hours <= 3", NUMBER), deciding("hours > 3", "hours <= 3", NUMBER), "x"),
    "never-true": Example(deciding('kind == "Bog"', "", KIND, default="x_c"), deciding('kind == "Bug"', "", KIND, default="x_c"), "x_b"),
    "type-clash": Example(deciding('"false"', "", KIND, default="x_c"), deciding('kind == "Bug"', "", KIND, default="x_c"), "x_b"),
    "unknown-variable": Example(deciding("hour > 3", "", NUMBER, default="x_c"), deciding("hours > 3", "", NUMBER, default="x_c"), "x_b"),
    "stale-variable": Example(
        bpmn(start(), user("w", form=NUMBER), both("both"), user("a", form=NUMBER), user("d"), xor("x", default="x_c"), user("b"), user("c"), end(), end("e"),
             chain("start", "w", "both", "a", "e"), chain("both", "d", "x"), flow("x", "b", when="hours > 3"), chain("x", "c"), chain("b", "end"), chain("c", "end")),
        deciding("hours > 3", "", NUMBER, default="x_c"), "x_b",
    ),
    "unset-variable": Example(
        bpmn(start(), user("w"), xor("g"), user("a", form=NUMBER), xor("m"), xor("x", default="x_c"), user("b"), user("c"), end(), chain("start", "w", "g"),
             flow("g", "a", "Ask"), flow("g", "m", "Skip"), chain("a", "m", "x"), flow("x", "b", when="hours > 3"), chain("x", "c"), chain("b", "end"), chain("c", "end")),
        deciding("hours > 3", "", NUMBER, default="x_c"), "x_b",
    ),
}  # fmt: skip

EVENTS = {
    "trigger": Example(event(""), event(timer("PT1H")), "a"),
    "event-place": Example(one("intermediateThrowEvent", timer("PT1H")), event(timer("PT1H")), "a"),
    "shared-definition": Example(
        event("<bpmn:eventDefinitionRef>td</bpmn:eventDefinitionRef>", '<bpmn:timerEventDefinition id="td"/>'), event(timer("PT1H")), "a"),
    "reference": Example(event('<bpmn:messageEventDefinition messageRef="m_gone"/>'), event(message("m")), "a"),
    "message": Example(event("<bpmn:messageEventDefinition/>").replace(b' name="a"', b""), event(message("m")), "a"),
    "event-sub-process": Example(
        bpmn(*LINE, on_event("h", timer("PT8H")), flow("a", "h")), bpmn(*LINE, on_event("h", timer("PT8H"))), "h"),
    "link": Example(
        bpmn(start(), node("intermediateThrowEvent", "a", link("L")), user("b"), end(), chain("start", "a"), chain("b", "end")),
        bpmn(start(), node("intermediateThrowEvent", "a", link("L")), catch("c", link("L")), user("b"), end(), chain("start", "a"), chain("c", "b", "end")), "a"),
    "compensation": Example(one("intermediateThrowEvent", COMPENSATE), one("intermediateThrowEvent"), "a"),
    "unheard": Example(thrown(ERROR, extra=ERRORS), thrown(ERROR, border("b", "s", ERROR) + end("e9") + chain("b", "e9"), ERRORS), "e1"),
    "unheard-escalation": Example(
        thrown(ESCALATION, extra=ESCALATIONS), thrown(ESCALATION, border("b", "s", ESCALATION, False) + end("e9") + chain("b", "e9"), ESCALATIONS), "e1"),
    "unheard-message": Example(one("intermediateThrowEvent", message("m")), bpmn(start(), notify("a"), end(), chain("start", "a", "end")), "a"),
    "unthrown": Example(bordered(ERROR, extra=ERRORS), bordered(message("m")), "b"),
    "unsent-signal": Example(event(SIGNAL, SIGNALS), bpmn(start(), catch("a", SIGNAL, external="true"), end(), chain("start", "a", "end"), extra=SIGNALS), "a"),
    "second-visit": Example(
        bpmn(*LINE, border("b", "a", message("m"), False), user("c"), chain("b", "c", "a"), messages="m"), bordered(message("m"), False), "b"),
    "conditional": Example(bordered(conditional("True")), bordered(message("m")), "b"),
    "start-trigger": Example(bpmn(start("start", conditional('priority == "P1"')), end(), chain("start", "end")), bpmn(start("start", message("m")), end(), chain("start", "end"), messages="m"), "start"),
    "timer": Example(event(timer("two days")), event(timer("P2D")), "a"),
    "past-date": Example(event(timer("1999-01-01T00:00:00Z", "timeDate")), event(timer("2099-01-01T00:00:00Z", "timeDate")), "a"),
    "local-date": Example(event(timer("2099-01-01T00:00:00", "timeDate")), event(timer("2099-01-01T00:00:00+01:00", "timeDate")), "a"),
    "other-time": Example(
        event(timer("P2D")).replace(b'name="a"', b'name="Escalate after 3 days"'),
        event(timer("P3D")).replace(b'name="a"', b'name="Escalate after 3 days"'), "a"),
    "kind-of-time": Example(
        bpmn(start(), catch("a", timer("P2D"), time="bussiness"), end(), chain("start", "a", "end")),
        bpmn(start(), catch("a", timer("P2D"), time="business"), end(), chain("start", "a", "end")), "a"),
    "due-date": Example(
        event(timer("x_due", "timeDate")),
        bpmn(start(), TABLE, catch("b", timer("x_due", "timeDate")), end(), chain("start", "a", "b", "end")), "a", (), GOOD_TABLE),
}  # fmt: skip

DATA = {
    "expression": Example(deciding("${hours > 3}", "", NUMBER, default="x_c"), deciding("hours > 3", "", NUMBER, default="x_c"), "x_b"),
    "script": Example(script("import os; os.remove('x')"), script("attempts = 1"), "a"),
    "empty-script": Example(script(""), script("attempts = 1"), "a"),
    "operation": Example(one("serviceTask"), bpmn(start(), notify("a"), end(), chain("start", "a", "end")), "a"),
    "table": Example(READS_TABLE, READS_TABLE, "a", dmn([('"P1"', '"PT8H"')], "x_target"), GOOD_TABLE),
    "target": Example(READS_TABLE, READS_TABLE, "a", dmn([("-", '"PT2H"', '"PT8H"')], "x_target", "x_warning"), GOOD_TABLE),
    "loop": Example(several("<bpmn:loopCardinality>1000000</bpmn:loopCardinality>"), several("<bpmn:loopCardinality>3</bpmn:loopCardinality>"), "a"),
}  # fmt: skip

LIFECYCLE = {
    "status": Example(cased('<spiffworkflow:property name="status" value="Open"/>', ""), bpmn(*CASE), "a"),
    "final-status": Example(cased('value="Open"', 'value="Done"'), bpmn(*CASE), "a"),
    "status-order": Example(cased('value="Open"/>', 'value="Open"/><spiffworkflow:property name="order" value="first"/>'), cased('value="Open"/>', 'value="Open"/><spiffworkflow:property name="order" value="1"/>'), "a"),
    "called-alike": Example(called_twice("lead", "analyst"), called_twice("lead", "lead"), "b"),
    "way-to-the-end": Example(
        bpmn(*CASE, both("g"), user("b", status="Lost"), chain("g", "b"), flow("g", "end")).replace(b'id="a_end" sourceRef="a" targetRef="end"', b'id="a_end" sourceRef="a" targetRef="g"'),
        bpmn(*CASE), "b"),
    "first-wait": Example(bpmn(start(), user("a", status="Open"), end(status="Done"), chain("start", "a", "end")), bpmn(*CASE), "a"),
    "field-of-case": Example(with_field("priority"), with_field("new_priority"), "a"),
    "reply-heard": Example(
        bpmn(*MORE_WAITS),
        bpmn(*MORE_WAITS, border("r", "b", message("customer_reply")), user("c", status="Replied"), end("e2", status="Done"), chain("r", "c", "e2"), messages="customer_reply"), "b"),
    "no-time-out": Example(
        bpmn(start(), catch("a", message("m")), end(), chain("start", "a", "end"), messages="m"),
        bpmn(start(), first_event("g"), catch("a", message("m")), catch("t", timer("PT1H")), end(), end("e2"), chain("start", "g", "t", "e2"), chain("g", "a", "end"), messages="m"), "a"),
    "unknown-audience": Example(
        bpmn(start(), user("a"), end(), flow("start", "a"), flow("a", "end", audience="Custommer")),
        bpmn(start(), user("a"), end(), flow("start", "a"), flow("a", "end", audience="Customer")), "a_end"),
    "unknown-recipient": Example(
        bpmn(start(), notify("a", '"ownr"'), end(), chain("start", "a", "end")),
        bpmn(start(), notify("a", '"owner, lead"'), end(), chain("start", "a", "end")), "a"),
    "equal-labels": Example(
        bpmn(start(), user("a"), xor("x"), user("b"), end(), chain("start", "a", "x"), flow("x", "b", "Done"), flow("x", "end", "Done"), chain("b", "end")),
        bpmn(start(), user("a"), xor("x"), user("b"), end(), chain("start", "a", "x"), flow("x", "b", "Go on"), flow("x", "end", "Done"), chain("b", "end")), "x_end"),
    "milestone": Example(cased('cancelActivity="false"', 'cancelActivity="true"'), bpmn(*CASE), "late"),
    "days": Example(event(timer("P2D")), bpmn(start(), catch("a", timer("P2D"), time="business"), end(), chain("start", "a", "end")), "a"),
}  # fmt: skip

ASKED = {"type": "object", "properties": {"urgent": {"type": "boolean"}}}
CONSTANT = {"type": "object", "properties": {"urgent": {"const": False}}}

EXAMPLES = {**READING, **STRUCTURE, **GATEWAYS, **EVENTS, **DATA, **LIFECYCLE}
BY_RUNNING = ("runs", "differs", "starts")
"""Rules that show when the engine is handed a diagram; tests of the engine break them."""

__all__ = ["BY_RUNNING", "EXAMPLES", "Example", "either"]
