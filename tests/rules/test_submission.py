"""Rules 1 to 3: submission, first response, and its milestone."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from runner.cases import Submission
from runner.cli import main
from runner.errors import Conflict, Forbidden, InvalidInput, NotPossible
from tests.desk import MONDAY

HOUR = timedelta(hours=1)


def first_response_of(case):
    return case.milestone.state


# ------------------------------------------------------------------ 1 submission


def test_whoever_submits_and_however_it_is_the_same_new_case(desk, monkeypatch):
    by_customer = desk.open(desk.bob)
    by_agent = desk.open(desk.alice, customer_email="bob@example.com", channel="phone")
    monkeypatch.setenv("CASELANE_DATA_DIR", str(desk.settings.data_dir))
    monkeypatch.setenv("CASELANE_DATABASE_URL", desk.settings.url)
    shell = CliRunner().invoke(
        main,
        ["case", "submit", "--as", "bob@example.com", "--subject", "x", "--description", "y"],
        catch_exceptions=False,
    )
    numbers = [by_customer.number, by_agent.number, shell.output.strip()]
    for number in numbers:
        view = desk.app.cases.get(desk.bob, number)
        assert view.case.status == "New"
        assert view.case.customer.email == "bob@example.com"
        assert [m.state for m in view.milestones] == ["running"]


def test_a_case_that_support_submits_for_nobody_does_not_exist(desk):
    with pytest.raises(InvalidInput) as refused:
        desk.app.cases.open(desk.alice, Submission("Hum", "All night."))
    assert refused.value.errors == {
        "customer": ["is needed: name the customer whom the case is for"]
    }
    assert desk.app.cases.list(desk.alice).items == ()


def test_support_may_name_itself_as_the_customer(desk):
    case = desk.open(desk.alice, customer_email="alice@example.com")
    assert case.case.customer.email == "alice@example.com"


def test_the_milestone_starts_at_the_instant_of_submission(desk):
    case = desk.open(priority="P2")
    assert case.milestone.started_at == MONDAY
    assert case.milestone.due_at == MONDAY + 2 * HOUR


# ------------------------------------------------------------------ 2 first response


def test_only_a_customer_facing_message_of_support_is_a_first_response(desk):
    case = desk.open()
    case.write(desk.alice, "Looks like the fuser", visibility="internal")
    case.claim(desk.alice).change(priority="P3")
    assert desk.inbox(desk.bob) == ["confirm_receipt"]
    assert (case.status, first_response_of(case)) == ("New", "running")


def test_the_first_response_stops_the_milestone_and_starts_the_work(desk):
    case = desk.open().wait(hours=1).act(desk.alice, "send_first_response", body="On it.")
    assert (case.status, first_response_of(case)) == ("Work in Progress", "met")
    assert case.milestone.reached_at == MONDAY + HOUR
    assert [m.body for m in case.conversation(desk.bob)] == ["On it."]


def test_a_public_message_of_support_while_new_is_the_first_response(desk):
    case = desk.open().write(desk.alice, "On it.")
    assert (case.status, first_response_of(case)) == ("Work in Progress", "met")
    assert len(case.conversation()) == 1


@pytest.mark.parametrize(
    "status", ["Work in Progress", "Pending Customer", "Blocked", "Solution Proposed"]
)
def test_later_a_public_message_of_support_moves_nothing(desk, status):
    case = desk.open().to(status)
    before = case.case
    case.write(desk.alice, "By the way")
    assert (case.status, case.case.revision) == (status, before.revision)


def test_a_customer_message_while_new_is_kept_and_moves_nothing(desk):
    case = desk.open().write(desk.bob, "It is a big one")
    assert (case.status, first_response_of(case)) == ("New", "running")
    assert [m.body for m in case.conversation()] == ["It is a big one"]


# ------------------------------------------------------------------ 3 the milestone


@pytest.mark.parametrize(
    ("priority", "due"),
    [
        ("P1", MONDAY + timedelta(minutes=30)),
        ("P2", MONDAY + 2 * HOUR),
        ("P3", MONDAY + 8 * HOUR),
        ("P4", MONDAY + 24 * HOUR + 8 * HOUR),
    ],
)
def test_the_target_goes_by_priority_and_calendar(desk, priority, due):
    assert desk.open(priority=priority).milestone.due_at == due


def test_only_the_highest_priority_counts_at_night(desk):
    desk.clock.advance(timedelta(hours=10))  # Monday 19:00
    assert desk.open(priority="P1").milestone.due_at == MONDAY + timedelta(hours=10, minutes=30)
    assert desk.open(priority="P2").milestone.due_at == MONDAY + 26 * HOUR


def test_a_warning_comes_before_the_target_and_tells_owner_and_lead(desk):
    case = desk.open().claim(desk.alice)
    case.wait(hours=1.49)
    assert case.case.flags == ()
    case.wait(hours=0.01)
    assert case.case.flags == ("first response due soon",)
    assert desk.inbox(desk.alice) == ["warn_of_first_response"]
    assert desk.inbox(desk.carol) == ["warn_of_first_response"]
    assert first_response_of(case) == "running"


def test_a_violation_comes_after_the_target_and_tells_owner_and_lead(desk):
    case = desk.open().claim(desk.alice).wait(hours=2)
    assert case.case.flags == ("first response due soon",)
    case.wait(microseconds=1)
    assert case.case.flags == ("first response missed",)
    assert (
        desk.inbox(desk.alice)[-1] == desk.inbox(desk.carol)[-1] == "tell_of_missed_first_response"
    )
    assert (case.status, first_response_of(case)) == ("New", "missed")


def test_at_the_due_instant_the_milestone_is_met(desk):
    case = desk.open().wait(hours=2)
    assert first_response_of(case) == "running"
    assert first_response_of(case.act(desk.alice, "send_first_response", body="Now.")) == "met"


def test_after_the_due_instant_it_is_missed_with_the_true_lateness(desk):
    case = desk.open().wait(hours=2, seconds=1).act(desk.alice, "send_first_response", body="Late.")
    milestone = case.milestone
    assert milestone.state == "missed"
    assert milestone.reached_at - milestone.due_at == timedelta(seconds=1)


def test_a_breach_is_recorded_once_at_its_true_time_even_after_downtime(desk):
    case = desk.open()
    desk.clock.advance(timedelta(days=3))  # nobody works
    desk.work()
    desk.work()
    breaches = [e.event for e in case.history() if e.event.element == "first_response_missed"]
    assert [event.at for event in breaches] == [MONDAY + 2 * HOUR]
    assert desk.inbox(desk.carol).count("tell_of_missed_first_response") == 1


def test_a_higher_priority_moves_the_target_counted_from_the_submission(desk):
    case = desk.open(priority="P3").wait(hours=1).change(priority="P2")
    assert case.milestone.due_at == MONDAY + 2 * HOUR
    case.wait(hours=1, microseconds=1)
    assert first_response_of(case) == "missed"


def test_a_lower_priority_moves_the_target_and_the_warning_does_not_come_again(desk):
    case = desk.open(priority="P2").wait(hours=1.75).change(priority="P3")
    assert case.milestone.due_at == MONDAY + 8 * HOUR
    case.wait(hours=6)
    assert desk.inbox(desk.carol).count("warn_of_first_response") == 1
    assert first_response_of(case) == "running"


def test_what_was_missed_stays_missed(desk):
    case = desk.open(priority="P2").wait(hours=3).change(priority="P4")
    assert first_response_of(case) == "missed"
    case.wait(days=5)
    assert desk.inbox(desk.carol).count("tell_of_missed_first_response") == 1


def test_a_target_that_is_overdue_at_once_is_breached_on_the_change(desk):
    case = desk.open(priority="P3").wait(hours=3).change(priority="P2")
    assert first_response_of(case) == "missed"
    assert desk.inbox(desk.carol) == ["warn_of_first_response", "tell_of_missed_first_response"]
    case.act(desk.alice, "send_first_response", body="Hi.")
    assert case.milestone.due_at == MONDAY + 2 * HOUR
    assert case.milestone.reached_at - case.milestone.due_at == HOUR


def test_history_is_never_judged_again(desk):
    case = desk.open(priority="P3").wait(hours=3).act(desk.alice, "send_first_response", body="Hi.")
    case.change(priority="P1")
    case.wait(days=1)
    assert first_response_of(case) == "met"
    assert case.milestone.due_at == MONDAY + 8 * HOUR


def alerts(desk):
    """What the diagram told the lead."""
    return [note for note in desk.app.notifications.of(desk.carol).items if note.element]


def test_a_case_closed_in_time_without_a_response_ends_as_not_reached(desk):
    case = desk.open().wait(hours=1).act(desk.bob, "customer_closes")
    assert (case.status, first_response_of(case)) == ("Closed", "not_reached")
    assert alerts(desk) == []


def test_a_case_closed_too_late_without_a_response_ends_as_missed(desk):
    case = desk.open().wait(hours=3).act(desk.bob, "customer_closes")
    assert first_response_of(case) == "missed"
    assert (case.milestone.reached_at, case.milestone.ended_at) == (None, MONDAY + 3 * HOUR)


def test_a_closed_case_never_alerts(desk):
    desk.open().act(desk.bob, "customer_closes").wait(days=9)
    assert alerts(desk) == []


def test_who_may_not_or_cannot_respond(desk):
    case = desk.open()
    with pytest.raises(Forbidden):
        case.act(desk.bob, "send_first_response", body="Me!")
    case.write(desk.alice, "Hi")
    with pytest.raises(NotPossible) as caught:
        case.act(desk.amir, "send_first_response", body="Hi")
    assert isinstance(caught.value, Conflict)
    assert "Alice" in caught.value.explanation
