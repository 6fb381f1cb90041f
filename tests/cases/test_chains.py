"""Two actions of support as one step: one message, one mail, two lines of history."""

from datetime import timedelta

import pytest

from runner.errors import Forbidden, InvalidInput, NotDrawn, NotPossible, StaleCase
from runner.model import ActRequest
from tests.desk import OPEN


def pairs(case, person):
    return [chain.actions for chain in case.cases.chains(person, case.number)]


def moves(case):
    """What the history says, from the second line on."""
    return [(e.event.event, e.event.action, e.event.to_status) for e in case.history()[1:]]


def texts(case):
    return [message.body for message in case.conversation()]


def act(case, person, *actions, body="Try this.", **more):
    return case.cases.take(person, case.number, ActRequest(actions, {"body": body}, **more))


# ------------------------------------------------------------------ what comes of it


def test_alice_answers_and_proposes_in_one_step(desk):
    case = desk.open()
    view = act(case, desk.alice, "send_first_response", "propose_solution")
    assert view.case.status == "Solution Proposed"
    assert moves(case) == [
        ("action", "send_first_response", "Work in Progress"),
        ("action", "propose_solution", "Solution Proposed"),
    ]
    assert texts(case) == ["Try this."]
    told = [note for note in desk.app.notifications.of(desk.bob).items if note.topic == "answer"]
    assert len(told) == 1


def test_what_answers_and_proposes_meets_the_milestone_as_an_answer_does(desk):
    alone, both = desk.open(), desk.open()
    desk.clock.advance(timedelta(hours=2))  # the very instant of the target
    alone.act(desk.alice, "send_first_response", body="Hello")
    act(both, desk.alice, "send_first_response", "propose_solution")
    assert both.milestone == alone.milestone
    assert both.milestone.state == "met"


def test_a_reply_to_a_customer_acknowledges_and_keeps_working(desk):
    case = desk.open().to("Customer Replied")
    act(case, desk.alice, "acknowledge", "reply", body="We are at it.")
    assert moves(case)[-2:] == [
        ("action", "acknowledge", "Work in Progress"),
        ("message", None, None),
    ]
    assert texts(case)[-1] == "We are at it."


def test_alice_acknowledges_and_blocks_with_the_form_of_the_second(desk):
    case = desk.open().to("Customer Replied")
    fields = {"kind": "Bug", "reference": "B-9", "note": "Upstream."}
    desk.app.cases.act(desk.alice, case.number, ["acknowledge", "block"], fields)
    assert case.status == "Blocked"
    assert case.case.facts["reference"] == "B-9"


def test_a_proposal_is_withdrawn_for_a_better_one(desk):
    case = desk.open().to("Solution Proposed")
    before = case.case.proposal
    act(case, desk.alice, "withdraw_proposal", "propose_solution")
    assert case.status == "Solution Proposed"
    assert case.case.proposal not in (None, before)


def test_a_reply_alone_is_what_the_drawing_takes_it_for(desk):
    case = desk.open()
    act(case, desk.alice, "reply")
    assert moves(case) == [("action", "send_first_response", "Work in Progress")]


# ------------------------------------------------------------------ all or nothing


@pytest.mark.parametrize(
    ("status", "actions", "error"),
    [
        ("Customer Replied", ("acknowledge", "withdraw_proposal"), NotPossible),
        ("Customer Replied", ("acknowledge", "accept_solution"), Forbidden),
        ("Customer Replied", ("acknowledge", "no_such_action"), NotDrawn),
        ("Customer Replied", ("still_blocked", "reply"), NotPossible),
        ("Work in Progress", ("block", "reply"), InvalidInput),
        ("Work in Progress", ("customer_closes", "reply"), InvalidInput),
        ("New", ("acknowledge", "propose_solution"), NotPossible),
    ],
)
def test_what_cannot_be_done_as_a_whole_is_not_begun(desk, status, actions, error):
    case = desk.open().to(status)
    before = case.case, case.history(), texts(case)
    with pytest.raises(error):
        act(case, desk.alice, *actions)
    assert (case.case, case.history(), texts(case)) == before


