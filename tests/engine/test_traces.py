"""Drawings of several constructs in one another, and where the standard says that a case waits.

Each is walked (`Walked.follow`). Where a case waits was worked out from BPMN 2.0.2 alone, in the section that stands with it.
"""

import pytest

from tests.drawings import (
    border,
    both,
    catch,
    chain,
    either,
    end,
    first_event,
    flow,
    link,
    message,
    node,
    on_event,
    start,
    sub,
    timer,
    user,
    xor,
)  # fmt: skip
from tests.engine.handlers import TERMINATE
from tests.engine.parts import (
    DECLARED,
    ENOUGH,
    NUMBER,
    WHILE_SMALL,
    called,
    error,
    escalation,
    inside,
    many,
    signal,
    throw,
    times,
    when,
)  # fmt: skip
from tests.engine.walked import drawn

THRICE = '<bpmn:standardLoopCharacteristics loopMaximum="3"/>'
TRACES = {
    "10.5.1: an error of a called process is caught at the call, not further out": (
        (sub("out", start("s"), node("callActivity", "call", calledElement="q"), border("near", "call", error()), user("n"),
             end("e"), end("e2"), chain("s", "call", "e"), chain("near", "n", "e2")),
         border("far", "out", error()), user("f"), end("ef"), chain("start", "out", "end"), chain("far", "f", "ef")),
        called("q", start("qs"), user("w"), end("bad", error()), chain("qs", "w", "bad")),
        ["w", "w_bad", "n", "n_e2", ""],
    ),
    "13.5.4: a terminate end ends its called process alone": (
        (both("split"), node("callActivity", "call", calledElement="q"), user("x"), user("y"), both("join"),
         chain("start", "split", "call", "x", "join", "end"), chain("split", "y", "join")),
        called("q", start("qs"), both("qp"), user("a"), user("b"), end("t", TERMINATE), end("qe"),
               chain("qs", "qp", "a", "t"), chain("qp", "b", "qe")),
        ["a b y", "a_t", "x y", "x_join", "y", "y_join", ""],
    ),
    "13.5.4: a terminate end ends its instance alone": (
        (node("subProcess", "each", start("s") + both("p") + user("a") + user("b") + end("t", TERMINATE) + end("e")
              + chain("s", "p", "a", "t") + chain("p", "b", "e") + many(False, times(2))),
         user("after"), chain("start", "each", "after", "end")),
        "", ["a a b b", "a_t", "a b", "a_t", "after"],
    ),
    "13.5.4: what an event on a border started outlives a terminate end inside": (
        (sub("in", start("s"), user("a"), end("t", TERMINATE), chain("s", "a", "t")), border("b", "in", message("m"), False),
         user("beside"), end("e"), chain("start", "in", "end"), chain("b", "beside", "e")),
        "", ["a", "!m", "a beside", "a_t", "beside", "beside_e", ""],
    ),
    "10.5.1: escalations that do not interrupt are caught each time, and the thrower goes on": (
        (sub("in", start("s"), user("a"), throw("up1", escalation()), user("b"), end("up2", escalation()),
             chain("s", "a", "up1", "b", "up2")), border("c", "in", escalation(), False), user("h"), end("e"), user("after"),
         chain("start", "in", "after", "end"), chain("c", "h", "e")),
        "", ["a", "a_up1", "b h", "b_up2", "after h h"],
    ),
    "10.5.1: an escalation goes past an activity that does not catch it": (
        (sub("out", start("s"), sub("in", start("s2"), user("a"), throw("up", escalation()), user("b"), end("e2"),
             chain("s2", "a", "up", "b", "e2")), border("other", "in", error()), end("e3"), chain("other", "e3"), end("e"),
             chain("s", "in", "e")), border("c", "out", escalation()), user("h"), end("ec"), chain("start", "out", "end"),
         chain("c", "h", "ec")),
        "", ["a", "a_up", "h", "h_ec", ""],
    ),
    "13.5.3: each instance escalates for itself": (
        (node("subProcess", "each", start("s") + user("a") + throw("up", escalation()) + user("b") + end("e")
              + chain("s", "a", "up", "b", "e") + many(False, times(2))),
         border("c", "each", escalation(), False), user("h"), end("ec"), chain("start", "each", "end"), chain("c", "h", "ec")),
        "", ["a a", "a_up", "a b h", "a_up", "b b h h"],
    ),
    "13.3.7: an error of one instance ends all of them": (
        (node("subProcess", "each", start("s") + user("a") + xor("x") + end("bad", error()) + end("e") + chain("s", "a", "x")
              + flow("x", "bad", "Bad", id="bad_way") + flow("x", "e", "Good", id="good_way") + many(False, times(3))),
         border("c", "each", error()), user("h"), end("ec"), chain("start", "each", "end"), chain("c", "h", "ec")),
        "", ["a a a", "good_way", "a a", "bad_way", "h"],
    ),
    "13.3.7: a message on the border of instances in turn ends those to come": (
        (node("userTask", "t", many(True, times(3))), border("stop", "t", message("m")), user("h"), end("e"),
         chain("start", "t", "end"), chain("stop", "h", "e")),
        "", ["t", "t_end", "t", "!m", "h", "h_e", ""],
    ),
    "13.3.7: a timer that does not interrupt runs once for all instances": (
        (node("userTask", "t", many(False, times(2))), border("late", "t", timer("PT1H"), False), user("h"), end("e"),
         chain("start", "t", "end"), chain("late", "h", "e")),
        "", ["t t", 2, "h t t", 5, "h t t", "t_end", "h t"],
    ),
    "13.3.7: once enough are done the others end": (
        (user("t", many(False, times(3) + ENOUGH), form=NUMBER), user("after"), chain("start", "t", "after", "end")),
        "", ["t t t", ("t_after", 1), "t t", ("t_after", 2), "after"],
    ),
    "13.3.6: a loop that is tested before may do nothing": (
        (user("say", form=NUMBER), user("t", WHILE_SMALL), user("after"), chain("start", "say", "t", "after", "end")),
        "", ["say", ("say_t", 5), "after"],
    ),
    "13.3.6: a round of a sub-process that is interrupted is the last": (
        (node("subProcess", "r", "".join(inside("in")) + '<bpmn:standardLoopCharacteristics loopMaximum="3"/>'),
         border("stop", "r", message("m")), user("h"), end("e"), chain("start", "r", "end"), chain("stop", "h", "e")),
        "", ["in_t", "in_t_in_e", "in_t", "!m", "h"],
    ),
    "10.5.2: a signal is heard by all that wait, in every branch and on every border": (
        (both("p"), user("a"), throw("call", signal()), user("a2"), catch("c", signal()), user("c2"), user("w"),
         border("b", "w", signal()), user("h"), end("e1"), end("e2"), end("e3"), end("e4"), chain("start", "p", "a", "call", "a2", "e1"),
         chain("p", "c", "c2", "e2"), chain("p", "w", "e3"), chain("b", "h", "e4")),
        "", ["a c w", "a_call", "a2 c2 h"],
    ),
    "10.5.2: a signal that came before is not kept for who waits later": (
        (both("p"), user("a"), throw("call", signal()), user("b"), catch("c", signal(), external="true"), user("d"), end("e2"),
         chain("start", "p", "a", "call", "end"), chain("p", "b", "c", "d", "e2")),
        "", ["a b", "a_call", "b", "b_c", "c", "!go", "d"],
    ),
    "10.5.6: a link joins its own process alone": (
        (user("a"), throw("out", link("On")), node("intermediateCatchEvent", "in", link("On")),
         sub("s", start("ss"), user("b"), throw("sout", link("On")), node("intermediateCatchEvent", "sin", link("On")), user("c"),
             end("se"), chain("ss", "b", "sout"), chain("sin", "c", "se")),
         chain("start", "a", "out"), chain("in", "s", "end")),
        "", ["a", "a_out", "b", "b_sout", "c", "c_se", ""],
    ),
    "13.5.4: an event sub-process that interrupts ends its own scope alone": (
        (both("p"), user("x"), sub("out", start("s"), both("q"), user("a"), sub("in", start("s2"), user("b"), end("bad", error()),
             chain("s2", "b", "bad")), end("e1"), end("e2"), chain("s", "q", "a", "e1"), chain("q", "in", "e2"),
             on_event("mend", error())), user("after"), both("join"), chain("start", "p", "x", "join", "end"),
         chain("p", "out", "after", "join")),
        "", ["a b x", "b_bad", "mend_t x", "mend_t_mend_e", "after x"],
    ),
    "13.5.4: an event sub-process that does not interrupt runs each time, and its scope waits for it": (
        (sub("in", *inside("w"), on_event("note", message("m"), interrupting=False)), user("after"),
         chain("start", "in", "after", "end")),
        "", ["w_t", "!m", "note_t w_t", "!m", "note_t note_t w_t", "w_t_w_e", "note_t note_t", "note_t_note_e", "note_t",
             "note_t_note_e", "after"],
    ),
    "13.5.4: an error of a handler goes further out, not to itself": (
        (sub("in", start("s"), user("a"), end("bad", error()), chain("s", "a", "bad"),
             on_event("mend", error(), user("m"), end("worse", error()), chain("mend_s", "m", "worse"))),
         border("far", "in", error()), user("f"), end("e"), chain("start", "in", "end"), chain("far", "f", "e")),
        "", ["a", "a_bad", "m", "m_worse", "f"],
    ),
    "13.4.3: an inclusive join does not wait for a branch that has ended": (
        (user("say", form=NUMBER), either("p", default="p_c"), user("a"), user("b"), border("stop", "b", message("m")), end("e"),
         user("c"), either("join"), user("after"), chain("start", "say", "p"), flow("p", "a", when="n > 0"), flow("p", "b", when="n > 1"),
         flow("p", "c"), chain("a", "join", "after", "end"), chain("b", "join"), chain("c", "join"), chain("stop", "e")),
        "", ["say", ("say_p", 2), "a b", "a_join", "b", "!m", "after"],
    ),
    "13.4.3: an inclusive join waits for a branch that turns in a loop": (
        (user("say", form=NUMBER), either("p", default="p_c"), user("a"), xor("back"), user("b"), xor("x"), user("c"), either("join"),
         user("after"), chain("start", "say", "p"), flow("p", "a", when="n > 0"), flow("p", "back", when="n > 1"), flow("p", "c"),
         chain("back", "b", "x"), flow("x", "back", "Again", id="more"), flow("x", "join", "On", id="on"),
         chain("a", "join", "after", "end"), chain("c", "join")),
        "", ["say", ("say_p", 3), "a b", "a_join", "b", "more", "b", "on", "after"],
    ),
    "13.5.1: of nested places that wait for a message the innermost hears it": (
        (sub("out", start("s"), first_event("g"), catch("m1", message("m")), catch("t1", timer("P1D")), user("a"), user("late"),
             end("e"), end("e2"), chain("s", "g", "m1", "a", "e"), chain("g", "t1", "late", "e2")),
         border("b", "out", message("m")), user("h"), end("eb"), chain("start", "out", "end"), chain("b", "h", "eb")),
        "", ["g", "!m", "a", "!m", "h"],
    ),
    "13.5.1: all instances hear a message that each waits for": (
        (node("subProcess", "each", start("s") + catch("c", message("m")) + user("a") + end("e") + chain("s", "c", "a", "e")
              + many(False, times(2))), chain("start", "each", "end")),
        "", ["c c", "!m", "a a"],
    ),
    "13.3.4: a sub-process is over when the last of its tokens is": (
        (sub("in", start("s"), both("p"), user("a"), user("b"), end("e1"), end("e2"), chain("s", "p", "a", "e1"), chain("p", "b", "e2")),
         user("after"), chain("start", "in", "after", "end")),
        "", ["a b", "a_e1", "b", "b_e2", "after"],
    ),
    "10.5.1: cancelling ends a transaction, whose border leads on": (
        (node("transaction", "t", start("s") + both("p") + user("a") + user("b") + end("no", "<bpmn:cancelEventDefinition/>") + end("e")
              + chain("s", "p", "a", "no") + chain("p", "b", "e")),
         border("c", "t", "<bpmn:cancelEventDefinition/>"), user("h"), end("ec"), chain("start", "t", "end"), chain("c", "h", "ec")),
        "", ["a b", "a_no", "h"],
    ),
    "13.4.1: a parallel join keeps a second token of one flow for its next turn": (
        (both("p"), user("a"), xor("m"), user("b"), both("join"), user("after"), both("q"), user("d"), chain("start", "p", "q", "a", "m"),
         chain("q", "d", "m"), chain("m", "join", "after", "end"), chain("p", "b", "join")),
        "", ["a b d", "a_m", "b d", "b_join", "after d"],
    ),
    "10.5.4: a cycle that started something goes on only while its activity is open": (
        (user("t"), border("nag", "t", timer("R3/PT1H", "timeCycle"), False), user("h"), end("e"), user("after"),
         chain("start", "t", "after", "end"), chain("nag", "h", "e")),
        "", ["t", 1.5, "h t", 1, "h h t", "t_after", "after h h", 5, "after h h"],
    ),
    "10.5.4: two timers due together, of which one interrupts": (
        (user("t"), border("tell", "t", timer("PT1H"), False), border("stop", "t", timer("PT1H")), user("h"), end("e"), user("o"),
         end("e2"), chain("start", "t", "end"), chain("tell", "h", "e"), chain("stop", "o", "e2")),
        "", ["t", 2, "h o"],
    ),
    "10.5.2: a signal that ends what is around it ends also who has heard it inside": (
        (sub("out", start("s"), both("q"), catch("c", signal()), user("d"), user("a"), throw("call", signal()), user("b"), end("e1"),
             end("e2"), chain("s", "q", "c", "d", "e1"), chain("q", "a", "call", "b", "e2")),
         border("bd", "out", signal()), user("h"), end("e"), chain("start", "out", "end"), chain("bd", "h", "e")),
        "", ["a c", "a_call", "h", "h_e", ""],
    ),
    "13.5.4: a terminate end of an event sub-process ends that one alone": (
        (sub("in", *inside("w"), on_event("note", message("m"), user("n"), user("o"), both("q"), end("t", TERMINATE), end("ne"),
             chain("note_s", "q", "n", "t"), chain("q", "o", "ne"), interrupting=False)), user("after"),
         chain("start", "in", "after", "end")),
        "", ["w_t", "!m", "n o w_t", "n_t", "w_t", "w_t_w_e", "after"],
    ),
    "13.5.4: a terminate end ends also the event sub-processes of its scope": (
        (sub("in", start("s"), user("w"), end("t", TERMINATE), chain("s", "w", "t"), on_event("note", message("m"), interrupting=False)),
         user("after"), chain("start", "in", "after", "end")),
        "", ["w", "!m", "note_t w", "w_t", "after"],
    ),
    "13.5.4: an event sub-process that interrupts ends its own instance alone": (
        (node("subProcess", "each", start("s") + user("a") + xor("x") + end("bad", error()) + end("e") + chain("s", "a", "x")
              + flow("x", "bad", "Bad", id="bad_way") + flow("x", "e", "Good", id="good_way") + on_event("mend", error())
              + many(False, times(2))), user("after"), chain("start", "each", "after", "end")),
        "", ["a a", "bad_way", "a mend_t", "good_way", "mend_t", "mend_t_mend_e", "after"],
    ),
    "13.5.4: each round of a loop listens anew": (
        (node("subProcess", "r", "".join(inside("in", on_event("note", message("m"), interrupting=False)))
              + '<bpmn:standardLoopCharacteristics loopMaximum="2"/>'), chain("start", "r", "end")),
        "", ["in_t", "!m", "in_t note_t", "in_t_in_e", "note_t", "note_t_note_e", "in_t", "!m", "in_t note_t"],
    ),
    "10.5.1: an escalation of an event sub-process is caught further out": (
        (sub("in", *inside("w"), on_event("note", message("m"), user("n"), end("ne", escalation()), chain("note_s", "n", "ne"),
             interrupting=False)), border("c", "in", escalation(), False), user("h"), end("e"), chain("start", "in", "end"),
         chain("c", "h", "e")),
        "", ["w_t", "!m", "n w_t", "n_ne", "h w_t"],
    ),
    "10.5.1: an escalation of a called process that does not interrupt leaves it running": (
        (node("callActivity", "call", calledElement="q"), border("c", "call", escalation(), False), user("h"), end("e"),
         chain("start", "call", "end"), chain("c", "h", "e")),
        called("q", start("qs"), user("a"), throw("up", escalation()), user("b"), end("qe"), chain("qs", "a", "up", "b", "qe")),
        ["a", "a_up", "b h", "b_qe", "h"],
    ),
    "10.5.1: an error ends the instances of a called process and all that they began": (
        (node("callActivity", "call", many(False, times(2)), calledElement="q"), border("c", "call", error()), user("h"), end("e"),
         chain("start", "call", "end"), chain("c", "h", "e")),
        called("q", start("qs"), both("qp"), sub("qin", *inside("qi")), user("a"), end("bad", error()), end("qe"),
               chain("qs", "qp", "qin", "qe"), chain("qp", "a", "bad")),
        ["a a qi_t qi_t", "a_bad", "h", "h_e", ""],
    ),
    "10.5.6: several links lead to one, also into a join": (
        (both("p"), user("a"), throw("l1", link("Meet")), user("b"), node("intermediateCatchEvent", "l", link("Meet")), both("join"),
         user("after"), chain("start", "p", "a", "l1"), chain("p", "b", "join", "after", "end"), chain("l", "join")),
        "", ["a b", "a_l1", "b", "b_join", "after"],
    ),
    "13.4.3: an inclusive join waits for what an event on a border sends to it": (
        (both("p"), user("a"), border("b", "a", message("m"), False), user("side"), user("c"), either("join"), user("after"),
         chain("start", "p", "a", "join", "after", "end"), chain("p", "c", "join"), chain("b", "side", "join")),
        "", ["a c", "!m", "a c side", "a_join", "c side", "c_join", "side", "side_join", "after"],
    ),
    "13.4.2: an event-based gateway in a loop waits anew, and old events do not count": (
        (xor("back"), first_event("g"), catch("m1", message("m")), catch("t1", timer("PT2H")), user("a"), user("late"), end("e"),
         chain("start", "back", "g", "m1", "a", "back"), chain("g", "t1", "late", "e"), user("u"), chain("u", "end"),
         border("x", "a", timer("PT9H")), chain("x", "u")),
        "", ["g", 1, "g", "!m", "a", "a_back", "g", 1.5, "g", 1, "late"],
    ),
    "13.3.4: what interrupts ends also what is called inside": (
        (sub("out", start("s"), node("callActivity", "call", calledElement="q"), end("e"), chain("s", "call", "e")),
         border("late", "out", timer("PT1H")), user("h"), end("eh"), chain("start", "out", "end"), chain("late", "h", "eh")),
        called("q", start("qs"), sub("qin", *inside("qi"), border("soon", "qi_t", timer("PT2H")), end("qf"), chain("soon", "qf")),
               end("qe"), chain("qs", "qin", "qe")),
        ["qi_t", 1.5, "h", 5, "h"],
    ),
    "10.5.4: a timer counts again when its activity is done again": (
        (xor("back"), user("t"), border("late", "t", timer("PT2H")), user("h"), end("e"), xor("x"), chain("start", "back", "t", "x"),
         flow("x", "back", "Again", id="more"), flow("x", "end", "Done", id="done"), chain("late", "h", "e")),
        "", ["t", 1.5, "t", "more", "t", 1, "t", 1.5, "h"],
    ),
    "13.5.4: a timer that starts an event sub-process counts from the beginning of its scope": (
        (user("first"), sub("in", start("s"), user("a"), user("b"), end("e"), chain("s", "a", "b", "e"), on_event("late", timer("PT3H"))),
         user("after"), chain("start", "first", "in", "after", "end")),
        "", ["first", 5, "first", "first_in", "a", 2, "a", "a_b", "b", 1.5, "late_t", "late_t_late_e", "after"],
    ),
    "13.5.1: a message on the border of an instance that waits inside is heard by the border once": (
        (node("subProcess", "each", "".join(inside("in")) + many(False, times(2))), border("b", "each", message("m"), False), user("h"),
         end("e"), chain("start", "each", "end"), chain("b", "h", "e")),
        "", ["in_t in_t", "!m", "h in_t in_t", "in_t_in_e", "h in_t"],
    ),
    "13.4.2: of two events behind a gateway that wait for the same message one goes on": (
        (first_event("g"), catch("m1", message("m")), catch("m2", message("m")), user("a"), user("b"), end("e"),
         chain("start", "g", "m1", "a", "end"), chain("g", "m2", "b", "e")),
        "", ["g", "!m", "a", "a_end", ""],
    ),
    "13.4.5: tokens that merge without a join each go on": (
        (both("p"), user("a"), user("b"), xor("m"), user("c"), chain("start", "p", "a", "m", "c", "end"), chain("p", "b", "m")),
        "", ["a b", "a_m", "b c", "b_m", "c c", "c_end", "c", "c_end", ""],
    ),
    "13.5.4: what an error of a transaction leaves is over, and its handlers too": (
        (node("transaction", "t", start("s") + both("q") + user("a") + user("b") + end("bad", error()) + end("e")
              + chain("s", "q", "a", "bad") + chain("q", "b", "e") + on_event("note", message("m"), interrupting=False)),
         border("c", "t", error()), user("h"), end("ec"), chain("start", "t", "end"), chain("c", "h", "ec")),
        "", ["a b", "!m", "a b note_t", "a_bad", "h"],
    ),
    "10.5.4: a condition on a border is heard from what a parallel branch fills in": (
        (user("say", form=NUMBER), both("p"), user("a", form=NUMBER), user("b"), border("c", "b", when("n > 1")), user("h"), end("e"),
         end("e2"), chain("start", "say", "p", "a", "end"), chain("p", "b", "e"), chain("c", "h", "e2")),
        "", ["say", ("say_p", 0), "a b", ("a_end", 2), "h", "h_e2", ""],
    ),
    "10.5.4: a condition that does not interrupt fires each time that it begins to hold": (
        (user("say", form=NUMBER), both("p"), xor("back"), user("a", form=NUMBER), xor("x"), user("b"), border("c", "b", when("n > 1"), False),
         user("h"), end("e"), end("e2"), chain("start", "say", "p", "back", "a", "x"), flow("x", "back", "Again", id="more"),
         flow("x", "end", "Done", id="done"), chain("p", "b", "e"), chain("c", "h", "e2")),
        "", ["say", ("say_p", 0), "a b", ("more", 2), "a b h", ("more", 3), "a b h", ("more", 0), "a b h", ("more", 5), "a b h h"],
    ),
    "10.5.4: a condition starts an event sub-process that runs beside": (
        (user("say", form=NUMBER), user("a"), chain("start", "say", "a", "end"), on_event("watch", when("n > 1"), interrupting=False)),
        "", ["say", ("say_a", 3), "a watch_t", "a_end", "watch_t", "watch_t_watch_e", ""],
    ),
    "13.5.4: a terminate end in a sub-process of a called process ends that sub-process alone": (
        (node("callActivity", "call", calledElement="q"), user("after"), chain("start", "call", "after", "end")),
        called("q", start("qs"), both("qp"), sub("in", start("s"), both("r"), user("a"), user("b"), end("t", TERMINATE), end("e"),
               chain("s", "r", "a", "t"), chain("r", "b", "e")), user("d"), user("c"), end("e1"), end("e2"),
               chain("qs", "qp", "in", "d", "e1"), chain("qp", "c", "e2")),
        ["a b c", "a_t", "c d", "c_e2", "d", "d_e1", "after"],
    ),
    "10.5.1: an escalation goes up through two called processes": (
        (node("callActivity", "call", calledElement="q"), border("c", "call", escalation(), False), user("h"), end("e"),
         chain("start", "call", "end"), chain("c", "h", "e")),
        called("q", start("qs"), node("callActivity", "qcall", calledElement="r"), user("qa"), end("qe"), chain("qs", "qcall", "qa", "qe"))
        + called("r", start("rs"), user("a"), throw("up", escalation()), user("b"), end("re"), chain("rs", "a", "up", "b", "re")),
        ["a", "a_up", "b h", "b_re", "h qa", "qa_qe", "h"],
    ),
    "10.5.2: a signal of a called process ends its own call and is heard in the other branch": (
        (both("p"), node("callActivity", "call", calledElement="q"), border("b", "call", signal()), user("h"), catch("c", signal()), user("c2"),
         end("e1"), end("e2"), chain("start", "p", "call", "end"), chain("p", "c", "c2", "e1"), chain("b", "h", "e2")),
        called("q", start("qs"), user("a"), throw("tell", signal()), user("z"), end("qe"), chain("qs", "a", "tell", "z", "qe")),
        ["a c", "a_tell", "c2 h"],
    ),
    "13.3.7: an error ends the calls in turn that are to come": (
        (node("callActivity", "call", many(True, times(3)), calledElement="q"), border("c", "call", error()), user("h"), end("e"),
         chain("start", "call", "end"), chain("c", "h", "e")),
        called("q", start("qs"), user("a"), xor("x"), end("bad", error()), end("qe"), chain("qs", "a", "x"),
               flow("x", "bad", "Bad", id="bad_way"), flow("x", "qe", "Good", id="good_way")),
        ["a", "good_way", "a", "bad_way", "h"],
    ),
    "10.5.4: a cycle on a sub-process counts from its beginning, whatever goes on inside": (
        (sub("in", start("s"), user("a"), user("b"), end("e"), chain("s", "a", "b", "e")), border("nag", "in", timer("R3/PT2H", "timeCycle"), False),
         user("h"), end("e2"), user("after"), chain("start", "in", "after", "end"), chain("nag", "h", "e2")),
        "", ["a", 1.5, "a", "a_b", "b", 1, "b h", 2, "b h h", "b_e", "after h h", 5, "after h h"],
    ),
    "13.4.3: an inclusive join goes on behind a sub-process that was terminated inside": (
        (user("say", form=NUMBER), either("p", default="p_c"), user("a"), sub("in", start("s"), both("q"), user("x"), user("y"), end("t", TERMINATE),
             end("e"), chain("s", "q", "x", "t"), chain("q", "y", "e")), user("c"), either("join"), user("after"), chain("start", "say", "p"),
         flow("p", "a", when="n > 0"), flow("p", "in", when="n > 1"), flow("p", "c"), chain("a", "join", "after", "end"),
         chain("in", "join"), chain("c", "join")),
        "", ["say", ("say_p", 2), "a x y", "a_join", "x y", "x_t", "after"],
    ),
    "13.4.3: an inclusive join waits in each round for what was taken in that round": (
        (xor("back"), user("say", form=NUMBER), either("p", default="p_c"), user("a"), user("b"), user("c"), either("join"), user("again"), xor("x"),
         chain("start", "back", "say", "p"), flow("p", "a", when="n > 0"), flow("p", "b", when="n > 1"), flow("p", "c"),
         chain("a", "join", "again", "x"), chain("b", "join"), chain("c", "join"), flow("x", "back", "Again", id="more"),
         flow("x", "end", "Done", id="done")),
        "", ["say", ("say_p", 2), "a b", "a_join", "b", "b_join", "again", "more", "say", ("say_p", 1), "a", "a_join", "again", "more", "say",
             ("say_p", 0), "c", "c_join", "again", "done", ""],
    ),
    "13.5.1: each instance hears a message by its own event sub-process": (
        (node("subProcess", "each", "".join(inside("in", on_event("stop", message("m")))) + many(False, times(2))), user("after"),
         chain("start", "each", "after", "end")),
        "", ["in_t in_t", "!m", "stop_t stop_t", "stop_t_stop_e", "stop_t", "stop_t_stop_e", "after"],
    ),
    "10.5.6: a link leads on in an event sub-process, which outlives the flow of its process": (
        (user("w"), chain("start", "w", "end"), on_event("note", message("m"), user("n"), throw("l1", link("On")),
             node("intermediateCatchEvent", "l2", link("On")), user("o"), end("he"), chain("note_s", "n", "l1"), chain("l2", "o", "he"),
             interrupting=False)),
        "", ["w", "!m", "n w", "n_l1", "o w", "w_end", "o", "o_he", ""],
    ),
    "10.5.1: what handles an error throws for the border further out": (
        (sub("out", start("s"), sub("in", start("s2"), user("a"), end("bad", error()), chain("s2", "a", "bad")), border("c", "in", error()),
             user("g"), throw("up", escalation()), user("never"), end("e3"), end("e"), chain("s", "in", "e"), chain("c", "g", "up", "never", "e3")),
         border("d", "out", escalation()), user("k"), end("ek"), chain("start", "out", "end"), chain("d", "k", "ek")),
        "", ["a", "a_bad", "g", "g_up", "k", "k_ek", ""],
    ),
    "13.3.7: a timer that interrupts ends all instances that wait for a message": (
        (node("receiveTask", "r", many(False, times(2)), messageRef="m_m"), border("late", "r", timer("PT1H")), user("h"), end("e"),
         chain("start", "r", "end"), chain("late", "h", "e")),
        "", ["r r", 2, "h"],
    ),
    "13.5.4: a timer of an event sub-process ends what is called in its scope": (
        (sub("in", start("s"), node("callActivity", "call", calledElement="q"), end("e"), chain("s", "call", "e"), on_event("late", timer("PT3H"))),
         user("after"), chain("start", "in", "after", "end")),
        called("q", start("qs"), user("qa"), end("qe"), chain("qs", "qa", "qe")),
        ["qa", 2, "qa", 1.5, "late_t", "late_t_late_e", "after"],
    ),
    "13.5.4: a terminate end ends its round of a loop alone": (
        (node("subProcess", "r", start("s") + both("p") + user("a") + user("b") + end("t", TERMINATE) + end("e") + chain("s", "p", "a", "t")
              + chain("p", "b", "e") + '<bpmn:standardLoopCharacteristics loopMaximum="2"/>'), user("after"), chain("start", "r", "after", "end")),
        "", ["a b", "a_t", "a b", "a_t", "after"],
    ),
    "13.3.7: an escalation of one instance that interrupts ends all of them": (
        (node("subProcess", "each", start("s") + user("a") + throw("up", escalation()) + user("b") + end("e")
              + chain("s", "a", "up", "b", "e") + many(False, times(2))),
         border("c", "each", escalation()), user("h"), end("ec"), chain("start", "each", "end"), chain("c", "h", "ec")),
        "", ["a a", "a_up", "h", "h_ec", ""],
    ),
    "10.5.2: a border that does not interrupt hears each signal from inside": (
        (sub("in", start("s"), user("a"), throw("one", signal()), user("b"), throw("two", signal()), user("d"), end("e"),
             chain("s", "a", "one", "b", "two", "d", "e")), border("c", "in", signal(), False), user("h"), end("eh"),
         chain("start", "in", "end"), chain("c", "h", "eh")),
        "", ["a", "a_one", "b h", "b_two", "d h h", "d_e", "h h"],
    ),
    "13.3.7: once enough sub-processes are done the others end with all that they began": (
        (node("subProcess", "each", start("s") + user("t", form=NUMBER) + user("u") + end("e") + chain("s", "t", "u", "e")
              + many(False, times(3) + ENOUGH)), user("after"), chain("start", "each", "after", "end")),
        "", ["t t t", ("t_u", 2), "t t u", "u_e", "after"],
    ),
    "10.5.1: an error whose code another declaration repeats is caught by it": (
        (sub("in", start("s"), user("a"), end("bad", error()), chain("s", "a", "bad")),
         border("c", "in", '<bpmn:errorEventDefinition errorRef="e_same"/>'), user("h"), end("e"), chain("start", "in", "end"), chain("c", "h", "e")),
        '<bpmn:error id="e_same" name="same" errorCode="B1"/>', ["a", "a_bad", "h"],
    ),
    "10.5.1: an event sub-process of a called process catches its error before the call does": (
        (node("callActivity", "call", calledElement="q"), user("after"), border("c", "call", error()), user("h"), end("eh"), chain("start",
         "call", "after", "end"), chain("c", "h", "eh")),
        called("q", start("qs"), user("a"), end("bad", error()), chain("qs", "a", "bad"), on_event("mend", error())),
        ["a", "a_bad", "mend_t", "mend_t_mend_e", "after"],
    ),
    "10.5.2: a signal of what runs beside ends the task of the main way": (
        (user("a"), border("b", "a", signal()), user("h"), end("eh"), chain("start", "a", "end"), chain("b", "h", "eh"),
        on_event("note", message("m"), user("n"), throw("tell", signal()), user("n2"), end("ne"), chain("note_s", "n", "tell", "n2", "ne"),
         interrupting=False)),
        "", ["a", "!m", "a n", "n_tell", "h n2", "n2_ne", "h", "h_eh", ""],
    ),
    "10.5.4: a timer on the border of a loop counts from the first round": (
        (user("t", THRICE), border("late", "t", timer("PT2H"), False), user("h"), end("e"), user("after"), chain("start", "t", "after",
         "end"), chain("late", "h", "e")),
        "", ["t", 1.5, "t", "t_after", "t", 1, "h t", "t_after", "h t", "t_after", "after h"],
    ),
    "13.5.4: an event sub-process in an event sub-process ends that one": (
        (user("w"), chain("start", "w", "end"), on_event("out", message("m"), user("n"), end("ne"), chain("out_s", "n", "ne"),
         on_event("inn", message("k")))),
        "", ["w", "!m", "n", "!k", "inn_t", "inn_t_inn_e", ""],
    ),
    "13.5.4: a signal begins the event sub-processes of two scopes, each ends its own": (
        (both("p"), sub("x", *inside("x1"), on_event("hx", signal())), sub("y", *inside("y1"), on_event("hy", signal())), user("z"),
         throw("call", signal()), both("join"), user("after"),
        chain("start", "p", "x", "join", "after", "end"), chain("p", "y", "join"), chain("p", "z", "call", "join")),
        "", ["x1_t y1_t z", "z_call", "hx_t hy_t", "hx_t_hx_e", "hy_t", "hy_t_hy_e", "after"],
    ),
    "13.5.1: what waits in a called process hears a message before the border of the call": (
        (node("callActivity", "call", calledElement="q"), border("b", "call", message("m")), user("h"), end("eh"), chain("start", "call",
         "end"), chain("b", "h", "eh")),
        called("q", start("qs"), catch("c", message("m")), user("a"), end("qe"), chain("qs", "c", "a", "qe")),
        ["c", "!m", "a", "!m", "h"],
    ),
    "13.5.1: a message that a process throws ends it where its own event sub-process hears it": (
        (user("a"), throw("tell", message("m")), user("b"), chain("start", "a", "tell", "b", "end"), on_event("note", message("m"))),
        "", ["a", "a_tell", "note_t", "note_t_note_e", ""],
    ),
    "10.5.1: an escalation from two levels down begins the event sub-process of the process": (
        (sub("out", start("s"), sub("in", start("s2"), user("a"), throw("up", escalation()), user("b"), end("e2"), chain("s2", "a", "up",
         "b", "e2")), end("e"), chain("s", "in", "e")), chain("start", "out", "end"), on_event("note", escalation(), interrupting=False)),
        "", ["a", "a_up", "b note_t", "b_e2", "note_t"],
    ),
    "10.5.4: a condition in an event sub-process hears what the main way fills in": (
        (user("a", form=NUMBER), chain("start", "a", "end"), on_event("note", message("m"), catch("c", when("n > 1")), user("h"),
         end("ne"), chain("note_s", "c", "h", "ne"), interrupting=False)),
        "", ["a", "!m", "a c", ("a_end", 2), "h", "h_ne", ""],
    ),
    "13.5.4: each message begins the instances of an event sub-process of a called process": (
        (node("callActivity", "c", calledElement="q"), user("z"), chain("start", "c", "z", "end")),
        called("q", *inside("q"), on_event("h", message("m"), node("subProcess", "each", "".join(inside("i")) + many(False, times(2))),
                                           end("he"), chain("h_s", "each", "he"), interrupting=False)),
        ["q_t", "!m", "i_t i_t q_t", "q_t_q_e", "i_t i_t", "i_t_i_e", "i_t", "!m", "i_t i_t i_t", "i_t_i_e", "i_t i_t", "i_t_i_e",
         "i_t", "i_t_i_e", "z"],
    ),
    "10.5.6: a link leads on in its own sub-process, also where one around it has its name": (
        (user("a"), throw("l1", link("L")), node("intermediateCatchEvent", "l2", link("L")), sub("s", start("ss"), user("b"),
         throw("m1", link("L")), node("intermediateCatchEvent", "m2", link("L")), user("c"), end("se"), chain("ss", "b", "m1"),
         chain("m2", "c", "se")), chain("start", "a", "l1"), chain("l2", "s", "end")),
        "", ["a", "a_l1", "b", "b_m1", "c", "c_se", ""],
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", TRACES)
def test_a_case_waits_where_the_standard_says(title, calendars):
    parts, extra, steps = TRACES[title]
    drawn(
        calendars, start(), end(), *parts, process="case", messages="m k", extra=DECLARED + extra
    ).follow(*steps)
