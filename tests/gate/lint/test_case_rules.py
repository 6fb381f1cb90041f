"""What a support desk could not work by is named; what it can is left alone."""

from tests.drawings import border, bpmn, chain, end, notify, start, timer, user
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
