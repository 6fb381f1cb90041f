"""Mail out, over real connections: what happens when the server is down, slow or lying."""

import email
import email.policy
import re
import socket
import ssl
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from lxml import html

from runner.delivery.channels import smtp, smtp_connections
from runner.delivery.channels.smtp import SmtpChannel
from runner.delivery.gathered_mails import as_one
from runner.delivery.jobs.retries import ATTEMPTS
from runner.errors import ChannelError, ConfigError, NotRecorded, StoreFull, Undeliverable
from runner.model import MAIL, NoticeFile, Notification, Person
from runner.people.reply_addresses import ReplyAddresses, ReplyTo
from runner.store import notifications
from tests.desk import MONDAY, Desk
from tests.patience import until
from tests.ports import free_port


def words_of(message):
    return message.get_body(("plain",)).get_content()


class Mailbox:
    """What a real SMTP server received. `at` makes it answer otherwise, by command."""

    def __init__(self):
        self.received = []
        self.at = {}
        self.largest = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "RCPT" in self.at:
            return self.at["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "DATA" in self.at:
            return self.at["DATA"]
        if self.largest and len(envelope.content) > self.largest:
            return "552 5.3.4 too large"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received.append((envelope.rcpt_tos, message))
        if "drop" in self.at:
            server.transport.abort()
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        return self.at.get("QUIT", "221 Bye")


@contextmanager
def serving(scheme="smtp", certificate=None):
    """A real SMTP server on loopback."""
    mailbox = Mailbox()
    more = {}
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, certificate.with_name("key.pem"))
        more = {"ssl_context" if scheme == "smtps" else "tls_context": context}
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=free_port(), ready_timeout=60, **more
    )
    controller.start()
    mailbox.url = f"{scheme}://localhost:{controller.port}"
    try:
        yield mailbox
    finally:
        controller.stop()


@pytest.fixture
def mail():
    with serving() as mailbox:
        yield mailbox


@pytest.fixture
def mailing(tmp_path, mail):
    desk = Desk(tmp_path, channels={MAIL: SmtpChannel(mail.url, "Help Desk <help@desk.example>")})
    yield desk
    desk.app.close()


def test_notifications_are_mailed_by_jobs(mailing, mail):
    case = mailing.open().write(mailing.alice, "We are on it.\nAlice")
    assert mail.received == []
    mailing.work()
    subjects = [str(message["Subject"]) for _, message in mail.received]
    assert subjects == [
        f"[{case.number}] Printer on fire",
        f"[{case.number}] Printer on fire",
    ]
    to, message = mail.received[1]
    assert to == ["bob@example.com"]
    assert message["From"] == "Help Desk <help@desk.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    text = words_of(message).replace("\r\n", "\n")
    assert text.startswith(
        "Alice wrote:\n\nWe are on it.\nAlice\n\nThis is resolved:\nhttp://127.0.0.1:8000/l/"
    )
    page = html.fromstring(message.get_body(("html",)).get_content())
    assert page.xpath("//p[1]/text()") == ["Alice wrote:"]
    assert [one.strip() for one in page.xpath("//p[2]/text()")] == ["We are on it.", "Alice"]
    assert page.xpath("//a/b/text()")[0] == "This is resolved"
    assert page.xpath("//a/@href")[0] in text
    mailing.work()
    assert len(mail.received) == 2
    assert all(n.sent_at for n in mailing.app.notifications.of(mailing.bob).items)


def test_support_sees_in_the_subject_what_happened(mailing, mail):
    case = mailing.open(priority="P1").claim(mailing.alice)
    case.wait(minutes=21).write(mailing.bob, "Smoke, too").act(
        mailing.alice, "send_first_response", body="On it."
    )
    mailing.work()
    told = {str(message["Subject"]) for to, message in mail.received if to == ["alice@example.com"]}
    assert told == {
        f"[{case.number}] Printer on fire: The first response is due soon: owner and lead were told",
        f"[{case.number}] Printer on fire: Bob wrote",
    }


