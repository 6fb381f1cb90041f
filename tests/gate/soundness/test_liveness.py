"""A variable matters from where it is set to the last condition that may read it."""

from runner import bpmn as diagrams
from runner.gate.soundness import whole
from runner.gate.soundness.liveness import live_variables
from tests.drawings import border, bpmn, chain, end, flow, message, start, sub, user, xor

KIND = {"type": "object", "properties": {"kind": {"enum": ["Bug", "Other"]}}, "required": ["kind"]}
IS_BUG = 'kind == "Bug"'


def live(*parts):
    return live_variables(diagrams.read(bpmn(start(), *parts, messages="m")))


def asked(gateway, yes, no):
    return flow(gateway, yes, when=IS_BUG, id=f"{gateway}_yes") + flow(
        gateway, no, id=f"{gateway}_no"
    )


def test_it_matters_from_the_form_that_sets_it_to_the_gateway_that_asks():
    found = live(
        user("a"), user("b", form=KIND), user("c"), xor("x", default="x_no"), end("one"), end("two"),
        chain("start", "a", "b", "c", "x"), asked("x", "one", "two"),
    )  # fmt: skip
    assert "kind" in found["c"] & found["x"]
    assert "kind" not in found["a"] | found["b"] | found["one"]


def test_it_matters_on_the_way_back_of_a_loop():
    found = live(
        user("a", form=KIND), xor("x", default="x_no"), user("again"), xor("y", default="y_no"), end("one"),
        chain("start", "a", "x"), asked("x", "again", "y"), flow("again", "x"), asked("y", "one", "a"),
    )  # fmt: skip
    assert "kind" in found["again"]
    assert "kind" not in found["a"]


def test_it_matters_around_an_activity_that_is_left_at_its_end_or_over_its_border():
    found = live(
        user("a", form=KIND), sub("s", start("in"), user("b"), end("out"), chain("in", "b", "out")),
        border("late", "s", message("m_m")), xor("x", default="x_no"), user("c"), end("one"), end("two"),
        chain("start", "a", "s", "c", "one"), flow("late", "x"), asked("x", "one", "two"),
    )  # fmt: skip
    assert "kind" in found["s"] & found["late"]
    assert "kind" not in found["c"]


def test_it_matters_inside_an_activity_where_it_is_asked_there():
    found = live(
        user("a", form=KIND), end("done"), chain("start", "a", "s", "done"),
        sub("s", start("in"), xor("x", default="x_no"), user("b"), end("out"), end("over"),
            flow("in", "x"), asked("x", "b", "over"), flow("b", "out")),
    )  # fmt: skip
    assert "kind" in found["in"] & found["x"]
    assert "kind" not in found["s"] | found["b"]


def test_what_was_asked_before_is_no_state_of_its_own(default_diagram):
    """What was asked last stayed with the token before: 219 states in which all tokens waited."""
    space = whole(default_diagram)
    waiting = [
        number for number, arcs in enumerate(space.arcs) if all(a.firing.event for a in arcs)
    ]
    assert len(waiting) <= 30
