"""Canned responses: kept by support, filled in for a case."""

import pytest

from runner.cases.canned_responses import MOST_RESPONSES, VARIABLES
from runner.errors import Forbidden, InvalidInput, NotFound
from runner.model import CannedResponse


def text(body, **more):
    return CannedResponse(0, 0, more.pop("name", "Logs"), body, **more)


@pytest.fixture
def ready(desk):
    return desk.app.cases.canned_responses


def test_all_variables_are_filled_in_and_nothing_else_is(desk, ready):
    case = desk.open(
        by=desk.app.accounts.add("zoe@example.com", "Zoe {agent} Miller", ["customer"])
    )
    kept = ready.add(
        desk.alice, text("Dear {first_name} ({customer}), {number}: {product}! {agent}")
    )
    case.change(product="Oven")
    said = ready.text_for(desk.alice, case.number, kept.id)
    assert said == f"Dear Zoe (Zoe {{agent}} Miller), {case.number}: Oven! Alice"
    bare = ready.text_for(desk.alice, desk.open().number, kept.id)
    assert bare.endswith(": …! Alice")  # a gap that can be seen
    every = ready.add(desk.alice, text(" ".join(f"{{{name}}}" for name in VARIABLES)))
    assert "{" not in ready.text_for(desk.alice, desk.open().number, every.id)


def test_it_says_nothing_to_whoever_is_the_customer(desk, ready):
    kept = ready.add(desk.alice, text("Yours, {team}"))
    with pytest.raises(Forbidden):
        ready.text_for(desk.alice, desk.open(desk.alice).number, kept.id)


@pytest.mark.parametrize(
    "body", ["Dear {frist_name}", "Dear { first name }", "{}{first-name}", " ", "x" * 20_001]
)
def test_what_nothing_stands_for_is_refused(desk, ready, body):
    with pytest.raises(InvalidInput) as wrong:
        ready.add(desk.alice, text(body))
    assert "body" in wrong.value.errors
    for statuses in (("x" * 201,), ("New",) * 101):
        with pytest.raises(InvalidInput, match="statuses of the list"):
            ready.add(desk.alice, text("Hello", statuses=statuses))
    assert ready.list(desk.alice) == ()


def test_code_may_have_braces(desk, ready):
    body = 'Send {"a": 1} and if (x) { return; }'
    kept = ready.add(desk.alice, text(body))
    assert ready.text_for(desk.alice, desk.open().number, kept.id) == body


def test_ones_own_are_for_oneself_and_shared_ones_for_leads_to_change(desk, ready):
    own, shared = (
        ready.add(desk.alice, text("Mine")),
        ready.add(desk.carol, text("Ours", shared=True)),
    )
    assert [one.body for one in ready.list(desk.alice)] == ["Mine", "Ours"]
    assert [one.body for one in ready.list(desk.amir)] == ["Ours"]
    number = desk.open().number
    for refused, act in (
        (NotFound, lambda: ready.text_for(desk.amir, number, own.id)),
        (NotFound, lambda: ready.delete(desk.amir, own.id)),
        (Forbidden, lambda: ready.delete(desk.alice, shared.id)),
        (Forbidden, lambda: ready.change(desk.alice, shared)),
        (Forbidden, lambda: ready.add(desk.alice, text("Ours", shared=True))),
        (Forbidden, lambda: ready.list(desk.bob)),
        (Forbidden, lambda: ready.list(desk.nora)),
        (Forbidden, lambda: ready.text_for(desk.bob, number, shared.id)),
    ):
        with pytest.raises(refused):
            act()
    ready.delete(desk.alice, own.id)
    assert [one.body for one in ready.list(desk.alice)] == ["Ours"]


def test_a_person_has_a_hundred_at_most(desk, ready):
    for _ in range(MOST_RESPONSES):
        ready.add(desk.alice, text("Thanks"))
    with pytest.raises(InvalidInput, match="delete one"):
        ready.add(desk.alice, text("Thanks"))


def test_those_for_the_status_of_a_case_come_first(desk, ready):
    ready.add(desk.alice, text("A", name="A"))
    ready.add(desk.alice, text("B", name="B", statuses=("Pending Customer",)))
    case = desk.open()

    def offered(person):
        return [one.name for one in desk.app.cases.page(person, case.number).responses]

    assert offered(desk.alice) == ["A", "B"]
    case.to("Pending Customer")
    assert offered(desk.alice) == ["B", "A"]
    assert offered(desk.bob) == offered(desk.nora) == []
