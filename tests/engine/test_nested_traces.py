"""Small constructs in one another: where the standard says that a case waits. The sections are those of BPMN 2.0.2."""

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
    NUMBER,
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

ANY_ERROR, OTHER = "<bpmn:errorEventDefinition/>", '<bpmn:errorEventDefinition errorRef="e_two"/>'
ANY_ESCALATION, OTHER_UP = (
    "<bpmn:escalationEventDefinition/>",
    '<bpmn:escalationEventDefinition escalationRef="esc_two"/>',
)
CANCEL = "<bpmn:cancelEventDefinition/>"
MORE = '<bpmn:error id="e_two" name="two" errorCode="B2"/><bpmn:escalation id="esc_two" name="two" escalationCode="U2"/>'
TWICE, IN_TURN = many(False, times(2)), many(True, times(2))


def call(id, process, inner=""):
    return node("callActivity", id, inner, calledElement=process)


def each(id, *parts, inner):
    return node("subProcess", id, "".join(parts) + inner)


def tx(id, *parts):
    return node("transaction", id, "".join(parts))


def recv(id, message):
    return node("receiveTask", id, messageRef=f"m_{message}")


def loop(condition="", most="", before="false"):
    attributes = f' loopMaximum="{most}" testBefore="{before}"'
    inner = f"<bpmn:loopCondition>{condition}</bpmn:loopCondition>" if condition else ""
    return (
        f"<bpmn:standardLoopCharacteristics{attributes}>{inner}</bpmn:standardLoopCharacteristics>"
    )


def completion(text):
    return f"<bpmn:completionCondition>{text}</bpmn:completionCondition>"


def script(id, text):
    return node("scriptTask", id, f"<bpmn:script>{text}</bpmn:script>")


