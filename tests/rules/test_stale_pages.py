"""Support that writes on a page which is not new any more is told so; customers are never held back."""

from datetime import timedelta

import pytest

from runner.errors import StaleCase
from runner.model import ActRequest


@pytest.fixture
def case(desk):
    return desk.open().claim(desk.alice).to("Work in Progress")


def send(case, person, how, seen):
    cases = case.desk.app.cases
    if how == "action":
        act = ActRequest(("ask_customer",), {"body": "Which one?"}, seen=seen)
        cases.take(person, case.number, act)
    else:
        cases.comment(person, case.number, "Hello", how, seen=seen)


def test_a_timer_that_a_late_worker_fires_now_holds_no_change_of_support_back(desk):
    for late, status in ((timedelta(hours=1, minutes=35), "New"), (timedelta(hours=3), "New")):
        case = desk.open(priority="P2")
        seen = case.case
        desk.clock.advance(late)  # nobody fires what falls due
        desk.app.cases.update(desk.carol, case.number, {"owner": "amir@example.com"}, seen.revision)
        now = case.case
        assert (now.owner.name, now.status, now.revision > seen.revision + 1) == (
            "Amir",
            status,
            True,
        )


def test_a_timer_that_changes_the_status_does_and_so_does_what_others_did_meanwhile(desk):
    silent = desk.open().to("Pending Customer")
    seen = silent.case.revision
    desk.clock.advance(timedelta(days=20))
    with pytest.raises(StaleCase):
        desk.app.cases.update(desk.carol, silent.number, {"priority": "P1"}, seen)
    case = desk.open(priority="P2")
    seen = case.case.revision
    case.change(priority="P1")
    desk.clock.advance(timedelta(hours=3))
    with pytest.raises(StaleCase):
        desk.app.cases.update(desk.carol, case.number, {"priority": "P3"}, seen)


def test_news_is_found_behind_any_number_of_notes(desk, case):
    seen = case.case.events
    for number in range(45):
        case.write(desk.amir, f"Note {number}", visibility="internal")
    send(case, desk.alice, "internal", seen)
    case.write(desk.bob, "It smokes, too.")
    with pytest.raises(StaleCase):
        send(case, desk.alice, "internal", seen)


WAYS = ("action", "public", "internal")


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("news", ["a reply", "a message of a colleague", "a new status"])
def test_a_message_of_somebody_else_or_a_new_status_holds_support_back(desk, case, how, news):
    seen = case.case.events
    if news == "a reply":
        case.write(desk.bob, "It smokes, too.")
    elif news == "a message of a colleague":
        case.write(desk.amir, "I called them.")
    else:
        case.act(desk.amir, "block", kind="Bug", reference="B-7", note="Upstream.")
    before = case.case
    with pytest.raises(StaleCase, match="your text is kept") as told:
        send(case, desk.alice, how, seen)
    assert ("Bob" if news == "a reply" else "Amir") in told.value.explanation
    assert case.case == before


@pytest.mark.parametrize("how", WAYS)
def test_priority_owner_notes_and_what_one_did_oneself_are_no_news(desk, case, how):
    seen = case.case.events
    case.change(priority="P1").change(owner="amir@example.com")
    case.write(desk.amir, "Between us", visibility="internal")
    case.write(desk.alice, "One moment, please.")
    send(case, desk.alice, how, seen)


def test_a_customer_is_never_held_back(desk, case):
    case.act(desk.alice, "ask_customer", body="Which one?")
    desk.app.cases.comment(desk.bob, case.number, "The red one.", seen=0)
    assert case.status == "Customer Replied"


def test_who_says_nothing_of_what_they_saw_is_let_through(desk, case):
    case.write(desk.bob, "More")
    send(case, desk.alice, "public", None)
