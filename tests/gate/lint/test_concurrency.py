"""What a condition may hear from other tokens while its event waits."""

import pytest

from runner import bpmn as diagrams
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
    user,
    xor,
)  # fmt: skip
from tests.engine.parts import NUMBER, called, many, times, when
from tests.gate.lint.pages import findings

LARGE = when("n > 1")
SAY = user("say", form=NUMBER)
WATCHED = user("w") + border("c", "w", LARGE) + user("h") + end("eh") + chain("c", "h", "eh")
SAID = "".join((start("s"), SAY, end("e"), chain("s", "say", "e")))
BESIDE = {
    "in another branch": (both("g"), WATCHED, SAY, end("e2"), chain("start", "g", "w", "end"), chain("g", "say", "e2")),
    "by a script of another branch": (
        both("g"), WATCHED, node("scriptTask", "say", "<bpmn:script>n = 2</bpmn:script>"), end("e2"), chain("start", "g", "w", "end"),
        chain("g", "say", "e2"),
    ),
    "in another branch of a loop": (
        xor("m"), both("g"), WATCHED, SAY, both("j"), user("z"), xor("x"), chain("start", "m", "g", "w", "j", "z", "x"),
        chain("g", "say", "j"), flow("x", "m", "Again"), flow("x", "end", "Enough"),
    ),
    "inside the activity": (sub("w", SAID), border("c", "w", LARGE), user("h"), end("eh"), chain("start", "w", "end"), chain("c", "h", "eh")),
    "in the called process": (
        node("callActivity", "w", calledElement="q"), border("c", "w", LARGE), user("h"), end("eh"), chain("start", "w", "end"),
        chain("c", "h", "eh"),
    ),
    "by what another event on the border began": (
        WATCHED, border("b", "w", message("m"), False), SAY, end("e2"), chain("start", "w", "end"), chain("b", "say", "e2"),
    ),
    "by an earlier instance": (
        user("w", many(True, times(3)), form=NUMBER), border("c", "w", LARGE), user("h"), end("eh"), chain("start", "w", "end"),
        chain("c", "h", "eh"),
    ),
    "in the scope of the event sub-process": (SAY, chain("start", "say", "end"), on_event("h", LARGE)),
    "in an event sub-process": (
        WATCHED, chain("start", "w", "end"), on_event("o", message("m"), SAY, end("oe"), chain("o_s", "say", "oe"), interrupting=False),
    ),
}  # fmt: skip
NEVER = {
    "behind the task": (WATCHED, SAY, chain("start", "w", "say", "end")),
    "behind the join": (
        both("g"), WATCHED, user("b"), both("j"), SAY, chain("start", "g", "w", "j", "say", "end"), chain("g", "b", "j"),
    ),
    "on the way of another choice": (xor("g"), WATCHED, SAY, end("e2"), chain("start", "g", "w", "end"), chain("g", "say", "e2")),
    "once the task is interrupted": (
        WATCHED, border("b", "w", message("m")), SAY, end("e2"), chain("start", "w", "end"), chain("b", "say", "e2"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("where", [*BESIDE, *NEVER])
def test_a_condition_reads_what_may_be_set_while_it_waits(where):
    parts = (BESIDE | NEVER)[where]
    data = bpmn(
        start(), end(), *parts, messages="m", extra=called("q", SAID) if "called" in where else ""
    )
    assert diagrams.read(data)
    found = [each.element for each in findings(data, ()) if each.rule == "unknown-variable"]
    assert found == ([] if where in BESIDE else ["c"])
