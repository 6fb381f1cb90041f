"""Flows that need no gateway, and activities that are done several times: where the standard says that a
case waits. Lint lets each pass in the profile `engine`, and names what a reader may take for something else.
"""

from datetime import UTC, datetime

import pytest

from runner.errors import EngineError
from runner.gate import lint
from tests.drawings import (
    both,
    bpmn,
    catch,
    chain,
    either,
    end,
    extension,
    flow,
    message,
    node,
    on_event,
    start,
    user,
    xor,
)  # fmt: skip
from tests.engine.parts import (
    DECLARED,
    EACH_ITEM,
    IN_PLACE,
    ITEMS,
    NUMBER,
    called,
    inside,
    many,
    times,
)
from tests.engine.walked import drawn

SAY = user("say", form=NUMBER)
ROUNDS = '<bpmn:standardLoopCharacteristics loopMaximum="9"><bpmn:loopCondition>loopCounter &lt; 2</bpmn:loopCondition></bpmn:standardLoopCharacteristics>'
WHILE_LESS = "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>n &lt; 2</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"


def until(text):
    return f"<bpmn:completionCondition>{text}</bpmn:completionCondition>"


def automatic(**more):
    return node("scriptTask", "s", "<bpmn:script>x = 1</bpmn:script>", **more)


