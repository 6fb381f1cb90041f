"""Variables that are decided on and that nothing sets."""

from datetime import UTC, datetime

import pytest

from runner.bpmn.importing import import_diagram
from runner.bpmn.importing.variables import GIVEN
from runner.bpmn.known import SUBMITTED
from tests.bpmn.importing.imported import FIDELITY, imported, process, sentences
from tests.drawings import border, catch, chain, end, flow, start, user, xor
from tests.engine.parts import when

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def decided(*before: str, yes: str, no: str = "", default: str = "") -> tuple[str, ...]:
    """A gateway that decides with conditions, behind some elements that end with 'last'."""
    gateway = xor("x", default=default) if default else xor("x")
    ways = (
        flow("last", "x")
        + flow("x", "e1", "Yes", yes, id="yes")
        + flow("x", "e2", "No", no, id="no")
    )
    return (*before, gateway, end("e1", status="Yes"), end("e2", status="No"), ways)


def form(result, calendars, task):
    actions = process(result, calendars).diagram.actions
    return next(action.form for action in actions if action.element == task)


@pytest.mark.parametrize(("approved", "status"), [(True, "E1"), (False, "E2")])
def test_the_task_before_gets_a_field_and_the_gateway_decides_on_it(calendars, approved, status):
    result = import_diagram((FIDELITY / "10_import_unknown_variable.bpmn").read_bytes())
    ran = process(result, calendars)
    assert any("'Review' gets a form with 'approved'" in sentence for sentence in sentences(result))
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    [offer] = step.offers
    step = ran.act(step.state, offer.action, {"approved": approved}, NOW, calendars.default)
    assert (step.completed, step.status) == (True, status)


@pytest.mark.parametrize(
    ("yes", "no", "field"),
    [
        ("amount > 3", "amount <= 3", {"type": "number"}),
        ('kind == "Bug"', 'kind == "Wish"', {"type": "string", "enum": ["Bug", "Wish"]}),
        ("ok", "not ok", {"type": "boolean"}),
        ('kind in ("Bug", "Wish")', "", {"type": "string", "enum": ["Bug", "Wish"]}),
    ],
)
def test_a_field_is_of_the_kind_that_it_is_compared_with(calendars, yes, no, field):
    parts = decided(
        start(),
        user("last", status="S"),
        chain("start", "last"),
        yes=yes,
        no=no,
        default="" if no else "no",
    )
    [(name, spec)] = form(imported(*parts), calendars, "last")["properties"].items()
    assert spec == {**field, "title": name.capitalize()}


def test_a_person_is_asked_where_no_task_comes_before(calendars):
    parts = decided(start(), catch("last", "<bpmn:messageEventDefinition/>", status="S"), chain("start", "last"),
                    yes="urgent", no="not urgent")  # fmt: skip
    result = imported(*parts)
    assert form(result, calendars, "userTask_x")["required"] == ["urgent"]


def test_what_was_filled_in_earlier_is_not_asked_for_again(calendars):
    again = flow("e0", "e3") + xor("e0") + end("e3", status="Late")
    parts = (
        start(),
        user("a", status="A"),
        xor("x", default="no"),
        user("b", status="B"),
        xor("y", default="n2"),
    )
    ways = (
        chain("start", "a", "x", "b"), flow("x", "e", when="ok", id="no"), chain("b", "y"),
        flow("y", "e", "On", "ok"), flow("y", "e2", "Off", id="n2"),
    )  # fmt: skip
    del again
    result = imported(*parts, end("e", status="E"), end("e2", status="E2"), *ways)
    assert sum("'ok'" in sentence for sentence in sentences(result)) <= 1


def test_what_only_a_later_task_fills_in_is_not_known_yet(calendars):
    filled = {"type": "object", "properties": {"score": {"type": "string"}}}
    result = imported(
        start(), user("look"), xor("x", default="no"), user("check", form=filled), end("e1"), end("e2"),
        chain("start", "look", "x"), flow("x", "e1", "Red", 'score == "red"'), flow("x", "check", id="no"), chain("check", "e2"),
    )  # fmt: skip
    assert form(result, calendars, "look")["properties"]["score"]["enum"] == ["red"]


def test_what_was_filled_in_before_an_activity_is_known_where_an_event_ends_it():
    late = border("late", "work", "<bpmn:messageEventDefinition/>"), xor("x", default="no")
    result = imported(
        start(), user("ask", form=FILLED), user("work"), *late, end(), end("e1"), end("e2"), chain("start", "ask", "work", "end"),
        chain("late", "x"), flow("x", "e1", when="ok"), flow("x", "e2", id="no"),
    )  # fmt: skip
    assert not any("gets a form" in sentence for sentence in sentences(result))


FILLED = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}


@pytest.mark.parametrize(("ok", "status"), [(True, "Yes"), (False, "No")])
def test_a_gateway_decides_on_what_is_filled_in_right_before(calendars, ok, status):
    """As guards of outcomes its conditions would be looked at before the form is filled in."""
    parts = decided(
        start(),
        user("last", form=FILLED, status="S"),
        chain("start", "last"),
        yes="ok",
        no="not ok",
    )
    result = imported(*parts)
    assert not any("gets a form" in sentence for sentence in sentences(result))
    assert any("decides on what is filled in" in sentence for sentence in sentences(result))
    ran = process(result, calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    [offer] = step.offers
    step = ran.act(step.state, offer.action, {"ok": ok}, NOW, calendars.default)
    assert (step.completed, step.status) == (True, status)


@pytest.mark.parametrize(
    ("yes", "no", "needed"),
    [('score == "red"', 'score == "green"', True), ('score == "red"', 'score != "red"', False)],
)
def test_what_is_decided_on_has_to_be_filled_in_where_nothing_leads_on_without(
    calendars, yes, no, needed
):
    free = {"type": "object", "properties": {"score": {"type": "string"}}}
    parts = decided(
        start(), user("last", form=free, status="S"), chain("start", "last"), yes=yes, no=no
    )
    result = imported(*parts)
    found = form(result, calendars, "last")
    assert found.get("required", []) == ["score"] * needed
    assert found["properties"]["score"].get("enum") == (["red", "green"] if needed else None)
    assert any("has to be given 'score'" in sentence for sentence in sentences(result)) == needed


def test_guards_that_read_what_was_filled_in_earlier_stay_as_they_are(calendars):
    before = start(), user("ask", form=FILLED, status="A"), user("last", status="S")
    parts = decided(*before, chain("start", "ask", "last"), yes="ok", no="not ok")
    result = imported(*parts)
    assert sentences(result) == []
    assert process(result, calendars)


def test_what_every_case_has_is_what_the_gate_takes_as_given():
    assert GIVEN - {"loopCounter"} == SUBMITTED.keys()


def test_an_activity_that_a_condition_would_end_gets_a_field_in_front(calendars):
    result = imported(
        start(), user("look"), user("work"), border("b", "work", when("amount &gt; 3")), end(), end("f"),
        chain("start", "look", "work", "end"), chain("b", "f"),
    )  # fmt: skip
    assert form(result, calendars, "look")["properties"]["amount"]["type"] == "number"


def test_where_nothing_makes_a_condition_true_a_person_says_that_it_holds(calendars):
    result = imported(
        start(), catch("thaw", when("temperature &gt; 3")), end(), chain("start", "thaw", "end")
    )
    assert [action.element for action in process(result, calendars).diagram.actions] == ["thaw"]
    assert any("a person says that “temperature > 3” holds" in said for said in sentences(result))
