"""Mails that come in, each once (bad inputs 13-21, 26, 30, 32, 33, 36)."""

from datetime import timedelta

import pytest

from runner.cases import mail_intake
from runner.cases.mail_intake import MAILS_PER_SENDER
from runner.errors import NotFound, StoreError
from runner.model import MailPlace
from runner.people.attempts import CASES_PER_EMAIL
from runner.store import incoming_mails
from tests.cases import mailing
from tests.cases.mailing import MailDesk
from tests.delivery.incoming.letters import BOUNCE, letter


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def desk(tmp_path, database_url):
    desk = MailDesk(tmp_path, database_url=database_url)
    yield desk
    desk.app.close()


def case_of(desk, taken):
    return desk.app.cases.get(desk.carol, taken.number).case


def cases(desk):
    with desk.app.db.read() as tx:
        return tx.run("SELECT count(*) FROM cases").fetchone()[0]


def place(desk):
    with desk.app.db.read() as tx:
        return incoming_mails.place(tx, "support")


def test_a_new_mail_opens_a_case_with_its_files(desk):
    taken = desk.mail(
        "It is cold.\n\n-- \nZoe",
        From='"Zoe, bob@example.com" <Zoe@Bakery.example>',
        files=[
            ("oven.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
            ("a.exe", b"MZ", "a/b"),
            ("empty.txt", b"", "a/b"),
        ],
    )
    case = case_of(desk, taken)
    assert (case.subject, case.channel, case.product) == ("Cold oven", "mail", "Oven")
    assert (case.customer.email, case.customer.name) == ("zoe@bakery.example", "zoe")
    assert case.description.startswith("It is cold.")
    assert "only in the mailbox:\n- cannot include “a.exe”" in case.description
    assert "- cannot include “empty.txt”: it is empty" in case.description
    files = desk.app.cases.attachments.of_case(desk.alice, taken.number)
    assert [file.name for file in files] == ["oven.png"]
    assert desk.mail("", From="yan@bakery.example", Subject="").state == "taken"


def test_a_mailbox_says_which_team_and_lifecycle_its_cases_get(tmp_path, monkeypatch):
    lost = '[lost]\naddress = "lost@desk.example"\nlifecycle = "repairs"\n'
    monkeypatch.setattr(mailing, "MAILBOXES", mailing.MAILBOXES + lost)
    desk = MailDesk(tmp_path)
    desk.app.teams.add("Ovens")
    desk.app.teams.change("Ovens", products=["Oven"])
    assert case_of(desk, desk.mail()).team.name == "Ovens"
    assert case_of(desk, desk.mail(box="known")).team is None
    waits = desk.mail(box="lost")
    assert waits.state == "waiting" and "repairs" in waits.why
    desk.app.close()


def test_the_name_of_a_proven_sender_is_theirs(desk):
    good = "Authentication-Results: mx.desk.example; dmarc=pass"
    taken = desk.mail(From="Zoe Baker <zoe@bakery.example>", raw_headers=[good])
    assert case_of(desk, taken).customer.name == "Zoe Baker"


def test_a_mail_is_taken_in_once(desk):
    raw = letter()
    first = desk.app.cases.take_mail("support", raw, MailPlace(7, 1))
    for again in (raw, b"Received: by mx\n" + raw, raw.replace(b"\n", b"\r\n")):
        taken = desk.app.cases.take_mail("known", again)
        assert taken.state == "known"
    assert desk.app.cases.take_mail("support", raw, MailPlace(7, 2)).state == "known"
    assert (first.state, cases(desk), place(desk)) == ("taken", 1, MailPlace(7, 2))
    assert desk.app.cases.take_mail("support", letter("Another, same id.")).state == "taken"


def test_what_fails_half_way_was_never_there_and_comes_again(desk, monkeypatch):
    def fails(*_):
        raise StoreError("The power went.")

    case = desk.open().to("Pending Customer")
    raw = letter("Here it is.", To=desk.reply_address(case, desk.bob))
    with monkeypatch.context() as patch:
        patch.setattr(mail_intake.incoming_mails, "set_case", fails)
        with pytest.raises(StoreError):
            desk.app.cases.take_mail("support", raw, MailPlace(7, 1))
    assert (case.status, place(desk)) == ("Pending Customer", None)
    assert desk.app.cases.take_mail("support", raw, MailPlace(7, 1)).state == "taken"
    assert case.status == "Customer Replied"
    assert [message.body for message in case.conversation()].count("Here it is.") == 1


def test_the_quote_below_an_answer_stays_out_of_the_case(desk):
    case = desk.open()
    desk.mail("The red one.\n\nOn Monday, Alice wrote:\n> Which one?", to=(case, desk.bob))
    assert case.conversation()[-1].body == "The red one."
    desk.mail("> Which one?", to=(case, desk.bob))
    assert case.conversation()[-1].body == "> Which one?"


def test_an_answer_to_a_closed_case_is_late_mail(desk):
    case = desk.open().to("Closed")
    desk.mail("It is back.", to=(case, desk.bob))
    assert case.conversation()[-1].late
    assert case.status == "Closed"


def test_an_automatic_answer_moves_nothing_and_is_seen_by_support_alone(desk):
    case = desk.open().to("Pending Customer")
    taken = desk.mail("Away till May.", to=(case, desk.bob), Auto_Submitted="auto-replied")
    assert (taken.state, taken.number, case.status) == ("machine", case.number, "Pending Customer")
    line = case.history()[-1]
    assert line.event.event == "machine_mail"
    assert line.values["text"] == "Away till May."
    assert "machine_mail" not in [line.event.event for line in case.history(desk.bob)]
    assert not [m for m in case.conversation() if "May" in m.body]
    anybodys = desk.mail(
        "Spam.", From="x@evil.example", Subject=f"[{case.number}]", Precedence="bulk"
    )
    assert (anybodys.state, anybodys.number) == ("machine", "")


def test_a_bounce_flags_the_address_until_a_mail_comes_from_there(desk):
    case = desk.open()

    def flagged():
        with desk.app.db.read() as tx:
            return incoming_mails.bounced_at(tx, "bob@example.com")

    assert desk.app.cases.take_mail("support", BOUNCE % b"support@desk.example").state == "machine"
    assert flagged() is None  # anybody can write that
    returned = BOUNCE % desk.reply_address(case, desk.bob).encode()
    desk.app.cases.take_mail("support", returned)
    assert flagged() == desk.clock.now()
    assert case.history()[-1].event.event == "mail_returned"
    desk.mail("I am here.", to=(case, desk.bob))
    assert flagged() is None


def test_a_flood_is_one_incident_and_the_rest_waits(desk):
    case = desk.open()
    for number in range(MAILS_PER_SENDER + 5):
        desk.mail(f"Mail {number}", to=(case, desk.bob))
    assert len(case.conversation()) == MAILS_PER_SENDER
    assert [mail.why for mail in desk.waiting()] == ["too many came from its sender"] * 5
    assert desk.incidents() == ["Flood of mails"]
    desk.clock.advance(timedelta(minutes=16))
    assert desk.mail("Calm again.", to=(case, desk.bob)).state == "taken"
    for _ in range(CASES_PER_EMAIL + 2):
        desk.mail(From="zoe@bakery.example")
    assert cases(desk) == 1 + CASES_PER_EMAIL


def test_two_machines_that_answer_one_another_fill_no_history(desk):
    case = desk.open()
    for number in range(MAILS_PER_SENDER + 5):
        desk.mail(f"Away {number}", to=(case, desk.bob), Precedence="auto_reply")
    noted = [line.event.event for line in case.history()]
    assert noted.count("machine_mail") == MAILS_PER_SENDER
    assert desk.incidents() == ["Flood of mails"]


def test_bounces_of_one_mail_server_are_no_flood(desk, monkeypatch):
    """They come from one sender, and are about different people."""
    monkeypatch.setattr(mail_intake, "MAILS_PER_SENDER", 1)
    case = desk.open()
    for person in (desk.bob, desk.alice):
        desk.mail("Undeliverable", to=(case, person), From="MAILER-DAEMON@mx.example")
    noted = [line.event.event for line in case.history()]
    assert noted.count("mail_returned") == 2
    assert desk.incidents() == []


def test_a_poisoned_mail_stops_nothing(desk, monkeypatch):
    def fails(*_):
        raise RecursionError

    with monkeypatch.context() as patch:
        patch.setattr(mail_intake, "read_mail", fails)
        taken = desk.app.cases.take_mail("support", letter(), MailPlace(7, 1))
    assert "RecursionError" in taken.why
    with monkeypatch.context() as patch:
        patch.setattr(mail_intake, "submission_of", fails)
        assert desk.app.cases.take_mail("support", letter("b"), MailPlace(7, 2)).state == "waiting"
    assert desk.incidents() == ["A mail could not be taken in"]
    assert place(desk) == MailPlace(7, 2)
    assert desk.mail().state == "taken"


def test_a_mail_that_is_too_large_is_named(tmp_path):
    desk = MailDesk(tmp_path)
    desk.app.cases.skip_mail("support", "digest", 99_000_000, MailPlace(7, 1))
    assert [mail.why for mail in desk.waiting()] == [
        "it is too large (99 MB): look at it in the mailbox"
    ]
    files = [(f"{n}.txt", b"same", "a/b") for n in range(40)]
    taken = desk.mail("Forty.", files=files)
    assert len(desk.app.cases.attachments.of_case(desk.alice, taken.number)) == 10
    assert "and 10 more" in case_of(desk, taken).description
    with pytest.raises(NotFound, match="names no mailbox 'sales', but: support, known"):
        desk.app.cases.take_mail("sales", b"")
    desk.app.close()
