"""Gateways whose conditions leave something out."""

import pytest

from tests.bpmn.importing.imported import imported, process, sentences, waits_at
from tests.drawings import both, chain, either, end, flow, start, user, xor

AMOUNT = {"type": "object", "properties": {"amount": {"type": "number"}}, "required": ["amount"]}


def split(gateway, small="amount < 100", large="amount > 100", *more):
    return (
        start(), user("ask", form=AMOUNT), gateway, user("a"), user("b"), end(), *more,
        chain("start", "ask", "x"), flow("x", "a", "Small", small), flow("x", "b", "Large", large), chain("b", "end"),
    )  # fmt: skip


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


def test_a_person_decides_where_the_task_that_fills_in_may_be_passed_by(calendars):
    form = {"type": "object", "properties": {"ok": {"enum": ["yes", "no"]}}, "required": ["ok"]}
    parts = (
        start(), user("first"), xor("way"), user("look", form=form), xor("m"), xor("x"), user("a"), user("b"), end(),
        chain("start", "first", "way"), flow("way", "look", "Look"), flow("way", "m", "Skip"), chain("look", "m", "x"),
        flow("x", "a", "", "ok == 'yes'"), flow("x", "b", "", "ok == 'no'"), chain("a", "end"), chain("b", "end"),
    )  # fmt: skip
    ran = process(imported(*parts), calendars)
    assert waits_at(ran, calendars, ("Skip", {})) == {"userTask_x"}
    assert waits_at(ran, calendars, ("Look", {}), ("look", {"ok": "no"})) == {"b"}
