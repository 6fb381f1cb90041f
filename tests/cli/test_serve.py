"""A node that is stopped, by a supervisor or with Ctrl+C, while it is at something."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import threading
from contextlib import closing

import pytest
from aiosmtpd.controller import Controller

from tests.conftest import CASELANE
from tests.patience import PATIENCE
from tests.ports import free_port


class Dawdling:
    """A mail server that takes a mail, and says so a while later."""

    def __init__(self):
        self.begun = threading.Event()

    async def handle_DATA(self, server, session, envelope):
        self.begun.set()
        await asyncio.sleep(1)
        return "250 OK"


@pytest.fixture
def mails():
    handler = Dawdling()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), ready_timeout=60)
    controller.start()
    handler.url = f"smtp://127.0.0.1:{controller.port}"
    yield handler
    controller.stop()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("command", ["serve", "work"])
def test_a_mail_that_is_half_sent_is_noted_before_a_node_stops(tmp_path, mails, command, how):
    """Else it would be sent again."""
    environment = {**os.environ, "CASELANE_DATA_DIR": str(tmp_path), "CASELANE_SMTP_URL": mails.url}

    def caselane(*args):
        subprocess.run([CASELANE, *args], env=environment, check=True, timeout=PATIENCE)

    caselane("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    caselane("case", "submit", "--as", "bob@example.com", "--subject", "x", "--description", "x")
    port = ["--port", str(free_port())] if command == "serve" else []
    node = subprocess.Popen([CASELANE, command, *port], env=environment)
    try:
        assert mails.begun.wait(PATIENCE)
        node.send_signal(how)
        assert node.wait(PATIENCE) == 0
    finally:
        node.kill()
        node.wait()
    with closing(sqlite3.connect(tmp_path / "caselane.sqlite3")) as database:
        [(sent,)] = database.execute("SELECT sent_at IS NOT NULL FROM notifications WHERE id = 1")
        assert sent
