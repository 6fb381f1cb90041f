"""Diagrams that are broken on purpose, and correct ones that look odd: each gets its verdict, in
two seconds and 256 MiB, with nothing touched."""

import pytest

from tests.drawings import (
    border,
    both,
    bpmn,
    catch,
    chain,
    either,
    end,
    first_event,
    flow,
    message,
    node,
    start,
    sub,
    timer,
    user,
    xor,
)  # fmt: skip
from tests.gate.lint.examples import (
    CALLED,
    ERROR,
    ERRORS,
    LINE,
    NUMBER,
    PLAIN,
    TASK_AND_EVENT,
    bordered,
    deciding,
    event,
    one,
    script,
    several,
    thrown,
)  # fmt: skip
from tests.gate.lint.guarded import gate, to_the_end
from tests.gate.lint.pages import told_well
from tests.hostile import MANIFEST, NAMES, hostile

ORDERS = {"type": "object", "properties": {"orders": {"type": "array"}}, "required": ["orders"]}


def verdict(found):
    if any(f.severity == "error" for f in found):
        return "error"
    return "warn" if any(f.rule != "picture" for f in found) else "accept"


@pytest.mark.parametrize("name", NAMES)
def test_the_set_beside_the_project_gets_its_verdicts(name, calendars):
    data = hostile(name)
    expected = MANIFEST[name]["verdict"].split("|")
    found = gate(data, calendars)
    got = verdict(found)
    if name == "s04_no_di":
        assert [(f.rule, f.severity) for f in found] == [("picture", "warning")]
    else:
        assert got in expected, found
    if got == "accept":
        assert to_the_end(data, calendars).completed


def xml(inner, head='<?xml version="1.0"?>'):
    return head.encode() + PLAIN.replace(b'name="a"', inner.encode())


def choice(*flows, **more):
    """A gateway with flows to two tasks, straight after the start."""
    return bpmn(
        start(), xor("g", **more), user("a"), user("b"), end(), chain("start", "g"), *flows, chain("a", "end"),
        chain("b", "end"),
    )  # fmt: skip


def looped(inner):
    return one("userTask", f"<bpmn:standardLoopCharacteristics {inner}/>")


def each(id, name=""):
    return (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>orders</bpmn:loopDataInputRef>"
        f'<bpmn:inputDataItem id="{id}" name="{name}"/></bpmn:multiInstanceLoopCharacteristics>'
    )


def for_each_order(*body):
    inside = "".join((start("s1"), *body, end("e1")))
    return bpmn(
        start(), user("ask", form=ORDERS), node("subProcess", "s", each("order", "named") + inside), end(),
        chain("start", "ask", "s", "end"),
    )  # fmt: skip


def nested(depth):
    inside = user("x")
    names = f"s{depth}"
    inside = start(names) + inside + end(f"e{depth}") + chain(names, "x", f"e{depth}")
    for n in range(depth - 1, 0, -1):
        inside = (
            start(f"s{n}") + sub(f"p{n}", inside) + end(f"e{n}") + chain(f"s{n}", f"p{n}", f"e{n}")
        )
    return bpmn(inside)


