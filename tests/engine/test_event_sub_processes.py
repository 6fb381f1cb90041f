"""Event sub-processes and links: what starts them, what they end, and what they know. What is right
is said by BPMN 2.0.2, 10.3.5 and 13.4.5."""

import pytest

from runner import bpmn as diagrams
from runner.engine import Process, event_routing, specs
from runner.errors import DiagramError, EngineError, NotPossible
from runner.gate.soundness import find_wait_states
from tests.bpmn.odd import ODD
from tests.drawings import (
    border,
    both,
    bpmn,
    catch,
    chain,
    end,
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
)
from tests.engine.games import random_handling_drawing
from tests.engine.handlers import TERMINATE
from tests.engine.lockstep import walk_with_token_game
from tests.engine.parts import DECLARED, NUMBER, error, escalation, signal, throw
from tests.engine.walked import drawn

LINE = (start(), user("work"), end(), chain("start", "work", "end"))
NOTE = on_event("note", message("note"), interrupting=False)
STOP = on_event("stop", message("stop"))


def path(case):
    return [id for happened in case.step.happened for id in happened.path]


# ------------------------------------------------------------------ of a process


def test_one_that_interrupts_ends_what_goes_on_and_then_the_case(calendars):
    case = drawn(calendars, *LINE, STOP, messages="stop").deliver("stop")
    assert case.waits_at == ["stop_t"]
    assert path(case) == ["stop_s", "stop", "stop_s_stop_t", "stop_t"]
    case.act("stop_t_stop_e")
    assert (case.step.completed, path(case)) == (True, ["stop_t_stop_e", "stop_e"])


def test_one_that_does_not_interrupt_starts_each_time_and_is_waited_for(calendars):
    case = drawn(calendars, *LINE, NOTE, messages="note").deliver("note").deliver("note")
    assert case.waits_at == ["note_t", "note_t", "work"]
    case.act("work_end").act("note_t_note_e")
    assert not case.step.completed
    assert case.act("note_t_note_e").step.completed


def test_one_can_start_until_its_scope_is_over(calendars):
    case = drawn(calendars, *LINE, NOTE, STOP, messages="note stop").deliver("note").act("work_end")
    assert case.deliver("note").waits_at == ["note_t", "note_t"]
    assert case.deliver("stop").waits_at == ["stop_t"]
    assert case.step.messages == ()


def test_nothing_starts_one_when_the_case_is_over(calendars):
    case = drawn(calendars, *LINE, STOP, messages="stop").act("work_end")
    assert (case.step.completed, case.step.messages, case.step.timers) == (True, (), ())
    with pytest.raises(NotPossible):
        case.deliver("stop")


def test_time_counts_from_the_beginning_of_the_scope(calendars):
    case = drawn(
        calendars, start(), user("before"), sub("inner", start("s"), user("a"), user("b"), end("e"),
            chain("s", "a", "b", "e"), on_event("late", timer("PT4H"))), end(), chain("start", "before", "inner", "end"),
    )  # fmt: skip
    assert case.step.timers == ()
    case.let_time_pass_hours(3)
    case.act("before_inner")
    case.let_time_pass_hours(3)
    assert case.act("a_b").waits_at == ["b"]
    case.let_time_pass_hours(1)
    assert case.waits_at == ["late_t"]


def test_a_cycle_that_does_not_interrupt_starts_one_each_time(calendars):
    case = drawn(
        calendars, *LINE, on_event("nag", timer("R2/PT1H", "timeCycle"), interrupting=False)
    )
    case.let_time_pass_hours(5)
    assert case.waits_at == ["nag_t", "nag_t", "work"]


def test_a_person_can_start_one(calendars):
    case = drawn(
        calendars, *LINE, on_event("stop", message("stop"), audience="Support"), messages="stop"
    )
    assert [(o.action, o.audience) for o in case.step.offers][-1] == ("stop_s", "Support")
    assert case.act("stop_s").waits_at == ["stop_t"]


# ------------------------------------------------------------------ what is thrown


def throwing(*handlers, event=None, around=()):
    """A task in a sub-process, what it throws then, and a task behind that."""
    return (
        start(), sub("inner", start("s"), user("look"), event or throw("up", escalation()), user("on"), end("e"),
            chain("s", "look", "up"), chain("on", "e") if event else chain("up", "on", "e"), *handlers),
        *around, end(), chain("start", "inner", "end"),
    )  # fmt: skip


BORDER = (user("outside"), end("g"), chain("b", "outside", "g"))


