"""The page on which support decides about mails that wait (bad inputs 22, 27, 28)."""

import pytest

from tests.cases.mailing import MailDesk
from tests.delivery.incoming.letters import BOUNCE

EVIL = '<script>alert(1)</script>{{7*7}}"onload=x'


@pytest.fixture
def desk(tmp_path):
    desk = MailDesk(tmp_path)
    yield desk
    desk.app.close()


def test_support_reads_lets_in_and_discards(desk, pages):
    case = desk.open().to("Pending Customer")
    for text in ("The red one.", "The blue one.", "The last one."):
        desk.mail(text, From="zoe@bakery.example", Subject=f"Re: [{case.number}]")
    assert "Mails (3)" in pages.alice.see("/inbox").text
    page = pages.alice.see("/mails").text
    assert "not its sender’s" in page
    assert "The red one." in page
    assert page.count(f'value="{case.number}"') == 3  # the case that it names is filled in
    last, blue, red = (mail.id for mail in desk.waiting())
    new = pages.alice.send(f"/mails/{red}/accept", number=case.number, into="case")
    assert new.location == f"/cases/{case.number}"
    assert case.status == "Customer Replied"
    assert pages.alice.send(f"/mails/{blue}/accept").location == "/cases/C-1002"
    assert pages.alice.send(f"/mails/{last}/discard").location == "/mails"
    assert "There are none." in pages.alice.see("/mails").text
    assert "decided by Alice" in pages.alice.see("/mails?state=discarded").text
    assert pages.alice.send(f"/mails/{last}/discard").status_code == 409


def test_what_is_wrong_is_said_at_its_mail(desk, pages):
    desk.mail("Hello.", From=None)
    mail = desk.waiting()[0].id
    for form, said in (
        ({"into": "case"}, "name the case"),
        ({"into": "case", "number": "C-9999"}, "There is no case C-9999"),
        ({}, "is not a mail address"),
    ):
        answer = pages.alice.send(f"/mails/{mail}/accept", **form)
        assert (answer.status_code, said in answer.text) == (422, True), said
    assert pages.alice.send("/mails/99/accept").status_code == 422
    assert len(desk.waiting()) == 1


def test_a_mail_that_lies_only_in_its_mailbox_has_one_button(desk, pages):
    desk.app.cases.skip_mail("support", "of a film", 99_000_000, None)
    page = pages.alice.see("/mails").text
    assert ("/discard" in page, "Add to this case" in page) == (True, False)


def test_nothing_in_a_mail_is_obeyed_by_the_page(desk, pages):
    desk.mail(EVIL, From='"<b>x</b>" <eve@example.com>', Subject=f"{EVIL} [C-9999]")
    desk.mail(EVIL, From="x@y.example", Subject=EVIL, Precedence="bulk")
    huge = "9" * 30
    for page in (
        "/mails",
        "/mails?state=machine",
        "/mails?state=none&before=x",
        f"/mails?before={huge}",
    ):
        text = pages.alice.see(page).text
        assert "<script>alert" not in text
        assert "49" not in text.partition("<main")[2].partition("{{7*7}}")[0]


def test_the_case_of_a_customer_whose_mails_come_back_says_so(desk, pages):
    case = desk.open()
    returned = BOUNCE % desk.reply_address(case, desk.bob).encode()
    desk.app.cases.take_mail("support", returned)
    page = pages.alice.see(f"/cases/{case.number}").text
    assert "Mails there come back" in page
    assert "A mail to bob@example.com came back." in page
    assert "come back" not in pages.bob.see(f"/my/{case.number}").text
    desk.mail("Here I am.", to=(case, desk.bob))
    assert "Mails there come back" not in pages.alice.see(f"/cases/{case.number}").text


def test_only_support_has_the_page_and_its_link_where_mail_comes_in(desk, pages):
    assert 'href="/mails"' in pages.carol.see("/inbox").text
    for person in (pages.owen, pages.nora, pages.bob):
        assert person.see("/mails").status_code == 403
        assert person.send("/mails/1/discard").status_code == 403
    assert 'href="/mails"' not in pages.owen.see("/inbox").text


def test_the_case_of_a_mail_is_marked_as_spam_beside_the_mail(desk, pages):
    desk.mail("Buy zeppelins!", From="bob@example.com", Subject="Zeppelins")
    number = desk.app.cases.list(desk.alice).items[0].number
    assert "Mark as spam" in pages.alice.see("/mails?state=taken").text
    sent = pages.alice.send(f"/mails/spam/{number}?state=taken", spam="yes")
    assert sent.location == "/mails?state=taken"
    assert desk.app.cases.get(desk.alice, number).case.spam
    page = pages.alice.see("/mails?state=taken").text
    assert "Its case is marked as spam." in page
    pages.alice.send(f"/mails/spam/{number}?state=taken", spam="no")
    assert not desk.app.cases.get(desk.alice, number).case.spam
    assert pages.alice.send("/mails/spam/C-9999", spam="yes").status_code == 422