BAD = {
    # gateways
    "nothing says which flow": (choice(flow("g", "a"), flow("g", "b")), "g", "cannot decide"),
    "a variable that nothing sets": (choice(flow("g", "a", when="approved"), flow("g", "b"), default="g_b"), "g_a", "approved"),
    "FEEL": (choice(flow("g", "a", when="= approved"), flow("g", "b"), default="g_b"), "g_a", "FEEL"),
    "a number as a condition": (choice(flow("g", "a", when="1"), flow("g", "b"), default="g_b"), "g_a", "no condition"),
    "both are true": (choice(flow("g", "a", when="True"), flow("g", "b", when="1 == 1")), "g", "overlap"),
    "exclusive split, parallel join": (
        bpmn(start(), user("w"), xor("g"), user("a"), user("b"), both("j"), end(), chain("start", "w", "g"), flow("g", "a", "A"), flow("g", "b", "B"), chain("a", "j", "end"), chain("b", "j")), "j", "deadlock"),
    "a gateway that turns for ever": (
        bpmn(start(), xor("m"), xor("g", default="g_end"), end(), chain("start", "m", "g"), flow("g", "m", when="True"), flow("g", "end")), "m", "livelock"),
    "an event gateway before a task": (
        bpmn(start(), first_event("g"), user("a"), catch("t", timer("PT1H")), end(), end("e2"), chain("start", "g", "a", "end"), chain("g", "t", "e2")), "a", "no event"),
    "a default with a condition": (choice(flow("g", "a", when="priority == 'P1'"), flow("g", "b", when="False"), default="g_b"), "g_b", "ignored"),
    "a default of another gateway": (choice(flow("g", "a", when="False"), flow("g", "b", when="False"), default="a_end"), "g", "does not leave it"),
    "a syntax error in a condition": (choice(flow("g", "a", when="x =="), flow("g", "b"), default="g_b"), "g_a", "not an expression"),
    "inclusive split, exclusive join": (
        bpmn(start(), either("g"), user("a"), user("b"), xor("j"), user("c"), end(), chain("start", "g"), flow("g", "a", when="True"), flow("g", "b", when="priority != 'P9'"), chain("a", "j", "c", "end"), chain("b", "j")), "j", "Two tokens"),
    # structure
    "no source": (bpmn(start(), user("a"), end(), flow("nowhere", "a"), flow("a", "end"), flow("start", "a")), "nowhere_a", "does not exist"),
    "the same id twice": (bpmn(*LINE, user("a")), "a", "Two elements"),
    "no start": (bpmn(user("a"), end(), chain("a", "end")), "a", "no start event"),
    "two starts": (bpmn(start(), start("s2"), user("a"), end(), chain("start", "a", "end"), chain("s2", "a")), "s2", "start events"),
    "two executable processes": (bpmn(*LINE, extra=CALLED.replace("false", "true")), "q", "several processes"),
    "a task without an id": (bpmn(*LINE, "<bpmn:userTask/>"), "", "no id"),
    "an island": (bpmn(*LINE, user("x"), user("y"), chain("x", "y", "x")), "x", "unreachable"),
    "several flows leave a task": (bpmn(start(), user("a"), user("b"), end(), end("e2"), chain("start", "a", "end"), chain("a", "b", "e2")), "a", "implicit split"),
    "a flow into the start": (bpmn(start(), user("a"), xor("x"), end(), chain("start", "a", "x"), flow("x", "start", "Again"), flow("x", "end", "Done")), "start", "leads into the start"),
    "a script that goes round": (bpmn(start(), node("scriptTask", "a", "<bpmn:script>x = 1</bpmn:script>"), end(), chain("start", "a", "a")), "a", "livelock"),
    "on the border of nothing": (bpmn(*TASK_AND_EVENT, border("b", "gone", timer("PT1H"))), "b", "attached to 'gone'"),
    "a flow into a border event": (bpmn(*TASK_AND_EVENT, border("b", "a", timer("PT1H")), flow("start", "b", id="in")), "b", "leads into the boundary"),
    "a link to nowhere": (bpmn(start(), node("intermediateThrowEvent", "l", '<bpmn:linkEventDefinition name="L"/>'), end(), chain("start", "l")), "l", "no target"),
    "BPMN 1": (PLAIN.replace(b"20100524/MODEL", b"20080524/MODEL"), "", "not a BPMN"),
    # timers
    "PT": (event(timer("PT")), "a", "not an ISO 8601"),
    "words": (event(timer("two days")), "a", "not an ISO 8601"),
    "zero": (event(timer("PT0S")), "a", "no time at all"),
    "a date in words": (event(timer("tomorrow at noon", "timeDate")), "a", "neither a date"),
    "cron": (event(timer("0 0 * * *", "timeCycle")), "a", "not a cycle"),
    "a variable": (event(timer("sla")), "a", "not an ISO 8601"),
    "for ever": (bordered(timer("R/PT1H", "timeCycle"), False), "b", "unbounded"),
    "no text at all": (event("<bpmn:timerEventDefinition/>"), "a", "empty"),
    "FEEL in a timer": (event(timer('= duration("PT1H")')), "a", "expression or code"),
    "ten million rounds": (bordered(timer("R10000000/PT1S", "timeCycle"), False), "b", "sensible end"),
    "a due date nobody sets": (event(timer("some_due", "timeDate")), "a", "not set before"),
    # references
    "no such message": (event('<bpmn:messageEventDefinition messageRef="gone"/>'), "a", "does not exist"),
    "no such signal": (event('<bpmn:signalEventDefinition signalRef="gone"/>'), "a", "does not exist"),
    "calls itself": (one("callActivity", calledElement="p"), "a", "recursion"),
    "calls what is not there": (one("callActivity", calledElement="gone"), "a", "not in the file"),
    "no such data object": (bpmn(*LINE, node("dataObjectReference", "d", dataObjectRef="gone")), "d", "does not exist"),
    "zero times": (several("<bpmn:loopCardinality>0</bpmn:loopCardinality>"), "a", "0 times"),
    "x times": (several('<bpmn:loopCardinality>"x"</bpmn:loopCardinality>'), "a", "times"),
    "for each of what": (several("<bpmn:loopDataInputRef>people</bpmn:loopDataInputRef>"), "a", "people"),
    "one name for two items": (for_each_order(node("userTask", "a", each("order")), chain("s1", "a", "e1")), "order", "Two elements have the id"),
    "an item by its name, not its id": (
        for_each_order(xor("x"), end("e2"), chain("s1", "x", "e1"), flow("x", "e2", when="named == 1")), "x_e2", "named",
    ),
    "done when nobody can say": (several("<bpmn:loopCardinality>3</bpmn:loopCardinality><bpmn:completionCondition>all done</bpmn:completionCondition>"), "a", "not an expression"),
    "done by what nobody sets": (several("<bpmn:loopCardinality>3</bpmn:loopCardinality><bpmn:completionCondition>enough</bpmn:completionCondition>"), "a", "enough"),
    "behavior None": (several("<bpmn:loopCardinality>3</bpmn:loopCardinality>", behavior="None"), "a", "behavior"),
    "a loop without an end": (looped(""), "a", "never end"),
    "a loop of a million": (looped('loopMaximum="1000000"'), "a", "1000000"),
    "a condition event": (bordered("<bpmn:conditionalEventDefinition><bpmn:condition>1 > 3</bpmn:condition></bpmn:conditionalEventDefinition>"), "b", "never true"),
    "an error end in a sub-process": (thrown(ERROR, extra=ERRORS), "e1", "caught by nothing"),
    "a receive task without a message": (one("receiveTask"), "a", "which message"),
    "a definition elsewhere": (event("<bpmn:eventDefinitionRef>td</bpmn:eventDefinitionRef>", '<bpmn:timerEventDefinition id="td"/>'), "a", "eventDefinitionRef"),
    "no table": (one("businessRuleTask"), "a", "no decision table"),
    # scripts
    "for ever and ever": (script("while True: pass"), "a", "only set"),
    "a gigabyte": (script("x = [0] * 10**9"), "a", "powers"),
    "a long list": (script("x = 'a' * 1000000000 * 1000000000"), "a", "accept"),
    "exit": (script("import os; os._exit(1)"), "a", "only set"),
    "through the classes": (script("x = ().__class__.__base__.__subclasses__()"), "a", "not allowed"),
    "the network": (script("import socket; socket.create_connection(('127.0.0.1', 1))"), "a", "only set"),
    "divides by zero": (script("x = 1 / 0"), "a", "divides by zero"),
    "reads what is not there": (script("x = missing + 1"), "a", "missing"),
    "JavaScript": (script("x = 1", scriptFormat="javascript"), "a", "javascript"),
    "nested a thousand times": (script("x = " + "(" * 400 + "1" + ")" * 400), "a", "not"),
    # XML
    "an outer entity": (xml('name="a"', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]>'), "", "DOCTYPE"),
    "the wrong encoding": (b'<?xml version="1.0" encoding="utf-16"?>' + PLAIN, "", "well-formed"),
    "bytes that are no text": (PLAIN.replace(b'name="a"', b'name="\xff\xfe"'), "", "well-formed"),
    "nothing": (b"", "", "well-formed"),
    "a web page": (b"<html><body/></html>", "", "not a BPMN"),
    "XInclude": (bpmn(*LINE, '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'), "", "include"),
    "sixty thousand elements": (bpmn(*LINE, "<bpmn:textAnnotation/>" * 60_000), "p", "50,000"),
    "five hundred levels": (bpmn("<bpmn:subProcess>" * 500 + "</bpmn:subProcess>" * 500), "p", "100 levels"),
}  # fmt: skip
del BAD["a long list"]  # arithmetic on texts gives nothing, and is no harm

PAST = {
    "a date without a zone": (event(timer("2030-01-01T10:00:00", "timeDate")), "a", "time zone"),
    "an empty script": (script(" "), "a", "empty"),
}

NO_IDS = PLAIN.replace(b' id="start_a"', b"").replace(b' id="a_end"', b"")
POOL = (
    '<bpmn:collaboration id="co"><bpmn:participant id="po" name="Shop" processRef="p"/>'
    '<bpmn:participant id="po2" name="Customer"/>'
    '<bpmn:messageFlow id="mf" sourceRef="po2" targetRef="a"/></bpmn:collaboration>'
)
LANES = (
    '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="Support"><bpmn:flowNodeRef>start</bpmn:flowNodeRef>'
    "<bpmn:flowNodeRef>inner</bpmn:flowNodeRef><bpmn:flowNodeRef>end</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
)
ARTIFACTS = (
    '<bpmn:dataObject id="do"/><bpmn:dataObjectReference id="dr" dataObjectRef="do" name="Form"/>'
    '<bpmn:dataStoreReference id="ds" name="Archive"/><bpmn:textAnnotation id="ta"><bpmn:text>Note</bpmn:text>'
    '</bpmn:textAnnotation><bpmn:association id="as" sourceRef="a" targetRef="ta"/><bpmn:group id="gr"/>'
)
VENDOR = (
    '<bpmn:extensionElements xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:bizagi="http://www.bizagi.com/bpmn20">'
    '<camunda:formData><camunda:formField id="x" type="string"/></camunda:formData><bizagi:BizagiExtensions/>'
    "</bpmn:extensionElements>"
)

GOOD = {
    "flows without ids": NO_IDS,
    "Start and End": PLAIN.replace(b'"start"', b'"Start"').replace(b'"end"', b'"End"'),
    "an id of the engine": PLAIN.replace(b'"a"', b'"p.EndJoin"'),
    "quoted and bare": bpmn(start(), catch("a", timer("PT1H")), catch("b", timer('"P1DT2H"')), catch("c", timer("P1W")), end(), chain("start", "a", "b", "c", "end")),
    "three times": bordered(timer("R3/PT1H", "timeCycle"), False),
    "UTF-16": PLAIN.decode().encode("utf-16"),
    "Latin-1": ('<?xml version="1.0" encoding="ISO-8859-1"?>' + PLAIN.decode().replace('name="a"', 'name="Pr\u00fcfen"')).encode("latin-1"),
    "a byte order mark": b"\xef\xbb\xbf" + PLAIN,
    "a pool and a black box": bpmn(*LINE, extra=POOL),
    "a lane around a sub-process": bpmn(LANES, start(), sub("inner", start("s"), user("a"), end("e"), chain("s", "a", "e")), end(), chain("start", "inner", "end")),
    "a signal at the end": bpmn(start(), node("endEvent", "a", '<bpmn:signalEventDefinition signalRef="sg"/>'), chain("start", "a"), extra='<bpmn:signal id="sg" name="n"/>'),
    "notes, data and groups": bpmn(*LINE, ARTIFACTS),
    "what vendors add": bpmn(start(), user("a", VENDOR), end(), chain("start", "a", "end")),
    "not marked executable": PLAIN.replace(b'isExecutable="true"', b'isExecutable="false"'),
    "another prefix": PLAIN.replace(b"bpmn:", b"semantic:").replace(b"xmlns:bpmn=", b"xmlns:semantic="),
    "no prefix": PLAIN.replace(b"<bpmn:", b"<").replace(b"</bpmn:", b"</").replace(b"xmlns:bpmn=", b"xmlns="),
    "a stylesheet and comments": b'<?xml-stylesheet href="x.css"?><!-- <script> -->' + PLAIN,
    "a name in HTML": PLAIN.replace(b'name="a"', b'name="&lt;script&gt;alert(1)&lt;/script&gt;"'),
    "exclusive ways that meet at a task": bpmn(start(), user("w"), xor("x"), user("a"), user("b"), user("c"), end(), chain("start", "w", "x"), flow("x", "a", "A"), flow("x", "b", "B"), chain("a", "c", "end"), chain("b", "c")),
    "a way back into a task": bpmn(start(), user("a"), xor("x"), end(), chain("start", "a", "x"), flow("x", "end", "Done"), flow("x", "a", "Again")),
    "parallel": bpmn(start(), both("g"), user("a"), user("b"), both("j"), end(), chain("start", "g", "a", "j", "end"), chain("g", "b", "j")),
    "inclusive": bpmn(start(), either("g", default="g_b"), user("a"), user("b"), either("j"), end(), chain("start", "g"), flow("g", "a", when='priority == "P1"'), chain("g", "b", "j", "end"), chain("a", "j")),
    "the first of two events": bpmn(start(), first_event("g"), catch("t", timer("PT1H")), catch("c", message("m")), end(), end("e2"), chain("start", "g", "t", "end"), chain("g", "c", "e2"), messages="m"),
    "a message starts it": bpmn(start("start", message("m")), user("a"), end(), chain("start", "a", "end"), messages="m"),
    "a caught error": thrown(ERROR, border("b", "s", ERROR) + end("e9") + chain("b", "e9"), ERRORS),
    "terminates the rest": bpmn(start(), both("g"), user("a"), node("scriptTask", "b", "<bpmn:script>x = 1</bpmn:script>"), end(), node("endEvent", "t", "<bpmn:terminateEventDefinition/>"), chain("start", "g", "a", "end"), chain("g", "b", "t")),
    "a called process": bpmn(start(), node("callActivity", "c", calledElement="q"), end(), chain("start", "c", "end"), extra=CALLED),
    "three in parallel": several("<bpmn:loopCardinality>3</bpmn:loopCardinality>"),
    "one after the other": several("<bpmn:loopCardinality>3</bpmn:loopCardinality>", isSequential="true"),
    "at most three rounds": looped('loopMaximum="3"'),
    "several kinds of task": bpmn(start(), node("manualTask", "a"), node("task", "b"), node("receiveTask", "c", messageRef="m_m"), end(), chain("start", "a", "b", "c", "end"), messages="m"),
    "a counter": bpmn(start(), node("scriptTask", "z", "<bpmn:script>n = 0</bpmn:script>"), xor("m"), node("scriptTask", "i", "<bpmn:script>n = n + 1</bpmn:script>"), xor("x", default="x_m"), end(), chain("start", "z", "m", "i", "x", "m"), flow("x", "end", when="n >= 3")),
    "decided on a form": deciding("hours > 3", "hours <= 3", NUMBER),
    "eight levels": nested(8),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_broken_is_named_on_its_element(name, calendars):
    data, element, word = BAD[name]
    found = gate(data, calendars)
    assert [f for f in found if f.element == element and word in f.message], found
    assert verdict(found) == ("warn" if name in MILD else "error")
    assert [f for f in found if not told_well(f)] == []


MILD = (
    "both are true",
    "several flows leave a task",
    "a default with a condition",
    "inclusive split, exclusive join",
)


@pytest.mark.parametrize("name", PAST)
def test_what_is_only_doubtful_is_a_warning(name, calendars):
    data, element, word = PAST[name]
    found = gate(data, calendars)
    assert [f for f in found if f.element == element and word in f.message], found
    assert verdict(found) == "warn"
    assert to_the_end(data, calendars).completed


@pytest.mark.parametrize("name", GOOD)
def test_what_is_correct_is_let_through_and_runs_to_its_end(name, calendars):
    found = gate(GOOD[name], calendars)
    assert verdict(found) == "accept", found
    if name != "decided on a form":
        assert to_the_end(GOOD[name], calendars).completed
