"""Mails that wait: who may let them in, and as what."""

from datetime import timedelta

import pytest

from runner.cases.attachments import KEEP_UNNAMED
from runner.errors import Forbidden, NotFound, NotPossible, ScannerAway
from tests.cases.mailing import MailDesk
from tests.delivery.clamd import NAME, VIRUS, clamd


@pytest.fixture
def desk(tmp_path):
    desk = MailDesk(tmp_path)
    yield desk
    desk.app.close()


@pytest.fixture
def mails(desk):
    return desk.app.cases.mails


def stray(desk, **headers):
    """A mail of Zoe's, whom nobody knows, about Bob's case."""
    case = desk.open().to("Pending Customer")
    headers = {"From": "Zoe <zoe@bakery.example>", "Subject": f"Re: [{case.number}]"} | headers
    desk.mail("The red one.", files=[("log.txt", b"hot", "text/plain")], **headers)
    return case, desk.waiting()[0]


def test_a_person_lets_a_mail_in_as_what_the_customer_said(desk, mails):
    case, mail = stray(desk)
    assert mails.accept(desk.alice, mail.id, case.number) == case.number
    message = case.conversation()[-1]
    assert message.body == "By mail from Zoe <zoe@bakery.example>:\n\nThe red one."
    assert (message.on_behalf, message.author.id) == (True, desk.alice.id)
    assert [file.name for file in message.files] == ["log.txt"]
    assert case.status == "Customer Replied"
    assert not desk.waiting()
    assert mails.get(desk.alice, mail.id).decided_by.name == "Alice"
    for decide in (mails.accept, mails.discard):
        with pytest.raises(NotPossible):
            decide(desk.amir, mail.id)


def test_or_as_a_note_or_as_a_new_case_of_its_sender(desk, mails):
    case, mail = stray(desk)
    mails.accept(desk.alice, mail.id, case.number, internal=True)
    assert case.conversation()[-1].visibility == "internal"
    assert case.status == "Pending Customer"
    desk.mail("Mine is cold, too.", From="zoe@bakery.example", box="known")
    new = desk.app.cases.get(desk.carol, mails.accept(desk.alice, desk.waiting()[0].id)).case
    assert (new.customer.email, new.subject) == ("zoe@bakery.example", "Cold oven")


def test_one_that_lies_only_in_its_mailbox_can_only_be_discarded(desk, mails):
    desk.app.cases.skip_mail("support", "of a film", 99_000_000, None)
    mail = desk.waiting()[0]
    with pytest.raises(NotPossible, match="only in its mailbox"):
        mails.accept(desk.alice, mail.id)
    mails.discard(desk.alice, mail.id)
    assert mails.waiting(desk.alice) == 0
    assert not mails.get(desk.alice, mail.id).is_undecided


def test_what_a_machine_wrote_is_never_what_the_customer_said(desk, mails):
    case = desk.open().to("Pending Customer")
    desk.mail("Away.", From="x@y.example", Precedence="bulk")
    machine = mails.listed(desk.alice, "machine").items[0]
    mails.accept(desk.alice, machine.id, case.number)
    assert (case.status, case.conversation()[-1].visibility) == ("Pending Customer", "internal")


def test_what_cannot_be_read_can_only_be_discarded(desk, mails):
    bomb = b"From: b@example.com\n" + b"Content-Type: message/rfc822\n\n" * 300
    assert "hold too many others" in desk.app.cases.take_mail("support", bomb).why
    (mail,) = desk.waiting()
    with pytest.raises(NotPossible, match="Look at it in its mailbox"):
        mails.accept(desk.alice, mail.id, desk.open().number)
    mails.discard(desk.alice, mail.id)
    assert not desk.waiting()


def test_a_mail_with_a_virus_waits_and_comes_in_without_it(tmp_path):
    with clamd() as (url, _seen):
        desk = MailDesk(tmp_path, clamd=url)
        case = desk.open()
        files = [("letter.txt", VIRUS, "text/plain"), ("log.txt", b"hot", "text/plain")]
        assert desk.mail("See my letter.", to=(case, desk.bob), files=files).state == "waiting"
        (mail,) = desk.waiting()
        assert f"it has a virus ({NAME})" in mail.why
        desk.app.cases.mails.accept(desk.alice, mail.id, case.number)
        message = case.conversation()[-1]
        assert [file.name for file in message.files] == ["log.txt"]
        assert f"“letter.txt”: it has a virus ({NAME})" in message.body
    with pytest.raises(ScannerAway):  # it stays in its mailbox until somebody can look
        desk.mail("One more.", to=(case, desk.bob), files=files[1:])
    desk.app.close()


def test_a_mail_with_a_file_that_cannot_be_looked_at_stops_no_other(tmp_path):
    with clamd(most=3) as (url, _seen):
        desk = MailDesk(tmp_path, clamd=url)
        case = desk.open()
        files = [("film.txt", b"long", "text/plain"), ("log.txt", b"hot", "text/plain")]
        assert desk.mail("See it.", to=(case, desk.bob), files=files).state == "waiting"
        assert desk.mail("Next.", to=(case, desk.bob), files=files[1:]).state == "taken"
        (mail,) = desk.waiting()
        assert "“film.txt”: the virus scanner could not look at it" in mail.why
        desk.app.cases.mails.accept(desk.alice, mail.id, case.number)
        assert [file.name for file in case.conversation()[-1].files] == ["log.txt"]
        desk.app.close()


def test_only_support_decides(desk, mails):
    case, mail = stray(desk)
    for person in (desk.bob, desk.owen, desk.nora):
        for tried in (
            mails.listed,
            lambda who: mails.get(who, mail.id),
            lambda who: mails.accept(who, mail.id, case.number),
            lambda who: mails.discard(who, mail.id),
        ):
            with pytest.raises(Forbidden):
                tried(person)
        assert mails.waiting(person) is None
    with pytest.raises(NotFound):
        mails.get(desk.alice, 99)
    with pytest.raises(NotFound):
        mails.accept(desk.alice, mail.id, "C-9999")
    assert mails.waiting(desk.alice) == 1  # what fails decides nothing


def test_a_mail_is_kept_whole_until_it_is_decided_about(desk, mails):
    _, mail = stray(desk)
    later = desk.clock.now() + KEEP_UNNAMED + timedelta(days=400)
    desk.clock.set(later)
    assert desk.app.cases.sweep_files() == 0
    mails.discard(desk.alice, mail.id)
    assert desk.app.cases.sweep_files() == 1
