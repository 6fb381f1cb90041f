"""Drawings that could strand a case are named, with the way there; sound ones are left alone."""

import random
import re

import pytest

from runner import bpmn as diagrams
from runner.bpmn import Limits
from runner.gate import soundness
from runner.gate.soundness import Undecided, reduced, whole
from tests.conftest import ROOT
from tests.drawings import (
    border,
    both,
    bpmn,
    chain,
    either,
    end,
    extension,
    flow,
    message,
    notify,
    on_event,
    start,
    sub,
    timer,
    user,
    xor,
)  # fmt: skip
from tests.engine.corpus import BEYOND_STOCK, DRAWINGS
from tests.engine.games import random_drawing
from tests.hostile import MANIFEST, hostile

YES_NO = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}


def read(*parts, **more):
    return diagrams.read(bpmn(*parts, **more))


def found(*parts, **more):
    return [(f.rule, f.element) for f in soundness.check(read(*parts, **more))]


# ------------------------------------------------------------------ what is wrong


def test_parallel_flows_into_an_exclusive_gateway_run_twice():
    drawn = [
        start(), both("split"), user("a"), user("b"), xor("merge"), user("c"), end(),
        chain("start", "split", "a", "merge", "c", "end"), chain("split", "b", "merge"),
    ]  # fmt: skip
    assert found(*drawn) == [("doubled-token", "merge")]
    (finding,) = soundness.check(read(*drawn))
    assert finding.path[:3] == ("start", "start_split", "split")
    assert {"a", "b", "merge"} <= set(finding.path)


def test_parallel_flows_into_a_task_run_it_twice():
    assert found(
        start(), both("split"), notify("a"), notify("b"), user("c"), end(),
        chain("start", "split", "a", "c", "end"), chain("split", "b", "c"),
    ) == [("doubled-token", "c")]  # fmt: skip


def test_tokens_of_one_split_that_meet_at_several_places_are_one_finding():
    (finding,) = soundness.check(read(
        start(), both("split"), user("a"), user("b"), xor("x"), xor("y"), user("c"), user("d"), end(),
        chain("start", "split", "a", "x", "c", "end"), chain("split", "b", "y", "c"), flow("x", "d"), flow("y", "d"),
        chain("d", "end"),
    ))  # fmt: skip
    assert (finding.rule, finding.element) == ("doubled-token", "c")
    assert "(also to 'd')" in finding.message


def test_tokens_of_two_splits_are_two_findings():
    assert found(
        start(), both("one"), user("a"), user("b"), user("c"), both("two"), user("d"), user("e"), user("f"), end(),
        xor("which"), user("ask"), chain("start", "ask", "which"), flow("which", "one", "A"), flow("which", "two", "B"),
        chain("one", "a", "c", "end"), chain("one", "b", "c"), chain("two", "d", "f", "end"), chain("two", "e", "f"),
    ) == [("doubled-token", "c"), ("doubled-token", "f")]  # fmt: skip


def test_one_of_two_flows_into_a_parallel_gateway_waits_for_ever():
    (finding,) = soundness.check(read(
        start(), user("ask"), xor("which"), user("a"), user("b"), both("join"), end(),
        chain("start", "ask", "which"), flow("which", "a", "A"), flow("which", "b", "B"),
        chain("a", "join", "end"), chain("b", "join"),
    ))  # fmt: skip
    assert (finding.rule, finding.element) == ("deadlock", "join")
    assert "with an exclusive gateway, in front of it" in finding.suggestion


def test_a_gateway_whose_conditions_leave_a_gap_is_a_deadlock():
    drawn = (
        start(), user("ask", form=YES_NO), notify("tell"), xor("which"), user("a"), end(),
        chain("start", "ask", "tell", "which", "a", "end"),
    )  # fmt: skip
    gap = (flow("which", "end", when="not ok", id="no"), flow("which", "a", when="ok", id="yes"))
    drawn = [p.replace(flow("which", "a"), "") for p in drawn]
    assert found(*drawn, *gap) == []
    assert ("deadlock", "which") in found(*drawn, gap[0], flow("which", "a", when='ok == "x"'))