def test_an_error_is_caught_in_its_scope_and_not_on_the_border_of_it(calendars):
    bad = end("up", error())
    parts = (
        start(), sub("inner", start("s"), user("look"), bad, chain("s", "look", "up"), on_event("mend", error())),
        border("b", "inner", error()), *BORDER, end(), chain("start", "inner", "end"),
    )  # fmt: skip
    case = drawn(calendars, *parts, extra=DECLARED).act("look_up")
    assert case.waits_at == ["mend_t"]
    assert case.act("mend_t_mend_e").step.completed


def test_an_error_of_a_handler_goes_on_to_the_border(calendars):
    again = on_event(
        "mend", error(), user("try"), end("worse", error()), chain("mend_s", "try", "worse")
    )
    parts = (
        start(), sub("inner", start("s"), user("look"), end("up", error()), chain("s", "look", "up"), again),
        border("b", "inner", error()), *BORDER, end(), chain("start", "inner", "end"),
    )  # fmt: skip
    case = drawn(calendars, *parts, extra=DECLARED).act("look_up").act("try_worse")
    assert case.waits_at == ["outside"]


def test_an_error_of_one_beside_is_caught_in_the_same_scope(calendars):
    note = on_event(
        "note",
        message("note"),
        user("try"),
        end("bad", error()),
        chain("note_s", "try", "bad"),
        interrupting=False,
    )
    case = drawn(calendars, *LINE, note, on_event("mend", error()), messages="note", extra=DECLARED)
    assert case.deliver("note").act("try_bad").waits_at == ["mend_t"]


def raising(id, interrupting=False):
    """An event sub-process that hears of an escalation, and throws it again."""
    parts = user(f"{id}_t"), end(f"{id}_e", escalation()), chain(f"{id}_s", f"{id}_t", f"{id}_e")
    return on_event(id, escalation(), *parts, interrupting=interrupting)


def test_one_does_not_catch_what_it_throws_itself(calendars):
    """It goes on to what catches it around the scope (BPMN 2.0.2, 10.5.6)."""
    parts = throwing(raising("seen"), around=(border("b", "inner", escalation(), False), *BORDER))
    case = drawn(calendars, *parts, extra=DECLARED).act("look_up")
    assert case.act("seen_t_seen_e").waits_at == ["on", "outside"]


def test_an_escalation_that_only_its_own_handler_could_catch_is_over(calendars):
    case = drawn(calendars, *throwing(raising("seen")), extra=DECLARED).act("look_up")
    assert case.act("seen_t_seen_e").waits_at == ["on"]


def test_another_one_of_the_scope_catches_what_it_throws(calendars):
    any = on_event("any", "<bpmn:escalationEventDefinition/>", interrupting=False)
    case = drawn(calendars, *throwing(raising("seen"), any), extra=DECLARED).act("look_up")
    assert case.act("seen_t_seen_e").waits_at == ["any_t", "on"]


@pytest.mark.parametrize(("interrupting", "waits"), [(True, ["seen_t"]), (False, ["on", "seen_t"])])
def test_an_escalation_starts_one_in_its_scope_alone(calendars, interrupting, waits):
    parts = throwing(
        on_event("seen", escalation(), interrupting=interrupting),
        around=(border("b", "inner", escalation()), *BORDER),
    )
    assert drawn(calendars, *parts, extra=DECLARED).act("look_up").waits_at == waits


def test_the_one_that_names_the_escalation_is_before_the_one_that_takes_any(calendars):
    parts = throwing(
        on_event("any", "<bpmn:escalationEventDefinition/>", interrupting=False),
        on_event("this", escalation()),
    )
    assert drawn(calendars, *parts, extra=DECLARED).act("look_up").waits_at == ["this_t"]


def test_what_interrupts_from_inside_ends_it_at_once(calendars):
    tell = (throw("up", escalation()), notify("tell"), end(), chain("work", "up", "tell", "end"))
    case = drawn(
        calendars,
        start(),
        user("work"),
        chain("start", "work"),
        *tell,
        on_event("seen", escalation()),
        extra=DECLARED,
    )
    case.act("work_up")
    assert (case.waits_at, case.notified) == (["seen_t"], [])


