"""What a condition may hear from other tokens while its event waits."""

import pytest

from runner import bpmn as diagrams
from runner.bpmn.graphs import reach
from runner.gate.lint import concurrency
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
CALLING = (
    node("callActivity", "w", calledElement="q"), border("c", "w", LARGE), user("h"), end("eh"), chain("start", "w", "end"),
    chain("c", "h", "eh"),
)  # fmt: skip
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
    "in the called process": CALLING,
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


def test_a_condition_on_a_process_that_calls_itself_is_looked_at():
    again = start("s"), SAY, node("callActivity", "again", calledElement="q"), end("e")
    itself = called("q", *again, chain("s", "say", "again", "e"))
    found = findings(bpmn(start(), end(), *CALLING, extra=itself), ())
    assert all(each.rule != "unknown-variable" for each in found)


def test_splits_are_followed_once_however_many_conditions_are_awaited(monkeypatch):
    followed = []
    monkeypatch.setattr(concurrency, "reach", lambda *given: followed.append(1) or reach(*given))

    def watched(k):
        events = border(f"c{k}", f"w{k}", LARGE) + user(f"h{k}") + end(f"eh{k}")
        split = both(f"g{k}") + user(f"w{k}") + user(f"o{k}") + both(f"j{k}") + events
        ways = chain(f"g{k}", f"w{k}", f"j{k}") + chain(f"g{k}", f"o{k}", f"j{k}")
        return split + ways + chain(f"c{k}", f"h{k}", f"eh{k}")

    drawn = map(watched, range(4))
    way = chain("start", "g0"), *(chain(f"j{k}", f"g{k + 1}") for k in range(3)), chain("j3", "end")
    findings(bpmn(start(), end(), *drawn, *way), ())
    assert len(followed) == 4 * 2


DECIDED = (
    xor("x", default="x_l"), user("h"), user("l"), end("eh"), end("el"), flow("x", "h", when="n > 1"), flow("x", "l"),
    chain("h", "eh"), chain("l", "el"),
)  # fmt: skip
FIRST = user("first", form=NUMBER)
INSIDE = sub("w", start("s"), SAY, user("more"), end("e"), chain("s", "say", "more", "e"))
STALE = {
    "in another branch": (FIRST, both("g"), SAY, user("b"), chain("start", "first", "g", "say", "end"), chain("g", "b", "x")),
    "inside what a time ends": (FIRST, INSIDE, border("t", "w", message("m")), chain("start", "first", "w", "end"), chain("t", "x")),
    "inside what goes on": (FIRST, INSIDE, border("t", "w", message("m"), False), chain("start", "first", "w", "end"), chain("t", "x")),
}  # fmt: skip
KNOWN = {
    "behind the join": (FIRST, both("g"), both("j"), SAY, user("b"), chain("start", "first", "g", "say", "j"), chain("g", "b", "j", "x"), user("z"), chain("z", "end")),
    "behind the sub-process": (FIRST, INSIDE, chain("start", "first", "w", "x"), user("z"), chain("z", "end")),
    "set in the same branch": (
        FIRST, both("g"), SAY, user("b", form=NUMBER), chain("start", "first", "g", "say", "end"), chain("g", "b", "x"),
    ),
    "in an event sub-process": (
        FIRST, INSIDE, chain("start", "first", "w", "end"), on_event("o", message("m"), *DECIDED, chain("o_s", "x"), interrupting=False),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("drawings", "named"), [(STALE, ["x_h"]), (KNOWN, [])])
def test_what_is_filled_in_elsewhere_meanwhile_is_not_read(drawings, named):
    for title, parts in drawings.items():
        decided = () if "in an event" in title else DECIDED
        data = bpmn(start(), end(), *parts, *decided, messages="m")
        told = [f.element for f in findings(data, ()) if f.rule == "stale-variable"]
        assert told == named, title