def test_a_loop_that_waits_for_nobody():
    assert found(
        start(), xor("again"), notify("tell"), xor("enough"), end(),
        chain("start", "again", "tell", "enough"),
        flow("enough", "again", when="more"), flow("enough", "end", when="not more"),
    ) == [("wait-free-loop", "tell")]  # fmt: skip


def test_a_loop_that_nobody_can_leave():
    drawn = (start(), xor("again"), user("work"), end(), chain("start", "again", "work", "again"))
    assert found(*drawn) == [("no-way-to-end", "work")]


def test_a_task_with_nothing_behind_it():
    assert found(start(), user("work"), chain("start", "work")) == [("deadlock", "work")]


def test_an_outcome_that_is_never_offered_is_dead():
    form = {"type": "object", "properties": {"ok": {"const": True}}}
    assert found(
        start(inner=extension(form)),
        user("ask"), xor("which"), user("a"), end(),
        chain("start", "ask", "which"), flow("which", "a", "A", when="not ok", id="to_a"),
        flow("which", "end", "Done", id="done"), chain("a", "end"),
    ) == [("dead", "to_a")]  # fmt: skip


def test_a_timer_behind_one_that_always_ends_the_task_first_is_dead():
    assert found(
        start(), user("work"), border("late", "work", timer("PT2H")),
        border("later", "work", timer("PT3H"), False), notify("tell"), end(), end("end2"), end("end3"),
        chain("start", "work", "end"), chain("late", "end2"), chain("later", "tell", "end3"),
    ) == [("dead", "later")]  # fmt: skip


def test_an_outer_border_that_hears_what_an_inner_one_heard_first_is_not_dead():
    inner = sub("inner", start("t"), user("a"), end("e"), chain("t", "a", "e"))
    outer = sub(
        "outer", start("s"), inner, border("first", "inner", message("news")), user("b"), end("f"), end("g"),
        chain("s", "inner", "f"), chain("first", "b", "g"),
    )  # fmt: skip
    assert found(
        start(), outer, border("then", "outer", message("news")), end(), end("h"), chain("start", "outer", "end"),
        chain("then", "h"), messages="news",
    ) == []  # fmt: skip


def test_two_tokens_on_a_sub_process_hear_the_message_that_both_listen_for():
    inner = sub(
        "inner", start("t"), user("a"), end("e"), chain("t", "a", "e"), on_event("h", message("news")),
    )  # fmt: skip
    assert found(
        start(), user("u"), border("b", "u", message("more"), False), inner, end(),
        chain("start", "u", "inner", "end"), chain("b", "inner"), messages="news more",
    ) == []  # fmt: skip


def test_an_end_that_terminates_stops_a_loop_beside_it():
    assert found(
        start(), both("g"), user("a"), xor("x"), user("b"), end("e", "<bpmn:terminateEventDefinition/>"),
        chain("start", "g", "x", "a", "x"), chain("g", "b", "e"),
    ) == []  # fmt: skip


def test_what_a_sub_process_interrupts_is_gone():
    assert found(
        start(), sub("inner", start("s"), both("g"), user("a"), user("b"), both("j"), end("e"),
                     chain("s", "g", "a", "j", "e"), chain("g", "b", "j")),
        border("stop", "inner", message("stop")), end(), end("end2"),
        chain("start", "inner", "end"), chain("stop", "end2"), messages="stop",
    ) == []  # fmt: skip


def test_a_token_that_stays_in_a_sub_process_keeps_it_open():
    assert found(
        start(), sub("inner", start("s"), user("a"), xor("x"), both("j"), end("e"),
                     chain("s", "a", "x"), flow("x", "j", "One", id="one"),
                     flow("x", "j", "Two", id="two"), chain("j", "e")),
        end(), chain("start", "inner", "end"),
    ) == [("deadlock", "j")]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "rule", "element"),
    [
        ("g07_and_split_xor_join", "doubled-token", "j"),
        ("g09_livelock_no_gateway", "no-way-to-end", "a"),
        ("g11_loop_into_and_join", "deadlock", "j"),
        ("g17_default_dangling", "deadlock", "g"),
        ("s06_no_end", "deadlock", "a"),
        ("s14_unreachable_task", "dead", "dead"),
        ("s16_task_dead_end", "deadlock", "b"),
        ("s18_implicit_merge_parallel", "doubled-token", "c"),
        ("s22_self_loop_user", "no-way-to-end", "a"),
        ("s32_parallel_2000", "not-decided", ""),
    ],
)
def test_planted_defects_are_named(name, rule, element):
    diagram = diagrams.read(hostile(name), limits=Limits(nodes=5000))
    assert (rule, element) in [(f.rule, f.element) for f in soundness.check(diagram)]