def test_a_signal_starts_one_in_every_scope_that_waits_for_it(calendars):
    inner = sub(
        "inner",
        start("s"),
        user("a"),
        end("e"),
        chain("s", "a", "e"),
        on_event("in", signal(), interrupting=False),
    )
    case = drawn(
        calendars, start(), both("x"), inner, user("b"), throw("call", signal()), end(), end("f"), chain("start", "x", "inner", "end"),
        chain("x", "b", "call", "f"), on_event("out", signal(), interrupting=False), extra=DECLARED,
    )  # fmt: skip
    assert case.act("b_call").waits_at == ["a", "in_t", "out_t"]


def test_a_message_is_heard_by_the_innermost(calendars):
    inner = sub(
        "inner",
        start("s"),
        user("a"),
        end("e"),
        chain("s", "a", "e"),
        on_event("in", message("stop")),
    )
    case = drawn(
        calendars, start(), inner, end(), chain("start", "inner", "end"), STOP, messages="stop"
    )
    assert case.deliver("stop").waits_at == ["in_t"]
    assert case.deliver("stop").waits_at == ["stop_t"]


# ------------------------------------------------------------------ what it ends


def test_one_that_interrupts_ends_the_others_of_its_scope(calendars):
    case = drawn(calendars, *LINE, NOTE, STOP, messages="note stop").deliver("note").deliver("stop")
    assert case.waits_at == ["stop_t"]


def test_what_lies_around_the_scope_goes_on(calendars):
    inner = sub("inner", start("s"), user("a"), end("e"), chain("s", "a", "e"), STOP)
    case = drawn(
        calendars, start(), both("x"), inner, user("beside"), both("y"), user("after"), end(),
        chain("start", "x", "inner", "y", "after", "end"), chain("x", "beside", "y"), messages="stop",
    ).deliver("stop")  # fmt: skip
    assert case.waits_at == ["beside", "stop_t"]
    assert case.act("stop_t_stop_e").act("beside_y").waits_at == ["after"]


def test_terminate_ends_the_scope_and_all_that_was_started_in_it(calendars):
    case = drawn(
        calendars, start(), both("x"), user("a"), user("b"), end("all", TERMINATE, status="Done"), end("f"),
        chain("start", "x", "a", "all"), chain("x", "b", "f"), NOTE, messages="note",
    ).deliver("note").act("a_all")  # fmt: skip
    assert (case.step.completed, case.step.status, path(case)) == (True, "Done", ["a_all", "all"])


def test_terminate_in_one_ends_that_one(calendars):
    over = on_event("note", message("note"), both("n"), user("t"), user("u"), end("all", TERMINATE), end("o"),
                    chain("note_s", "n", "t", "all"), chain("n", "u", "o"), interrupting=False)  # fmt: skip
    case = drawn(calendars, *LINE, over, messages="note").deliver("note").act("t_all")
    assert case.waits_at == ["work"]


# ------------------------------------------------------------------ data


def deciding(id, event, **more):
    """An event sub-process that decides on a number."""
    return on_event(
        id, event, xor(f"{id}_x", default=f"{id}_x_low"), user("high"), user("low"), end("h"), end("l"),
        chain(f"{id}_s", f"{id}_x"), flow(f"{id}_x", "high", when="n > 1"), flow(f"{id}_x", "low", id=f"{id}_x_low"),
        chain("high", "h"), chain("low", "l"), **more,
    )  # fmt: skip


@pytest.mark.parametrize(("n", "waits"), [(3, ["high"]), (0, ["low"])])
def test_it_knows_what_was_filled_in_since_its_scope_began(calendars, n, waits):
    case = drawn(
        calendars, start(), user("ask", form=NUMBER), user("work"), end(), chain("start", "ask", "work", "end"),
        deciding("stop", message("stop")), messages="stop",
    ).act("ask_work", n=n).deliver("stop")  # fmt: skip
    assert case.waits_at == waits


def test_it_knows_what_was_filled_in_where_the_error_was_thrown(calendars):
    inner = sub(
        "inner", start("s"), user("ask", form=NUMBER), end("bad", error()), chain("s", "ask", "bad")
    )
    case = drawn(
        calendars,
        start(),
        inner,
        end(),
        chain("start", "inner", "end"),
        deciding("mend", error()),
        extra=DECLARED,
    )
    assert case.act("ask_bad", n=5).waits_at == ["high"]


def test_what_comes_with_the_message_is_before_what_was_known(calendars):
    case = drawn(
        calendars, start(), user("ask", form=NUMBER), user("work"), end(), chain("start", "ask", "work", "end"),
        deciding("stop", message("stop")), messages="stop",
    ).act("ask_work", n=5).deliver("stop", n=0)  # fmt: skip
    assert case.waits_at == ["low"]


# ------------------------------------------------------------------ links