def test_each_is_mailed_in_their_own_language(mailing, mail):
    """Also what the program says itself: links, and how a mail is answered."""
    for person in (mailing.alice, mailing.bob):
        mailing.app.reading_habits.change(person, "de", "Europe/Berlin")
    case = mailing.open().claim(mailing.carol)
    mailing.app.cases.update(mailing.carol, case.number, {"owner": "alice@example.com"})
    case.write(mailing.amir, "On it.").write(mailing.bob, "Smoke, too.")
    mailing.work()
    told = {to[0]: words_of(message) for to, message in mail.received}
    subjects = {str(message["Subject"]) for _, message in mail.received}
    assert f"[{case.number}] Printer on fire: Carol hat Ihnen diesen Fall übergeben" in subjects
    assert "Amir hat geschrieben:" in told["bob@example.com"]
    assert "Den Fall ansehen und uns schreiben:" in told["bob@example.com"]
    assert "Weitere Nachrichten in diesem Fall zählt die Anwendung" in told["alice@example.com"]
    assert "Antworten Sie auf diese E-Mail" not in told["bob@example.com"]


def test_a_mail_that_was_taken_is_not_sent_again_while_nobody_can_note_it(
    mailing, mail, monkeypatch
):
    def refuse(*_):
        raise StoreFull("full")

    mailing.open()
    with monkeypatch.context() as patch:
        patch.setattr(notifications, "mark_sent", refuse)
        for _ in range(3):
            with pytest.raises(NotRecorded):
                mailing.work()
    mailing.work()
    assert len(mail.received) == 1
    assert all(n.sent_at for n in mailing.app.notifications.of(mailing.bob).items)


def test_a_mail_that_is_too_large_for_its_server_goes_without_its_files(mail):
    bob = Person(3, "bob@example.com", "Bob")
    files = (NoticeFile("old.eml", "message/rfc822", b"x" * 2000), NoticeFile("a", "x", b"y"))
    note = Notification(
        1, bob, 7, "", "Hot", "x", MONDAY, topic="answer", message_id=4, files=files
    )
    channel = SmtpChannel(mail.url, "help@desk.example")
    channel.send(note)
    whole = mail.received.pop()[1]
    assert [part.get_content_type() for part in whole.iter_attachments()] == [
        "application/octet-stream"
    ] * 2
    mail.largest = 3000
    channel.send(note)
    assert [*mail.received.pop()[1].iter_attachments()] == []
    with pytest.raises(Undeliverable):  # a report is its file
        channel.send(replace(note, message_id=None))


def test_a_mail_server_that_refuses_is_asked_again(mailing, mail):
    mail.at["DATA"] = "451 come back later"
    mailing.open()
    mailing.work()
    assert mail.received == []
    mail.at.clear()
    mailing.wait(minutes=1)
    assert len(mail.received) == 1


def test_without_a_mail_server_notifications_stay_in_the_inbox(desk):
    desk.open()
    assert desk.inbox(desk.bob) == ["confirm_receipt"]
    with desk.app.db.read() as tx:
        assert tx.run("SELECT count(*) FROM jobs WHERE kind = 'notify'").fetchone()[0] == 0


def test_a_mail_of_several_lines_says_each_with_its_links_and_has_the_id_of_its_first():
    """And what people wrote makes neither a link nor an element there."""
    chosen = "https://desk.example/settings/notifications"
    channel = SmtpChannel("smtp://localhost", "help@desk.example", chosen=chosen)
    alice = Person(3, "alice@example.com", "Alice")
    notes = [
        Notification(4, alice, 7, "", "Hot\nink", "<b>It burns.", MONDAY, topic="message", count=2),
        Notification(9, alice, 8, "", "Paper", "None.", MONDAY, topic="reminder"),
    ]
    links = {4: [("Open the case", "https://desk.example/cases/C-1007")], 9: []}
    message = channel.compose(as_one(4, notes, lambda note: links[note.id]))
    assert message["Subject"] == "2 notifications since 2 March 2026, 09:00 UTC"
    assert (
        message["Message-ID"].startswith("<caselane.") and ".digest.2.4@" in message["Message-ID"]
    )
    assert (message["List-Unsubscribe"], message["Reply-To"]) == (f"<{chosen}>", None)
    text = words_of(message).replace("\r\n", "\n")
    first = "Hot ink (2 messages)\n--------------------\n\n<b>It burns.\n\nOpen the case:\nhttps://"
    assert first in text
    assert (
        text.index(first) < text.index("Paper\n-----\n\nNone.") < text.index(str(smtp.OF_SEVERAL))
    )
    page = html.fromstring(message.get_body(("html",)).get_content())
    assert page.xpath("//h2/text()") == ["Hot\nink (2 messages)", "Paper"]
    assert page.xpath("//a/@href") == ["https://desk.example/cases/C-1007"]
    assert "<b>It burns." in page.xpath("//p/text()")


