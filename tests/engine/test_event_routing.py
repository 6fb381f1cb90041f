"""Who hears what is thrown, and what an event on a border ends."""

import pytest

from runner import bpmn as diagrams
from runner.engine import Process, event_routing
from runner.errors import EngineError, NotPossible
from tests.drawings import (
    border,
    both,
    catch,
    chain,
    end,
    extension,
    first_event,
    flow,
    message,
    node,
    notify,
    start,
    sub,
    user,
    xor,
)
from tests.engine.games import random_throwing_drawing
from tests.engine.lockstep import walk_with_token_game
from tests.engine.parts import DECLARED, called, error, escalation, many, signal, throw, times
from tests.engine.walked import drawn, fidelity

# ------------------------------------------------------------------ what interrupts from inside


@pytest.mark.parametrize(
    "name", ["01_interrupting_escalation_runs_on", "01d_interrupting_message_runs_on"]
)
def test_what_interrupts_a_sub_process_from_inside_ends_it_at_once(calendars, name):
    case = fidelity(calendars, name).act("Look__Raise")
    assert case.waits_at == ["SecondLevel"]
    assert case.notified == []


def test_a_signal_that_interrupts_its_own_sub_process_ends_it_at_once(calendars):
    case = drawn(
        calendars, start(), sub("work", start("s"), user("look"), throw("up", signal()), notify("tell"), end("e"),
            chain("s", "look", "up", "tell", "e")), border("b", "work", signal()), user("next"), end(), end("f"),
        chain("start", "work", "end"), chain("b", "next", "f"), extra=DECLARED,
    ).act("look_up")  # fmt: skip
    assert (case.waits_at, case.notified) == (["next"], [])


def test_what_runs_beside_the_thrower_in_the_same_sub_process_ends_too(calendars):
    case = drawn(
        calendars, start(), sub("work", start("s"), both("split"), user("look"), user("beside"), throw("up", escalation()),
            end("e"), end("f"), chain("s", "split", "look", "up", "e"), chain("split", "beside", "f")),
        border("b", "work", escalation()), user("next"), end(), end("g"), chain("start", "work", "end"),
        chain("b", "next", "g"), extra=DECLARED,
    ).act("look_up")  # fmt: skip
    assert case.waits_at == ["next"]


def test_of_two_events_on_one_border_that_hear_the_same_one_interrupts(calendars):
    case = drawn(
        calendars, start(), user("work"), border("one", "work", message("news")), border("two", "work", message("news")),
        user("a"), user("b"), end(), end("e"), end("f"), chain("start", "work", "end"), chain("one", "a", "e"),
        chain("two", "b", "f"), messages="news",
    ).deliver("news")  # fmt: skip
    assert case.waits_at == ["a"]


# ------------------------------------------------------------------ the innermost, and no other


def test_an_error_is_caught_on_the_innermost_border_and_on_no_other(calendars):
    case = fidelity(calendars, "15c_error_nested").act("Look__Throw")
    assert case.waits_at == ["InnerHandler"]
    assert case.act("InnerHandler__e2b").step.completed


def test_an_error_in_one_sub_process_leaves_the_parallel_one_alone(calendars):
    case = fidelity(calendars, "15d_error_in_A_interrupts_B").act("GA__FailA")
    assert case.waits_at == ["HandleA", "WorkB"]
    assert case.act("GB__FailB").waits_at == ["HandleA", "HandleB"]


def nested(inner, outer, event):
    """A task in two sub-processes, each with an event on its border."""
    return (
        start(), sub("outer", start("s"), sub("inner", start("t"), user("look"), event, end("e"),
            chain("t", "look", "up", "e")), inner, user("in"), end("f"), end("g"), chain("s", "inner", "f"),
            chain("bi", "in", "g")),
        outer, user("out"), end(), end("h"), chain("start", "outer", "end"), chain("bo", "out", "h"),
    )  # fmt: skip


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_escalation_that_was_caught_goes_no_further_up(calendars, interrupting):
    parts = nested(
        border("bi", "inner", escalation(), interrupting),
        border("bo", "outer", escalation()),
        throw("up", escalation()),
    )
    case = drawn(calendars, *parts, extra=DECLARED).act("look_up")
    assert case.waits_at == ["in"]


