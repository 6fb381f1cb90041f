"""Data objects are variables that the tokens of a process or sub-process share."""

import pytest

from tests.drawings import (
    both,
    chain,
    end,
    flow,
    node,
    start,
    sub,
    user,
    xor,
)
from tests.engine.parts import NUMBER, called
from tests.engine.walked import drawn, fidelity

OBJECT = '<bpmn:dataObject id="n"/><bpmn:dataObjectReference id="r" dataObjectRef="n"/>'
GIVES = '<bpmn:dataOutputAssociation id="{}"><bpmn:targetRef>r</bpmn:targetRef></bpmn:dataOutputAssociation>'
TAKES = '<bpmn:dataInputAssociation id="{}"><bpmn:sourceRef>r</bpmn:sourceRef></bpmn:dataInputAssociation>'


def gives(id):
    return user(id, GIVES.format(f"{id}_out"), form=NUMBER)


def takes(id):
    return user(id, TAKES.format(f"{id}_in"))


def test_a_task_that_has_nothing_to_give_to_a_data_object_can_be_completed(calendars):
    case = fidelity(calendars, "02_data_object_output").act("New__Write").act("Write__Check")
    assert case.waits_at == ["Check"]


def test_a_task_can_begin_before_its_data_object_has_a_value(calendars):
    case = drawn(calendars, OBJECT, start(), takes("a"), end(), chain("start", "a", "end"))
    assert case.act("a_end").step.completed


@pytest.mark.parametrize("name", ["21_data_object_id_with_dash", "03_data_store_reference"])
def test_what_is_drawn_beside_the_work_hinders_nothing(calendars, name):
    case = fidelity(calendars, name)
    assert len(case.waits_at) == 1


def test_a_branch_sees_what_another_branch_has_given(calendars):
    case = drawn(
        calendars, OBJECT, start(), both("split"), gives("give"), user("beside"), user("wait"), xor("x", default="x_no"),
        user("yes"), user("no"), xor("m"), both("join"), end(), chain("start", "split", "give", "beside", "join", "end"),
        chain("split", "wait", "x"), flow("x", "yes", when="n > 3"), flow("x", "no", id="x_no"), chain("yes", "m", "join"),
        chain("no", "m"),
    )  # fmt: skip
    case.act("give_beside", n=5).act("wait_x")
    assert case.waits_at == ["beside", "yes"]


def test_a_guard_reads_the_data_object(calendars):
    case = drawn(
        calendars, OBJECT, start(), gives("give"), user("ask"), xor("x"), end(), end("e"), chain("start", "give", "ask", "x"),
        flow("x", "end", "Go", "n > 3", id="go"), flow("x", "e", "Stop", id="stop"),
    ).act("give_ask", n=5)  # fmt: skip
    assert {offer.action for offer in case.step.offers} == {"go", "stop"}


@pytest.mark.parametrize("depth", [1, 3])
def test_a_task_in_sub_processes_uses_the_data_object_around_them(calendars, depth):
    inner = gives("give")
    first = "give"
    for level in range(depth):
        name = f"sub{level}"
        inner = sub(
            name,
            start(f"s{level}"),
            inner,
            end(f"e{level}"),
            chain(f"s{level}", first, f"e{level}"),
        )
        first = name
    case = drawn(
        calendars, OBJECT, start(), inner, xor("x", default="x_no"), user("yes"), user("no"), end(), end("f"),
        chain("start", first, "x"), flow("x", "yes", when="n > 3"), flow("x", "no", id="x_no"), chain("yes", "end"),
        chain("no", "f"),
    ).act("give_e0", n=5)  # fmt: skip
    assert case.waits_at == ["yes"]


def test_the_data_object_of_a_sub_process_ends_with_it(calendars):
    case = drawn(
        calendars, start(), sub("inner", OBJECT, start("s"), gives("give"), end("e"), chain("s", "give", "e")),
        xor("x", default="x_no"), user("yes"), user("no"), end(), end("f"), chain("start", "inner", "x"),
        flow("x", "yes", when="n > 3"), flow("x", "no", id="x_no"), chain("yes", "end"), chain("no", "f"),
    ).act("give_e", n=5)  # fmt: skip
    assert case.waits_at == ["no"]


def test_a_fact_that_changes_changes_the_data_object_of_its_name(calendars):
    case = drawn(
        calendars, OBJECT, start(), gives("give"), user("ask"), xor("x"), end(), end("e"), chain("start", "give", "ask", "x"),
        flow("x", "end", "Go", "n > 3", id="go"), flow("x", "e", "Stop", id="stop"),
    ).act("give_ask", n=1)  # fmt: skip
    assert "go" not in {offer.action for offer in case.step.offers}
    case.step = case.process.revise(case.step.state, {"n": 4}, case.now, case.calendar)
    assert "go" in {offer.action for offer in case.step.offers}


INPUTS = (
    '<bpmn:ioSpecification><bpmn:dataInput id="in"/><bpmn:dataOutput id="out"/><bpmn:inputSet><bpmn:dataInputRefs>in'
    "</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet><bpmn:dataOutputRefs>out</bpmn:dataOutputRefs></bpmn:outputSet>"
    "</bpmn:ioSpecification>"
)


def test_a_task_with_declared_inputs_and_outputs_can_be_done(calendars):
    case = drawn(calendars, start(), user("a", INPUTS), end(), chain("start", "a", "end"))
    assert case.act("a_end").step.completed


def test_a_called_process_with_declared_inputs_and_outputs_can_be_done(calendars):
    case = drawn(
        calendars, start(), node("callActivity", "call", calledElement="q"), end(), chain("start", "call", "end"),
        extra=called("q", INPUTS, start("s"), user("a"), end("e"), chain("s", "a", "e")),
    )  # fmt: skip
    assert case.act("a_e").step.completed