TRACES = {
    "10.5.1: error of a call in turn leaves the transaction around": (
        (tx("t", start("s"), call("call", "q", IN_TURN), end("e"), chain("s", "call", "e")), border("b", "t", error()), user("h"),
        end("eh"), user("z"), chain("start", "t", "z", "end"), chain("b", "h", "eh")), called("q", start("qs"), user("a"), xor("x"),
        end("bad", error()), end("ok"), chain("qs", "a", "x"), flow("x", "bad", "Bad", id="bad_way"), flow("x", "ok", "Good", id="good_way")),
        ["a", "good_way", "a", "bad_way", "h", "h_eh", ""],
    ),
    "10.5.1: handler of a called process throws the error on to the call": (
        (call("call", "q"), border("b", "call", error()), user("h"), end("eh"), user("z"), chain("start", "call", "z", "end"),
        chain("b", "h", "eh")), called("q", start("qs"), user("a"), end("bad", error()), chain("qs", "a", "bad"), on_event("m",
        error(), user("fix"), end("again", error()), chain("m_s", "fix", "again"))), ["a", "a_bad", "fix", "fix_again", "h"],
    ),
    "10.5.1: of two borders the one that names the code": (
        (sub("o", start("s"), user("a"), throw("up", escalation()), user("b"), end("e"), chain("s", "a", "up", "b", "e")),
        border("any", "o", ANY_ESCALATION, False), border("one", "o", escalation(), False), user("h1"), user("h2"), end("e1"),
        end("e2"), chain("start", "o", "end"), chain("any", "h1", "e1"), chain("one", "h2", "e2")), "", ["a", "a_up", "b h2"],
    ),
    "10.5.1: event sub-process catches escalation before the border": (
        (sub("o", start("s"), user("a"), throw("up", escalation()), user("b"), end("e"), chain("s", "a", "up", "b", "e"),
        on_event("h", escalation(), interrupting=False)), border("bo", "o", escalation()), user("k"), end("ek"), user("z"), chain("start",
        "o", "z", "end"), chain("bo", "k", "ek")), "", ["a", "a_up", "b h_t", "b_e", "h_t", "h_t_h_e", "z"],
    ),
    "10.5.1: other code goes past handler to the border": (
        (sub("o", start("s"), user("a"), throw("up", OTHER_UP), user("b"), end("e"), chain("s", "a", "up", "b", "e"), on_event("h",
        escalation(), interrupting=False)), border("bo", "o", OTHER_UP), user("k"), end("ek"), user("z"), chain("start", "o", "z",
        "end"), chain("bo", "k", "ek")), "", ["a", "a_up", "k", "k_ek", ""],
    ),
    "10.5.1: what an escalation at the end began goes on when its activity is over": (
        (sub("o", start("s"), user("a"), end("e", escalation()), chain("s", "a", "e")), border("b", "o", escalation(), False),
        user("h"), end("eh"), user("z"), chain("start", "o", "z", "end"), chain("b", "h", "eh")), "", ["a", "a_e", "h z"],
    ),
    "10.5.1: an error ends the loop": (
        (each("o", start("s"), user("a"), xor("x"), end("bad", error()), end("e"), chain("s", "a", "x"), flow("x", "bad", "Bad",
        id="bad_way"), flow("x", "e", "Good", id="good_way"), inner=loop("", "5")), border("b", "o", error()), user("h"), end("eh"),
        user("z"), chain("start", "o", "z", "end"), chain("b", "h", "eh")), "", ["a", "good_way", "a", "bad_way", "h", "h_eh", ""],
    ),
    "10.5.1: an error three levels up, two scopes in between end with handlers": (
        (sub("l1", start("s1"), both("p1"), user("x1"), sub("l2", start("s2"), both("p2"), user("x2"), sub("l3", start("s3"),
        user("a"), end("bad", OTHER), chain("s3", "a", "bad"), on_event("n3", message("m"), interrupting=False)), border("b3",
        "l3", error()), end("eb3"), chain("b3", "eb3"), end("e21"), end("e22"), chain("s2", "p2", "x2", "e21"), chain("p2", "l3",
        "e22")), end("e11"), end("e12"), chain("s1", "p1", "x1", "e11"), chain("p1", "l2", "e12")), border("b1", "l1", OTHER),
        user("h"), end("eh"), chain("start", "l1", "end"), chain("b1", "h", "eh")), "", ["a x1 x2", "!m", "a n3_t x1 x2", "a_bad",
        "h", "h_eh", ""],
    ),
    "10.5.1: escalation throw in the handler of an error border goes on outside": (
        (sub("o", start("s"), user("a"), end("bad", error()), chain("s", "a", "bad")), border("b", "o", error()), throw("up",
        escalation()), user("h"), end("eh"), chain("start", "o", "end"), chain("b", "up", "h", "eh"), on_event("g", escalation(),
        interrupting=False)), "", ["a", "a_bad", "g_t h"],
    ),
    "10.5.1: error thrown by one of two instances of a nested sub inside instances": (
        (each("o", start("s"), each("i", start("si"), user("a"), xor("x"), end("bad", error()), end("e"), chain("si", "a", "x"),
        flow("x", "bad", "Bad", id="bad_way"), flow("x", "e", "Good", id="good_way"), inner=TWICE), border("b", "i", error()),
        user("h"), end("eh"), end("eo"), chain("s", "i", "eo"), chain("b", "h", "eh"), inner=TWICE), user("z"), chain("start", "o",
        "z", "end")), "", ["a a a a", "bad_way", "a a h", "good_way", "a h", "good_way", "h", "h_eh", "z"],
    ),
    "13.5.4: a signal from inside ends its own scope and its sibling": (
        (both("p"), sub("o", start("s"), user("a"), throw("t", signal()), user("never"), end("e"), chain("s", "a", "t", "never",
        "e")), border("bo", "o", signal()), user("ho"), end("eo"), sub("q", *inside("w")), border("bq", "q", signal()), user("hq"),
        end("eq"), end("e1"), end("e2"), chain("start", "p", "o", "e1"), chain("p", "q", "e2"), chain("bo", "ho", "eo"), chain("bq",
        "hq", "eq")), "", ["a w_t", "a_t", "ho hq", "ho_eo", "hq", "hq_eq", ""],
    ),
    "13.5.4: a message thrown in a called process interrupts the call": (
        (call("call", "q"), border("b", "call", message("m")), user("h"), end("eh"), user("z"), chain("start", "call", "z", "end"),
        chain("b", "h", "eh")), called("q", start("qs"), user("a"), throw("t", message("m")), user("never"), end("qe"), chain("qs",
        "a", "t", "never", "qe")), ["a", "a_t", "h", "h_eh", ""],
    ),
    "13.5.4: a signal of the main way begins the handler that ends it": (
        (both("p"), user("a"), throw("t", signal()), user("never"), user("b"), end("e2"), chain("start", "p", "a", "t", "never",
        "end"), chain("p", "b", "e2"), on_event("h", signal())), "", ["a b", "a_t", "h_t", "h_t_h_e", ""],
    ),
    "13.5.4: an escalation ends what a sibling branch calls": (
        (sub("o", start("s"), both("p"), user("a"), throw("up", escalation()), user("never"), call("call", "q"), end("e1"), end("e2"),
        chain("s", "p", "a", "up", "never", "e1"), chain("p", "call", "e2")), border("b", "o", escalation()), user("h"), end("eh"),
        chain("start", "o", "end"), chain("b", "h", "eh")), called("q", start("qs"), user("qa", TWICE), border("qb", "qa", timer("PT1H")),
        end("qx"), chain("qb", "qx"), end("qe"), chain("qs", "qa", "qe")), ["a qa qa", "a_up", "h", 2, "h", "h_eh", ""],
    ),
    "13.5.4: a condition that a script inside makes true ends its own scope": (
        (user("say", form=NUMBER), sub("o", start("s"), user("a"), script("sc", "n = 5"), user("never"), end("e"), chain("s", "a",
        "sc", "never", "e")), border("b", "o", when("n > 3")), user("h"), end("eh"), chain("start", "say", "o", "end"), chain("b",
        "h", "eh")), "", ["say", ("say_o", 1), "a", "a_sc", "h", "h_eh", ""],
    ),
    "13.5.4: a terminate end ends who would throw, not what an earlier throw began": (
        (sub("o", start("s"), both("p"), user("a"), end("t", TERMINATE), user("b"), throw("up", escalation()), user("c"), end("e"),
        chain("s", "p", "a", "t"), chain("p", "b", "up", "c", "e")), border("k", "o", escalation(), False), user("h"), end("eh"),
        user("z"), chain("start", "o", "z", "end"), chain("k", "h", "eh")), "", ["a b", "b_up", "a c h", "a_t", "h z"],
    ),
    "13.5.1: the handler of an inner scope hears each message while it is open, then the border outside": (
        (sub("o", start("s"), sub("i", *inside("x"), on_event("n", message("m"), interrupting=False)), user("w"), end("e"),
        chain("s", "i", "w", "e")), border("b", "o", message("m")), user("h"), end("eh"), chain("start", "o", "end"), chain("b",
        "h", "eh")), "", ["x_t", "!m", "n_t x_t", "!m", "n_t n_t x_t", "x_t_x_e", "n_t n_t", "n_t_n_e", "n_t", "n_t_n_e", "w",
        "!m", "h"],
    ),
    "13.5.1: a message while only the handler still runs": (
        (sub("o", *inside("x"), on_event("n", message("m"), interrupting=False)), user("z"), chain("start", "o", "z", "end")), "",
        ["x_t", "!m", "n_t x_t", "x_t_x_e", "n_t", "!m", "n_t n_t", "n_t_n_e", "n_t", "n_t_n_e", "z"],
    ),
    "13.5.1: a message on a border of a task in a called process, and on the call": (
        (call("call", "q"), border("b", "call", message("m")), user("h"), end("eh"), chain("start", "call", "end"), chain("b",
        "h", "eh")), called("q", start("qs"), user("a"), border("qb", "a", message("m"), False), user("qh"), end("qx"), user("c"),
        end("qe"), chain("qs", "a", "c", "qe"), chain("qb", "qh", "qx")), ["a", "!m", "a qh", "!m", "a qh qh", "a_c", "c qh qh",
        "!m", "h"],
    ),
    "13.5.4: a timer of each instance starts its handler beside": (
        (each("o", start("s"), user("a"), user("b"), end("e"), chain("s", "a", "b", "e"), on_event("h", timer("PT2H"),
        interrupting=False), inner=IN_TURN), user("z"), chain("start", "o", "z", "end")), "", ["a", 1.5, "a", "a_b", "b", 1,
        "b h_t", "b_e", "h_t", "h_t_h_e", "a", 1.5, "a", 1, "a h_t"],
    ),
    "13.5.4: a condition in a called process starts its handler each time": (
        (call("call", "q"), user("z"), chain("start", "call", "z", "end")), called("q", start("qs"), xor("m0"), user("a",
        form=NUMBER), xor("x"), end("qe"), flow("qs", "m0"), chain("m0", "a", "x"), flow("x", "m0", "Again", id="again"), flow("x",
        "qe", "Enough", id="enough"), on_event("h", when("n > 1"), interrupting=False)), ["a", ("again", 2), "a h_t", ("again", 3),
        "a h_t", ("again", 0), "a h_t", ("again", 9), "a h_t h_t", ("enough", 0), "h_t h_t", "h_t_h_e", "h_t", "h_t_h_e", "z"],
    ),
    "13.5.4: a signal ends a round, and the next one comes": (
        (both("p"), each("o", *inside("x"), on_event("h", signal()), inner=loop("", "3")), user("k"), throw("t", signal()), end("e2"),
        user("z"), chain("start", "p", "o", "z", "end"), chain("p", "k", "t", "e2")), "", ["k x_t", "k_t", "h_t", "h_t_h_e", "x_t",
        "x_t_x_e", "x_t", "x_t_x_e", "z"],
    ),
    "13.5.4: a handler for any error comes before the border that names it": (
        (sub("o", start("s"), user("a"), end("bad", error()), chain("s", "a", "bad"), on_event("h", ANY_ERROR)), border("b", "o",
        error()), user("k"), end("ek"), user("z"), chain("start", "o", "z", "end"), chain("b", "k", "ek")), "", ["a", "a_bad",
        "h_t", "h_t_h_e", "z"],
    ),
    "13.5.4: an error goes past a handler of another code": (
        (sub("o", start("s"), user("a"), end("bad", error()), chain("s", "a", "bad"), on_event("h", OTHER)), border("b", "o",
        error()), user("k"), end("ek"), chain("start", "o", "end"), chain("b", "k", "ek")), "", ["a", "a_bad", "k"],
    ),
    "13.5.4: the timer of the process counts through what it calls": (
        (user("f"), call("call", "q"), chain("start", "f", "call", "end"), on_event("h", timer("PT5H"))), called("q", start("qs"),
        user("a"), user("b"), end("qe"), chain("qs", "a", "b", "qe")), ["f", 2, "f", "f_call", "a", 2, "a", "a_b", "b", 1.5, "h_t",
        "h_t_h_e", ""],
    ),
    "13.5.4: borders inside a handler": (
        (user("w"), chain("start", "w", "end"), on_event("h", message("m"), user("a"), border("b", "a", timer("PT1H")), user("l"),
        end("he"), end("hl"), chain("h_s", "a", "he"), chain("b", "l", "hl"), interrupting=False)), "", ["w", "!m", "a w", 0.5,
        "a w", "!m", "a a w", 0.6, "a l w", 1, "l l w", "w_end", "l l"],
    ),
    "13.5.4: an interrupting handler hears nothing more, another does": (
        (sub("o", *inside("x"), on_event("h", message("m")), on_event("k", message("k"), interrupting=False)), user("z"), chain("start",
        "o", "z", "end")), "", ["x_t", "!k", "k_t x_t", "!m", "h_t", "h_t_h_e", "z"],
    ),
    "13.5.4: two handlers hear one message": (
        (user("w"), chain("start", "w", "end"), on_event("h", message("m"), interrupting=False), on_event("k", message("m"),
        interrupting=False)), "", ["w", "!m", "h_t k_t w"],
    ),
    "13.5.4: a handler waits for an event itself": (
        (user("w"), chain("start", "w", "end"), on_event("h", message("m"), catch("c", message("k")), user("a"), end("he"),
        chain("h_s", "c", "a", "he"), interrupting=False)), "", ["w", "!m", "c w", "!k", "a w", "w_end", "a", "a_he", ""],
    ),
    "13.5.4: a handler of a cycle of three, and no fourth": (
        (user("w"), chain("start", "w", "end"), on_event("h", timer("R3/PT1H", "timeCycle"), interrupting=False)), "", ["w", 1,
        "h_t w", 1, "h_t h_t w", 1, "h_t h_t h_t w", 3, "h_t h_t h_t w"],
    ),
    "10.5.4: a condition that holds behind an event gateway passes at once": (
        (user("say", form=NUMBER), first_event("g"), catch("c", when("n > 1")), catch("t", timer("PT1H")), user("a"), user("b"),
        end("e2"), chain("start", "say", "g", "c", "a", "end"), chain("g", "t", "b", "e2")), "", ["say", ("say_g", 2), "a",
        "a_end", ""],
    ),
    "10.5.4: a condition behind an event gateway that another branch makes true": (
        (both("p"), user("k", form=NUMBER), first_event("g"), catch("c", when("n > 1")), catch("t", timer("PT3H")), user("a"),
        user("b"), end("e2"), end("e3"), chain("start", "p", "g", "c", "a", "end"), chain("g", "t", "b", "e2"), chain("p", "k",
        "e3")), "", ["g k", ("k_e3", 5), "a"],
    ),
    "10.5.4: a condition on a sub-process by the form inside": (
        (user("say", form=NUMBER), sub("o", start("s"), user("a", form=NUMBER), user("b"), end("e"), chain("s", "a", "b", "e")),
        border("c", "o", when("n > 3")), user("h"), end("eh"), chain("start", "say", "o", "end"), chain("c", "h", "eh")), "", ["say",
        ("say_o", 0), "a", ("a_b", 4), "h"],
    ),
    "10.5.4: a condition in a flow waits until it holds": (
        (both("p"), user("k", form=NUMBER), catch("c", when("n > 1")), user("a"), end("e3"), user("l", form=NUMBER), chain("start",
        "p", "c", "a", "end"), chain("p", "k", "l", "e3")), "", ["c k", ("k_l", 1), "c l", ("l_e3", 2), "a"],
    ),
    "10.5.6: links of one name in the process and its handler": (
        (user("a"), throw("t1", link("L")), node("intermediateCatchEvent", "c1", link("L")), user("b"), chain("start", "a", "t1"),
        chain("c1", "b", "end"), on_event("h", message("m"), user("x"), throw("t2", link("L")), node("intermediateCatchEvent",
        "c2", link("L")), user("y"), end("he"), chain("h_s", "x", "t2"), chain("c2", "y", "he"), interrupting=False)), "", ["a",
        "!m", "a x", "a_t1", "b x", "x_t2", "b y"],
    ),
    "10.5.6: a link back makes a loop": (
        (xor("m0"), user("a"), xor("x"), throw("t", link("back")), node("intermediateCatchEvent", "c", link("back")), flow("start",
        "m0"), chain("m0", "a", "x"), flow("x", "t", "Again", id="again"), flow("x", "end", "Enough", id="enough"), flow("c", "m0")),
        "", ["a", "again", "a", "again", "a", "enough", ""],
    ),
    "13.3.6: a loop of at most one": (
        (user("a", loop("", "1")), user("z"), chain("start", "a", "z", "end")), "", ["a", "a_z", "z"],
    ),
    "13.3.6: a loop that its form ends": (
        (user("a", loop("n &lt; 2", "9", "false"), form=NUMBER), user("z"), chain("start", "a", "z", "end")), "", ["a", ("a_z", 1),
        "a", ("a_z", 2), "z"],
    ),
    "13.3.6: a loop inside instances turns in each of them": (
        (each("o", start("s"), user("a", loop("", "2")), end("e"), chain("s", "a", "e"), inner=TWICE), user("z"), chain("start",
        "o", "z", "end")), "", ["a a", "a_e", "a a", "a_e", "a a", "a_e", "a", "a_e", "z"],
    ),
    "13.3.6: instances inside a loop": (
        (each("o", start("s"), user("a", TWICE), end("e"), chain("s", "a", "e"), inner=loop("", "2")), user("z"), chain("start",
        "o", "z", "end")), "", ["a a", "a_e", "a", "a_e", "a a", "a_e", "a", "a_e", "z"],
    ),
    "13.3.6: a loop of a called process counts its own rounds": (
        (call("call", "q", loop("loopCounter &lt; 2", "9", "false")), user("z"), chain("start", "call", "z", "end")), called("q",
        start("qs"), user("a", loop("loopCounter &lt; 2", "9", "false")), end("qe"), chain("qs", "a", "qe")), ["a", "a_qe", "a",
        "a_qe", "a", "a_qe", "a", "a_qe", "z"],
    ),
    "13.3.7: a timer on the border of instances in turn counts once for all of them": (
        (user("a", IN_TURN), border("b", "a", timer("PT2H"), False), user("h"), end("eh"), user("z"), chain("start", "a", "z",
        "end"), chain("b", "h", "eh")), "", ["a", 1.5, "a", "a_z", "a", 1, "a h", "a_z", "h z"],
    ),
    "13.3.7: a completion condition that counts": (
        (user("a", many(False, times(3)+completion("numberOfCompletedInstances == 2"))), user("z"), chain("start", "a", "z",
        "end")), "", ["a a a", "a_z", "a a", "a_z", "z"],
    ),
    "13.3.7: instances of sub-processes with a wait for the same signal": (
        (both("p"), each("o", start("s"), catch("c", signal()), user("a"), end("e"), chain("s", "c", "a", "e"), inner=TWICE),
        user("k"), throw("t", signal()), end("e2"), user("z"), chain("start", "p", "o", "z", "end"), chain("p", "k", "t", "e2")),
        "", ["c c k", "k_t", "a a", "a_e", "a", "a_e", "z"],
    ),
    "13.3.4: of nested calls each border counts for its own": (
        (call("c1", "q"), border("b1", "c1", timer("PT5H")), user("h1"), end("e1"), chain("start", "c1", "end"), chain("b1", "h1",
        "e1")), called("q", start("qs"), call("c2", "r"), border("b2", "c2", timer("PT2H")), user("h2"), end("qx"), user("qz"),
        end("qe"), chain("qs", "c2", "qz", "qe"), chain("b2", "h2", "qx"))+called("r", start("rs"), user("a"), end("re"), chain("rs",
        "a", "re")), ["a", 2.5, "h2", 3, "h1"],
    ),
    "13.3.4: the same process called twice at once, each for itself": (
        (both("p"), call("c1", "q"), call("c2", "q"), both("j"), user("z"), chain("start", "p", "c1", "j", "z", "end"), chain("p",
        "c2", "j")), called("q", start("qs"), user("a"), end("t", TERMINATE), chain("qs", "a", "t")), ["a a", "a_t", "a", "a_t",
        "z"],
    ),
    "13.3.4: a signal of one called process is heard in another": (
        (both("p"), call("c1", "q"), call("c2", "r"), end("e2"), chain("start", "p", "c1", "end"), chain("p", "c2", "e2")),
        called("q", start("qs"), user("a"), end("qt", signal()), chain("qs", "a", "qt"))+called("r", start("rs"), catch("c",
        signal()), user("b"), end("re"), chain("rs", "c", "b", "re")), ["a c", "a_qt", "b", "b_re", ""],
    ),
    "13.3.4: a message that one called process throws is heard in another": (
        (both("p"), call("c1", "q"), call("c2", "r"), end("e2"), chain("start", "p", "c1", "end"), chain("p", "c2", "e2")),
        called("q", start("qs"), user("a"), throw("t", message("m")), end("qe"), chain("qs", "a", "t", "qe"))+called("r", start("rs"),
        recv("c", "m"), user("b"), end("re"), chain("rs", "c", "b", "re")), ["a c", "a_t", "b"],
    ),
    "10.5.4: weeks": (
        (catch("c", timer("P1W")), user("a"), chain("start", "c", "a", "end")), "", ["c", 167, "c", 1, "a"],
    ),
    "10.5.4: a fraction of an hour": (
        (catch("c", timer("PT1.5H")), user("a"), chain("start", "c", "a", "end")), "", ["c", 1.4, "c", 0.1, "a"],
    ),
    "10.5.4: of two timers behind one gateway the shorter comes": (
        (first_event("g"), catch("t1", timer("PT3H")), catch("t2", timer("PT1H")), user("a"), user("b"), end("e2"), chain("start",
        "g", "t1", "a", "end"), chain("g", "t2", "b", "e2")), "", ["g", 5, "b"],
    ),
    "10.5.4: a border cycle that interrupts": (
        (user("a"), border("b", "a", timer("R3/PT1H", "timeCycle")), user("h"), end("eh"), chain("start", "a", "end"), chain("b",
        "h", "eh")), "", ["a", 1, "h", 3, "h"],
    ),
    "13.4: an inclusive join waits for the branch that an error has led on": (
        (user("say", form=NUMBER), either("p", default="p_c"), sub("o", start("s"), user("a"), end("bad", error()), chain("s",
        "a", "bad")), border("b", "o", error()), user("h"), user("k"), user("c"), either("j"), user("z"), end("eo"), chain("o",
        "eo"), chain("start", "say", "p"), flow("p", "o", when="n > 0"), flow("p", "k", when="n > 1"), flow("p", "c"), chain("b",
        "h", "j"), chain("k", "j"), chain("c", "j"), chain("j", "z", "end")), "", ["say", ("say_p", 2), "a k", "k_j", "a", "a_bad",
        "h", "h_j", "z"],
    ),
    "13.4: a parallel join behind an event gateway in one branch": (
        (both("p"), first_event("g"), catch("c1", message("m")), catch("c2", timer("PT1H")), xor("x"), user("b"), both("j"),
        user("z"), chain("start", "p", "g", "c1", "x", "j", "z", "end"), chain("g", "c2", "x"), chain("p", "b", "j")), "", ["b g",
        "!m", "b", "b_j", "z"],
    ),
    "13.4: a transaction cancelled while instances run": (
        (tx("t", start("s"), both("p"), user("a", TWICE), user("b"), end("no", CANCEL), end("e"), chain("s", "p", "a", "e"),
        chain("p", "b", "no")), border("c", "t", CANCEL), user("h"), end("eh"), chain("start", "t", "end"), chain("c", "h", "eh")),
        "", ["a a b", "b_no", "h"],
    ),
    "13.4: an end by signal begins the handler of the process": (
        (both("p"), user("a"), end("es", signal()), user("b"), chain("start", "p", "a", "es"), chain("p", "b", "end"), on_event("h",
        signal(), interrupting=False)), "", ["a b", "a_es", "b h_t"],
    ),
    "13.4: a signal end as the last token still begins the handler": (
        (user("a"), end("es", signal()), chain("start", "a", "es"), on_event("h", signal(), interrupting=False)), "", ["a",
        "a_es", "h_t", "h_t_h_e", ""],
    ),
    "13.4: an escalation end as the last token begins the interrupting handler": (
        (user("a"), end("es", escalation()), chain("start", "a", "es"), on_event("h", escalation())), "", ["a", "a_es", "h_t",
        "h_t_h_e", ""],
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", TRACES)
def test_a_case_waits_where_the_standard_says(title, calendars):
    parts, extra, steps = TRACES[title]
    ends = (end(),) if any('targetRef="end"' in part for part in parts) else ()
    declared = DECLARED + MORE + extra
    case = drawn(calendars, start(), *ends, *parts, process="case", messages="m k", extra=declared)
    case.follow(*steps)
