"""Undo send: until its instant nothing has happened, from then on all of it. Rule 12 (b)."""

from datetime import timedelta

import pytest

from runner.errors import InvalidInput, NotPossible, StaleCase
from runner.model import ActRequest, UnsentText
from runner.store import jobs
from tests.desk import MONDAY, Desk
from tests.rules.nodes import Nodes

TEXT = "Turn it off and on again."


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def desk(tmp_path, desk_url):
    desk = Desk(tmp_path, database_url=desk_url, undo_send=10)
    yield desk
    desk.app.close()


@pytest.fixture
def nodes(desk):
    nodes = Nodes(desk)
    yield nodes
    nodes.other.close()


def send(case, *actions, by=None, fields=None, **known):
    request = ActRequest(actions, fields or {"body": TEXT}, **known)
    text = UnsentText("", {"text": TEXT, "mode": "reply"})
    return case.cases.send(by or case.desk.alice, case.number, request, text)


def held(case, by=None):
    return case.cases.page(by or case.desk.alice, case.number).held


def unsent(case, by=None):
    return case.cases.page(by or case.desk.alice, case.number).unsent.get("")


def said(case):
    return [message.body for message in case.conversation()]


# ------------------------------------------------------------------ nothing, then all of it


def test_until_its_instant_nothing_has_happened(desk):
    case = desk.open()
    send(case, "send_first_response")
    desk.wait(seconds=9)
    assert (case.status, case.milestone.state, said(case)) == ("New", "running", [])
    assert len(desk.inbox(desk.bob)) == 1  # that the case is here
    desk.wait(seconds=1)
    assert (case.status, said(case)) == ("Work in Progress", [TEXT])
    assert held(case) == ()
    assert len(desk.inbox(desk.bob)) == 2


def test_it_happens_at_its_own_instant_however_late_the_worker(desk):
    case = desk.open()
    send(case, "send_first_response")
    desk.wait(hours=5)
    at = MONDAY + timedelta(seconds=10)
    assert case.milestone.state == "met"
    assert (case.milestone.reached_at, case.conversation()[0].at) == (at, at)


def test_what_is_sent_in_time_is_in_time(desk):
    """The milestone is due within the ten seconds: it is sent just before."""
    case = desk.open()
    due = case.milestone.due_at
    desk.clock.advance(due - desk.clock.now() - timedelta(seconds=3))
    desk.work()
    send(case, "send_first_response")
    desk.wait(seconds=20)
    assert case.milestone.state == "met"
    assert due - timedelta(seconds=3) < case.milestone.reached_at <= due


def test_whoever_acts_later_finds_it_done(desk):
    """No worker in between: the customer's message comes after it."""
    case = desk.open().to("Work in Progress")
    send(case, "ask_customer")
    desk.clock.advance(timedelta(seconds=11))
    case.write(desk.bob, "The left one")
    assert case.status == "Customer Replied"
    assert said(case)[-2:] == [TEXT, "The left one"]


def test_timers_before_it_and_after_it_fire_in_their_order(desk):
    """Asked again a moment before the first reminder of the question before."""
    case = desk.open().to("Pending Customer")
    reminder = case.case.next_due
    desk.clock.advance(reminder - desk.clock.now() - timedelta(seconds=30))
    send(case)
    desk.clock.advance(timedelta(days=30))
    desk.work()
    lines = [(line.event.at, line.event.event) for line in case.history()]
    assert lines == sorted(lines, key=lambda line: line[0])
    sent = next(at for at, event in lines if event == "message" and at > MONDAY)
    assert sent == reminder - timedelta(seconds=20)


# ------------------------------------------------------------------ taken back, sent now


def test_taken_back_it_is_an_unsent_text(desk):
    case = desk.open()
    send(case, "send_first_response")
    case.cases.undo(desk.alice, case.number, held(case)[0].id)
    assert unsent(case).fields == {"text": TEXT, "mode": "reply"}
    desk.wait(minutes=1)
    assert (case.status, said(case)) == ("New", [])
    with desk.app.db.read() as tx:
        assert jobs.dead_letters(tx, 10) == []


@pytest.mark.parametrize(("first", "second"), [("reply", "note"), ("note", "reply")])
def test_it_stands_before_what_was_written_meanwhile_and_a_note_stays_one(desk, first, second):
    """What was for colleagues never comes back as a reply to the customer."""
    case = desk.open().to("Work in Progress")
    text = UnsentText("", {"text": TEXT, "mode": first, "to": "Bob", "about": "labels"})
    case.cases.send(desk.alice, case.number, ActRequest((), {"body": TEXT}), text)
    newer = {"text": "And more.", "mode": second, "to": "Carol", "about": ""}
    case.cases.keep_unsent(desk.alice, case.number, "", newer)
    case.cases.undo(desk.alice, case.number, held(case)[0].id)
    both = {"text": f"{TEXT}\n\nAnd more.", "mode": "note", "to": "Carol", "about": "labels"}
    assert unsent(case).fields == both


def test_sent_now_it_happens_now(desk):
    case = desk.open()
    send(case, "send_first_response")
    desk.clock.advance(timedelta(seconds=4))
    case.cases.send_now(desk.alice, case.number, held(case)[0].id)
    assert case.conversation()[0].at == MONDAY + timedelta(seconds=4)


