"""Who stands beside the customer of a case: what they may read, write and decide, and when it ends."""

import pytest

from runner.cases import Submission
from runner.errors import Forbidden, InvalidInput, LinkOver, NotFound
from runner.people.links import FOLLOW
from runner.store import notifications

ZOE = "zoe@bakery.example"


@pytest.fixture
def case(desk):
    """Bob's, with a note, of which Zoe gets copies."""
    case = desk.open(subject="Oven").to("Solution Proposed")
    desk.app.cases.comment(desk.alice, case.number, "Ravioli suspected.", "internal")
    desk.app.cases.tag(desk.alice, case.number, add=["hopeless"])
    desk.app.cases.copy(desk.alice, case.number, add=[ZOE.upper()])
    desk.zoe = desk.app.accounts.by_email(ZOE)
    return case


def told(desk, person):
    notes = desk.app.notifications.of(person, limit=50).items
    return [note.body for note in reversed(notes)]


def test_who_gets_copies_is_told_what_the_customer_is_told(desk, case):
    assert "You can read it and write to us" in told(desk, desk.zoe)[0]
    desk.app.cases.comment(desk.alice, case.number, "Look at tray 2.")
    assert "Look at tray 2." in told(desk, desk.zoe)[-1]
    desk.app.cases.comment(desk.alice, case.number, "Penne suspected.", "internal")
    assert "Penne" not in str(told(desk, desk.zoe))
    subjects = {note.subject for note in desk.app.notifications.of(desk.zoe).items}
    assert subjects == {f"[{case.number}] Oven"}


def test_they_write_as_the_customer_does_and_the_customer_is_told(desk, case):
    desk.app.cases.comment(desk.zoe, case.number, "It is tray 3.")
    assert case.status == "Customer Replied"
    assert "It is tray 3." in told(desk, desk.bob)[-1]
    assert "It is tray 3." not in str(told(desk, desk.zoe))


def test_they_decide_only_where_the_customer_said_so(desk, case):
    accept = [desk.zoe, case.number, "accept_solution"]
    assert desk.app.cases.get(desk.zoe, case.number).actions == ()
    with pytest.raises(Forbidden):
        desk.app.cases.act(*accept)
    with pytest.raises(Forbidden, match="Only the customer of the case may let others decide"):
        desk.app.cases.copy(desk.alice, case.number, add=[ZOE], may_decide=True)
    desk.app.cases.copy(desk.bob, case.number, add=[ZOE], may_decide=True)
    assert desk.app.cases.act(*accept).case.closed
    for forbidden in (
        desk.app.cases.repeat,
        lambda who, number: desk.app.cases.rate(who, number, True),
    ):
        with pytest.raises(Forbidden):
            forbidden(desk.zoe, case.number)


def test_only_the_customer_takes_the_leave_to_decide_back_and_it_is_in_the_history(desk, case):
    def may_decide():
        return [one.may_decide for one in desk.app.cases.copies(desk.bob, case.number)]

    desk.app.cases.copy(desk.bob, case.number, add=[ZOE], may_decide=True)
    assert case.history()[-1].values == {"let_decide": [ZOE]}
    desk.app.cases.copy(desk.alice, case.number, add=[ZOE])
    with pytest.raises(Forbidden):
        desk.app.cases.copy(desk.alice, case.number, add=[ZOE], may_decide=False)
    assert may_decide() == [True]
    desk.app.cases.copy(desk.bob, case.number, add=[ZOE], may_decide=False)
    assert may_decide() == [False]
    assert case.history()[-1].values == {"let_no_more": [ZOE]}


def test_nobody_who_works_here_answers_for_a_customer_whatever_was_allowed_before(desk, case):
    desk.app.cases.copy(desk.bob, case.number, add=[ZOE], may_decide=True)
    zoe = desk.app.accounts.give_roles(ZOE, ["agent"])
    with pytest.raises(Forbidden):
        desk.app.cases.act(zoe, case.number, "accept_solution")


