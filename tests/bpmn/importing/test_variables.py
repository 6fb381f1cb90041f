"""Variables that are decided on and that nothing sets."""

from datetime import UTC, datetime

import pytest

from runner.bpmn.importing import import_diagram
from runner.bpmn.importing.variables import GIVEN
from runner.gate.lint.dataflow import SUBMITTED
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
    return next(action.form for action in actions if action.task == task)


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


def test_a_variable_that_a_form_sets_is_left_alone():
    filled = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
    parts = decided(
        start(),
        user("last", form=filled, status="S"),
        chain("start", "last"),
        yes="ok",
        no="not ok",
    )
    assert not any("gets a form" in sentence for sentence in sentences(imported(*parts)))


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
    assert [action.task for action in process(result, calendars).diagram.actions] == ["thaw"]
    assert any("a person says that “temperature > 3” holds" in said for said in sentences(result))
