"""A node that is stopped, by a supervisor or with Ctrl+C, while it is at something."""

import asyncio
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from aiosmtpd.controller import Controller

from runner.store import Database
from tests.conftest import CASELANE
from tests.patience import PATIENCE
from tests.ports import free_port, wait_for


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


@pytest.fixture(scope="module")
def confirming(tmp_path_factory):
    """An installation with a case whose customer has a mail to come."""
    folder = tmp_path_factory.mktemp("confirming")
    smtp = "smtp://127.0.0.1:9"  # the commands only enqueue
    environment = {**os.environ, "CASELANE_DATA_DIR": str(folder), "CASELANE_SMTP_URL": smtp}

    def caselane(*args):
        subprocess.run([CASELANE, *args], env=environment, check=True, timeout=PATIENCE)

    caselane("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    caselane("case", "submit", "--as", "bob@example.com", "--subject", "x", "--description", "x")
    return folder


@pytest.fixture
def interruptible():
    """A shell has what it runs in the background ignore SIGINT, and so would our children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(
    ("command", "how"),
    [
        ("serve", signal.SIGINT),
        ("work", signal.SIGTERM),
        pytest.param("serve", signal.SIGTERM, marks=pytest.mark.soak),
        pytest.param("work", signal.SIGINT, marks=pytest.mark.soak),
    ],
)
def test_a_mail_that_is_half_sent_is_noted_before_a_node_stops(
    confirming, tmp_path, mails, command, how
):
    """Else it would be sent again."""
    folder = tmp_path / "data"
    shutil.copytree(confirming, folder)
    environment = {**os.environ, "CASELANE_DATA_DIR": str(folder), "CASELANE_SMTP_URL": mails.url}
    port = ["--port", str(free_port())] if command == "serve" else []
    node = subprocess.Popen([CASELANE, command, *port], env=environment)
    try:
        assert mails.begun.wait(PATIENCE)
        node.send_signal(how)
        assert node.wait(PATIENCE) == 0
    finally:
        node.kill()
        node.wait()
    with closing(sqlite3.connect(folder / "caselane.sqlite3")) as database:
        [(sent,)] = database.execute("SELECT sent_at IS NOT NULL FROM notifications WHERE id = 1")
        assert sent


@pytest.fixture
def served(tmp_path):
    """`caselane serve` as a process of its own, in a folder of its own."""
    started = []

    def serve(*args):
        port = free_port()
        environment = {**os.environ, "CASELANE_DATA_DIR": str(tmp_path / "data")}
        command = [CASELANE, "serve", "--port", str(port), *args]
        process = subprocess.Popen(command, cwd=tmp_path, env=environment)
        started.append(process)
        wait_for(port, process)
        return f"http://127.0.0.1:{port}", process

    yield serve
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("proxies", "counted_for"),
    [
        pytest.param(0, "127.0.0.1", id="no proxy: a forged header changes nothing"),
        pytest.param(1, "192.0.2.7", id="one proxy"),
        pytest.param(2, "203.0.113.9", id="two proxies", marks=pytest.mark.soak),
    ],
)
def test_tries_count_for_the_address_that_a_trusted_proxy_names(
    served, monkeypatch, tmp_path, proxies, counted_for
):
    monkeypatch.setenv("CASELANE_TRUSTED_PROXIES", str(proxies))
    base, _ = served()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    mark = re.search(
        r'name="csrf_token" value="([^"]+)"', browser.open(f"{base}/sign-in").read().decode()
    )
    form = urlencode({"csrf_token": mark[1], "email": "eve@example.com", "password": "wrong"})
    sent_on = {"X-Forwarded-For": "198.51.100.66, 203.0.113.9, 192.0.2.7"}
    with pytest.raises(urllib.error.HTTPError, match="401"):
        browser.open(urllib.request.Request(f"{base}/sign-in", form.encode(), sent_on))
    with closing(sqlite3.connect(tmp_path / "data" / "caselane.sqlite3")) as database:
        tried = [who for (who,) in database.execute("SELECT who FROM attempts")]
    addresses = {who.rpartition(" ")[2] for who in tried}
    assert counted_for in addresses and len(addresses) == 2, tried


def test_the_demo_is_served_from_any_folder_with_cases_in_every_status(
    served, default_diagram, tmp_path, monkeypatch
):
    receivers = tmp_path / "webhooks.toml"
    receivers.write_text(
        f'[nobody]\nurl = "http://127.0.0.1:9"\nprivate = true\nsecret = "whsec_{"A" * 32}"\n'
    )
    monkeypatch.setenv("CASELANE_WEBHOOKS", str(receivers))
    monkeypatch.setenv("CASELANE_SMTP_URL", "smtp://127.0.0.1:9")
    _, process = served("--demo")
    with closing(sqlite3.connect(tmp_path / "data" / "caselane.sqlite3")) as database:
        kinds = {kind for (kind,) in database.execute("SELECT kind FROM jobs")}
    assert kinds == {"wake"}  # nobody outside hears of fiction
    found = subprocess.run(
        [CASELANE, "case", "list", "--json"],
        env={**os.environ, "CASELANE_DATA_DIR": _data_dir(process)}, capture_output=True, check=True,
    )  # fmt: skip
    cases = json.loads(found.stdout)
    assert {case["status"] for case in cases} == {s.name for s in default_diagram.statuses}
    process.send_signal(signal.SIGTERM)
    assert process.wait() == 0


def _data_dir(process):
    environ = Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
    return (
        next(e for e in environ if e.startswith(b"CASELANE_DATA_DIR=")).decode().partition("=")[2]
    )


def test_a_test_clock_moves_a_served_case_in_tables_that_were_upgraded(served, tmp_path):
    (tmp_path / "data").mkdir()
    Database(f"sqlite:///{tmp_path}/data/caselane.sqlite3").upgrade("0009")
    base, process = served("--test-clock", "2026-03-02T09:00:00Z")
    environment = {**os.environ, "CASELANE_DATA_DIR": _data_dir(process)}

    def shell(*args):
        done = subprocess.run([CASELANE, *args], env=environment, check=True, capture_output=True)
        return done.stdout.decode().strip()

    shell("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    token = shell("token", "add", "bob@example.com")

    def call(path, body=None):
        request = urllib.request.Request(
            f"{base}/api{path}", headers={"Authorization": f"Bearer {token}"}
        )
        data = json.dumps(body).encode() if body is not None else None
        return json.load(urllib.request.urlopen(request, data))

    number = call("/cases", {"subject": "x", "description": "y"})["number"]
    assert call("/test/clock", {"advance": "P2D"})["now"] == "2026-03-04T09:00:00+00:00"
    assert call(f"/cases/{number}")["milestones"][0]["state"] == "missed"


def refused(tmp_path, *args, **settings):
    environment = {**os.environ, "CASELANE_DATA_DIR": str(tmp_path / "data"), **settings}
    done = subprocess.run(
        [CASELANE, *args],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_busy_port_is_said_in_words(served, tmp_path):
    base, _ = served()
    port = base.rpartition(":")[2]
    other = tmp_path / "other"
    said = refused(tmp_path, "serve", "--demo", "--port", port, CASELANE_DATA_DIR=str(other))
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use." in said
    assert not other.exists()  # nothing was prepared


def test_the_address_is_said_when_it_answers(tmp_path):
    environment = {**os.environ, "CASELANE_DATA_DIR": str(tmp_path)}
    with subprocess.Popen(
        [CASELANE, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        opening, said = server.stdout.readline(), server.stdout.readline()
        address = re.search(r"Caselane is at (http://127\.0\.0\.1:\d+) ", said)
        assert urllib.request.urlopen(f"{address[1]}/api/health").status == 200
        assert opening == f"Opening the data in {tmp_path}\n"
        noted = [CASELANE, "audit", "--area", "settings"]
        told = subprocess.run(noted, env=environment, capture_output=True, text=True, check=True)
        assert f"CASELANE_BASE_URL={address[1]}" in told.stdout  # where links of mails lead
        server.terminate()
