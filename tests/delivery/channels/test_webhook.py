"""One event sent to one receiver: down, slow or lying."""

import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest

from runner.delivery.channels import outbound
from runner.delivery.jobs.retries import ATTEMPTS
from runner.errors import ChannelError, TooSlow, Undeliverable
from runner.model import ALL_ROLES, MAIL, Way
from runner.people.accounts import OPERATOR
from tests.delivery.receiver import naming, receiving, send
from tests.desk import MONDAY, Desk
from tests.patience import PATIENCE, until
from tests.ports import free_port


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


@pytest.fixture
def desk(tmp_path, receiver):
    """A desk whose cases a receiver hears of."""
    desk = Desk(tmp_path, webhooks=naming(tmp_path, receiver.url))
    yield desk
    desk.app.close()


def waiting(desk):
    """How many events are still to be sent."""
    table = "jobs WHERE kind = 'webhook' AND NOT dead"
    with desk.app.db.read() as tx:
        return tx.run(f"SELECT count(*) FROM {table}").fetchone()[0]


@pytest.mark.parametrize("status", [400, 401, 404, 410, 422])
def test_an_event_that_is_refused_for_good_is_a_dead_letter_at_once(desk, receiver, status):
    receiver.answers = lambda event, times: status
    desk.open().claim(desk.alice)
    for _ in range(3):
        desk.wait(minutes=10)
    assert set(receiver.ids.values()) == {1}
    assert desk.app.reports.health().dead_jobs == len(receiver.ids)
    told = [n for n in desk.app.notifications.of(desk.carol).items if "given up" in n.subject]
    assert [n.body for n in told] == [f"webhook receiver bugs: Receiver 'bugs' answered {status}."]


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 599])
def test_one_that_may_be_taken_later_is_tried_again(desk, receiver, status):
    receiver.answers = lambda event, times: status if times < 3 else 200
    desk.open()
    for _ in range(4):
        desk.wait(minutes=1)
    assert list(receiver.ids.values()) == [3]
    assert desk.app.reports.health().dead_jobs == 0


def test_a_receiver_that_fails_for_a_day_costs_ten_attempts_an_event_and_one_word(desk, receiver):
    receiver.answers = lambda event, times: 500
    cases = []
    for hour in range(24):
        if hour % 8 == 0:
            cases.append(desk.open())
        for _ in range(6):
            desk.wait(minutes=10)
    lines = sum(len(case.history()) for case in cases)
    assert set(receiver.ids.values()) == {ATTEMPTS}
    assert desk.app.reports.health().dead_jobs == len(receiver.ids) == lines
    told = [
        n for n in desk.app.notifications.of(desk.carol, limit=200).items if "webhook" in n.body
    ]
    assert len(told) == 1
    receiver.answers = lambda event, times: 200
    assert desk.app.incidents.retry(OPERATOR) == lines
    desk.work()
    assert desk.app.reports.health().dead_jobs == 0
    assert set(receiver.ids.values()) == {ATTEMPTS + 1}


def test_a_receiver_that_is_down_is_tried_until_it_is_there(tmp_path, receiver):
    desk = Desk(tmp_path, webhooks=naming(tmp_path, f"http://127.0.0.1:{free_port()}/"))
    desk.open()
    desk.work()
    assert waiting(desk) == 1
    naming(tmp_path, receiver.url)
    desk.app.close()
    desk = Desk(tmp_path, webhooks=tmp_path / "webhooks.toml", start=MONDAY + timedelta(minutes=1))
    desk.work()
    assert len(receiver.got) == 1
    desk.app.close()


def test_an_event_whose_answer_is_lost_comes_again_under_the_same_id(desk, receiver):
    receiver.answers = lambda event, times: None if times == 1 else 200
    case = desk.open()
    for _ in range(3):
        desk.wait(minutes=1)
    assert receiver.ids == {f"{case.number}-1": 2}


def test_what_was_taken_is_not_sent_again_however_the_answer_ends(desk, receiver):
    receiver.head, receiver.after = {"Content-Length": "1000"}, b"cut"
    case = desk.open()
    for _ in range(3):
        desk.wait(minutes=1)
    assert receiver.ids == {f"{case.number}-1": 1}


