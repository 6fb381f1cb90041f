"""What goes on beside one another: where the standard says that a case waits, and the gate agrees. The sections are those of BPMN 2.0.2."""

from datetime import UTC, datetime

import pytest

from runner.gate import lint, soundness
from tests.drawings import (
    border,
    both,
    bpmn,
    chain,
    end,
    flow,
    message,
    node,
    on_event,
    start,
    sub,
    timer,
    user,
    xor,
)  # fmt: skip
from tests.engine.parts import (
    DECLARED,
    NUMBER,
    called,
    escalation,
    inside,
    many,
    throw,
    times,
    when,
)  # fmt: skip
from tests.engine.walked import drawn

CALL = node("callActivity", "call", calledElement="q")
LARGE = border("c", "w", when("n > 1"), False) + user("h") + end("eh") + chain("c", "h", "eh")
TRACES = {
    "13.5.4: a cycle begins an event sub-process of a called process": (
        (CALL, user("after"), chain("start", "call", "after", "end")),
        called("q", start("qs"), user("a"), end("qe"), chain("qs", "a", "qe"), on_event("h", timer("R2/PT1H", "timeCycle"), interrupting=False)),
        ["a", 1, "a h_t", 1, "a h_t h_t", 1, "a h_t h_t", "a_qe", "h_t h_t", "h_t_h_e", "h_t", "h_t_h_e", "after"],
    ),
    "13.5.4: what interrupts a scope ends the handlers that run beside, and none begins again": (
        (sub("o", *inside("x"), on_event("n", message("m"), interrupting=False), on_event("i", message("k"))), user("z"),
         chain("start", "o", "z", "end")),
        "", ["x_t", "!m", "n_t x_t", "!m", "n_t n_t x_t", "!k", "i_t", "i_t_i_e", "z"],
    ),
    "13.5.4: a handler goes on when the flow of its scope is over, and may begin again": (
        (user("a"), chain("start", "a", "end"), on_event("h", timer("R3/PT1H", "timeCycle"), interrupting=False)),
        "", ["a", 1, "a h_t", "a_end", "h_t", 1, "h_t h_t", "h_t_h_e", "h_t"],
    ),
    "13.3.7: a message on the border of instances comes again and again, until all are done": (
        (user("a", many(False, times(2))), border("b", "a", message("m"), False), user("h"), end("eh"), user("z"),
         chain("start", "a", "z", "end"), chain("b", "h", "eh")),
        "", ["a a", "!m", "a a h", "a_z", "a h", "!m", "a h h", "a_z", "h h z"],
    ),
    "10.5.1: a called process escalates twice, and the handler around the call begins twice": (
        (sub("o", start("s"), CALL, end("e"), chain("s", "call", "e"), on_event("h", escalation(), interrupting=False)), user("z"),
         chain("start", "o", "z", "end")),
        called("q", start("qs"), user("a"), throw("u1", escalation()), user("b"), throw("u2", escalation()), user("c"), end("qe"),
               chain("qs", "a", "u1", "b", "u2", "c", "qe")),
        ["a", "a_u1", "b h_t", "b_u2", "c h_t h_t", "c_qe", "h_t h_t", "h_t_h_e", "h_t", "h_t_h_e", "z"],
    ),
    "10.5.1: what handles an escalation of a scope may escalate to the handler further out": (
        (sub("o", *inside("x"), on_event("h", message("m"), throw("up", escalation()), user("t"), end("he"), chain("h_s", "up", "t", "he"),
         interrupting=False)), chain("start", "o", "end"), on_event("g", escalation(), interrupting=False)),
        "", ["x_t", "!m", "g_t t x_t", "t_he", "g_t x_t", "x_t_x_e", "g_t", "g_t_g_e", ""],
    ),
    "10.5.4: a condition on a border hears each time what a loop beside fills in": (
        (user("w"), LARGE, both("g"), xor("m0"), user("a", form=NUMBER), xor("x"), end("e2"), chain("start", "g", "w", "end"),
         chain("g", "m0", "a", "x"), flow("x", "m0", "again", id="again"), flow("x", "e2", "enough", id="enough")),
        "", ["a w", ("again", 2), "a h w", ("again", 3), "a h w", ("again", 0), "a h w", ("again", 5), "a h h w"],
    ),
    "10.5.4: a condition on the border of instances hears what one of them filled in": (
        (user("w", many(True, times(3)), form=NUMBER), LARGE, user("z"), chain("start", "w", "z", "end")),
        "", ["w", ("w_z", 0), "w", ("w_z", 2), "h w"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", TRACES)
def test_a_case_waits_where_the_standard_says(title, calendars):
    parts, extra, steps = TRACES[title]
    declared = {"process": "case", "messages": "m k", "extra": DECLARED + extra}
    drawn(calendars, start(), end(), *parts, **declared).follow(*steps)
    diagram, found = lint.read(bpmn(start(), end(), *parts, **declared), {})
    found += lint.check(diagram, "engine", datetime(2026, 11, 1, tzinfo=UTC))
    found += soundness.check(diagram, alike=3)
    assert [f for f in found if f.severity == "error"] == []
