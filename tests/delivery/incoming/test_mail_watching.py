"""Mailboxes that say by themselves that a mail has come: on a real server, heard within seconds, hung up
on within seconds, and no reason to stop when they say nothing."""

import logging
import threading
import time
from contextlib import contextmanager

import pytest

from runner.delivery.incoming import imap, mail_watching
from runner.delivery.incoming.imap import connect
from runner.delivery.incoming.mail_watching import MailWatch
from runner.delivery.incoming.mailboxes import ImapAccess, read_mailboxes
from runner.errors import ChannelError, StoreBusy
from tests.delivery.incoming.letters import letter
from tests.delivery.incoming.mail_server import imap_server, liar
from tests.desk import Desk
from tests.patience import until


@pytest.fixture(scope="module")
def server():
    with imap_server() as running:
        yield running


@pytest.fixture
def desk(tmp_path, server):
    server.begin_again("Support")
    file = tmp_path / "mailboxes.toml"
    file.write_text(
        f'[support]\naddress = "support@desk.example"\nimap = "{server.url}/Support"\n'
        '[handed]\naddress = "handed@desk.example"\n'
    )
    desk = Desk(tmp_path, mailboxes=file)
    yield desk
    desk.app.close()


@contextmanager
def watching(desk, rung, connect=connect):
    watch = MailWatch(read_mailboxes(desk.settings), connect, rung)
    watch.start()
    try:
        yield
    finally:
        watch.stop()


def test_a_mail_is_heard_of_without_a_look_into_the_mailbox(desk, server):
    rung = []
    with watching(desk, rung.append):
        until(lambda: rung == ["support"])  # for what came before
        server.deliver(letter(Subject="One"), folder="Support")
        until(lambda: len(rung) > 1)
        heard = len(rung)
        server.deliver(letter(Subject="Two"), folder="Support")
        until(lambda: len(rung) > heard)
    assert set(rung) == {"support"}
    assert server.seen("Support") == []


def test_the_worker_takes_it_in_at_once_and_stops_within_seconds(desk, server):
    desk.app.cases.fetch_mails()
    desk.work()  # the first look, which leaves alone what is there
    work = threading.Thread(target=desk.app.work, daemon=True)
    work.start()
    server.deliver(letter(Subject="One"), folder="Support")
    until(lambda: [case.subject for case in desk.app.cases.list(desk.carol).items] == ["One"])
    desk.app.worker.stop()
    begun = time.monotonic()
    work.join(20)
    assert not work.is_alive()
    assert time.monotonic() - begun < 10
    assert not [one for one in threading.enumerate() if one.name.startswith("mailbox-")]


def test_the_same_connection_is_told_again_that_somebody_waits(desk, server, monkeypatch):
    monkeypatch.setattr(imap, "LISTENING", 0.05)
    monkeypatch.setattr(imap, "LONGEST_IDLE", 0.1)
    waits = []

    @contextmanager
    def counting(access):
        with connect(access) as folder:
            wait = folder.wait
            folder.wait = lambda *how: waits.append(1) or wait(*how)
            yield folder

    rung = []
    with watching(desk, rung.append, counting):
        until(lambda: len(waits) > 3)
    assert len(rung) >= 3  # what came between two waits was not heard


def test_news_before_the_server_waits_is_no_refusal():
    begun = []
    with liar(b"* 2 EXISTS\r\n+ idling\r\n* 3 EXISTS\r\n") as access, connect(access) as folder:
        folder.wait(lambda: bool(begun), lambda: begun.append("waits"))
    assert begun == ["waits"]
    with liar(b"NO not now") as access, pytest.raises(ChannelError, match="not wait"):  # noqa: SIM117
        with connect(access) as folder:
            folder.wait(lambda: True, begun.append)


def test_a_server_that_cannot_say_so_is_left_to_the_minute(desk, caplog):
    class Old:
        can_wait = False

    @contextmanager
    def without(access):
        yield Old()

    rung = []
    with caplog.at_level(logging.INFO, "caselane.mail"), watching(desk, rung.append, without):
        until(lambda: "no IDLE there" in caplog.text)
    assert rung == []


def test_a_server_or_database_that_is_away_is_called_again(desk, monkeypatch):
    monkeypatch.setattr(mail_watching, "AGAIN", 0.01)
    called, rung = [], []

    @contextmanager
    def sometimes(access):
        called.append(access)
        if len(called) < 3:
            raise ChannelError("away") if len(called) == 1 else ValueError("odd")
        with connect(access) as folder:
            yield folder

    def ring(name):
        rung.append(name)
        if len(rung) == 1:
            raise StoreBusy("Try again.")

    with watching(desk, ring, sometimes):
        until(lambda: len(rung) == 2)
    assert len(called) == 4


def test_a_connection_that_the_server_ends_is_noticed():
    with imap_server() as server:
        port = int(server.url.rpartition(":")[2])
        access = ImapAccess("imap", "127.0.0.1", port, "demouser", "demopass", "INBOX")
        heard = []

        def wait():
            try:
                with connect(access) as folder:
                    folder.wait(lambda: False, lambda: heard.append("waits"))
            except ChannelError as error:
                heard.append(str(error))

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        until(lambda: heard)
    thread.join(20)
    assert not thread.is_alive()
    assert len(heard) == 2
