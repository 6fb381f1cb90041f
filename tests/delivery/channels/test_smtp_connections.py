"""Connections to a mail server, over real ones: kept for the next mail, and left in time."""

import asyncio
import threading
from contextlib import contextmanager
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from runner.delivery.channels import smtp_connections
from runner.delivery.channels.smtp_connections import SmtpConnections
from tests.patience import until
from tests.ports import free_port


class Server:
    """Notes over which connection each mail came. `answers` are given to MAIL, then 250. It takes a
    mail when it has as many connections as `together`."""

    def __init__(self):
        self.mails, self.sessions, self.answers, self.left = [], [], [], 0
        self.together, self.are_together = 1, asyncio.Event()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.sessions.append(server)
        if len(self.sessions) >= self.together:
            self.are_together.set()
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.answers and (answer := self.answers.pop(0)):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await self.are_together.wait()
        self.mails.append(self.sessions.index(server))
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        self.left += 1
        return "221 Bye"

    def end_all(self):
        for session in self.sessions:
            session.loop.call_soon_threadsafe(session.transport.abort)


@contextmanager
def serving():
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=free_port(), ready_timeout=60)
    controller.start()
    try:
        yield server, SmtpConnections(f"smtp://127.0.0.1:{controller.port}")
    finally:
        controller.stop()


@pytest.fixture
def served(monkeypatch):
    """However slow the machine is, no connection is left between two mails."""
    monkeypatch.setattr(smtp_connections, "IDLE", 60)
    with serving() as found:
        yield found


def mail():
    message = EmailMessage()
    message["From"], message["To"] = "help@desk.example", "bob@example.com"
    message.set_content("Hello")
    return message


def test_mails_that_follow_one_another_go_over_one_connection(served):
    server, connections = served
    for _ in range(3):
        connections.send(mail())
    assert server.mails == [0, 0, 0]


def test_a_connection_without_mails_is_left_with_a_goodbye(served, monkeypatch):
    server, connections = served
    monkeypatch.setattr(smtp_connections, "IDLE", 0.01)
    connections.send(mail())
    until(lambda: server.left == 1)
    connections.send(mail())
    assert server.mails == [0, 1]


def test_a_connection_that_the_server_ended_is_not_used_again(served):
    server, connections = served
    connections.send(mail())
    server.end_all()
    connections.send(mail())
    assert server.mails == [0, 1]


def test_a_server_that_ends_what_has_carried_enough_gets_a_new_one(served):
    server, connections = served
    server.answers = ["", "421 4.7.0 too many mails over this connection"]
    connections.send(mail())
    connections.send(mail())
    assert server.mails == [0, 1]


def test_a_mail_that_is_refused_is_not_tried_again_and_its_connection_is_left(served):
    server, connections = served
    server.answers = ["", "550 5.7.1 not from you"]
    connections.send(mail())
    with pytest.raises(smtp_connections.smtplib.SMTPSenderRefused):
        connections.send(mail())
    connections.send(mail())
    assert server.mails == [0, 1]


def test_mails_at_the_same_time_have_connections_of_their_own(served):
    server, connections = served
    server.together = 2
    senders = [threading.Thread(target=connections.send, args=[mail()]) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(server.mails) == [0, 1]
