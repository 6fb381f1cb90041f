"""Gateways whose conditions leave something out."""

from datetime import UTC, datetime

import pytest

from tests.bpmn.importing.imported import imported, process, sentences
from tests.drawings import both, chain, either, end, flow, start, user, xor

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
AMOUNT = {"type": "object", "properties": {"amount": {"type": "number"}}, "required": ["amount"]}


def split(gateway, small="amount < 100", large="amount > 100", *more):
    return (
        start(), user("ask", form=AMOUNT), gateway, user("a"), user("b"), end(), *more,
        chain("start", "ask", "x"), flow("x", "a", "Small", small), flow("x", "b", "Large", large), chain("b", "end"),
    )  # fmt: skip


def waits_at(ran, calendars, *steps):
    """Where a case waits after some steps, each an action by its label and what is filled in."""
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    labels = {action.id: action.label for action in ran.diagram.actions}
    for label, values in steps:
        action = next(o.action for o in step.offers if labels[o.action] in (label, ""))
        step = ran.act(step.state, action, values, NOW, calendars.default)
    return {offer.element for offer in step.offers}


@pytest.mark.parametrize("gateway", [xor("x"), either("x")])
def test_a_person_decides_where_no_condition_holds(calendars, gateway):
    result = imported(*split(gateway), chain("a", "end"))
    ran = process(result, calendars)
    assert waits_at(ran, calendars, ("ask", {"amount": 5})) == {"a"}
    asked = waits_at(ran, calendars, ("ask", {"amount": 100}))
    assert asked == {"userTask_x"}
    assert waits_at(ran, calendars, ("ask", {"amount": 100}), ("Large", {})) == {"b"}
    assert any("asks a person where none of its conditions" in said for said in sentences(result))


def test_nobody_is_asked_where_the_conditions_leave_nothing_out(calendars):
    result = imported(*split(xor("x"), "amount <= 100"), chain("a", "end"))
    assert process(result, calendars)
    assert not any("asks a person" in said for said in sentences(result))


def test_the_way_that_a_person_chooses_comes_to_a_join_beside_the_drawn_one(calendars):
    more = (
        both("fork"),
        user("c"),
        user("d"),
        both("join"),
        chain("fork", "c", "join", "end"),
        chain("fork", "d", "join"),
    )
    parts = split(xor("x"), "amount < 100", "amount > 100", *more)
    parts = [
        part.replace('targetRef="a"', 'targetRef="fork"') for part in parts if 'id="a"' not in part
    ]
    result = imported(*parts)
    ran = process(result, calendars)
    assert waits_at(ran, calendars, ("ask", {"amount": 5})) == {"c", "d"}
    assert waits_at(ran, calendars, ("ask", {"amount": 100}), ("Small", {})) == {"c", "d"}
