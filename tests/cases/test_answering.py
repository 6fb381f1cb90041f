"""Who answers a case that nobody owns takes it, where that is set. Decision 0277."""

import pytest

from runner.errors import NotPossible
from runner.model import ActRequest, UnsentText
from tests.desk import Desk


@pytest.fixture
def taking(tmp_path, request):
    desk = Desk(tmp_path, answering_takes=True, undo_send=getattr(request, "param", None))
    yield desk
    desk.app.close()


def owner(case):
    return case.case.owner.name if case.case.owner else None


def said_of_owner(case):
    """The lines of the history that name a new owner: who made the change, and of whom."""
    changed = [line for line in case.history() if "owner" in line.values]
    return [(line.event.actor.name, *line.values["owner"]) for line in changed]


def test_without_the_setting_an_answer_takes_nothing(desk):
    assert owner(desk.open().act(desk.alice, "send_first_response", body="We look.")) is None


@pytest.mark.parametrize(
    "answer",
    [
        lambda case, alice: case.act(alice, "send_first_response", body="We look."),
        lambda case, alice: case.write(alice, "We look."),
        lambda case, alice: case.act(
            alice, ["send_first_response", "propose_solution"], body="Restart it."
        ),
    ],
    ids=["action", "message", "chain"],
)
def test_an_answer_takes_the_case_with_a_line_of_its_own_before_it(taking, answer):
    case = taking.open()
    before = case.case
    answer(case, taking.alice)
    assert owner(case) == "Alice"
    assert said_of_owner(case) == [("Alice", None, "alice@example.com")]
    lines = [line.event.sequence for line in case.history()]
    assert lines == sorted(set(lines))
    assert case.case.revision > before.revision + 1
    assert taking.tallies_are_right()


def test_what_is_no_answer_takes_nothing_and_what_is_owned_stays(taking):
    case = taking.open()
    case.write(taking.alice, "He is difficult.", visibility="internal").write(taking.bob, "Hello?")
    case.write(taking.alice, "He rang.", on_behalf_of_customer=True)
    assert owner(case) is None
    case.claim(taking.amir).write(taking.alice, "We look.")
    assert owner(case) == "Amir"


def test_a_later_message_that_moves_nothing_takes_it_too(taking):
    case = taking.open().to("Work in Progress")
    case.change(owner=None)
    case.write(taking.amir, "Still at it.")
    assert owner(case) == "Amir"


def test_an_answer_that_is_refused_takes_nothing(taking):
    case = taking.open().to("Closed")
    before, lines = case.case, len(case.history())
    with pytest.raises(NotPossible, match="closed"):
        case.act(taking.alice, "propose_solution", body="Restart it.")
    assert (case.case, len(case.history())) == (before, lines)


@pytest.mark.parametrize("taking", [10], indirect=True)
def test_what_is_held_takes_the_case_when_it_goes_out(taking):
    desk, case = taking, taking.open()
    act = ActRequest(("send_first_response",), {"body": "We look."})
    desk.app.cases.send(desk.alice, case.number, act, UnsentText("compose", {"text": "We look."}))
    assert owner(case) is None
    desk.wait(seconds=11)
    assert (owner(case), case.status) == ("Alice", "Work in Progress")


def test_a_preview_is_of_the_case_as_its_new_owner_has_it(taking):
    case = taking.open()
    cases, fields = taking.app.cases, {"body": "We look."}
    shown = cases.preview(taking.alice, case.number, "send_first_response", fields)
    act = ActRequest(("send_first_response",), fields, expected=shown.token)
    cases.take(taking.alice, case.number, act)
    assert owner(case) == "Alice"
