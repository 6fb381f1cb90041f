"""What a lead or a process owner does to one case past its drawing, and what nobody can."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from runner.errors import Conflict, Forbidden, InvalidInput, NotPossible, StaleCase
from runner.model import Modification
from tests.desk import CaseOnDesk
from tests.drawings import bpmn, catch, chain, end, message, start, user

WHY = "Stuck since Monday"


def modify(case: CaseOnDesk, kind, at, to="", by=None, **more):
    """As the page does it: a plan first, then exactly that. Returns the plan."""
    desk, due = case.desk, more.pop("due", None)
    wanted, by = Modification(kind, at, to, due), by or desk.carol
    before = case.case
    modifications = desk.app.cases.modifications
    then = modifications.preview(by, case.number, wanted)
    assert case.case == before
    view = modifications.modify(by, case.number, wanted, WHY, expected=then.token, **more)
    assert (view.case.status, view.case.revision) == (then.status, before.revision + 1)
    return then


def refused(case, *asked, error=NotPossible, **more):
    before = case.case
    with pytest.raises(error) as caught:
        modify(case, *asked, **more)
    assert case.case == before
    return str(caught.value)


def test_a_token_moves_with_what_is_on_the_border_of_its_new_task(desk):
    case = desk.open().to("Work in Progress")
    then = modify(case, "move", "investigate", "wait_for_customer")
    assert (then.before, then.status) == ("Work in Progress", "Pending Customer")
    assert [event.name for event in then.starts] == ["3 days", "7 days", "10 days of silence"]
    desk.wait(days=6)
    assert "remind_customer" in desk.inbox(desk.bob)
    case.write(desk.bob, "Here it is.")
    assert case.status == "Customer Replied"
    then = modify(case, "move", "acknowledge_reply", "investigate", by=desk.owen)
    assert (then.status, then.stops) == ("Work in Progress", ())


def test_the_history_says_who_what_and_why_and_the_customer_sees_the_status(desk):
    case = desk.open().to("Work in Progress")
    modify(case, "move", "investigate", "wait_for_customer")
    [*_, line] = desk.app.cases.history(desk.carol, case.number).items
    assert (line.event.event, line.event.actor.name, line.event.element) == (
        "modified", "Carol", "wait_for_customer",
    )  # fmt: skip
    assert line.values["reason"] == WHY
    assert line.values["at"] == "Investigate and propose a solution"
    [*_, seen] = desk.app.cases.history(desk.bob, case.number).items
    assert not seen.values


def test_a_task_is_skipped_over_an_outcome(desk):
    case = desk.open().to("Work in Progress")
    assert "over which outcome" in refused(case, "skip", "investigate")
    assert modify(case, "skip", "investigate", "propose_solution").status == "Solution Proposed"
    assert case.case.proposal


def test_a_timer_is_set_anew_or_never_fires(desk):
    case = desk.open().to("Pending Customer")
    soon = desk.clock.now() + timedelta(hours=1)
    modify(case, "retime", "remind_after_3_days", due=soon)
    modify(case, "cancel", "remind_after_7_days")
    modify(case, "cancel", "silent_for_10_days")
    desk.wait(hours=1)
    assert desk.inbox(desk.bob).count("remind_customer") == 1
    desk.wait(days=30)
    assert (case.status, desk.inbox(desk.bob).count("remind_customer")) == ("Pending Customer", 1)
    later = desk.clock.now() + timedelta(hours=1)
    assert "No timer" in refused(case, "retime", "silent_for_10_days", due=later)
    for due in (desk.clock.now(), desk.clock.now() + timedelta(days=5000), None):
        refused(case, "retime", "x", due=due, error=InvalidInput)


def test_a_message_that_was_lost_is_sent_again_but_nobody_speaks_for_the_customer(desk):
    case = desk.open().to("Blocked")
    assert "what people do" in refused(case, "deliver", "customer_reply")
    assert "what people do" in refused(case, "deliver", "customer_closes")
    assert modify(case, "deliver", "blocker_cleared").status == "Work in Progress"


LISTENING = bpmn(
    start(), catch("answer", message("customer_reply"), status="Waiting"), user("read", status="Read"),
    end(status="Over"), chain("start", "answer", "read", "end"), messages="customer_reply",
)  # fmt: skip


def test_nobody_goes_past_the_answer_of_the_customer_that_the_drawing_waits_for(desk):
    desk.use(LISTENING, {})
    case = desk.open()
    assert "customer alone" in refused(case, "skip", "answer")
    assert case.write(desk.bob, "Here it is.").status == "Read"


def test_the_first_response_milestone_is_not_met_ended_or_moved_so(desk):
    case = desk.open()
    soon = desk.clock.now() + timedelta(hours=1)
    for asked in (
        ("move", "first_response", "investigate"), ("skip", "first_response"),
        ("cancel", "first_response_missed"), ("cancel", "first_response_due_soon"),
    ):  # fmt: skip
        assert "milestone" in refused(case, *asked)
    assert "milestone" in refused(case, "retime", "first_response_missed", due=soon)
    desk.wait(days=5)
    assert "milestone" in refused(case, "move", "first_response", "investigate")
    assert [milestone.state for milestone in case.seen_by(desk.carol).milestones] == ["missed"]


def test_no_modification_ends_reopens_or_goes_past_the_customer(desk):
    case = desk.open().to("Solution Proposed")
    assert "no task" in refused(case, "move", "review_solution", "closed")
    assert "customer alone" in refused(case, "skip", "review_solution", "accept_solution")
    assert "never restarts" in refused(case, "move", "review_solution", "first_response")
    case.act(desk.bob, "accept_solution")
    assert "closed" in refused(case, "move", "review_solution", "investigate")


def test_rights_and_races_have_one_winner(desk):
    case = desk.open().to("Work in Progress")
    for person in (desk.alice, desk.nora, desk.bob):
        refused(case, "move", "investigate", "wait_for_customer", by=person, error=Forbidden)
    old = case.case.revision
    case.act(desk.alice, "ask_customer", body="Which one?")
    stale = Modification("move", "wait_for_customer", "investigate")
    with pytest.raises(StaleCase):
        desk.app.cases.modifications.modify(desk.carol, case.number, stale, WHY, revision=old)
    with pytest.raises(InvalidInput):
        desk.app.cases.modifications.modify(desk.carol, case.number, stale, " ")

    def race(person):
        try:
            desk.app.cases.modifications.modify(person, case.number, stale, WHY)
        except Conflict as lost:
            return lost.explanation
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(race, (desk.carol, desk.owen)))
    assert said[0] == ""
    assert "moved the case from “Wait for the customer”" in said[1]


def test_only_another_modification_takes_it_back(desk):
    case = desk.open().to("Work in Progress")
    modify(case, "move", "investigate", "clear_the_blocker")
    modify(case, "move", "clear_the_blocker", "investigate")
    case.act(desk.alice, "propose_solution", body="Try again.").act(desk.bob, "accept_solution")
    assert case.case.closed
    assert desk.tallies_are_right()
