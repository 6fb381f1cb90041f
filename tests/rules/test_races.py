"""Rule 12: two nodes at the same case. The first is stopped right before it commits, until the second
waits for it; then exactly one of them wins, and the other is told what happened. Decision 0141."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from runner.cases import Submission, Visitor
from runner.delivery.worker import JobRunner
from runner.errors import EngineError, NotPossible, OutdatedProposal, StaleCase, TooManyAttempts
from runner.people.attempts import CASES_PER_EMAIL
from tests.desk import CaseOnDesk
from tests.flasks import create_app
from tests.rules.nodes import moves


@pytest.mark.parametrize(
    ("winner", "loser", "status", "said", "told"),
    [
        (
            "accept_solution",
            "reject_solution",
            "Closed",
            "Bob accepted the solution",
            ["[C-1001] Printer on fire: Bob accepted the solution"],
        ),
        (
            "reject_solution",
            "accept_solution",
            "Work in Progress",
            "Bob rejected the solution",
            ["tell_owner_of_rejection"],
        ),
    ],
)
def test_accept_against_reject(nodes, winner, loser, status, said, told):
    desk = nodes.desk
    case = desk.open().claim(desk.alice).to("Solution Proposed")
    won, lost = nodes.race(
        lambda: nodes.one.cases.act(desk.bob, case.number, winner),
        lambda: nodes.other.cases.act(desk.bob, case.number, loser),
    )
    assert won.case.status == case.status == status
    assert isinstance(lost, NotPossible)
    assert lost.explanation == f"{said} (just now), so this case is now {status}."
    assert lost.current.case.status == status
    assert len([move for move in moves(case) if move in (winner, loser)]) == 1
    assert desk.inbox(desk.alice) == told


def test_the_answer_over_http_is_409_with_what_happened(nodes):
    desk = nodes.desk
    case = desk.open().to("Solution Proposed")
    token = nodes.one.accounts.new_token("bob@example.com")

    def press(node, action):
        client = create_app(node).test_client()
        headers = {"Authorization": f"Bearer {token}"}
        return client.post(f"/api/cases/{case.number}/actions/{action}", json={}, headers=headers)

    for node in (nodes.one, nodes.other):
        node.accounts.by_token(token)  # its use is noted: the race is about the case
    won, lost = nodes.race(
        lambda: press(nodes.one, "accept_solution"), lambda: press(nodes.other, "reject_solution")
    )
    assert (won.status_code, lost.status_code) == (200, 409)
    assert lost.json["explanation"] == (
        "Bob accepted the solution (just now), so this case is now Closed."
    )
    assert lost.json["current"]["status"] == "Closed"


def test_two_who_saw_the_same_revision(nodes):
    desk = nodes.desk
    case = desk.open().to("Work in Progress")
    seen = case.case.revision
    _, lost = nodes.race(
        lambda: nodes.one.cases.act(
            desk.amir, case.number, "ask_customer", {"body": "Which one?"}, seen
        ),
        lambda: nodes.other.cases.act(
            desk.alice, case.number, "propose_solution", {"body": "This."}, seen
        ),
    )
    assert isinstance(lost, StaleCase)
    assert lost.explanation.startswith("Amir asked the customer")
    assert [m.body for m in case.conversation()][-1] == "Which one?"


def test_an_answer_to_a_proposal_that_is_just_withdrawn(nodes):
    desk = nodes.desk
    case = desk.open().to("Solution Proposed")
    proposal = case.case.proposal

    def propose_anew():
        with nodes.one.db.write():
            case.act(desk.alice, "withdraw_proposal")
            return case.act(desk.alice, "propose_solution", body="Better.")

    won, lost = nodes.race(
        propose_anew,
        lambda: nodes.other.cases.act(
            desk.bob, case.number, "accept_solution", {"proposal": proposal}
        ),
    )
    assert isinstance(won, CaseOnDesk)
    assert isinstance(lost, OutdatedProposal)
    assert case.status == "Solution Proposed"


def test_a_reply_against_the_timer_of_silence(nodes):
    """The timer fell due first, so it has happened, whoever comes first; and once."""
    desk = nodes.desk
    for order in (1, -1):
        case = desk.open().claim(desk.alice).to("Pending Customer")
        desk.clock.advance(timedelta(days=14))
        doings = [
            lambda node, case=case: node.cases.comment(desk.bob, case.number, "Here"),
            lambda node, case=case: node.cases.wake(case.case.id),
        ][::order]
        nodes.race(lambda: doings[0](nodes.one), lambda: doings[1](nodes.other))  # noqa: B023
        assert case.status == "Customer Replied"
        assert moves(case)[-2:] == ["silent_for_10_days", "reply_while_working"]
        assert moves(case).count("silent_for_10_days") == 1


def test_two_workers_on_one_timer(nodes):
    desk = nodes.desk
    case = desk.open(priority="P1").claim(desk.alice)
    desk.clock.advance(timedelta(hours=1))
    id = case.case.id
    nodes.race(lambda: nodes.one.cases.wake(id), lambda: nodes.other.cases.wake(id))
    assert moves(case)[-2:] == ["first_response_due_soon", "first_response_missed"]
    for person in (desk.alice, desk.carol):
        told = desk.inbox(person)
        assert (
            told.count("warn_of_first_response") == told.count("tell_of_missed_first_response") == 1
        )


def test_two_workers_on_the_same_jobs(nodes):
    desk = nodes.desk
    made = [desk.open(priority="P1") for _ in range(5)]
    desk.clock.advance(timedelta(hours=1))
    nodes.race(nodes.one.worker.run_due, nodes.other.worker.run_due)
    nodes.one.worker.run_due()
    for case in made:
        assert moves(case)[1:] == ["first_response_due_soon", "first_response_missed"]
    assert desk.inbox(desk.carol).count("tell_of_missed_first_response") == 5


def test_claim_against_claim(nodes):
    desk = nodes.desk
    case = desk.open()
    _, lost = nodes.race(
        lambda: nodes.one.cases.claim(desk.alice, case.number),
        lambda: nodes.other.cases.claim(desk.amir, case.number),
    )
    assert isinstance(lost, NotPossible)
    assert str(lost) == f"Alice already owns case {case.number}."
    assert case.case.owner.email == "alice@example.com"


def test_a_last_message_against_closing(nodes):
    desk = nodes.desk
    case = desk.open().to("Work in Progress")
    _, late = nodes.race(
        lambda: nodes.one.cases.act(desk.bob, case.number, "customer_closes"),
        lambda: nodes.other.cases.comment(desk.bob, case.number, "One more thing"),
    )
    assert late.late
    assert case.status == "Closed"
    assert [(m.body, m.late) for m in case.conversation()][-1] == ("One more thing", True)


def test_a_new_priority_against_the_timer_that_it_moves(nodes):
    """What has fired stays fired; what has not moves to the new target."""
    desk = nodes.desk
    case = desk.open(priority="P1")
    desk.clock.advance(timedelta(minutes=26))  # the warning is due
    nodes.race(
        lambda: nodes.one.cases.update(desk.carol, case.number, {"priority": "P4"}),
        lambda: nodes.other.cases.wake(case.case.id),
    )
    assert moves(case).count("first_response_due_soon") == 1
    desk.wait(minutes=30)
    assert case.milestone.state == "running"


def test_one_key_sent_twice_at_once_is_one_change(nodes):
    desk = nodes.desk
    case = desk.open().to("Work in Progress")

    def send(node):
        with node.cases.once(desk.alice, "key", "digest") as kept:
            if kept.answer is None:
                node.cases.comment(desk.alice, case.number, "Once only")
                kept.answer = "the answer"
        return kept.answer

    answers = nodes.race(lambda: send(nodes.one), lambda: send(nodes.other))
    assert answers == ("the answer", "the answer")
    assert [m.body for m in case.conversation()].count("Once only") == 1


def test_two_forms_of_visitors_at_once_count_as_two(nodes):
    """Of all that come with one address, no more are let in than may be."""
    dora = Visitor("Dora", "dora@example.com", "192.0.2.1")

    def submit(node):
        return node.cases.open_for_visitor(dora, Submission("Printer", "On fire"))

    for _ in range(CASES_PER_EMAIL - 1):
        submit(nodes.one)
    won, lost = nodes.race(lambda: submit(nodes.one), lambda: submit(nodes.other))
    assert isinstance(lost, TooManyAttempts)
    assert isinstance(won, str)


def test_whoever_is_added_twice_at_once_has_the_roles_of_both(nodes):
    def add(node, role):
        return node.accounts.add("dora@example.com", "Dora", [role])

    nodes.race(lambda: add(nodes.one, "customer"), lambda: add(nodes.other, "agent"))
    assert nodes.one.accounts.by_email("dora@example.com").roles == {"customer", "agent"}


def test_a_job_that_fails_and_a_change_of_its_case_do_not_lock_each_other_out(nodes, monkeypatch):
    """One node has the case and is about to move its job; a worker has the job and is about to put it
    off, and to raise an incident of the case."""
    desk = nodes.desk
    case = desk.open(priority="P1")
    desk.clock.advance(timedelta(minutes=26))
    [job] = nodes.other.jobs.claim(desk.clock.now())
    other, enqueue = nodes.other, nodes.one.jobs.enqueue
    runner = JobRunner(other.db, other.jobs, other.clock, {}, other.cases)
    with ThreadPoolExecutor(1) as pool:
        failed = []

        def be_overtaken_and_enqueue(*given):
            failed.append(
                nodes.overtaken(pool, lambda: runner.failed(job, EngineError("It failed.")))
            )
            enqueue(*given)

        monkeypatch.setattr(nodes.one.jobs, "enqueue", be_overtaken_and_enqueue)
        nodes.one.cases.wake(case.case.id)
        assert [outcome.result() for outcome in failed] == [None]
    assert moves(case)[-1] == "first_response_due_soon"
    assert nodes.one.jobs.next_due() == case.case.next_due