def test_the_loser_is_told_how_the_case_stands_and_not_what_was_tried(desk):
    case = desk.open().to("Customer Replied")
    with pytest.raises(NotPossible) as caught:
        act(case, desk.alice, "acknowledge", "withdraw_proposal")
    assert caught.value.current.case.status == "Customer Replied"
    assert caught.value.explanation.startswith("Bob wrote")


def test_both_are_without_a_text_when_the_text_is_missing(desk):
    case = desk.open()
    with pytest.raises(InvalidInput) as caught:
        act(case, desk.alice, "send_first_response", "propose_solution", body=" ")
    assert caught.value.errors == {"body": ["is needed"]}
    assert case.status == "New"


@pytest.mark.parametrize("count", [0, 3])
def test_a_step_is_one_action_or_two(desk, count):
    case = desk.open()
    with pytest.raises(InvalidInput, match="chain"):
        act(case, desk.alice, *["send_first_response"] * count)


def test_bob_takes_one_action_at_a_time(desk):
    case = desk.open().to("Agree to close")
    with pytest.raises(Forbidden):
        act(case, desk.bob, "keep_open", "customer_closes")
    assert case.status == "Pending Customer"


def test_who_has_not_seen_a_message_is_told_once(desk):
    case = desk.open().to("Customer Replied")
    seen = case.case.events
    case.write(desk.bob, "And one thing more")
    with pytest.raises(StaleCase):
        act(case, desk.alice, "acknowledge", "propose_solution", seen=seen)
    with pytest.raises(InvalidInput, match="line of the history: 0 to"):
        act(case, desk.alice, "acknowledge", "propose_solution", seen=999)
    act(case, desk.alice, "acknowledge", "propose_solution", seen=case.case.events)
    assert case.status == "Solution Proposed"


def test_what_bob_writes_is_a_response_and_never_a_reply_of_support(desk):
    case = desk.open().to("Work in Progress")
    with pytest.raises(Forbidden):
        act(case, desk.bob, "reply")
    assert case.status == "Work in Progress"


# ------------------------------------------------------------------ which there are


def test_the_chains_come_from_the_drawing(desk):
    after_work = ("propose_solution", "ask_customer", "block", "propose_closing", "reply")
    firsts = {
        "Pending Customer": "resume_work",
        "Agree to close": "withdraw_closing",
        "Customer Replied": "acknowledge",
        "Solution Proposed": "withdraw_proposal",
        "Blocked": "clear_blocker",
    }
    for status in OPEN:
        found = pairs(desk.open().to(status), desk.alice)
        if first := firsts.get(status):
            assert found == [(first, second) for second in after_work]
    answers = [("send_first_response", second) for second in (*after_work[:2], "propose_closing")]
    assert pairs(desk.open(), desk.alice) == answers
    assert pairs(desk.open().to("Work in Progress"), desk.alice) == []


def test_a_guard_counts_by_the_facts_that_there_are(desk):
    case = desk.open().to("Blocked").write(desk.bob)
    assert ("still_blocked", "reply") in pairs(case, desk.alice)
    assert ("still_blocked", "reply") not in pairs(desk.open().to("Customer Replied"), desk.alice)


def test_every_chain_that_is_offered_can_be_taken(desk):
    """And tells what is asked: the form of the second is enough."""
    values = {"body": "Hello", "kind": "Bug", "reference": "B-1", "note": "Upstream."}
    for status in OPEN:
        for chain in desk.app.cases.chains(desk.alice, desk.open().to(status).number):
            case = desk.open().to(status)
            asked = chain.form["properties"] if chain.form else {}
            given = {name: values[name] for name in asked}
            view = desk.app.cases.act(desk.alice, case.number, chain.actions, given)
            assert not chain.leads_to or view.case.status in chain.leads_to


def test_only_who_may_take_both_is_offered_them(desk):
    case = desk.open().to("Customer Replied")
    assert pairs(case, desk.bob) == pairs(case, desk.nora) == []
    assert pairs(case, desk.amir) == pairs(case, desk.alice) != []


def test_looking_changes_nothing(desk):
    case = desk.open().to("Customer Replied")
    before = case.case, case.history()
    assert [chain.label for chain in case.cases.page(desk.alice, case.number).chains] == [
        "Acknowledge and propose solution",
        "Acknowledge and ask customer",
        "Acknowledge and block",
        "Acknowledge and propose closing",
        "Acknowledge and reply",
    ]
    assert (case.case, case.history()) == before