def test_no_correct_diagram_is_complained_of():
    accepted = [name for name, row in MANIFEST.items() if row["verdict"] == "accept"]
    assert len(accepted) > 5
    for name in accepted:
        assert soundness.check(diagrams.read(hostile(name))) == [], name


# ------------------------------------------------------------------ what is right


def test_the_default_diagram_is_sound(default_diagram):
    assert soundness.check(default_diagram) == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_drawings_that_run_are_sound(name):
    assert soundness.check(diagrams.read(DRAWINGS[name])) == []


def block(rng, depth, names, parts):
    """A random structured part of a drawing: its first and its last element."""
    n = next(names)
    kind = rng.choice(
        ["task", "tell", "xor", "and", "or", "loop", "sub", "timer"] if depth else ["task"]
    )
    if kind in ("task", "tell", "timer"):
        parts.append((notify if kind == "tell" else user)(f"t{n}"))
        if kind == "timer":
            parts.append(
                border(f"b{n}", f"t{n}", timer("P1D"), False) + notify(f"n{n}") + end(f"e{n}")
            )
            parts.append(chain(f"b{n}", f"n{n}", f"e{n}"))
        return f"t{n}", f"t{n}"
    if kind == "sub":
        inner = []
        first, last = block(rng, depth - 1, names, inner)
        inner += [start(f"s{n}"), end(f"e{n}"), chain(f"s{n}", first), chain(last, f"e{n}")]
        parts.append(sub(f"p{n}", *inner))
        return f"p{n}", f"p{n}"
    if kind == "loop":
        first, last = block(rng, depth - 1, names, parts)
        parts.append(xor(f"m{n}") + user(f"t{n}") + xor(f"x{n}") + notify(f"n{n}"))
        parts.append(chain(f"m{n}", first) + chain(last, f"t{n}", f"x{n}"))
        parts.append(flow(f"x{n}", f"m{n}", "Again") + flow(f"x{n}", f"n{n}", "On"))
        return f"m{n}", f"n{n}"
    gateway = {"xor": xor, "and": both, "or": either}[kind]
    parts += [gateway(f"s{n}"), gateway(f"j{n}")]
    for i in range(rng.randint(2, 3)):
        first, last = block(rng, depth - 1, names, parts)
        condition = f"x{n} > {i}" if kind == "or" else f"x{n} == {i}" if kind == "xor" else ""
        parts.append(flow(f"s{n}", first, when=condition) + flow(last, f"j{n}"))
    return f"s{n}", f"j{n}"


@pytest.mark.parametrize("seed", range(40))
def test_structured_drawings_raise_no_alarm(seed):
    rng, parts = random.Random(seed), []
    first, last = block(rng, 4, iter(range(10_000)), parts)
    drawn = read(start(), *parts, end(), flow("start", first), flow(last, "end"))
    assert soundness.check(drawn) == []


@pytest.mark.parametrize("seed", range(40))
def test_the_random_drawings_that_the_engine_is_walked_on_raise_no_alarm(seed):
    assert soundness.check(diagrams.read(random_drawing(seed, depth=2)[1])) == []


def test_inclusive_gateways_in_one_another_wait_for_nothing_that_the_loop_around_them_could_bring():
    drawn = BEYOND_STOCK["inclusive gateways in one another, in a loop"]
    assert soundness.check(diagrams.read(drawn)) == []


def test_seventeen_parallel_branches_are_eighteen_steps_not_two_to_the_seventeenth():
    branches = [f"t{n}" for n in range(17)]
    drawn = read(
        start(), both("split"), *map(user, branches), both("join"), end(),
        chain("start", "split"), chain("join", "end"), *(chain("split", t, "join") for t in branches),
    )  # fmt: skip
    assert soundness.check(drawn) == []
    assert len(reduced(drawn).markings) < 100
    with pytest.raises(Undecided, match="more than"):
        whole(drawn)


