"""Rules 9 to 11: closing, closed for good, and repeat cases."""

import pytest

from runner.errors import Forbidden, InvalidInput, NotFound, NotPossible
from tests.desk import OPEN

# ------------------------------------------------------------------ 9 closing


@pytest.mark.parametrize("status", OPEN)
def test_the_customer_may_say_at_any_time_that_it_is_resolved(desk, status):
    case = desk.open().to(status).act(desk.bob, "customer_closes")
    assert (case.status, case.case.resolution) == ("Closed", "customer_resolved")
    assert case.case.waits.offers == ()
    assert case.case.next_due is None


@pytest.mark.parametrize("status", OPEN)
def test_support_may_record_that_and_how_the_customer_said_so(desk, status):
    case = desk.open().to(status)
    with pytest.raises(InvalidInput):
        case.act(desk.alice, "customer_closes")
    case.act(desk.alice, "customer_closes", how="By phone, 14:20")
    assert (case.status, case.case.resolution) == ("Closed", "customer_resolved")
    assert case.history()[-1].values["how"] == "By phone, 14:20"


def test_an_inconclusive_case_closes_when_the_customer_agrees(desk):
    case = desk.open().to("Agree to close")
    assert case.status == "Pending Customer"
    case.act(desk.bob, "agree_closing")
    assert (case.status, case.case.resolution) == ("Closed", "inconclusive")


def test_support_may_record_how_the_customer_agreed(desk):
    case = desk.open().to("Agree to close")
    with pytest.raises(InvalidInput):
        case.act(desk.alice, "record_agreement")
    case.act(desk.alice, "record_agreement", how="On the phone")
    assert (case.status, case.case.resolution) == ("Closed", "inconclusive")


def test_support_does_not_agree_for_the_customer(desk):
    case = desk.open().to("Agree to close")
    for answer in ("agree_closing", "keep_open"):
        with pytest.raises(Forbidden):
            case.act(desk.alice, answer)
    with pytest.raises(Forbidden):
        case.act(desk.bob, "record_agreement", how="I am me")


def test_a_customer_who_declines_has_responded(desk):
    assert desk.open().to("Agree to close").act(desk.bob, "keep_open").status == "Customer Replied"


def test_support_may_take_the_proposal_to_close_back(desk):
    case = desk.open().to("Agree to close").act(desk.alice, "withdraw_closing")
    assert case.status == "Work in Progress"


def test_the_owner_hears_when_nobody_answers_a_proposal_to_close(desk):
    case = desk.open().claim(desk.alice).to("Agree to close").wait(days=15)
    assert desk.inbox(desk.alice)[-1] == "tell_owner_of_no_word"
    assert case.status == "Pending Customer"


# ------------------------------------------------------------------ 10 closed is closed


def test_nothing_leaves_closed(desk):
    case = desk.open().to("Closed")
    closed = case.case
    for person in (desk.alice, desk.bob, desk.carol):
        assert case.can(person) == set()
        for action in desk.app.versions.process(1).compiled.actions:
            with pytest.raises((NotPossible, Forbidden)):
                case.act(person, action.id)
    with pytest.raises(NotPossible):
        desk.app.cases.deliver(desk.alice, case.number, "blocker_cleared")
    with pytest.raises(NotPossible):
        case.change(priority="P1")
    with pytest.raises(NotPossible):
        case.claim(desk.amir)
    desk.app.cases.wake(closed.id)
    case.wait(days=400)
    assert case.case == closed


def test_a_late_message_is_kept_and_moves_nothing(desk):
    case = desk.open().to("Closed")
    revision = case.case.revision
    view = desk.app.cases.comment(desk.bob, case.number, "It is back!")
    assert view.late
    assert (case.status, case.case.revision) == ("Closed", revision)
    assert case.conversation()[-1].late


def test_a_late_message_is_answered_with_the_way_to_a_repeat_case(desk):
    case = desk.open().to("Closed").write(desk.bob, "It is back!")
    note = desk.app.notifications.of(desk.bob).items[0]
    assert "open a repeat case" in note.body
    assert case.number in note.body


# ------------------------------------------------------------------ 11 repeat case


@pytest.mark.parametrize("status", OPEN)
def test_only_a_closed_case_can_be_repeated(desk, status):
    case = desk.open().to(status)
    with pytest.raises(NotPossible):
        desk.app.cases.repeat(desk.bob, case.number)


def test_a_repeat_case_is_new_with_its_own_milestone(desk):
    origin = desk.open().wait(hours=5).to("Closed")
    repeat = desk.app.cases.repeat(desk.bob, origin.number)
    assert repeat.case.status == "New"
    assert [m.state for m in repeat.milestones] == ["running"]
    assert repeat.milestones[0].started_at == desk.clock.now()


def test_the_chain_is_visible_both_ways(desk):
    origin = desk.open().to("Closed")
    first = desk.app.cases.repeat(desk.bob, origin.number)
    second = desk.app.cases.repeat(desk.alice, origin.number)
    assert origin.seen_by(desk.bob).repeats == (first.case.number, second.case.number)
    assert first.case.repeat_of == second.case.repeat_of == origin.case.id


def test_a_repeat_case_copies_the_matter_and_not_the_messages(desk):
    origin = desk.open(priority="P1", product="Printer 9").to("Closed")
    repeat = desk.app.cases.repeat(desk.alice, origin.number).case
    copied = ("customer", "product", "priority", "subject")
    assert [getattr(repeat, n) for n in copied] == [getattr(origin.case, n) for n in copied]
    assert desk.app.cases.conversation(desk.alice, repeat.number).items == ()


def test_only_those_who_may_see_a_case_may_repeat_it(desk):
    origin = desk.open().to("Closed")
    with pytest.raises(NotFound):
        desk.app.cases.repeat(desk.eve, origin.number)
    with pytest.raises(Forbidden):
        desk.app.cases.repeat(desk.nora, origin.number)