def test_nothing_in_a_name_or_subject_becomes_a_header(mail):
    bad = Person(1, "bob@example.com", "Bob\r\nBcc: all@example.com", frozenset())
    note = Notification(7, bad, None, "", "Hello\r\nX-Evil: 1", "{body}\n.\nQUIT", MONDAY)
    SmtpChannel(mail.url, "help@desk.example").send(note)
    to, message = mail.received[0]
    assert to == ["bob@example.com"]
    assert message["X-Evil"] is None
    assert message["Bcc"] is None
    assert "QUIT" in words_of(message)


def test_the_mails_of_a_case_stay_together_and_are_answered_at_an_address_of_its_own():
    replies = ReplyAddresses(["key"], "support@desk.example", "desk.example")
    chosen = "https://desk.example/settings/notifications"
    channel = SmtpChannel("smtp://localhost", "Help Desk <help@desk.example>", replies, chosen)
    bob = Person(3, "bob@example.com", "Bob")

    def mail(topic, case_id=7):
        return channel.compose(Notification(1, bob, case_id, "", "Hot", "x", MONDAY, topic=topic))

    for topic, said in (
        ("answer", smtp.ANSWER),
        ("message", smtp.PUBLIC),
        ("decision", smtp.PUBLIC),
    ):
        to = mail(topic)["Reply-To"].addresses[0]
        assert replies.read([to.addr_spec]) == [ReplyTo(7, 3)]
        assert replies.is_for(replies.read([to.addr_spec])[0], bob.email)
        assert str(said) in words_of(mail(topic))
    assert mail("answer")["References"] == replies.thread(7)
    assert mail("answer")["List-Id"] == "Cases <cases.desk.example>"
    assert mail("answer")["Message-ID"] == replies.message_id("1")
    assert re.fullmatch(r"<caselane\.[a-z2-7]{8}\.1@desk\.example>", replies.message_id("1"))
    other = ReplyAddresses(["another key"], "support@desk.example", "desk.example")
    assert other.message_id("1") != replies.message_id("1")
    assert other.case_of([replies.thread(7)]) is None
    for topic in ("mention", "reminder", "assignment"):  # never out to the customer by mistake
        assert mail(topic)["Reply-To"].addresses[0].addr_spec == "support@desk.example"
        assert str(smtp.PUBLIC) not in words_of(mail(topic))
        assert mail(topic)["List-Unsubscribe"] == f"<{chosen}>"
    assert mail("answer")["List-Unsubscribe"] is None
    zoe = Person(4, "zoe@zoo.example", "Zoe", frozenset({"customer"}))
    receipt = channel.compose(
        Notification(2, zoe, 7, "", "Hot", "x", MONDAY, topic="reminder")
    )  # customers answer whatever they are sent
    to = receipt["Reply-To"].addresses[0]
    assert replies.is_for(replies.read([to.addr_spec])[0], zoe.email)
    assert str(smtp.ANSWER) in words_of(receipt)
    assert mail("incident", None)["Reply-To"] is None


def test_a_server_that_is_not_there_is_a_channel_error():
    channel = SmtpChannel("smtp://127.0.0.1:9", "help@desk.example")
    with pytest.raises(ChannelError, match=r"bob@example\.com"):
        channel.send(
            Notification(1, Person(1, "bob@example.com", "Bob"), None, "", "s", "b", MONDAY)
        )


@pytest.mark.parametrize(
    "url",
    ["mail.example.com", "http://mail.example.com", "smtp://", "tls://bob:geheim@mail.example.com",
     "smtp://bob:geheim@mail.example.com:many", "smtp://bob:geheim@mail.example.com:99999"],
)  # fmt: skip
def test_a_wrong_mail_setting_is_named_without_the_password_in_it(url):
    with pytest.raises(ConfigError, match="CASELANE_SMTP_URL") as caught:
        SmtpChannel(url, "help@desk.example")
    assert "geheim" not in str(caught.value)


# ------------------------------------------------------------------ down, slow, lying


def test_a_mail_that_is_refused_for_good_is_a_dead_letter_at_once(mailing, mail):
    mail.at["RCPT"] = "550 nobody of that name"
    case = mailing.open()
    mailing.work()
    assert mailing.app.reports.health().dead_jobs >= 1
    (told,) = [
        n for n in mailing.app.notifications.of(mailing.carol).items if "given up" in n.subject
    ]
    assert "bob@example.com" in told.body
    assert "was not sent: 550 nobody of that name" in told.body
    assert case.status == "New"


