"""Twice as large a drawing is twice as much work to import and to read, whatever is drawn so often."""

import pytest

from runner.bpmn import read
from runner.bpmn.importing import import_diagram
from tests.counting import grows_evenly, steps
from tests.drawings import (
    border,
    bpmn,
    catch,
    chain,
    end,
    first_event,
    flow,
    link,
    node,
    on_event,
    start,
    sub,
    timer,
    user,
    xor,
)

LINE = start() + user("a") + end() + chain("start", "a", "end")
SIGNAL = "<bpmn:signalEventDefinition/>"
UNDO = "<bpmn:compensateEventDefinition/>"
CANCEL = "<bpmn:cancelEventDefinition/>"
REPEATED = "<bpmn:multiInstanceLoopCharacteristics/>"


def error(key):
    return f'<bpmn:errorEventDefinition errorRef="{key}"/>'


def links(k):
    return node("intermediateThrowEvent", f"t{k}", link(f"L{k}")) + catch(f"c{k}", link(f"L{k}"))


def empty_call(k):
    return f'<bpmn:process id="q{k}">{start(f"s{k}")}{end(f"e{k}")}{chain(f"s{k}", f"e{k}")}</bpmn:process>'


def handed(k):
    given = f'<bpmn:dataInput id="i{k}"/>'
    loop = f"<bpmn:loopDataInputRef>i{k}</bpmn:loopDataInputRef>"
    return node(
        "userTask", f"c{k}",
        f"<bpmn:ioSpecification>{given}</bpmn:ioSpecification><bpmn:dataInputAssociation>"
        f"<bpmn:sourceRef>d</bpmn:sourceRef><bpmn:targetRef>i{k}</bpmn:targetRef></bpmn:dataInputAssociation>"
        f"<bpmn:multiInstanceLoopCharacteristics>{loop}</bpmn:multiInstanceLoopCharacteristics>",
    )  # fmt: skip


def cancelled(k):
    end_it = node("endEvent", f"e{k}", CANCEL)
    return node("transaction", f"x{k}", start(f"s{k}") + end_it) + border(f"b{k}", f"x{k}", CANCEL)


def many(make, count):
    return "".join(make(k) for k in range(count))


def shapes(*ids):
    inner = "".join(
        f'<bpmndi:BPMNShape bpmnElement="{id}"><dc:Bounds x="0" y="0" width="36" height="36"/></bpmndi:BPMNShape>'
        for id in ids
    )
    return f'<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">{inner}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'


IMPORTED = {
    "errors that nothing catches": lambda n: (
        sub("s", start("s1") + many(lambda k: node("endEvent", f"e{k}", error("lost")), n)), ""),
    "errors that are caught": lambda n: (
        sub("s", start("s1") + many(lambda k: node("endEvent", f"e{k}", error(f"x{k}")), n))
        + many(lambda k: border(f"b{k}", "s", error(f"x{k}")), n),
        many(lambda k: f'<bpmn:error id="x{k}"/>', n)),
    "ids that several elements have": lambda n: (
        many(lambda k: node("userTask", "same"), n), shapes(*["same"] * n)),
    "ids that are no names": lambda n: (many(lambda k: user(f"{k}-a"), n), ""),
    "events of compensation": lambda n: (
        many(lambda k: user(f"u{k}") + border(f"b{k}", f"u{k}", UNDO), n), ""),
    "tasks that undo": lambda n: (many(lambda k: node("userTask", f"u{k}", isForCompensation="true"), n), ""),
    "data stores": lambda n: (many(lambda k: f'<bpmn:dataStoreReference id="s{k}"/>', n), ""),
    "flows to nowhere": lambda n: (many(lambda k: flow("a", f"gone{k}"), n), ""),
    "associations with nothing": lambda n: (
        many(lambda k: f'<bpmn:association id="n{k}" sourceRef="a" targetRef="gone{k}"/>', n), ""),
    "tasks that nothing leads to": lambda n: (
        many(lambda k: user(f"u{k}"), n), shapes(*(f"u{k}" for k in range(n)))),
    "splits that are only understood": lambda n: (
        many(lambda k: user(f"u{k}") + flow(f"u{k}", "a") + flow(f"u{k}", "end"), n), ""),
    "conditions on what nothing sets": lambda n: (
        many(lambda k: xor(f"x{k}") + flow(f"x{k}", "a", when=f"v{k} == 1") + flow(f"x{k}", "end"), n), ""),
    "called processes": lambda n: (
        many(lambda k: node("callActivity", f"u{k}", calledElement=f"q{k}"), n), many(empty_call, n)),
    "signals without a name": lambda n: (many(lambda k: catch(f"c{k}", SIGNAL), n), ""),
    "times that nobody wrote": lambda n: (many(lambda k: catch(f"c{k}", timer("")), n), ""),
    "events that wait for nothing": lambda n: (
        many(lambda k: node("intermediateCatchEvent", f"c{k}") + border(f"b{k}", "a", ""), n), ""),
    "due dates that no table sets": lambda n: (
        many(lambda k: catch(f"c{k}", timer("due", "timeDate")), n), ""),
    "lists that nothing hands over": lambda n: (many(handed, n), ""),
    "links to nothing": lambda n: (many(lambda k: node("intermediateThrowEvent", f"t{k}", link(f"L{k}")), n), ""),
    "transactions that are cancelled": lambda n: (many(cancelled, n), ""),
    "loops without a count": lambda n: (many(lambda k: node("userTask", f"c{k}", REPEATED), n), ""),
    "gateways for events": lambda n: (
        many(lambda k: first_event(f"g{k}") + node("intermediateCatchEvent", f"c{k}") + flow(f"g{k}", f"c{k}"), n), ""),
}  # fmt: skip


@pytest.mark.parametrize("kind", IMPORTED)
def test_import_is_linear_in(kind):
    def work(count):
        parts, extra = IMPORTED[kind](count)
        data = bpmn(LINE, parts, extra=extra)
        return lambda: import_diagram(data)

    assert grows_evenly(work, 40)


@pytest.mark.parametrize("make", [links, lambda k: on_event(f"h{k}", timer("PT1H"))])
def test_reading_is_linear_in_links_and_event_sub_processes(make):
    def work(count):
        data = bpmn(LINE, many(make, count))
        return lambda: read(data)

    assert grows_evenly(work, 40)


def test_what_other_processes_of_a_file_draw_is_not_looked_at_closely():
    def work(others):
        drawn = f'<bpmn:process id="q">{many(links, others)}</bpmn:process>'
        return lambda: read(bpmn(LINE, on_event("h", timer("PT8H")), extra=drawn), {}, "p")

    own = steps(lambda: read(bpmn(LINE, many(links, 50))))
    assert steps(work(100)) - steps(work(50)) < own / 4