def test_a_message_that_nested_borders_wait_for_is_heard_by_the_innermost(calendars):
    parts = nested(
        border("bi", "inner", message("news")), border("bo", "outer", message("news")), xor("up")
    )
    case = drawn(calendars, *parts, messages="news").deliver("news")
    assert case.waits_at == ["in"]
    assert case.deliver("news").waits_at == ["out"]  # now nothing within waits for it


def test_a_message_is_heard_by_all_that_wait_side_by_side(calendars):
    case = drawn(
        calendars, start(), both("split"), catch("one", message("news")), catch("two", message("news")), user("a"),
        user("b"), both("join"), end(), chain("start", "split", "one", "a", "join", "end"),
        chain("split", "two", "b", "join"), messages="news",
    ).deliver("news")  # fmt: skip
    assert case.waits_at == ["a", "b"]


def test_the_event_that_names_the_code_is_before_the_one_that_takes_any(calendars):
    anything = "<bpmn:errorEventDefinition/>"
    case = drawn(
        calendars, start(), sub("work", start("s"), user("look"), end("bad", error()), chain("s", "look", "bad")),
        border("any", "work", anything), border("this", "work", error()), user("a"), user("b"), end(), end("e"), end("f"),
        chain("start", "work", "end"), chain("any", "a", "e"), chain("this", "b", "f"), extra=DECLARED,
    ).act("look_bad")  # fmt: skip
    assert case.waits_at == ["b"]


def test_errors_without_a_code_are_told_apart(calendars):
    extra = '<bpmn:error id="e_one"/><bpmn:error id="e_two"/>'
    case = drawn(
        calendars, start(),
        sub("work", start("s"), user("look"), end("bad", '<bpmn:errorEventDefinition errorRef="e_two"/>'),
            chain("s", "look", "bad")),
        border("one", "work", '<bpmn:errorEventDefinition errorRef="e_one"/>'),
        border("two", "work", '<bpmn:errorEventDefinition errorRef="e_two"/>'), user("a"), user("b"), end(), end("e"),
        end("f"), chain("start", "work", "end"), chain("one", "a", "e"), chain("two", "b", "f"), extra=extra,
    ).act("look_bad")  # fmt: skip
    assert case.waits_at == ["b"]


@pytest.mark.parametrize("sequential", [True, False])
def test_an_error_in_one_of_several_instances_ends_them_all(calendars, sequential):
    inner = (start("s"), user("look"), end("bad", error()), chain("s", "look", "bad"))
    case = drawn(
        calendars, start(), node("subProcess", "each", "".join(inner) + many(sequential, times(3))),
        border("b", "each", error()), user("mend"), end(), end("e"), chain("start", "each", "end"),
        chain("b", "mend", "e"), extra=DECLARED,
    ).act("look_bad")  # fmt: skip
    assert case.waits_at == ["mend"]


def test_an_error_leaves_a_called_process(calendars):
    extra = DECLARED + called(
        "q", start("s"), user("look"), end("bad", error()), chain("s", "look", "bad")
    )
    case = drawn(
        calendars, start(), node("callActivity", "call", calledElement="q"), border("b", "call", error()), user("mend"),
        end(), end("e"), chain("start", "call", "end"), chain("b", "mend", "e"), extra=extra,
    ).act("look_bad")  # fmt: skip
    assert case.waits_at == ["mend"]


def test_an_error_that_only_a_parallel_activity_could_catch_is_refused_and_changes_nothing(
    calendars,
):
    case = drawn(
        calendars, start(), both("split"), user("look"), end("bad", error()),
        sub("beside", start("s"), user("work"), end("e"), chain("s", "work", "e")), border("b", "beside", error()),
        user("mend"), end(), end("f"), chain("start", "split", "look", "bad"), chain("split", "beside", "end"),
        chain("b", "mend", "f"), extra=DECLARED,
    )  # fmt: skip
    with pytest.raises(EngineError, match="nothing in it waits"):
        case.act("look_bad")
    assert case.waits_at == ["look", "work"]