def test_word_of_failing_mails_does_not_breed(mailing, mail):
    mail.at["DATA"] = "451 come back later"
    mailing.open()
    for _ in range(4 * ATTEMPTS):
        mailing.wait(hours=2)
    subjects = Counter(
        n.subject for n in mailing.app.notifications.of(mailing.carol, limit=200).items
    )
    given_up = subjects["Incident with the system: A job was given up"]
    for_people = sum(subjects.values()) - given_up + 1  # Carol's own, and Bob's
    assert 1 <= given_up <= for_people


@pytest.mark.parametrize("goodbye", ["421 I am off", "500 what", "drop"])
def test_what_was_taken_is_not_sent_again_however_the_server_says_goodbye(mailing, mail, goodbye):
    mail.at["QUIT"] = goodbye if goodbye != "drop" else "221 Bye"
    mailing.open()
    for _ in range(3):
        mailing.wait(minutes=1)
    assert len(mail.received) == 1


def test_a_mail_whose_receipt_was_not_told_comes_again_under_the_same_id(mailing, mail):
    """The one double that SMTP makes inevitable: taken, but the answer was lost."""
    mail.at["drop"] = True
    mailing.open()
    mailing.work()
    mail.at.clear()
    for _ in range(3):
        mailing.wait(minutes=1)
    ids = [message["Message-ID"] for _, message in mail.received]
    assert len(ids) == 2
    assert len(set(ids)) == 1


class Silent:
    """A server that takes connections and says what it is told to, and nothing else."""

    def __init__(self, says=b""):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._socket.getsockname()[1]}"
        self.called = threading.Event()
        self._says, self._open = says, []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._open.append(connection)
            connection.sendall(self._says)
            self.called.set()

    def close(self):
        self._socket.close()
        for connection in self._open:
            connection.close()


@pytest.fixture
def silent():
    server = Silent()
    yield server
    server.close()


def test_timers_go_on_while_a_mail_server_hangs(tmp_path, silent):
    desk = Desk(tmp_path, channels={MAIL: SmtpChannel(silent.url, "help@desk.example")})
    case = desk.open(priority="P1")
    worker = threading.Thread(target=desk.app.worker.run)
    worker.start()
    try:
        until(silent.called.is_set)
        desk.clock.advance(timedelta(minutes=31))
        until(lambda: case.milestone.state == "missed")
    finally:
        desk.app.worker.stop()
        silent.close()
        worker.join()
        desk.app.close()


@pytest.mark.parametrize("limit", ["TIMEOUT", "LONGEST"])
def test_a_server_that_never_ends_is_left(monkeypatch, limit):
    """One that is silent, and one that has greeted and then answers no more."""
    monkeypatch.setattr(smtp_connections, limit, 0.3)
    server = Silent(b"" if limit == "TIMEOUT" else b"220 hello\r\n")
    bob = Person(1, "bob@example.com", "Bob")
    with pytest.raises(ChannelError) as caught:
        SmtpChannel(server.url, "a@b.example").send(
            Notification(1, bob, None, "", "s", "b", MONDAY)
        )
    assert not isinstance(caught.value, Undeliverable)
    server.close()


# ------------------------------------------------------------------ over TLS


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_mail_goes_over_tls_to_a_server_whose_certificate_is_trusted_alone(
    tmp_path, monkeypatch, certificate, scheme
):
    with serving(scheme, certificate) as mail:
        channel = SmtpChannel(mail.url, "help@desk.example")
        desk = Desk(tmp_path, channels={MAIL: channel})
        desk.open()
        desk.work()
        assert mail.received == []
        with desk.app.db.read() as tx:
            jobs = tx.run("SELECT attempts, dead, error FROM jobs WHERE kind = 'notify'").fetchall()
        assert {(attempts, dead) for attempts, dead, _ in jobs} == {(1, False)}
        assert all("certificate verify failed" in error for *_, error in jobs)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        desk.wait(minutes=1)
        assert len(mail.received) == len(jobs)
        desk.app.close()
    with serving(scheme, certificate) as mail:
        elsewhere = SmtpChannel(mail.url.replace("localhost", "127.0.0.1"), "help@desk.example")
        bob = Person(1, "bob@example.com", "Bob")
        with pytest.raises(ChannelError, match=r"verify failed.*127\.0\.0\.1"):
            elsewhere.send(Notification(1, bob, None, "", "s", "b", MONDAY))
        assert mail.received == []
