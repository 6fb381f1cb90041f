"""Rules 7 and 8: proposing a solution, and blockers."""

import pytest

from runner.errors import Forbidden, InvalidInput, NotFound, NotPossible, OutdatedProposal
from tests.drawings import bpmn, chain, end, extension, message, node, start, user


@pytest.fixture
def proposed(desk):
    return desk.open().claim(desk.alice).to("Solution Proposed")


# ------------------------------------------------------------------ 7 propose a solution


def test_the_customer_sees_accept_and_reject(desk, proposed):
    assert proposed.status == "Solution Proposed"
    labels = {a.id: a.label for a in proposed.seen_by(desk.bob).actions}
    assert labels.get("accept_solution") == "Accept Solution"
    assert labels.get("reject_solution") == "Reject Solution"


def test_accepting_closes(desk, proposed):
    proposed.act(desk.bob, "accept_solution")
    assert (proposed.status, proposed.case.resolution) == ("Closed", "solved")


def test_rejecting_tells_the_owner_and_is_work_again(desk, proposed):
    proposed.act(desk.bob, "reject_solution", reason="It still burns.")
    assert proposed.status == "Work in Progress"
    assert desk.inbox(desk.alice)[-1] == "tell_owner_of_rejection"
    assert desk.inbox(desk.carol) == []
    assert proposed.conversation()[-1].body == "It still burns."


def test_a_reason_for_rejecting_is_optional(desk, proposed):
    assert proposed.act(desk.bob, "reject_solution").status == "Work in Progress"


def test_the_lead_is_told_of_a_rejection_when_the_owner_is_away(desk, proposed):
    desk.app.accounts.set_away("alice@example.com", True)
    proposed.act(desk.bob, "reject_solution")
    assert desk.inbox(desk.alice)[-1] == desk.inbox(desk.carol)[-1] == "tell_owner_of_rejection"


def test_the_lead_is_told_of_a_rejection_when_there_is_no_owner(desk):
    desk.open().to("Solution Proposed").act(desk.bob, "reject_solution")
    assert desk.inbox(desk.carol) == ["tell_owner_of_rejection"]


def test_writing_back_is_a_customer_response(desk, proposed):
    assert proposed.write(desk.bob, "How exactly?").status == "Customer Replied"


def test_support_may_withdraw_a_proposal(desk, proposed):
    proposed.act(desk.alice, "withdraw_proposal")
    assert (proposed.status, proposed.case.proposal) == ("Work in Progress", None)
    with pytest.raises(Forbidden):
        proposed.act(desk.bob, "withdraw_proposal")


def test_each_proposal_has_its_own_id_and_an_older_one_does_nothing(desk, proposed):
    first = proposed.case.proposal
    proposed.act(desk.alice, "withdraw_proposal").act(
        desk.alice, "propose_solution", body="Better."
    )
    second = proposed.case.proposal
    assert second not in (None, first)
    for answer in ("accept_solution", "reject_solution"):
        with pytest.raises(OutdatedProposal, match=first):
            proposed.act(desk.bob, answer, proposal=first)
    assert proposed.status == "Solution Proposed"
    assert proposed.act(desk.bob, "accept_solution", proposal=second).status == "Closed"


def test_the_customer_is_reminded_of_a_proposal_and_the_owner_told_of_silence(desk, proposed):
    proposed.wait(days=13)
    assert desk.inbox(desk.bob).count("remind_customer") == 2
    assert "tell_owner_of_no_word" not in desk.inbox(desk.alice)
    proposed.wait(days=1)
    assert desk.inbox(desk.alice)[-1] == "tell_owner_of_no_word"
    assert proposed.status == "Solution Proposed"


def test_support_never_answers_for_the_customer(desk, proposed):
    for person in (desk.alice, desk.carol):
        for answer in ("accept_solution", "reject_solution"):
            assert answer not in proposed.can(person)
            with pytest.raises(Forbidden):
                proposed.act(person, answer)


def test_who_is_the_customer_of_a_case_is_not_its_support(desk):
    case = desk.open(desk.alice)
    assert case.can(desk.alice) == {"customer_closes"}
    with pytest.raises(Forbidden):
        case.act(desk.alice, "send_first_response", body="Hello me")
    case.act(desk.amir, "send_first_response", body="Hello Alice")
    case.act(desk.amir, "propose_solution", body="Restart it").act(desk.alice, "accept_solution")
    assert case.status == "Closed"


def test_whoever_is_the_customer_of_a_case_never_owns_it(desk):
    case = desk.open(by=desk.alice)
    with pytest.raises(Forbidden, match="but not their own"):
        case.claim(desk.alice)
    with pytest.raises(InvalidInput, match="customer of this case"):
        case.change(owner="alice@example.com")
    assert case.case.owner is None
    assert case.change(owner="amir@example.com").case.owner.name == "Amir"


# ------------------------------------------------------------------ 8 blockers


def test_blocking_names_the_blocker(desk):
    case = desk.open().to("Blocked")
    assert case.status == "Blocked"
    assert case.case.facts["kind"] == "Bug"
    assert case.case.facts["reference"] == "B-7"
    note = case.conversation(desk.alice)[-1]
    assert (note.body, note.visibility) == ("Upstream.", "internal")
    assert "Upstream." not in [m.body for m in case.conversation(desk.bob)]


@pytest.mark.parametrize(
    "fields", [{}, {"kind": "Bug"}, {"kind": "Weather", "reference": "x", "note": "x"}]
)
def test_a_blocker_without_kind_reference_or_note_is_refused(desk, fields):
    case = desk.open().to("Work in Progress")
    with pytest.raises(InvalidInput):
        case.act(desk.alice, "block", **fields)
    assert case.status == "Work in Progress"


def test_support_clears_a_blocker(desk):
    case = desk.open().to("Blocked").act(desk.alice, "clear_blocker", note="Fixed in 4.2")
    assert case.status == "Work in Progress"


def test_the_bug_tracker_clears_a_blocker(desk):
    case = desk.open().to("Blocked")
    with pytest.raises(Forbidden):
        desk.app.cases.deliver(desk.bob, case.number, "blocker_cleared")
    desk.app.cases.deliver(desk.alice, case.number, "blocker_cleared")
    assert case.status == "Work in Progress"
    with pytest.raises(NotPossible):
        desk.app.cases.deliver(desk.alice, case.number, "blocker_cleared")


def test_what_the_bug_tracker_sends_is_a_fact_of_the_case_as_what_a_person_fills_in(desk):
    form = {
        "type": "object",
        "properties": {
            "fixed_in": {"type": "string"},
            "note": {"type": "string", "x-conversation": "internal"},
        },
    }
    drawn = bpmn(
        start(), user("stuck", status="Stuck"), end(status="Over"),
        node("boundaryEvent", "freed", extension(form) + message("freed"), attachedToRef="stuck"),
        user("tell", status="Free"), chain("start", "stuck", "end"), chain("freed", "tell", "end"),
        messages="freed",
    )  # fmt: skip
    desk.use(drawn, {})
    case = desk.open()
    sent = {"fixed_in": "4.2", "note": "Out on Friday."}
    desk.app.cases.deliver(desk.alice, case.number, "freed", sent)
    assert case.status == "Free"
    assert case.case.facts["fixed_in"] == "4.2"
    assert case.conversation()[-1].body == "Out on Friday."


def test_a_message_that_the_drawing_does_not_know_is_not_found(desk):
    case = desk.open().to("Blocked")
    for name in ("nonsense", "customer_reply"):
        with pytest.raises(NotFound):
            desk.app.cases.deliver(desk.alice, case.number, name)