def test_a_message_that_nothing_waits_for_leaves_the_case_which_goes_on(calendars):
    case = fidelity(calendars, "14_message_throw_unheard")
    case.act("New__X")
    [sent] = [
        effect
        for happened in case.step.happened
        for effect in happened.effects
        if effect.kind == "sent"
    ]
    assert (sent.name, sent.element) == ("Offer", "X")


# ------------------------------------------------------------------ one of several messages


def test_each_of_several_messages_behind_one_gateway_can_come(calendars):
    parts = (
        start(), first_event("g"), catch("one_in", message("one")), catch("two_in", message("two")), user("a"), user("b"),
        end(), end("e"), chain("start", "g", "one_in", "a", "end"), chain("g", "two_in", "b", "e"),
    )  # fmt: skip
    case = drawn(calendars, *parts, messages="one two")
    assert case.step.messages == ("one", "two")
    assert case.deliver("two").waits_at == ["b"]
    with pytest.raises(NotPossible):
        case.deliver("one")


def test_the_form_of_the_event_behind_the_gateway_sets_its_variables(calendars):
    form = extension({"type": "object", "properties": {"n": {"const": 2}}})
    case = drawn(
        calendars, start(), first_event("g"), catch("one_in", message("one")), catch("two_in", form + message("two")),
        xor("x", default="x_a"), user("a"), user("b"), xor("m"), end(), chain("start", "g", "one_in", "m"),
        chain("g", "two_in", "m", "x"), flow("x", "b", when="n == 2"), flow("x", "a"), chain("a", "end"),
        chain("b", "end"), messages="one two",
    ).deliver("two")  # fmt: skip
    assert case.waits_at == ["b"]


# ------------------------------------------------------------------ signals from outside


def waiting_for_a_signal(calendars, **props):
    return drawn(
        calendars, start(), sub("outer", start("s"), sub("inner", start("t"), user("look"), end("e"), chain("t", "look", "e")),
            border("bi", "inner", signal(), **props), user("in"), end("f"), end("g"), chain("s", "inner", "f"),
            chain("bi", "in", "g")),
        border("bo", "outer", signal(), False, **props), user("out"), end(), end("h"), chain("start", "outer", "end"),
        chain("bo", "out", "h"), extra=DECLARED,
    )  # fmt: skip


def test_a_signal_that_comes_from_outside_is_heard_by_all_that_wait_for_it(calendars):
    case = waiting_for_a_signal(calendars, external="true")
    assert set(case.step.messages) == {"go"}
    assert case.deliver("go").waits_at == ["in", "out"]


def test_a_signal_of_the_diagram_alone_cannot_be_sent_from_outside(calendars):
    case = waiting_for_a_signal(calendars)
    assert case.step.messages == ()
    with pytest.raises(NotPossible):
        case.deliver("go")


def test_a_case_may_wait_for_nothing_but_a_signal_from_outside(calendars):
    case = drawn(
        calendars, start(), catch("wait", signal(), external="true"), end(), chain("start", "wait", "end"), extra=DECLARED,
    )  # fmt: skip
    assert case.deliver("go").step.completed


# ------------------------------------------------------------------ the walks can fail


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (
            "activities_around",
            lambda task, right=event_routing.activities_around: reversed([*right(task)]),
        ),
        ("_takes_any", lambda task, right=event_routing._takes_any: not right(task)),
    ],
)
def test_walks_notice_an_event_that_goes_to_another_border(calendars, monkeypatch, name, wrong):
    monkeypatch.setattr(event_routing, name, wrong)
    with pytest.raises(AssertionError):
        for seed in range(60):
            block, data = random_throwing_drawing(seed)
            process = Process(diagrams.read(data), calendars, cache=0)
            walk_with_token_game(process, calendars, block, seed, 40)