def test_a_link_leads_on_where_it_is_caught(calendars):
    case = drawn(
        calendars, start(), user("work"), throw("there", link("On")), chain("start", "work", "there"),
        catch("here", link("On")), user("after"), end(), chain("here", "after", "end"),
    )  # fmt: skip
    case.act("work_there")
    assert (case.waits_at, path(case)) == (
        ["after"],
        ["work_there", "there", "here", "here_after", "after"],
    )


# ------------------------------------------------------------------ refused


@pytest.mark.parametrize("name", ODD)
def test_what_is_not_drawn_as_bpmn_has_it_is_refused_by_name(calendars, name):
    parts = (start(), user("a"), end(), chain("start", "a", "end"), *ODD[name])
    with pytest.raises(DiagramError, match="event sub-process 'h' is not drawn as BPMN has it"):
        Process(diagrams.read(bpmn(*parts, messages="m")), calendars)


@pytest.mark.parametrize(
    "more",
    [
        (throw("l", link("A")),),
        (throw("l", link("A")), catch("m", link("A")), catch("n", link("A"))),
        (throw("l", link("")), catch("m", link(""))),
    ],
)
def test_a_link_that_leads_nowhere_or_to_two_places_is_refused_by_name(calendars, more):
    parts = (start(), node("userTask", "a"), *more, chain("start", "a", "l"))
    with pytest.raises(DiagramError, match=r"The link '[lm]' is not drawn"):
        Process(diagrams.read(bpmn(*parts)), calendars)


def test_an_error_that_no_event_sub_process_catches_is_refused_and_changes_nothing(calendars):
    case = drawn(
        calendars, start(), user("work"), end("bad", error()), chain("start", "work", "bad"), STOP, messages="stop", extra=DECLARED,
    )  # fmt: skip
    with pytest.raises(EngineError, match="nothing in it waits"):
        case.act("work_bad")
    assert case.deliver("stop").waits_at == ["stop_t"]


# ------------------------------------------------------------------ the walks can fail


@pytest.mark.parametrize(
    ("part", "name", "wrong"),
    [
        (specs.CaseHandlerStart, "_interrupt", specs.CaseBoundaryEvent._interrupt),
        (event_routing.CaseEvents, "_handlers_beside", lambda self, activity: []),
    ],
)
def test_walks_notice_what_is_ended_or_caught_otherwise(calendars, monkeypatch, part, name, wrong):
    monkeypatch.setattr(part, name, wrong)
    with pytest.raises((AssertionError, EngineError)):
        for seed in range(60):
            block, data = random_handling_drawing(seed)
            process = Process(diagrams.read(data), calendars, cache=0)
            walk_with_token_game(process, calendars, block, seed, 40)


# ------------------------------------------------------------------ other versions


def moved(case, calendars, *parts, process="p"):
    """A case as it stands on another drawing."""
    there = Process(diagrams.read(bpmn(*parts, messages="stop note", process=process)), calendars)
    possible = find_wait_states(there.diagram).__contains__
    mapping = there.mapping_from(case.process, {}, possible)
    case.step = there.migrate(case.step.state, case.process, mapping, case.now, case.calendar)
    case.process = there
    return case


def test_one_that_is_new_begins_to_listen(calendars):
    case = moved(drawn(calendars, *LINE), calendars, *LINE, STOP, on_event("late", timer("PT4H")))
    assert (case.waits_at, case.step.messages) == (["work"], ("stop",))
    case.let_time_pass_hours(4)
    assert case.waits_at == ["late_t"]


def test_one_that_is_not_drawn_any_more_listens_no_more(calendars):
    case = moved(drawn(calendars, *LINE, STOP, messages="stop"), calendars, *LINE)
    assert (case.waits_at, case.step.messages) == (["work"], ())
    assert case.act("work_end").step.completed


def test_a_timer_of_one_keeps_its_instant(calendars):
    late = on_event("late", timer("PT4H"))
    case = drawn(calendars, *LINE, late)
    case.let_time_pass_hours(3)
    case = moved(case, calendars, *LINE, late, STOP, process="q")
    case.let_time_pass_hours(1)
    assert case.waits_at == ["late_t"]


def test_one_goes_on_listening_though_the_body_of_its_scope_is_over(calendars):
    case = drawn(calendars, *LINE, NOTE, messages="note").deliver("note").act("work_end")
    case = moved(case, calendars, *LINE, NOTE, STOP)
    assert case.deliver("note").waits_at == ["note_t", "note_t"]