def test_a_customer_does_not_learn_who_works_here_and_those_are_not_told(desk, case):
    gone = desk.app.accounts.add("gone@bakery.example", "Gone Agent", ["customer"])
    desk.app.accounts.deactivate(gone.email)
    add = ["amir@example.com", "nora@example.com", gone.email, "new@bakery.example"]
    with pytest.raises(InvalidInput, match="cannot be given copies: amir@"):
        desk.app.cases.copy(desk.alice, case.number, add=add)
    before = {person: len(told(desk, person)) for person in (desk.amir, desk.nora, gone)}
    listed = desk.app.cases.copy(desk.bob, case.number, add=add, may_decide=True)
    assert {(one.person.email, one.person.name, one.may_decide) for one in listed} == {
        (ZOE, "zoe", False), *((email, email.partition("@")[0], True) for email in add)
    }  # fmt: skip
    desk.app.cases.comment(desk.alice, case.number, "Look at tray 2.")
    assert {person: len(told(desk, person)) for person in before} == before
    with pytest.raises(Forbidden):
        desk.app.cases.comment(desk.nora, case.number, "Let me in.")
    with pytest.raises(Forbidden):
        desk.app.cases.act(desk.amir, case.number, "accept_solution")


def test_taken_out_they_see_nothing_and_their_links_stay_dead(desk, case):
    link = desk.app.links.read(desk.app.links.token(case.case.id, desk.zoe.id, FOLLOW))
    assert desk.app.accounts.by_link(link) == desk.zoe
    desk.app.cases.copy(desk.bob, case.number, remove=[ZOE])
    with pytest.raises(NotFound):
        desk.app.cases.page(desk.zoe, case.number)
    desk.wait(hours=1)
    desk.app.cases.copy(desk.bob, case.number, add=[ZOE])
    with pytest.raises(LinkOver):
        desk.app.accounts.by_link(link)
    new = desk.app.links.read(desk.app.links.token(case.case.id, desk.zoe.id, FOLLOW))
    assert desk.app.accounts.by_link(new) == desk.zoe


def test_the_number_of_those_who_get_copies_is_bounded(desk, case):
    with pytest.raises(InvalidInput, match="more than 10 people"):
        desk.app.cases.copy(desk.bob, case.number, add=[f"p{i}@bakery.example" for i in range(10)])
    assert len(desk.app.cases.copies(desk.bob, case.number)) == 1
    for wrong in (
        "zoe",
        "a@b",
        "Zoe <zoe@bakery.example>",
        "zoe@bakery.example\r\nBcc: x@y.example",
    ):
        with pytest.raises(InvalidInput):
            desk.app.cases.copy(desk.bob, case.number, add=[wrong])


def test_colleagues_see_a_case_where_the_company_or_its_customer_lets_them(desk):
    case, eves = desk.open(), desk.open(by=desk.eve)
    for one in (case, eves):
        desk.app.cases.set_company(desk.alice, one.number, " Old   Bakery ")
    with pytest.raises(NotFound):
        desk.app.cases.get(desk.eve, case.number)
    desk.app.cases.let_colleagues(desk.bob, True)
    assert desk.app.cases.get(desk.eve, case.number).side == "customer"
    assert [own.line.number for own in desk.app.cases.shared(desk.eve)] == [case.number]
    assert desk.app.cases.shared(desk.bob) == ()
    desk.app.cases.set_company(desk.alice, case.number, "Old Bakery", shares_cases=True)
    assert [own.line.number for own in desk.app.cases.shared(desk.bob)] == [eves.number]
    desk.app.cases.set_company(desk.alice, case.number, "")
    with pytest.raises(NotFound):
        desk.app.cases.get(desk.eve, case.number)


