"""Rules 4 to 6: asking the customer, customer responses, and acknowledging them."""

from datetime import timedelta

import pytest

from runner.errors import Forbidden, NotPossible
from tests.desk import MONDAY

DAY = timedelta(days=1)


# ------------------------------------------------------------------ 4 ask the customer


def test_asking_waits_for_the_customer(desk):
    case = desk.open().to("Work in Progress").act(desk.alice, "ask_customer", body="Which one?")
    assert case.status == "Pending Customer"
    assert [m.body for m in case.conversation(desk.bob)][-1] == "Which one?"


def test_support_may_resume_without_an_answer(desk):
    case = desk.open().to("Pending Customer").act(desk.alice, "resume_work")
    assert case.status == "Work in Progress"
    case.wait(days=30)
    assert "remind_customer" not in desk.inbox(desk.bob)


@pytest.mark.parametrize("status", ["Pending Customer", "Agree to close"])
def test_the_customer_is_reminded_after_3_and_7_business_days(desk, status):
    desk.open().to(status)
    reminders = []
    for day in range(1, 12):  # Monday is day 0; days 5 and 6 are a weekend
        desk.wait(days=1)
        reminders.append((day, desk.inbox(desk.bob).count("remind_customer")))
    assert [day for day, count in reminders if count == 1] == [3, 4, 5, 6, 7, 8]
    assert [day for day, count in reminders if count == 2] == [9, 10, 11]


def test_after_10_business_days_of_silence_the_case_is_back_at_work(desk):
    case = desk.open().claim(desk.alice).to("Pending Customer")
    case.wait(days=14, microseconds=-1)
    assert case.status == "Pending Customer"
    case.wait(microseconds=1)
    assert (case.status, case.case.flags) == ("Work in Progress", ("customer silent",))
    assert desk.inbox(desk.alice)[-1] == "tell_owner_of_silence"


def test_an_answer_after_all_takes_the_flag_off(desk):
    case = desk.open().to("Pending Customer").wait(days=15)
    case.act(desk.alice, "ask_customer", body="Still there?").write(desk.bob, "Yes!")
    assert case.case.flags == ()


@pytest.mark.parametrize(
    "status", ["New", "Work in Progress", "Pending Customer", "Agree to close", "Customer Replied",
               "Solution Proposed", "Blocked"],
)  # fmt: skip
def test_silence_alone_never_closes_a_case(desk, status):
    case = desk.open().to(status).wait(days=400)
    assert not case.case.closed


# ------------------------------------------------------------------ 5 a customer response


@pytest.mark.parametrize(
    "status",
    ["Work in Progress", "Pending Customer", "Agree to close", "Solution Proposed", "Blocked"],
)
def test_a_customer_response_moves_the_case_at_once(desk, status):
    case = desk.open().to(status).write(desk.bob, "Here it is")
    assert case.status == "Customer Replied"
    assert case.conversation()[-1].body == "Here it is"


def test_a_further_message_is_kept_and_moves_nothing(desk):
    case = desk.open().to("Customer Replied")
    before = case.case.revision
    case.write(desk.bob, "And one thing more")
    assert (case.status, case.case.revision) == ("Customer Replied", before)
    assert [m.body for m in case.conversation()][-1] == "And one thing more"


def test_support_may_record_what_the_customer_said(desk):
    case = desk.open().to("Pending Customer")
    case.write(desk.alice, "He says it is the left one", on_behalf_of_customer=True)
    assert case.status == "Customer Replied"
    message = case.conversation()[-1]
    assert (message.author.name, message.on_behalf) == ("Alice", True)
    assert case.history()[-1].values["on_behalf_of_customer"] is True


def test_nobody_else_speaks_for_the_customer(desk):
    case = desk.open().to("Pending Customer")
    with pytest.raises(Forbidden):
        case.write(desk.bob, "As Alice said", on_behalf_of_customer=True)
    with pytest.raises(Forbidden):
        case.write(desk.nora, "I read this", on_behalf_of_customer=True)


def test_the_owner_hears_of_a_response(desk):
    desk.open().claim(desk.alice).to("Pending Customer").write(desk.bob, "The left one")
    assert "Bob wrote" in desk.inbox(desk.alice)[-1]


# ------------------------------------------------------------------ 6 acknowledge the reply


def test_an_acknowledged_reply_is_work_again(desk):
    case = desk.open().to("Customer Replied").act(desk.alice, "acknowledge")
    assert case.status == "Work in Progress"


def test_a_reply_to_a_blocked_case_may_lead_straight_back(desk):
    case = desk.open().to("Blocked").write(desk.bob, "Any news?").act(desk.alice, "still_blocked")
    assert case.status == "Blocked"


def test_still_blocked_is_offered_only_while_the_blocker_stands(desk):
    unblocked = desk.open().to("Customer Replied")
    assert unblocked.can(desk.alice) == {"acknowledge", "customer_closes"}
    with pytest.raises(NotPossible):
        unblocked.act(desk.alice, "still_blocked")
    blocked = desk.open().to("Blocked").write(desk.bob)
    assert "still_blocked" in blocked.can(desk.alice)
    blocked.act(desk.alice, "acknowledge").write(desk.bob)
    assert "still_blocked" not in blocked.can(desk.alice)


def test_a_blocker_that_is_cleared_meanwhile_no_longer_stands(desk):
    case = desk.open().to("Blocked").write(desk.bob)
    desk.app.cases.deliver(desk.alice, case.number, "blocker_cleared")
    assert case.status == "Customer Replied"
    assert "still_blocked" not in case.can(desk.alice)
    assert case.act(desk.alice, "acknowledge").status == "Work in Progress"


def test_business_days_keep_the_time_of_day(desk):
    desk.wait(hours=14)  # Monday 23:00
    case = desk.open(priority="P4").to("Pending Customer")
    due = [timer.at for timer in case.case.waits.timers]
    assert due == [MONDAY + timedelta(hours=14) + n * DAY for n in (3, 9, 14)]
