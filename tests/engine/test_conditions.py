"""Events that wait for a condition on the data of the case (BPMN 2.0.2, 10.5.5)."""

import pytest

from runner.errors import Stuck
from tests.drawings import (
    border,
    both,
    catch,
    chain,
    end,
    first_event,
    flow,
    message,
    node,
    on_event,
    start,
    timer,
    user,
    xor,
)
from tests.engine.parts import NUMBER, when
from tests.engine.walked import drawn


def beside(calendars, *parts, waiting):
    """Somebody works at `work`, or where `waiting` is; somebody else says a number, again and again."""
    return drawn(
        calendars, start(), both("split"), xor("back"), user("say", form=NUMBER), xor("x"), end("e"), *parts,
        chain("start", "split", "back", "say", "x"), flow("x", "back", "Again", id="again"),
        flow("x", "e", "Enough", id="enough"), chain("split", waiting), user("then"), end(), chain("then", "end"),
    )  # fmt: skip


def test_a_token_waits_until_another_one_makes_the_condition_true(calendars):
    case = beside(calendars, catch("wait", when("n > 1")), chain("wait", "then"), waiting="wait")
    assert case.act("again", n=1).waits_at == ["say", "wait"]
    assert case.act("again", n=2).waits_at == ["say", "then"]


def test_a_condition_that_holds_already_holds_nobody_up(calendars):
    case = drawn(
        calendars, start(), user("say", form=NUMBER), catch("wait", when("n > 1")), user("then"), end(),
        chain("start", "say", "wait", "then", "end"),
    )  # fmt: skip
    assert case.act("say_wait", n=2).waits_at == ["then"]


def test_what_nobody_else_could_make_true_is_refused(calendars):
    case = drawn(
        calendars, start(), user("say", form=NUMBER), catch("wait", when("n > 1")), end(), chain("start", "say", "wait", "end"),
    )  # fmt: skip
    with pytest.raises(Stuck):
        case.act("say_wait", n=0)
    assert case.waits_at == ["say"]


def test_one_on_a_border_interrupts(calendars):
    parts = (
        user("work"),
        border("b", "work", when("n > 1")),
        end("f"),
        chain("work", "f"),
        chain("b", "then"),
    )
    case = beside(calendars, *parts, waiting="work").act("again", n=0)
    assert case.waits_at == ["say", "work"]
    assert case.act("again", n=5).waits_at == ["say", "then"]


def test_one_that_does_not_interrupt_fires_each_time_that_it_begins_to_hold(calendars):
    parts = (
        user("work"),
        border("b", "work", when("n > 1"), False),
        end("f"),
        chain("work", "f"),
        chain("b", "then"),
    )
    case = beside(calendars, *parts, waiting="work").act("again", n=2).act("again", n=3)
    assert case.waits_at == ["say", "then", "work"]
    assert case.act("again", n=0).act("again", n=2).waits_at == ["say", "then", "then", "work"]


def test_the_token_knows_what_made_the_condition_true(calendars):
    parts = (
        catch("wait", when("n > 1")), xor("d", default="d_then"), user("many"), end("f"), chain("wait", "d"),
        flow("d", "many", when="n > 3"), flow("d", "then", id="d_then"), chain("many", "f"),
    )  # fmt: skip
    assert beside(calendars, *parts, waiting="wait").act("again", n=4).waits_at == ["many", "say"]


@pytest.mark.parametrize(("interrupting", "waits"), [(True, ["h_t"]), (False, ["h_t", "say"])])
def test_one_starts_an_event_sub_process(calendars, interrupting, waits):
    case = drawn(
        calendars, start(), xor("back"), user("say", form=NUMBER), xor("x"), end(), chain("start", "back", "say", "x"),
        flow("x", "back", "Again", id="again"), flow("x", "end", "Enough", id="enough"),
        on_event("h", when("n > 1"), interrupting=interrupting),
    )  # fmt: skip
    assert case.act("again", n=1).waits_at == ["say"]
    assert case.act("again", n=2).waits_at == waits


def test_a_message_and_a_script_make_a_condition_true(calendars):
    script = node("scriptTask", "double", "<bpmn:script>n = n + n</bpmn:script>")
    case = drawn(
        calendars, start(), both("split"), catch("got", message("news")), script, user("on"), end("e"), catch("wait", when("n > 5")),
        user("then"), end(), chain("start", "split", "got", "double", "on", "e"), chain("split", "wait", "then", "end"),
        messages="news",
    ).deliver("news", n=3)  # fmt: skip
    assert case.waits_at == ["on", "then"]


def test_a_change_of_priority_makes_a_condition_true(calendars):
    case = drawn(
        calendars, start(), catch("wait", when('priority == "P1"')), user("then"), end(), chain("start", "wait", "then", "end"),
    )  # fmt: skip
    assert case.waits_at == ["wait"]
    case.step = case.process.revise(case.step.state, {"priority": "P1"}, case.now, case.calendar)
    assert case.waits_at == ["then"]


@pytest.fixture
def first_of(calendars):
    """A case at an event-based gateway, beside which somebody says a number, again and again."""
    parts = (
        first_event("g"), catch("late", timer("PT2H")), catch("many", when("n > 1")), catch("none", when("n == 0")),
        user("tired"), user("busy"), user("idle"), xor("met"), chain("g", "late", "tired", "met", "then"),
        chain("g", "many", "busy", "met"), chain("g", "none", "idle", "met"),
    )  # fmt: skip
    return beside(calendars, *parts, waiting="g")


@pytest.mark.parametrize(("number", "waits"), [(2, "busy"), (0, "idle"), (1, "g")])
def test_behind_an_event_based_gateway_the_condition_that_holds_decides(first_of, number, waits):
    assert first_of.act("again", n=number).waits_at == sorted([waits, "say"])


def test_behind_an_event_based_gateway_time_can_be_first(first_of):
    first_of.act("again", n=1).let_time_pass_hours(3)
    assert first_of.act("again", n=2).waits_at == ["say", "tired"]


def test_of_conditions_that_hold_already_the_first_one_decides(calendars):
    case = drawn(
        calendars, start(), user("say", form=NUMBER), first_event("g"), catch("many", when("n > 1")), catch("some", when("n > 0")),
        user("busy"), user("calm"), end(), end("f"), chain("start", "say", "g", "many", "busy", "end"),
        chain("g", "some", "calm", "f"),
    )  # fmt: skip
    assert case.act("say_g", n=2).waits_at == ["busy"]