def test_a_second_customer_changes_nothing_for_a_company_that_shares(desk):
    case, eves = desk.open(), desk.open(by=desk.eve)
    desk.app.cases.set_company(desk.alice, case.number, "Bakery", shares_cases=True)
    assert desk.app.cases.set_company(desk.alice, eves.number, "Bakery").all_share
    assert desk.app.cases.company(desk.bob).all_share
    assert not desk.app.cases.set_company(desk.alice, eves.number, "Mill").all_share
    assert not desk.app.cases.set_company(desk.alice, case.number, "Bakery", False).all_share


def test_a_colleague_writes_but_does_not_accept(desk):
    case = desk.open().to("Solution Proposed")
    for one in (case, desk.open(by=desk.eve)):
        desk.app.cases.set_company(desk.alice, one.number, "Bakery", shares_cases=True)
    with pytest.raises(Forbidden):
        desk.app.cases.act(desk.eve, case.number, "accept_solution")
    desk.app.cases.comment(desk.eve, case.number, "Wait for Bob.")
    assert case.number not in str(desk.inbox(desk.eve))
    assert case.status == "Customer Replied"


def test_a_link_gives_nobody_the_rights_of_those_who_work_here(desk, case):
    link = desk.app.links.read(desk.app.links.token(case.case.id, desk.zoe.id, FOLLOW))
    assert desk.app.accounts.by_link(link) == desk.zoe
    desk.app.accounts.give_roles(ZOE, {"analyst"})
    with pytest.raises(LinkOver):
        desk.app.accounts.by_link(link)


def test_a_link_that_was_over_stays_over_for_a_colleague(desk, case):
    link = desk.app.links.read(desk.app.links.token(case.case.id, desk.zoe.id, FOLLOW))
    desk.app.cases.copy(desk.alice, case.number, remove=[ZOE])
    desk.app.cases.set_company(desk.alice, case.number, "Bakery", shares_cases=True)
    zoes = desk.app.cases.open(desk.zoe, Submission("Mixer", "It hums.")).case
    desk.app.cases.set_company(desk.alice, zoes.number, "Bakery", shares_cases=True)
    assert desk.app.cases.get(desk.zoe, case.number)
    with pytest.raises(LinkOver):
        desk.app.accounts.by_link(link)


def test_who_is_told_no_more_gets_no_mail_that_waited(desk, case):
    desk.app.cases.comment(desk.alice, case.number, "Confidential.")
    waiting = desk.app.notifications.of(desk.zoe).items
    desk.app.cases.copy(desk.alice, case.number, remove=[ZOE])
    assert desk.app.notifications.of(desk.zoe).items == ()
    with desk.app.db.read() as tx:
        assert not any(notifications.to_send(tx, one.id, "mail") for one in waiting)


def test_a_search_by_number_shows_them_no_address(desk, case):
    hit = desk.app.cases.search(desk.zoe, case.number).items[0]
    assert "@" not in f"{hit.line.customer.email}{hit.line.owner and hit.line.owner.email}"


def test_they_do_not_read_what_the_customer_said_of_it(desk, case):
    desk.app.cases.act(desk.bob, case.number, "accept_solution")
    desk.app.cases.rate(desk.bob, case.number, False, "Alice was rude.")
    assert desk.app.cases.rating(desk.bob, case.number).words == "Alice was rude."
    assert desk.app.cases.rating(desk.zoe, case.number) is None


def test_a_customer_has_twenty_new_people_told_in_a_day(desk, case):
    copy = desk.app.cases.copy

    def others(start, count):
        return [f"p{i}@example.com" for i in range(start, start + count)]

    for start in (0, 9):
        copy(desk.bob, case.number, add=others(start, 9))
        copy(desk.bob, case.number, remove=others(start, 9))
    with pytest.raises(InvalidInput, match="20 new people in a day"):
        copy(desk.bob, case.number, add=others(18, 3))
    copy(desk.bob, case.number, add=others(18, 2))
    copy(desk.alice, case.number, add=others(20, 5))  # who works here may go on
    desk.wait(days=1)
    copy(desk.bob, case.number, remove=others(18, 2), add=others(30, 3))
