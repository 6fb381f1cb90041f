"""What a support desk could not work by is named; what it can is left alone."""

import pytest

from tests.drawings import border, bpmn, chain, end, message, notify, on_event, start, timer, user
from tests.gate.lint.examples import called_twice
from tests.gate.lint.pages import findings


def test_an_end_beside_the_main_way_needs_no_status():
    drawn = bpmn(
        start(), user("a", status="Open"), border("late", "a", timer("PT8H"), False, milestone="answer"),
        notify("tell"), end("told"), end(status="Done"), chain("start", "a", "end"), chain("late", "tell", "told"),
    )  # fmt: skip
    assert "status" not in [f.rule for f in findings(drawn, ())]


def test_an_end_behind_an_event_that_interrupts_needs_a_status():
    drawn = bpmn(
        start(), user("a", status="Open"), border("late", "a", timer("PT8H")),
        end("told"), end(status="Done"), chain("start", "a", "end"), chain("late", "told"),
    )  # fmt: skip
    assert ("status", "told") in [(f.rule, f.element) for f in findings(drawn, ())]


def _with_status(drawn, inside, of_second):
    """The status stands in the process that is called, or at the second call."""
    said = '<spiffworkflow:property name="status" value="{}"/>'
    drawn = drawn.decode().replace(said.format("Open"), said.format(inside))
    before, b, behind = drawn.partition('id="b"')
    audience = '<spiffworkflow:property name="audience"'
    return (before + b + behind.replace(audience, said.format(of_second) + audience, 1)).encode()


@pytest.mark.parametrize(
    ("drawn", "named"),
    [
        (called_twice("lead", "analyst"), ["audience"]),
        (called_twice("lead", ""), ["audience"]),
        (called_twice("", "lead"), ["audience"]),
        (called_twice("lead", "analyst", inside="agent"), []),
        (called_twice("lead", "lead"), []),
        (called_twice("", ""), []),
        (_with_status(called_twice("lead", "lead"), "Open", ""), []),
        (_with_status(called_twice("lead", "lead"), "", "Open"), ["status"]),
    ],
)
def test_what_is_called_twice_is_not_for_the_people_of_the_first_call_alone(drawn, named):
    """Else its tasks were offered to the people of the first call, whichever one it was."""
    told = [f.message for f in findings(drawn, ()) if f.rule == "called-alike"]
    assert [message.split("'")[5] for message in told] == named


# ------------------------------------------------------------------ event sub-processes


def case_with(*handlers):
    return bpmn(
        start(), user("a", status="Open"), border("late", "a", timer("PT8H"), False, milestone="answer"), end("over"),
        end(status="Done"), chain("start", "a", "end"), chain("late", "over"), *handlers, messages="customer_reply",
    )  # fmt: skip


def told(drawn):
    return [(f.rule, f.element) for f in findings(drawn, ()) if f.rule != "picture"]


def test_a_case_may_have_event_sub_processes():
    replied = on_event(
        "reply", message("customer_reply"), notify("tell"), end("told"), chain("reply_s", "tell", "told"), interrupting=False,
    )  # fmt: skip
    given_up = on_event(
        "old",
        timer("PT72H"),
        notify("say"),
        end("gone", status="Gone"),
        chain("old_s", "say", "gone"),
    )
    assert told(case_with(replied, given_up)) == []


def test_what_waits_or_ends_in_one_that_interrupts_needs_a_status():
    drawn = case_with(on_event("stop", message("customer_reply")))
    assert told(drawn) == [("status", "stop_t"), ("status", "stop_e")]
