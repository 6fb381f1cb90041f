"""Rules 12 and 13: exactly one winner, and every change says why."""

import threading
from datetime import timedelta

import pytest

from runner.errors import CaselaneError, Conflict, NotPossible, StaleCase
from tests.desk import MONDAY, Desk


def at_once(*changes):
    """Lets all changes loose at the same instant. Returns what each came to."""
    barrier, results = threading.Barrier(len(changes)), [None] * len(changes)

    def run(index, change):
        barrier.wait()
        try:
            results[index] = change()
        except CaselaneError as error:
            results[index] = error

    threads = [threading.Thread(target=run, args=item) for item in enumerate(changes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# ------------------------------------------------------------------ 12 exactly one winner


@pytest.mark.parametrize("attempt", range(5))
def test_accept_and_reject_at_once_have_one_winner(desk, attempt):
    case = desk.open().to("Solution Proposed")
    results = at_once(
        lambda: desk.app.cases.act(desk.bob, case.number, "accept_solution"),
        lambda: desk.app.cases.act(desk.bob, case.number, "reject_solution"),
    )
    losers = [result for result in results if isinstance(result, Exception)]
    assert len(losers) == 1
    assert isinstance(losers[0], Conflict)
    assert case.status in ("Closed", "Work in Progress")
    answers = [
        e for e in case.history() if e.event.action in ("accept_solution", "reject_solution")
    ]
    assert len(answers) == 1


def test_a_reply_a_timer_and_an_action_at_once_leave_one_token(desk):
    case = desk.open().to("Pending Customer")
    desk.clock.advance(timedelta(days=14))
    at_once(
        lambda: desk.app.cases.comment(desk.bob, case.number, "Here"),
        lambda: desk.app.cases.act(desk.alice, case.number, "resume_work"),
        desk.work,
        lambda: desk.app.cases.wake(case.case.id),
    )
    assert case.status == "Customer Replied"
    silences = [e for e in case.history() if e.event.element == "silent_for_10_days"]
    assert len(silences) == 1


@pytest.mark.parametrize("attempt", range(3))
def test_two_claims_at_once_have_one_winner(desk, attempt):
    case = desk.open()
    results = at_once(
        lambda: desk.app.cases.claim(desk.alice, case.number),
        lambda: desk.app.cases.claim(desk.amir, case.number),
    )
    assert sum(isinstance(result, NotPossible) for result in results) == 1


def test_the_loser_is_told_what_changed(desk):
    case = desk.open().to("Work in Progress")
    seen = case.case.revision
    case.act(desk.amir, "ask_customer", body="Which one?").wait(seconds=12)
    with pytest.raises(StaleCase) as caught:
        desk.app.cases.act(desk.alice, case.number, "propose_solution", {"body": "x"}, seen)
    assert caught.value.explanation == (
        "Amir asked the customer (12 seconds ago), so this case is now Pending Customer."
    )
    assert caught.value.current.case.status == "Pending Customer"


def test_what_happens_does_not_depend_on_how_late_the_worker_was(tmp_path):

    stories = []
    for name, punctual in (("punctual", True), ("late", False)):
        desk = Desk(tmp_path / name)
        case = desk.open().claim(desk.alice).to("Pending Customer")
        for _ in range(20):
            desk.clock.advance(timedelta(days=1))
            if punctual:
                desk.work()
        case.write(desk.bob, "I am back")
        stories.append(
            [
                (e.event.event, e.event.element, e.event.at, e.event.to_status)
                for e in case.history()
            ]
        )
        assert case.case.revision == 8  # opened, claimed, answered, asked, three timers, replied
        desk.app.close()
    assert stories[0] == stories[1]


def test_timers_that_fell_due_have_happened_even_when_the_action_loses(desk):
    case = desk.open().to("Pending Customer")
    desk.clock.advance(timedelta(days=14))
    with pytest.raises(NotPossible) as caught:
        case.act(desk.alice, "resume_work")
    assert caught.value.current.case.status == "Work in Progress"
    assert case.status == "Work in Progress"


def test_an_action_taken_twice_is_applied_once(desk):
    case = desk.open().to("Solution Proposed").act(desk.bob, "accept_solution")
    with pytest.raises(NotPossible):
        case.act(desk.bob, "accept_solution")
    assert sum(e.event.action == "accept_solution" for e in case.history()) == 1


# ------------------------------------------------------------------ 13 every change says why


def test_every_change_says_who_what_when_why_and_by_which_version(desk):
    case = desk.open().wait(hours=1).to("Blocked")
    case.write(desk.bob).act(desk.alice, "still_blocked").change(owner="alice@example.com")
    lines = [line.event for line in case.history()]
    assert [line.sequence for line in lines] == list(range(1, len(lines) + 1))
    told = [(e.event, e.actor.name, e.action or e.element, e.to_status) for e in lines]
    assert told == [
        ("submitted", "Bob", "case_submitted", "New"),
        ("action", "Alice", "send_first_response", "Work in Progress"),
        ("action", "Alice", "block", "Blocked"),
        ("message", "Bob", "reply_while_blocked", "Customer Replied"),
        ("action", "Alice", "still_blocked", "Blocked"),
        ("changed", "Carol", None, "Blocked"),
    ]
    assert {e.version_id for e in lines} == {1}
    assert lines[0].at == MONDAY
    decided = case.history()[4].values
    assert decided["blocker_stands"] is True
    assert case.history()[5].values["owner"] == [None, "alice@example.com"]


def test_the_clock_is_nobody_and_says_which_timer_it_was(desk):
    case = desk.open().wait(hours=3)
    timers = [line.event for line in case.history() if line.event.event == "timer"]
    assert [(e.actor, e.element) for e in timers] == [
        (None, "first_response_due_soon"),
        (None, "first_response_missed"),
    ]


def test_a_customer_sees_what_happened_and_no_internal_value(desk):
    case = desk.open().to("Blocked").write(desk.alice, "Secret note", visibility="internal")
    lines = case.history(desk.bob)
    assert [line.event.action for line in lines] == [None, "send_first_response", "block"]
    assert all(not line.values for line in lines)