def test_too_many_states_are_not_decided():
    drawn = diagrams.read(DRAWINGS["parallel gateway"])
    (finding,) = soundness.check(drawn, most=5)
    assert (finding.rule, finding.severity) == ("not-decided", "warning")
    assert "Not reached until then:" in finding.message and "'join'" in finding.message


def test_a_drawing_without_a_start_is_not_decided():
    (finding,) = soundness.check(read(user("work"), end(), chain("work", "end")))
    assert finding.rule == "not-decided"


def test_the_page_names_every_rule_and_its_severity():
    page = (ROOT / "docs" / "soundness.md").read_text()
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| (error|warning) \|$", page, re.MULTILINE)
    code = "".join(
        path.read_text() for path in (ROOT / "runner" / "gate" / "soundness").glob("*.py")
    )
    assert {rule for rule, _ in rows} == set(
        re.findall(r'"([a-z]+(?:-[a-z]+)+|dead|deadlock)"', code)
    )
    severities = {name: severity for name, severity in rows if severity == "warning"}
    assert severities.keys() == {"dead", "not-decided"}


# ------------------------------------------------------------------ what is thrown and caught

ESCALATIONS = (
    '<bpmn:escalation id="up" escalationCode="up"/><bpmn:escalation id="off" escalationCode="off"/>'
)


def escalation(id):
    return f'<bpmn:escalationEventDefinition escalationRef="{id}"/>'


def thrown(*ends, interrupting=True):
    """A sub-process that is left by a plain end or by ends that throw, caught on its border."""
    choices = (end(f"e{n}", escalation(id)) for n, id in enumerate(ends))
    ways = (flow("x", f"e{n}", f"Way {n}") for n, _ in enumerate(ends))
    inside = sub(
        "inner", start("s"), user("a"), xor("x"), end("plain"), *choices, *ways,
        chain("s", "a", "x"), flow("x", "plain", "Done"),
    )  # fmt: skip
    data = bpmn(
        start(), inside, end(), chain("start", "inner", "end"),
        border("up_caught", "inner", escalation("up"), interrupting), user("b"), chain("up_caught", "b"), flow("b", "end"),
        border("off_caught", "inner", escalation("off"), interrupting), user("c"), chain("off_caught", "c"), flow("c", "end"),
    )  # fmt: skip
    return data.replace(b"<bpmn:process", ESCALATIONS.encode() + b"<bpmn:process", 1)


def test_what_an_end_throws_is_caught_by_the_event_of_that_escalation():
    assert soundness.check(diagrams.read(thrown("up", "off"))) == []


def test_an_event_for_an_escalation_that_nothing_throws_never_happens():
    found = soundness.check(diagrams.read(thrown("up")))
    assert [(f.rule, f.element) for f in found] == [("dead", "off_caught")]


def test_an_end_whose_escalation_interrupts_nothing_ends_the_sub_process_as_well():
    found = soundness.check(diagrams.read(thrown("up", "off", interrupting=False)))
    assert [f for f in found if f.rule == "dead"] == []


def approvals(heard):
    """The default diagram in which Alice asks two people for their approval at the same time; where
    it is `heard`, a reply of the customer takes each of them back to the desk."""
    parts = both("split") + both("join") + flow("next_step", "split", "Ask", id="ask_approval")
    for name in ("legal", "security"):
        parts += user(name, status="Approval") + chain("split", name, "join")
        if heard:
            reply = message("again")
            parts += border(f"reply_{name}", name, reply) + flow(
                f"reply_{name}", "acknowledge_reply"
            )
    return parts + flow("join", "investigate")


@pytest.mark.parametrize("heard", [True, False])
def test_two_approvals_that_each_hear_the_customer_are_two_tokens(heard, default_diagram):
    text = default_diagram.data.decode()
    first = '<bpmn:sequenceFlow id="to_first_response"'
    declared = '<bpmn:message id="m_again" name="again"/><bpmn:process '
    drawn = text.replace(first, approvals(heard) + first).replace("<bpmn:process ", declared, 1)
    found = soundness.check(diagrams.read(drawn.encode(), default_diagram.files))
    if heard:
        assert (found[0].rule, found[0].element) == ("doubled-token", "acknowledge_reply")
        assert {"split", "reply_legal", "reply_security"} & set(found[0].path)
    else:
        assert found == []