def test_what_has_happened_is_never_undone(desk):
    """Late by a second, and no worker has looked yet."""
    case = desk.open()
    send(case, "send_first_response")
    hold = held(case)[0].id
    desk.clock.advance(timedelta(seconds=11))
    with pytest.raises(NotPossible, match="not held any more"):
        case.cases.undo(desk.alice, case.number, hold)
    assert said(case) == [TEXT]


def test_only_its_writer_may_take_it_back(desk):
    case = desk.open()
    send(case, "send_first_response")
    for act in (case.cases.undo, case.cases.send_now):
        with pytest.raises(NotPossible):
            act(desk.amir, case.number, held(case)[0].id)
    assert held(case, desk.amir) == ()


# ------------------------------------------------------------------ somebody else wins


def test_when_the_case_moves_the_text_returns_and_its_writer_is_told(desk):
    case = desk.open().to("Work in Progress")
    send(case, "ask_customer")
    case.write(desk.bob, "It works again")
    desk.wait(seconds=11)
    assert (case.status, TEXT in said(case)) == ("Customer Replied", False)
    assert unsent(case).fields["text"] == TEXT
    assert "Bob" in unsent(case).why
    assert "your message was not sent" in desk.inbox(desk.alice)[-1]


def test_of_two_that_are_held_the_second_returns(desk):
    case = desk.open().to("Work in Progress")
    send(case, "ask_customer")
    desk.clock.advance(timedelta(seconds=2))
    send(case, "propose_solution", by=desk.amir)
    desk.wait(minutes=1)
    assert case.status == "Pending Customer"
    assert unsent(case, desk.amir).fields["text"] == TEXT
    assert unsent(case) is None


def test_a_case_that_closed_takes_nothing(desk):
    case = desk.open().to("Solution Proposed")
    send(case)
    case.act(desk.bob, "accept_solution")
    desk.wait(minutes=1)
    assert (case.status, TEXT in said(case)) == ("Closed", False)
    assert unsent(case).fields["text"] == TEXT


def test_a_writer_without_access_sends_nothing(desk):
    case = desk.open()
    send(case, "send_first_response")
    desk.app.accounts.deactivate("alice@example.com")
    desk.wait(minutes=1)
    assert (case.status, said(case)) == ("New", [])


def test_what_was_changed_beside_it_leaves_it(desk):
    case = desk.open().to("Work in Progress")
    send(case, "ask_customer", revision=case.case.revision)
    case.claim(desk.alice)
    desk.wait(minutes=1)
    assert case.status == "Pending Customer"


# ------------------------------------------------------------------ refused at once


def test_what_is_not_possible_is_refused_at_the_press(desk):
    case = desk.open()
    with pytest.raises(InvalidInput):
        send(case, "send_first_response", fields={"body": ""})
    with pytest.raises(NotPossible):
        send(case, "ask_customer")
    with pytest.raises(StaleCase):
        send(case, "send_first_response", revision=0)
    with pytest.raises(StaleCase, match="not what you were shown"):
        send(case, "send_first_response", expected="something else")
    assert held(case) == ()


def test_without_a_time_to_take_it_back_it_is_done_at_once(tmp_path):
    desk = Desk(tmp_path / "other")
    case = desk.open()
    send(case, "send_first_response")
    assert said(case) == [TEXT]
    desk.app.close()


# ------------------------------------------------------------------ races


def test_undo_and_the_worker_at_once_have_one_winner(desk, nodes):
    case = desk.open().to("Work in Progress")
    send(case)
    hold = held(case)[0].id
    taken, _ = nodes.race(
        lambda: nodes.one.cases.undo(desk.alice, case.number, hold),
        lambda: nodes.other.cases.send_now(desk.alice, case.number, hold),
    )
    assert not isinstance(taken, Exception)
    assert (TEXT in said(case), unsent(case) is not None) == (False, True)


def test_the_worker_and_undo_at_once_have_one_winner(desk, nodes):
    case = desk.open().to("Work in Progress")
    send(case)
    hold = held(case)[0].id
    desk.clock.advance(timedelta(seconds=10))
    _, late = nodes.race(
        lambda: nodes.one.cases.wake(case.case.id),
        lambda: nodes.other.cases.undo(desk.alice, case.number, hold),
    )
    assert isinstance(late, NotPossible)
    assert (said(case).count(TEXT), unsent(case)) == (1, None)


def test_two_workers_send_it_once(desk, nodes):
    case = desk.open().to("Work in Progress")
    send(case)
    desk.clock.advance(timedelta(seconds=10))
    nodes.race(
        lambda: nodes.one.cases.wake(case.case.id), lambda: nodes.other.cases.wake(case.case.id)
    )
    assert said(case).count(TEXT) == 1


def test_what_a_customer_sends_is_not_held_and_counts_as_a_reply(desk):
    case = desk.open().to("Pending Customer")
    act = ActRequest((), {"body": "The blue one."})
    desk.app.cases.send(desk.bob, case.number, act, UnsentText("reply", {"text": "The blue one."}))
    assert case.status == "Customer Replied"