def test_ten_megabytes_of_an_answer_are_not_read(tmp_path):
    sent = []

    def talk(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n")
        with connection:
            for _ in range(1000):
                sent.append(connection.send(b"x" * 10_000))

    with Raw(talk) as server:
        send(tmp_path, server.url)
        server.thread.join(5)
    assert sum(sent) < 10_000_000


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(desk, receiver, status):
    with receiving() as elsewhere:
        receiver.answers = lambda event, times: status
        receiver.head = {"Location": elsewhere.url}
        desk.open()
        desk.wait(minutes=1)
        assert len(receiver.got) == 1
        assert elsewhere.got == []
    (letter,) = desk.app.incidents.listed(OPERATOR).dead_letters
    assert "redirects are not followed" in letter.error


class Raw:
    """A server that takes one connection and says what `talk` does."""

    def __init__(self, talk):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.called = threading.Event()
        self.thread = threading.Thread(target=self._serve, args=[talk], daemon=True)
        self.thread.start()

    def _serve(self, talk):
        connection, _ = self._socket.accept()
        self.called.set()
        connection.recv(1 << 16)
        with suppress(OSError):
            talk(connection)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()


def _silent(connection):
    """Listens until it is hung up on."""
    while connection.recv(1 << 16):
        pass


def _drip(connection):
    """A byte of the head at a time, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def _continue(connection):
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("scheme", "talk"),
    [("http", _silent), ("https", _silent), ("http", _drip), ("http", _continue)],
)
def test_a_receiver_that_never_comes_to_an_end_is_left(tmp_path, monkeypatch, scheme, talk):
    monkeypatch.setattr(outbound, "LONGEST", 0.3)
    with Raw(talk) as server, pytest.raises(TooSlow, match="'bugs' did not answer in time"):
        send(tmp_path, server.url.replace("http", scheme))


@pytest.mark.parametrize(
    "says", [b"220 hello\r\n", b"\0" * 100, b"", b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 99_999]
)
def test_a_receiver_that_does_not_speak_http_is_asked_again(tmp_path, says):
    def talk(connection):
        connection.sendall(says)
        connection.close()

    with Raw(talk) as server, pytest.raises(ChannelError) as caught:
        send(tmp_path, server.url)
    assert not isinstance(caught.value, Undeliverable)
    assert "\0" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_receiver_that_was_too_slow_is_paused_for_a_minute(
    tmp_path, monkeypatch, receiver, caplog
):
    """Else every event that waits would cost its queue as long."""
    post = outbound._post

    def soon_tired_of_bugs(to, *more):
        with monkeypatch.context() as patience:
            patience.setattr(outbound, "LONGEST", 0.3 if to.name == "Receiver 'bugs'" else PATIENCE)
            return post(to, *more)

    monkeypatch.setattr(outbound, "_post", soon_tired_of_bugs)
    with Raw(_silent) as server:
        path = naming(tmp_path, server.url)
        path.write_text(path.read_text() + naming(tmp_path / "b", receiver.url, "b").read_text())
        desk = Desk(tmp_path, webhooks=path)
        case = desk.open().claim(desk.alice).change(priority="P1")
        desk.work()
        assert len(receiver.got) == 3  # the other one
        with desk.app.db.read() as tx:
            errors = [e for (e,) in tx.run("SELECT error FROM jobs WHERE kind = 'webhook'")]
        assert sorted("is paused" in error for error in errors) == [False, True, True]
        assert len([said for said in caplog.messages if said.startswith("job webhook:")]) == 1
        desk.app.close()
    path = naming(tmp_path, receiver.url)
    desk = Desk(tmp_path, webhooks=path, start=MONDAY + timedelta(minutes=2))
    desk.work()
    assert receiver.ids == {f"{case.number}-{n}": 2 for n in (1, 2, 3)}
    desk.app.close()


def test_neither_timers_nor_mails_wait_for_a_receiver_that_hangs(tmp_path):
    let_go, mails = threading.Event(), []

    class Mailbox:
        def ways(self):
            return [Way(MAIL, "By mail at once", ALL_ROLES)]

        def send(self, note, links, address):
            mails.append(note)

    with Raw(lambda c: let_go.wait()) as server:
        desk = Desk(tmp_path, channels={MAIL: Mailbox()}, webhooks=naming(tmp_path, server.url))
        case = desk.open(priority="P1")
        worker = threading.Thread(target=desk.app.worker.run)
        worker.start()
        try:
            until(server.called.is_set)
            before = len(mails)
            desk.clock.advance(timedelta(minutes=31))
            until(lambda: case.milestone.state == "missed" and len(mails) > before)
        finally:
            let_go.set()
            desk.app.worker.stop()
            worker.join()
            desk.app.close()


def test_events_go_over_tls_to_a_receiver_whose_certificate_is_trusted_alone(
    tmp_path, monkeypatch, certificate
):
    with receiving(certificate) as receiver:
        with pytest.raises(ChannelError, match="certificate verify failed") as caught:
            send(tmp_path, receiver.url)
        assert not isinstance(caught.value, Undeliverable)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        send(tmp_path, receiver.url)
        assert receiver.got[0][0]["Host"] == f"localhost:{receiver.port}"
        with pytest.raises(ChannelError, match=r"verify failed.*127\.0\.0\.1"):
            send(tmp_path, receiver.url.replace("localhost", "127.0.0.1"))
        assert len(receiver.got) == 1
