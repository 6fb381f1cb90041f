"""Drawings to walk: one for each construct that Caselane runs, and random ones."""

from __future__ import annotations

from tests.drawings import (
    border,
    both,
    bpmn,
    catch,
    chain,
    either,
    end,
    first_event,
    flow,
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
from tests.engine.handlers import SCOPED
from tests.engine.parts import (
    DECLARED,
    EACH_ITEM,
    ENOUGH,
    IN_PLACE,
    INTO_ITEMS,
    ITEMS,
    NUMBER,
    WHILE_SMALL,
    again_and_again,
    called,
    error,
    escalation,
    inside,
    into,
    many,
    signal,
    throw,
    times,
    when,
)

DRAWINGS = {
    "loop": bpmn(
        start(), xor("again"), user("work"), xor("choice"), end(),
        chain("start", "again", "work", "choice"),
        flow("choice", "again", "Again", id="again_please"), flow("choice", "end", "Done", id="done"),
    ),
    "parallel gateway": bpmn(
        start(), both("split"), user("a"), user("b"), notify("tell"), both("join"), user("c"), end(),
        chain("start", "split", "a", "join", "c", "end"), chain("split", "b", "tell", "join"),
    ),
    "inclusive gateway": bpmn(
        start(), user("ask", form=NUMBER),
        either("split", default="split_c"), user("a"), user("b"), user("c"), either("join"), end(),
        chain("start", "ask", "split"), flow("split", "a", when="n > 1"), flow("split", "b", when="n > 2"),
        flow("split", "c"), chain("a", "join"), chain("b", "join"), chain("c", "join", "end"),
    ),
    "sub-process with borders": bpmn(
        start(),
        sub("inner", start("s"), user("a"), xor("x"), user("b"), end("e"), end("f"),
            chain("s", "a", "x"), flow("x", "b", "B", id="to_b"), flow("x", "e", "E", id="to_e"),
            chain("b", "f")),
        border("stop", "inner", message("stop")), border("late", "inner", timer("PT4H"), False),
        user("after"), notify("tell"), end(), end("end2"), end("end3"),
        chain("start", "inner", "after", "end"), chain("stop", "end2"), chain("late", "tell", "end3"),
        messages="stop",
    ),
    "nested sub-processes in a loop": again_and_again(
        sub("outer", start("s"), sub("inner", *inside("in")), border("soon", "inner", timer("PT1H"), False),
            notify("tell"), user("b"), end("e"), end("f"), chain("s", "inner", "b", "e"),
            chain("soon", "tell", "f")),
        border("stop", "outer", message("stop")), user("after"), xor("x"),
        chain("outer", "x"), chain("stop", "after", "x"), first="outer", last="x", messages="stop",
    ),
    "sub-processes in a row inside another": bpmn(
        start(), sub("outer", start("s"), sub("one", *inside("i")), sub("two", *inside("j")), end("e"),
                     chain("s", "one", "two", "e")),
        end(), chain("start", "outer", "end"),
    ),
    "first event": bpmn(
        start(), xor("again"), first_event("wait"), catch("got", message("answer")),
        catch("waited", timer("P1D")), user("read"), end(),
        chain("start", "again", "wait", "got", "read", "again"), chain("wait", "waited", "end"),
        messages="answer",
    ),
    "two borders": bpmn(
        start(), xor("again"), user("work"), border("called", "work", message("call")),
        border("soon", "work", timer("PT1H"), False), border("late", "work", timer("PT3H")),
        user("talk"), notify("warn"), user("hurry"), end(), end("warned"), xor("done"),
        chain("start", "again", "work", "done", "end"), chain("called", "talk", "again"),
        chain("soon", "warn", "warned"), chain("late", "hurry", "done"), messages="call",
    ),
    "fired side branch in a loop": again_and_again(
        user("work", form=NUMBER), border("soon", "work", timer("PT1H"), False), user("side"),
        end("aside"), chain("soon", "side", "aside"), first="work",
    ),
    "call activity": again_and_again(
        node("callActivity", "call", calledElement="q"), border("late", "call", timer("PT2H")),
        user("hurry"), xor("x"), chain("call", "x"), chain("late", "hurry", "x"),
        first="call", last="x", extra=called("q", *inside("q")),
    ),
    "call activity in a call activity": bpmn(
        start(), node("callActivity", "call", calledElement="q"), user("after"), end(),
        chain("start", "call", "after", "end"),
        extra=called("q", start("qs"), node("callActivity", "deep", calledElement="r"), user("qa"), end("qe"),
                     chain("qs", "deep", "qa", "qe")) + called("r", *inside("r")),
    ),
    "standard loop, a number of times": again_and_again(
        user("work", '<bpmn:standardLoopCharacteristics loopMaximum="4"/>'), first="work",
    ),
    "standard loop, on a condition": bpmn(
        start(), user("ask", form=NUMBER), user("work", WHILE_SMALL, form=NUMBER), user("after"), end(),
        chain("start", "ask", "work", "after", "end"),
    ),
    "standard loop of a sub-process": bpmn(
        start(), user("ask", form=NUMBER),
        node("subProcess", "inner", "".join((start("s"), user("a", form=NUMBER), end("e"), chain("s", "a", "e")))
             + WHILE_SMALL),
        user("after"), end(), chain("start", "ask", "inner", "after", "end"),
    ),
    "multi-instance, a number of times": again_and_again(
        user("each", many(False, times(3))), user("one", many(True, times(2))), chain("each", "one"),
        first="each", last="one",
    ),
    "parallel multi-instance that replaces its items": bpmn(
        start(), user("ask", form=ITEMS), user("each", many(False, IN_PLACE), form=NUMBER), user("after"), end(),
        chain("start", "ask", "each", "after", "end"),
    ),
    "sequential multi-instance that replaces its items": bpmn(
        start(), user("ask", form=ITEMS), user("each", many(True, IN_PLACE), form=NUMBER), user("after"), end(),
        chain("start", "ask", "each", "after", "end"),
    ),
    "parallel multi-instance from data to data": bpmn(
        start(), user("ask", form=ITEMS), user("each", many(False, INTO_ITEMS), form=NUMBER), user("after"), end(),
        chain("start", "ask", "each", "after", "end"),
    ),
    "sequential multi-instance from data to data": bpmn(
        start(), user("ask", form=ITEMS), user("each", many(True, INTO_ITEMS), form=NUMBER), user("after"), end(),
        chain("start", "ask", "each", "after", "end"),
    ),
    "multi-instance that has enough": bpmn(
        start(), user("each", many(False, times(3) + ENOUGH), form=NUMBER),
        user("one", many(True, times(3) + ENOUGH), form=NUMBER), end(), chain("start", "each", "one", "end"),
    ),
    "multi-instance of a sub-process": again_and_again(
        node("subProcess", "each", "".join(inside("in")) + many(False, times(2))),
        border("soon", "each", timer("PT1H"), False), notify("tell"), end("told"),
        chain("soon", "tell", "told"), first="each",
    ),
    "message with values": bpmn(
        start(), xor("again"), catch("got", message("news")), user("read"), xor("x", default="x_end"), end(),
        chain("start", "again", "got", "read", "x"), flow("x", "again", when="n > 0"), flow("x", "end"),
        messages="news",
    ),
    "receive task": again_and_again(
        node("receiveTask", "got", messageRef="m_news"), first="got", messages="news",
    ),
    "bounded cycle": again_and_again(
        user("work"), border("each_hour", "work", timer("R3/PT1H", "timeCycle"), False), notify("tell"),
        end("told"), chain("each_hour", "tell", "told"), first="work",
    ),
    "error": again_and_again(
        sub("inner", start("s"), user("a", form=NUMBER), xor("x", default="x_e"), end("e"), end("bad", error()),
            chain("s", "a", "x"), flow("x", "bad", when="n > 1"), flow("x", "e")),
        border("caught", "inner", error()), user("mend"), xor("y"), chain("inner", "y"),
        chain("caught", "mend", "y"), first="inner", last="y", extra=DECLARED,
    ),
    "escalation": again_and_again(
        sub("inner", start("s"), user("a", form=NUMBER), xor("x", default="x_b"), throw("up", escalation()), xor("z"),
            user("b"), end("e"), end("over", escalation()), xor("w", default="w_e"),
            chain("s", "a", "x"), flow("x", "up", when="n == 2"), chain("up", "z"), flow("x", "z", id="x_b"),
            chain("z", "b", "w"), flow("w", "over", when="n > 2"), flow("w", "e")),
        border("seen", "inner", escalation(), False), user("side"), end("aside"), chain("seen", "side", "aside"),
        first="inner", extra=DECLARED,
    ),
    "escalation that interrupts": again_and_again(
        sub("inner", start("s"), user("a"), throw("up", escalation()), user("b"), end("e"),
            chain("s", "a", "up", "b", "e")),
        border("seen", "inner", escalation()), user("mend"), xor("y"), chain("inner", "y"),
        chain("seen", "mend", "y"), first="inner", last="y", extra=DECLARED,
    ),
    "signal": bpmn(
        start(), both("split"), user("a"), throw("call", signal()), user("b"), catch("heard", signal()), user("c"),
        both("join"), end(), chain("start", "split", "a", "call", "b", "join", "end"),
        chain("split", "heard", "c", "join"), extra=DECLARED,
    ),
    "signal at a border": bpmn(
        start(), both("split"), user("a"), throw("call", signal()), user("work"),
        border("heard", "work", signal()), user("c"), xor("x"), both("join"), end(),
        chain("start", "split", "a", "call", "join", "end"), chain("split", "work", "x", "join"),
        chain("heard", "c", "x"), extra=DECLARED,
    ),
    "data object": again_and_again(
        '<bpmn:dataObject id="n"/><bpmn:dataObjectReference id="r1" dataObjectRef="n"/>',
        user("put", '<bpmn:dataOutputAssociation id="o1"><bpmn:targetRef>r1</bpmn:targetRef></bpmn:dataOutputAssociation>', form=NUMBER),
        user("get", '<bpmn:property id="pr" name="__x"/><bpmn:dataInputAssociation id="i1"><bpmn:sourceRef>r1</bpmn:sourceRef>'
             "<bpmn:targetRef>pr</bpmn:targetRef></bpmn:dataInputAssociation>"),
        user("c"), xor("x", default="x_c"), xor("y"), chain("put", "get", "x"), flow("x", "y", when="1 > 2 and n > 1"),
        flow("x", "c", id="x_c"), chain("c", "y"), first="put", last="y",
    ),
    "transaction that is cancelled": again_and_again(
        node("transaction", "tx", "".join((
            start("s"), user("a"), xor("x"), user("b"), end("e"), end("c", "<bpmn:cancelEventDefinition/>"),
            chain("s", "a", "x"), flow("x", "b", "Keep", id="keep"), chain("b", "e"), flow("x", "c", "Cancel", id="cancel")))),
        border("undone", "tx", "<bpmn:cancelEventDefinition/>"), border("late", "tx", timer("PT2H")), user("mend"),
        xor("m"), xor("y"), chain("tx", "y"), chain("undone", "m", "mend", "y"), chain("late", "m"),
        first="tx", last="y",
    ),
    "error through two sub-processes": again_and_again(
        sub("outer", start("s"), sub("inner", start("t"), user("a"), xor("x"), end("fine"), end("bad", error()),
            chain("t", "a", "x"), flow("x", "fine", "Fine", id="ok"), flow("x", "bad", "Bad", id="nok")),
            border("soon", "inner", timer("PT1H"), False), notify("tell"), end("told"), chain("soon", "tell", "told"),
            end("e"), chain("s", "inner", "e")),
        border("caught", "outer", error()), user("mend"), xor("y"), chain("outer", "y"), chain("caught", "mend", "y"),
        first="outer", last="y", extra=DECLARED,
    ),
    "borders whose ways meet again at a parallel gateway": bpmn(
        start(), both("split"), user("a"), user("b"), border("late", "a", timer("PT2H")),
        border("stop", "b", message("stop")), user("c"), user("d"), xor("ma"), xor("mb"), both("join"), user("e"), end(),
        chain("start", "split", "a", "ma", "join", "e", "end"), chain("split", "b", "mb", "join"),
        chain("late", "c", "ma"), chain("stop", "d", "mb"), messages="stop",
    ),
    "first events one behind another": bpmn(
        start(), first_event("g"), catch("m1", message("one")), catch("t1", timer("P1D")), first_event("h"),
        catch("m2", message("two")), catch("t2", timer("P2D")), user("a"), user("b"), xor("x"), end(),
        chain("start", "g", "m1", "h", "m2", "a", "x", "end"), chain("g", "t1", "x"), chain("h", "t2", "b", "x"),
        messages="one two",
    ),
    "instances that are interrupted": again_and_again(
        user("each", many(False, times(3))), user("one", many(True, times(3))), xor("x"), xor("m"), user("mend"),
        border("late", "each", timer("PT1H")), border("stop", "one", message("stop")), chain("each", "one", "x"),
        chain("late", "m", "mend", "x"), chain("stop", "m"), first="each", last="x", messages="stop",
    ),
    "inclusive gateway with a loop in one of its branches": bpmn(
        start(), user("ask", form=NUMBER), either("split", default="split_c"), xor("back"), user("a"), xor("x"),
        user("b"), user("c"), either("join"), user("after"), end(), chain("start", "ask", "split"),
        flow("split", "back", when="n > 0"), flow("split", "b", when="n > 1"), flow("split", "c"),
        chain("back", "a", "x"), flow("x", "back", "Again", id="more"), flow("x", "join", "On", id="on"),
        chain("b", "join"), chain("c", "join", "after", "end"),
    ),
    "transactions at once, one cancelled": again_and_again(
        sub("each", start("s"), node("transaction", "tx", "".join((
            start("t"), user("a"), xor("x"), end("e"), end("c", "<bpmn:cancelEventDefinition/>"),
            chain("t", "a", "x"), flow("x", "e", "Keep", id="keep"), flow("x", "c", "Cancel", id="cancel")))),
            border("undone", "tx", "<bpmn:cancelEventDefinition/>"), user("mend"), xor("y"), end("o"),
            chain("s", "tx", "y", "o"), chain("undone", "mend", "y"), many(False, times(2))),
        first="each",
    ),
    "terminate in a sub-process": again_and_again(
        sub("inner", start("s"), both("split"), user("a"), user("b"), end("all", "<bpmn:terminateEventDefinition/>"),
            end("e"), chain("s", "split", "a", "all"), chain("split", "b", "e")),
        user("after"), chain("inner", "after"), first="inner", last="after",
    ),
    "terminate": bpmn(
        start(), both("split"), user("a"), user("b"), end("all", "<bpmn:terminateEventDefinition/>"), end(),
        chain("start", "split", "a", "all"), chain("split", "b", "end"),
    ),
    "a user task behind one another's branches": bpmn(
        start(), both("split"), user("a"), user("b"), user("c"), end(), end("f"),
        chain("start", "split", "a", "b", "end"), chain("split", "c", "f"),
    ),
}  # fmt: skip

BEYOND_STOCK = {
    **SCOPED,
    "conditional event": bpmn(
        start(), both("split"), user("a", form=NUMBER), xor("x", default="x_join"), xor("back"), both("join"), end(),
        catch("enough", when("n > 1")), user("b"), user("first", form=NUMBER),
        chain("start", "first", "split", "back", "a", "x"), flow("x", "back", when="n > 2"), flow("x", "join"),
        chain("split", "enough", "b", "join", "end"),
    ),
    "conditional events on borders": again_and_again(
        user("ask", form=NUMBER), both("split"), user("a", form=NUMBER), user("b"), both("join"), user("c"), xor("x"),
        border("beside", "b", when("n > 1"), False), border("instead", "b", when("n == 0")), user("side"), end("f"),
        chain("ask", "split", "a", "join"), chain("split", "b", "x", "join"), chain("instead", "c", "x"),
        chain("beside", "side", "f"), first="ask", last="join",
    ),
    "conditions behind an event-based gateway": again_and_again(
        user("ask", form=NUMBER), both("split"), xor("back"), user("say", form=NUMBER), xor("x"), first_event("g"),
        catch("late", timer("PT2H")), catch("many", when("n > 1")), catch("none", when("n == 0")), user("b"), xor("met"),
        both("join"), chain("ask", "split", "back", "say", "x"), flow("x", "back", "Again", id="more"),
        flow("x", "join", "On", id="out"), chain("split", "g", "late", "met", "join"), chain("g", "many", "b", "met"),
        chain("g", "none", "met"), first="ask", last="join",
    ),
    "event sub-processes on conditions": bpmn(
        start(), user("a", form=NUMBER), xor("back"), user("b", form=NUMBER), xor("x"), end(),
        chain("start", "a", "back", "b", "x"), flow("x", "back", "Again", id="again"), flow("x", "end", "Done", id="done"),
        on_event("high", when("n > 1"), interrupting=False), on_event("low", when("n == 0")),
    ),
    "multi-instance of a sub-process that is interrupted": again_and_again(
        node("subProcess", "each", "".join((
            start("s"), user("a"), border("nag", "a", timer("PT1H"), False), notify("tell"), end("told"),
            node("callActivity", "call", calledElement="q"), end("e"), chain("s", "a", "call", "e"),
            chain("nag", "tell", "told"))) + many(False, times(3))),
        border("stop", "each", message("stop")), border("late", "each", timer("PT1H")), user("mend"), xor("m"), xor("y"),
        chain("each", "y"), chain("stop", "m", "mend", "y"), chain("late", "m"), first="each", last="y",
        messages="stop", extra=called("q", *inside("q"), border("soon", "q_t", timer("PT30M")), end("slow"),
                                      chain("soon", "slow")),
    ),
    "sequence of call activities that is interrupted": again_and_again(
        node("callActivity", "call", many(True, times(2)), calledElement="q"), border("late", "call", timer("PT2H")),
        border("stop", "call", message("stop"), False), user("beside"), end("f"), chain("stop", "beside", "f"),
        user("hurry"), xor("x"), chain("call", "x"), chain("late", "hurry", "x"), first="call", last="x",
        messages="stop", extra=called("q", *inside("q")),
    ),
    "loop of a sub-process that is interrupted": again_and_again(
        node("subProcess", "each", "".join(inside("in", border("soon", "in_t", timer("PT1H"), False), user("side"),
             end("f"), chain("soon", "side", "f"))) + '<bpmn:standardLoopCharacteristics loopMaximum="3"/>'),
        border("late", "each", timer("PT3H")), user("hurry"), xor("x"), chain("each", "x"), chain("late", "hurry", "x"),
        first="each", last="x",
    ),
    "cycles over cycles": again_and_again(
        sub("outer", start("s"), user("work"), border("hourly", "work", timer("R4/PT1H", "timeCycle"), False),
            user("side"), border("nag", "side", timer("R2/PT10M", "timeCycle"), False), user("nagged"), end("e"),
            end("f"), end("g"), chain("s", "work", "e"), chain("hourly", "side", "f"), chain("nag", "nagged", "g")),
        first="outer",
    ),
    "inclusive gateways in one another, in a loop": again_and_again(
        user("ask", form=NUMBER), either("s1", default="s1_c"), user("a"), either("s2", default="s2_d"), user("b"),
        user("d"), either("j2"), user("c"), either("j1"), chain("ask", "s1"), flow("s1", "a", when="n > 0"),
        flow("s1", "s2", when="n > 1"), flow("s1", "c"), flow("s2", "b", when="n > 2"), flow("s2", "d"),
        chain("b", "j2"), chain("d", "j2", "j1"), chain("a", "j1"), chain("c", "j1"), first="ask", last="j1",
    ),
    "back out of a parallel branch to before its split": bpmn(
        start(), xor("again"), both("split"), user("a"), xor("x"), user("b"), both("join"), user("c"), end(),
        chain("start", "again", "split", "a", "x"), flow("x", "again", "Again", id="more"), flow("x", "join", "On", id="on"),
        chain("split", "b", "join", "c", "end"),
    ),
    "first events in parallel, in a loop": again_and_again(
        both("split"), first_event("g"), catch("m1", message("one")), catch("t1", timer("PT2H")), xor("xg"),
        first_event("h"), catch("m2", message("two")), catch("t2", timer("PT2H")), user("late"), xor("xh"), both("join"),
        chain("split", "g", "m1", "xg", "join"), chain("g", "t1", "xg"), chain("split", "h", "m2", "xh", "join"),
        chain("h", "t2", "late", "xh"), first="split", last="join", messages="one two",
    ),
    "interrupted while its own sides are open": again_and_again(
        sub("outer", start("s"), sub("inner", *inside("in"), border("nag", "in_t", timer("PT1H"), False), user("deep"),
            end("d"), chain("nag", "deep", "d")), border("note", "inner", message("note"), False), user("side"),
            end("e"), end("f"), chain("s", "inner", "e"), chain("note", "side", "f")),
        border("stop", "outer", message("stop")), border("beside", "outer", message("news"), False), user("far"), end("g"),
        chain("beside", "far", "g"), xor("x"), chain("outer", "x"), chain("stop", "x"), first="outer", last="x",
        messages="note stop news",
    ),
    "signal out of one sub-process into others": again_and_again(
        both("split"), sub("one", *inside("i"), ), sub("two", start("s"), user("u"), throw("call", signal()), end("e"),
            chain("s", "u", "call", "e")), border("heard", "one", signal()), user("c"), xor("x"), both("join"),
        chain("split", "one", "x", "join"), chain("heard", "c", "x"), chain("split", "two", "join"),
        first="split", last="join", extra=DECLARED,
    ),
    "data of parallel instances in a sub-process in a loop": again_and_again(
        user("ask", form=ITEMS), sub("each", start("s"), user("a", form=NUMBER), xor("x", default="x_e"), user("b"),
            end("e"), end("f"), chain("s", "a", "x"), flow("x", "b", when="n > 1 and item > 3"), flow("x", "e"),
            chain("b", "f"), many(False, EACH_ITEM)),
        chain("ask", "each"), first="ask", last="each",
    ),
    "parallel multi-instance over data": again_and_again(
        user("ask", form=ITEMS), user("each", many(False, EACH_ITEM)), user("after"), chain("ask", "each", "after"),
        first="ask", last="after",
    ),
    "sequential multi-instance over data": again_and_again(
        user("ask", form=ITEMS), user("each", many(True, EACH_ITEM)), user("after"), chain("ask", "each", "after"),
        first="ask", last="after",
    ),
    "parallel multi-instance from data to data, again": again_and_again(
        user("ask", form=ITEMS), user("each", many(False, INTO_ITEMS), form=NUMBER), chain("ask", "each"),
        first="ask", last="each",
    ),
    "sequential multi-instance from data to data, again": again_and_again(
        user("ask", form=ITEMS), user("each", many(True, INTO_ITEMS), form=NUMBER), chain("ask", "each"),
        first="ask", last="each",
    ),
    "results of a number of times, again": again_and_again(
        user("each", many(False, into("all", "n")), form=NUMBER),
        user("one", many(True, into("some", "m")), form={"type": "object", "properties": {"m": {"type": "integer"}}}),
        chain("each", "one"), first="each", last="one",
    ),
    "parallel gateway in a loop": again_and_again(
        both("split"), user("a"), user("b"), both("join"), chain("split", "a", "join"), chain("split", "b", "join"),
        first="split", last="join",
    ),
    "inclusive gateway in a loop": again_and_again(
        user("ask", form=NUMBER), either("split", default="split_c"), user("a"), user("b"), user("c"), either("join"),
        chain("ask", "split"), flow("split", "a", when="n > 1"), flow("split", "b", when="n > 2"),
        flow("split", "c"), chain("a", "join"), chain("b", "join"), chain("c", "join"), first="ask", last="join",
    ),
    "parallel branch beside a loop": bpmn(
        start(), both("split"), xor("again"), both("s2"), user("a"), user("b"), both("j2"), user("ok"), xor("choice"),
        catch("sla", timer("P400D")), both("join"), end(),
        chain("start", "split", "again", "s2", "a", "j2", "ok", "choice"), chain("s2", "b", "j2"),
        flow("choice", "again", "Again", id="once_more"), flow("choice", "join", "Done", id="done"),
        chain("split", "sla", "join", "end"),
    ),
    "bounded cycle with work behind it": again_and_again(
        user("work"), border("each_hour", "work", timer("R2/PT1H", "timeCycle"), False), user("side"),
        end("told"), chain("each_hour", "side", "told"), first="work",
    ),
    "message that does not interrupt": again_and_again(
        user("work"), border("note", "work", message("news"), False), user("read"), end("aside"),
        chain("note", "read", "aside"), first="work", messages="news",
    ),
    "long work beside an activity that is interrupted": again_and_again(
        user("work"), border("note", "work", message("news"), False), user("read"), user("file"), end("aside"),
        border("stop", "work", message("stop")), xor("x"), chain("note", "read", "file", "aside"), chain("work", "x"),
        chain("stop", "x"), first="work", last="x", messages="news stop",
    ),
    "errors of two sub-processes side by side": bpmn(
        start(), both("split"), both("join"), end(), chain("start", "split"), chain("join", "end"), *(
            "".join((sub(x, start(f"{x}_s"), user(f"{x}_t"), end(f"{x}_bad", error()), chain(f"{x}_s", f"{x}_t", f"{x}_bad")),
                     border(f"{x}_b", x, error()), user(f"{x}_mend"), xor(f"{x}_x"), chain("split", x, f"{x}_x", "join"),
                     chain(f"{x}_b", f"{x}_mend", f"{x}_x"))) for x in ("one", "two")), extra=DECLARED,
    ),
    "error that two borders could catch": again_and_again(
        sub("outer", start("s"), sub("inner", start("t"), user("a"), end("bad", error()), chain("t", "a", "bad")),
            border("near", "inner", error()), user("mend"), end("e"), end("f"), chain("s", "inner", "e"),
            chain("near", "mend", "f")),
        border("far", "outer", error()), user("other"), xor("y"), chain("outer", "y"), chain("far", "other", "y"),
        first="outer", last="y", extra=DECLARED,
    ),
    "message that two borders wait for": again_and_again(
        sub("outer", start("s"), sub("inner", *inside("in")), border("near", "inner", message("news")), user("read"),
            end("e"), end("f"), chain("s", "inner", "e"), chain("near", "read", "f")),
        border("far", "outer", message("news")), user("other"), xor("y"), chain("outer", "y"), chain("far", "other", "y"),
        first="outer", last="y", messages="news",
    ),
    "interrupted from inside before it calls": bpmn(
        start(), both("split"), sub("work", start("s"), user("a"), throw("up", escalation()), throw("call", signal()),
            end("e"), chain("s", "a", "up", "call", "e")), border("seen", "work", escalation()), user("mend"), xor("y"),
        catch("heard", signal()), user("c"), both("join"), end(), chain("split", "work", "y", "join", "end"),
        chain("start", "split", "heard", "c", "join"), chain("seen", "mend", "y"), user("w"), xor("z"),
        chain("split", "w", "z"), throw("late", signal()), chain("z", "late", "join"), extra=DECLARED,
    ),
    "signal of an end event": bpmn(
        start(), both("split"), user("a"), end("call", signal()), catch("heard", signal()), user("c"), end(),
        chain("start", "split", "a", "call"), chain("split", "heard", "c", "end"), extra=DECLARED,
    ),
    "escalation that comes again": again_and_again(
        sub("inner", start("s"), xor("i"), user("a"), throw("up", escalation()), xor("z"), end("e"),
            chain("s", "i", "a", "up", "b", "z"), user("b"), flow("z", "i", "More", id="more"), flow("z", "e", "Leave", id="leave")),
        border("seen", "inner", escalation(), False), user("side"), end("aside"), chain("seen", "side", "aside"),
        first="inner", extra=DECLARED,
    ),
    "two timers behind one gateway": bpmn(
        start(), first_event("g"), catch("long", timer("P2D")), catch("short", timer("P1D")),
        catch("told", message("news")), user("a"), user("b"), user("c"), end(),
        chain("start", "g", "long", "a", "end"), chain("g", "short", "b", "end"), chain("g", "told", "c", "end"),
        messages="news",
    ),
    "interrupting cycle": bpmn(
        start(), user("a"), border("t", "a", timer("R3/PT1H", "timeCycle")), user("b"),
        xor("x"), end(), chain("start", "a", "x", "end"), chain("t", "b", "x"),
    ),
    "two interrupting timers together": bpmn(
        start(), user("a"), border("t1", "a", timer("PT1H")), border("t2", "a", timer("PT1H")),
        user("b"), user("c"), xor("x"), end(), chain("start", "a", "x", "end"), chain("t1", "b", "x"),
        chain("t2", "c", "x"),
    ),
    "parallel gateway with a token too many": bpmn(
        start(), both("split"), user("a"), user("b"), user("c"), xor("m"), xor("m2"), both("join"), user("d"), end(),
        chain("start", "split", "a", "m", "join", "d", "end"), chain("split", "b", "m"),
        chain("split", "c", "m2", "join"), border("note", "c", message("news"), False), user("c2"),
        chain("note", "c2", "m2"), messages="news",
    ),
}  # fmt: skip
"""Where the stock engine departs from the standard: walked against our own uncompacted tree only."""