WAYS = user("b") + user("c") + end("e2")
TRACES = {
    "10.3: all flows out of a task are taken": (
        (user("a"), WAYS, chain("start", "a", "b", "end"), chain("a", "c", "e2")),
        "", ["a", "a_to_a_split", "b c", "b_end", "c", "c_e2", ""],
    ),
    "10.3: of the flows out of an activity those with a condition are taken where it holds": (
        (SAY, automatic(), WAYS, user("d"), end("e3"), chain("start", "say", "s", "b", "end"), flow("s", "c", when="n > 1"),
         flow("s", "d", when="n > 5"), chain("c", "e2"), chain("d", "e3")),
        "", ["say", ("say_s", 2), "b c"],
    ),
    "10.3: what a task fills in decides on the flows out of it": (
        (user("a", form=NUMBER), WAYS, chain("start", "a", "b", "end"), flow("a", "c", when="n > 5"), chain("c", "e2")),
        "", ["a", ("a_to_a_split", 9), "b c"],
    ),
    "10.3: the default flow out of a task is taken where no condition holds": (
        (node("userTask", "a", extension(NUMBER), default="a_d"), WAYS, user("d"), end("e3"), chain("start", "a", "b", "end"),
         flow("a", "c", when="n > 5"), chain("c", "e2"), chain("a", "d", "e3")),
        "", ["a", ("a_to_a_split", 1), "b d"],
    ),
    "13.4.3: what an implicit split sends an inclusive join waits for": (
        (SAY, automatic(), user("b"), user("c"), either("j"), user("z"), chain("start", "say", "s"), flow("s", "b", when="n > 0"),
         flow("s", "c", when="n > 1"), chain("b", "j"), chain("c", "j"), chain("j", "z", "end")),
        "", ["say", ("say_s", 2), "b c", "b_j", "c", "c_j", "z"],
    ),
    "10.3: all flows out of a call are taken, and join in each round": (
        (xor("m"), node("callActivity", "call", calledElement="q"), user("b"), user("c"), both("j"), user("z", form=NUMBER),
         xor("x", default="x_end"), chain("start", "m", "call", "b", "j", "z", "x", "end"), chain("call", "c", "j"), flow("x", "m", when="n > 0")),
        called("q", *inside("i")),
        ["i_t", "i_t_i_e", "b c", "b_j", "c", "c_j", "z", ("z_x", 1), "i_t", "i_t_i_e", "b c"],
    ),
    "10.5.4: all flows out of an event are taken": (
        (catch("k", message("m")), WAYS, chain("start", "k", "b", "end"), chain("k", "c", "e2")), "", ["k", "!m", "b c"],
    ),
    "10.5.4: all flows out of the start of an event sub-process are taken": (
        (user("w"), chain("start", "w", "end"), on_event("h", message("m"), WAYS, end("e1"), chain("h_s", "b", "e1"), chain("h_s", "c", "e2"))),
        "", ["w", "!m", "b c", "b_e1", "c", "c_e2", ""],
    ),
    "8.3.13: each of two flows from one element to another brings a token": (
        (user("a"), user("b"), chain("start", "a", "b", "end"), flow("a", "b", id="again")),
        "", ["a", "a_to_a_split", "b b", "b_end", "b", "b_end", ""],
    ),
    "13.4.1: a parallel gateway joins several flows from one gateway": (
        (both("p"), both("j"), user("a"), chain("start", "p", "j", "a", "end"), flow("p", "j", id="second"), flow("p", "j", id="third")),
        "", ["a", "a_end", ""],
    ),
    "13.4.3: an inclusive gateway joins two conditions that lead there": (
        (SAY, either("p"), either("j"), user("a"), chain("start", "say", "p"), flow("p", "j", when="n > 0"), flow("p", "j", when="n > 1", id="second"),
         chain("j", "a", "end")),
        "", ["say", ("say_p", 2), "a", "a_end", ""],
    ),
    "10.3.8: a loop knows how many rounds are done": (
        (user("t", ROUNDS), user("z"), chain("start", "t", "z", "end")), "", ["t", "t_z", "t", "t_z", "z"],
    ),
    "10.3.8: a loop decides on what was set in its round": (
        (node("subProcess", "r", start("s") + user("t", form=NUMBER) + end("e") + chain("s", "t", "e") + WHILE_LESS), user("z"),
         chain("start", "r", "z", "end")),
        "", ["t", ("t_e", 0), "t", ("t_e", 2), "z"],
    ),
    "10.3.8: instances end as soon as few are left": (
        (user("t", many(False, times(3) + until("numberOfActiveInstances &lt; 2 and numberOfTerminatedInstances == 0"))), user("z"),
         chain("start", "t", "z", "end")),
        "", ["t t t", "t_z", "t t", "t_z", "z"],
    ),
    "10.3.8: what one of several filled in ends the others": (
        (user("t", many(False, times(3) + until("n > 1")), form=NUMBER), user("z"), chain("start", "t", "z", "end")),
        "", ["t t t", ("t_z", 0), "t t", ("t_z", 2), "z"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", TRACES)
def test_a_case_waits_where_the_standard_says(title, calendars):
    parts, extra, steps = TRACES[title]
    declared = {"process": "case", "messages": "m", "extra": DECLARED + extra}
    drawn(calendars, start(), end(), *parts, **declared).follow(*steps)
    diagram, found = lint.read(bpmn(start(), end(), *parts, **declared), {})
    found += lint.check(diagram, "engine", datetime(2026, 11, 1, tzinfo=UTC))
    assert [f for f in found if f.severity == "error"] == []


TEXT = {"type": "object", "properties": {"items": {"type": "string"}}}


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize(
    ("form", "inner", "said"),
    [
        (NUMBER, times("n"), {"n": -1}), (NUMBER, times("n"), {"n": 10**6}), (NUMBER, times("n"), {}),
        (TEXT, EACH_ITEM, {"items": "abc"}), (ITEMS, EACH_ITEM, {"items": [0] * 10_001}),
    ],
)  # fmt: skip
def test_a_number_of_times_that_is_none_is_said_in_a_sentence(
    form, inner, said, sequential, calendars
):
    case = drawn(calendars, start(), user("say", form=form), user("t", many(sequential, inner)), end(),
                 chain("start", "say", "t", "end"))  # fmt: skip
    with pytest.raises(EngineError, match=r"'t' is to be done .* times: 0 to 10,000 are allowed"):
        case.act("say_t", **said)
    assert case.waits_at == ["say"]


def test_more_than_the_gate_allows_goes_on_in_versions_from_before_it_looked(calendars):
    case = drawn(
        calendars, start(), user("t", many(False, times(1001))), end(), chain("start", "t", "end")
    )
    case.act("t_end")
    assert (case.step.instances[0].done, case.step.instances[0].of) == (1, 1001)


def test_an_item_that_is_null_is_one(calendars):
    case = drawn(calendars, start(), user("say", form=ITEMS), user("t", many(True, IN_PLACE), form=NUMBER), user("z"), end(),
                 chain("start", "say", "t", "z", "end"))  # fmt: skip
    case.act("say_t", items=[1, None, 3])
    case.follow("t", ("t_z", 5), "t", ("t_z", 6), "t", ("t_z", 7), "z")
