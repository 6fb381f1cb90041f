"""Rule 15: who owns a case, and who is told of what happens to it."""

import pytest

from runner.errors import InvalidInput


@pytest.fixture
def owned(desk):
    return desk.open(priority="P3").claim(desk.alice).to("Work in Progress")


def newest(desk, person):
    return desk.app.notifications.of(person).items[0]


def lines(desk, person, topic):
    return [n for n in desk.app.notifications.of(person, limit=200).items if n.topic == topic]


# ------------------------------------------------------------------ 15b assigning, handing over, raising


def test_the_new_owner_is_told_of_an_assignment(desk):
    case = desk.open()
    desk.app.cases.update(desk.carol, case.number, {"owner": "alice@example.com"})
    told = newest(desk, desk.alice)
    assert told.topic == "assignment"
    assert told.subject == f"[{case.number}] Printer on fire: Carol gave you this case"


def test_the_next_owner_is_told_of_a_handing_over_with_its_note(desk, owned):
    change = {"owner": "amir@example.com", "note": "He speaks Dutch only."}
    desk.app.cases.update(desk.alice, owned.number, change)
    told = newest(desk, desk.amir)
    assert told.subject.endswith("Alice handed this case over to you")
    assert told.body == "He speaks Dutch only."
    note = owned.conversation()[-1]
    assert (note.body, note.visibility) == ("He speaks Dutch only.", "internal")
    assert "Dutch" not in str(owned.conversation(desk.bob))


def test_a_note_without_a_new_owner_is_refused_and_changes_nothing(desk, owned):
    for changes in ({"priority": "P1"}, {"owner": "alice@example.com"}, {"owner": None}):
        with pytest.raises(InvalidInput, match="new owner"):
            desk.app.cases.update(desk.carol, owned.number, {**changes, "note": "For you."})
    assert owned.case.priority == "P3"
    assert owned.case.owner.id == desk.alice.id


def test_whoever_claims_a_case_is_not_told_so(desk, owned):
    assert lines(desk, desk.alice, "assignment") == []


def test_the_owner_is_told_of_a_raised_priority_and_not_of_a_lowered_one(desk, owned):
    owned.change(priority="P1")
    told = newest(desk, desk.alice)
    assert told.topic == "priority"
    assert told.subject.endswith("Carol raised the priority from P3 to P1")
    owned.change(priority="P2")
    assert len(lines(desk, desk.alice, "priority")) == 1


def test_an_owner_who_raises_the_priority_is_not_told_so(desk, owned):
    desk.app.cases.update(desk.alice, owned.number, {"priority": "P1"})
    assert lines(desk, desk.alice, "priority") == []


# ------------------------------------------------------------------ 15c what the customer does


def test_the_owner_is_told_that_the_solution_was_accepted(desk, owned):
    owned.act(desk.alice, "propose_solution", body="Install 2.1.").act(desk.bob, "accept_solution")
    [told] = lines(desk, desk.alice, "decision")
    assert told.subject.startswith(f"[{owned.number}] Printer on fire: Bob accepted")


def test_the_owner_is_told_once_why_a_solution_was_rejected(desk, owned):
    before = len(desk.app.notifications.of(desk.alice, limit=200).items)
    owned.act(desk.alice, "propose_solution", body="Install 2.1.")
    owned.act(desk.bob, "reject_solution", reason="It still burns.")
    assert len(desk.app.notifications.of(desk.alice, limit=200).items) == before + 1
    told = newest(desk, desk.alice)
    assert (told.topic, told.element) == ("decision", "tell_owner_of_rejection")
    assert told.body.endswith("Bob wrote:\n\nIt still burns.")


def test_the_lead_is_told_where_there_is_no_owner_or_the_owner_is_away(desk, owned):
    orphan = desk.open().to("Work in Progress")
    orphan.change(owner=None)
    orphan.act(desk.bob, "customer_closes")
    assert "Bob" in newest(desk, desk.carol).subject
    desk.app.accounts.set_away("alice@example.com", True)
    owned.write(desk.bob, "Smoke, too.")
    assert newest(desk, desk.carol).body == newest(desk, desk.alice).body == "Smoke, too."


def test_what_support_does_for_a_customer_is_not_told_as_the_customers_action(desk, owned):
    owned.act(desk.amir, "customer_closes", how="by phone")
    assert lines(desk, desk.alice, "decision") == []


def test_forty_messages_of_one_case_are_one_line_with_a_count(desk, owned):
    for i in range(40):
        owned.write(desk.bob, f"And {i}.")
    [told] = lines(desk, desk.alice, "message")
    assert (told.count, told.body) == (40, "And 39.")
    assert desk.app.notifications.unread(desk.alice) == 1


def test_messages_of_two_cases_and_to_two_people_are_lines_of_their_own(desk, owned):
    other = desk.open(subject="No paper").claim(desk.alice).to("Work in Progress")
    for case in (owned, other, owned):
        case.write(desk.bob, "Hello?")
    assert [told.count for told in lines(desk, desk.alice, "message")] == [2, 1]


def test_a_line_that_was_read_is_not_counted_on(desk, owned):
    owned.write(desk.bob, "One.")
    desk.app.notifications.case_opened(desk.alice, owned.case.id)
    owned.write(desk.bob, "Two.")
    assert [told.count for told in lines(desk, desk.alice, "message")] == [1, 1]


def test_a_customer_gets_each_answer_as_a_line_of_its_own(desk, owned):
    for i in range(3):
        owned.write(desk.alice, f"Step {i}.")
    assert [told.count for told in lines(desk, desk.bob, "answer")] == [1] * 4
