"""A loop that nobody waits in is refused where the engine would turn in it for ever, and only there."""

import pytest

from runner.errors import EngineError
from tests.drawings import (
    border,
    bpmn,
    catch,
    chain,
    end,
    flow,
    node,
    notify,
    on_event,
    start,
    sub,
    user,
    xor,
)
from tests.engine.parts import many, times
from tests.engine.walked import drawn
from tests.gate.lint.examples import NUMBER, conditional
from tests.gate.lint.pages import findings

ASKED = start() + user("ask", form=NUMBER) + end()
MANY = conditional("hours > 3")


def setting(text):
    return node("scriptTask", "set", f"<bpmn:script>{text}</bpmn:script>")


def around(text, again, **more):
    """A gateway behind a script leads back to it, or to the end."""
    return (
        ASKED, xor("m"), setting(text), xor("x", default="x_end", **more), chain("start", "ask", "m", "set", "x", "end"),
        flow("x", "m", when=again),
    )  # fmt: skip


def back_to_the_task(*between):
    """A condition on the border of a task leads back to it, through some elements."""
    way = [item.split('id="')[1].split('"')[0] for item in between]
    return (
        ASKED, xor("m"), user("work"), border("c", "work", MANY), *between,
        chain("start", "ask", "m", "work", "end"), chain("c", *way, "m"),
    )  # fmt: skip


def in_a_sub_process(text):
    """A condition starts an event sub-process, and a gateway behind its scope leads back."""
    stop = on_event("stop", MANY, setting(text), end("o"), chain("stop_s", "set", "o"))
    return (
        ASKED, xor("m"), sub("s", start("s1"), user("t"), end("e1"), chain("s1", "t", "e1"), stop),
        chain("start", "ask", "m", "s", "x"), xor("x", default="x_end"), flow("x", "end"), flow("x", "m", when="hours > 3"),
    )  # fmt: skip


ENDLESS = {
    "a condition on the border of the task": back_to_the_task(),
    "one with a service between": back_to_the_task(notify("tell")),
    "one with a script that keeps it true": back_to_the_task(setting("hours = 4")),
    "a condition on the border of a sub-process": (
        ASKED, xor("m"), sub("s", start("s1"), user("t"), end("e1"), chain("s1", "t", "e1")), border("c", "s", MANY),
        chain("start", "ask", "m", "s", "end"), chain("c", "m")),
    "a condition that starts an event sub-process": in_a_sub_process("done = True"),
    "a condition that holds when it is waited for": (
        ASKED, xor("m"), catch("c", MANY), xor("x", default="x_end"), chain("start", "ask", "m", "c", "x", "end"),
        flow("x", "m", when="hours > 4")),
    "a script that sets a constant": around("tries = 1", "tries < 3"),
    "a script that sets the same each time": around("tries = hours", "tries > 3"),
    "a constant that is only part of the condition": around("tries = 1", "tries < 3 and hours > 3"),
    "a script that counts away from the limit": around("hours = hours + 1", "hours > 3"),
    "a script that counts down below the limit": around("hours = hours - 1", "hours < 30"),
    "a counter beside a condition that stays": around("hours = 2 + hours", "hours > 3 and tries != 1"),
}  # fmt: skip
ENDING = {
    "a script that makes the condition of a border false": back_to_the_task(setting("hours = 1")),
    "a task on the way back": back_to_the_task(user("look")),
    "a script that counts": around("hours = hours - 1", "hours > 3"),
    "a script that counts to the limit": around("hours = hours + 1", "hours < 30"),
    "a script that counts until a value is met": around("hours = hours + 1", "hours != 30"),
    "two scripts that count in both directions": (
        ASKED, xor("m"), setting("hours = hours + 1"), setting("hours = hours - 2").replace('"set"', '"back"'),
        xor("x", default="x_end"), chain("start", "ask", "m", "set", "back", "x", "end"), flow("x", "m", when="hours > 3")),
    "a constant that ends it": around("hours = 1", "hours > 3"),
    "a constant that ends it whatever else is": around("tries = 3", "not tries == 3 and hours > 3"),
    "a condition that starts an event sub-process once": in_a_sub_process("hours = 1"),
}  # fmt: skip


def refused(parts):
    return [f.rule for f in findings(bpmn(*parts), ()) if f.severity == "error"]


@pytest.mark.parametrize("name", ENDLESS)
def test_a_loop_that_turns_for_ever_is_refused_before_it_can(name, calendars):
    assert "busy-loop" in refused(ENDLESS[name])
    with pytest.raises(EngineError, match=r"round in circles|too deep"):
        drawn(calendars, *ENDLESS[name]).act("ask_m", hours=5)


@pytest.mark.parametrize("name", ENDING)
def test_a_loop_that_ends_is_accepted_and_does(name, calendars):
    assert "busy-loop" not in refused(ENDING[name])
    case = drawn(calendars, *ENDING[name]).act("ask_m", hours=5)
    assert case.step.completed or case.waits_at


@pytest.mark.parametrize(
    ("kind", "found"), [("boolean", ["b"]), ("string", ["b"]), ("array", ["b"]), ("integer", []), ("number", [])]
)  # fmt: skip
def test_how_often_something_is_done_is_a_number(kind, found):
    form = {"type": "object", "properties": {"count": {"type": kind}}}
    data = bpmn(
        start(),
        user("a", form=form),
        user("b", many(False, times("count"))),
        end(),
        chain("start", "a", "b", "end"),
    )
    assert [f.element for f in findings(data, ()) if f.rule == "type-clash"] == found
