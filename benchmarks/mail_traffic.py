"""How fast mails are taken in from a mailbox, and what files in and out cost a serving process."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from benchmarks import postgresql
from benchmarks.over_http import _cpu
from benchmarks.starting import CASELANE, _answers
from benchmarks.tables import Table
from runner.bootstrap import App, build
from runner.cases import Submission
from runner.config import read_settings
from runner.delivery.incoming.mailboxes import read_mailboxes, reply_addresses
from tests.delivery.incoming.mail_server import ImapServer, imap_server

ADDRESS, FOLDER = "support@desk.example", "Support"
FILE = 100_000
"""Bytes of the file that every fifth mail has."""

PIECE = 20_000_000
"""Bytes of a file that goes in and out: five of them are 100 MB."""


def taken_in(count: int) -> Table:
    """Four in ten answer mails of ours, four in ten open a case, one is a machine's, one waits for
    a person. SQLite with synchronous=FULL; the mail server runs beside it."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [_fetched("SQLite", Path(folder), None, count)]
    try:
        with postgresql.cluster() as cluster, tempfile.TemporaryDirectory() as folder:
            rows.append(_fetched("PostgreSQL", Path(folder), cluster.new(), count))
    except LookupError as error:
        rows.append((str(error), *["-"] * 5))
    heads = ("database", "mails", "what became of them", "seconds", "a second", "CPU ms each")
    return Table("Mails taken in from a mailbox by one worker, over IMAP", heads, rows)


def _fetched(name: str, folder: Path, url: str | None, count: int) -> tuple[str, ...]:
    with imap_server() as server:
        server.begin_again(FOLDER)
        app = _desk(folder, server, url)
        _look(app)  # what lies there before the first look stays there
        server.deliver(*_mails(app, count), folder=FOLDER)
        wall, cpu = time.perf_counter(), time.process_time()
        while (found := _states(app)).total() < count:
            _look(app)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        app.close()
    became = ", ".join(f"{number:,} {state}" for state, number in sorted(found.items()))
    each = f"{cpu * 1000 / count:.1f}"
    return name, f"{count:,}", became, f"{wall:.1f}", f"{count / wall:.0f}", each


def _look(app: App) -> None:
    app.cases.fetch_mails()
    app.worker.run_due()


def _desk(folder: Path, server: ImapServer, url: str | None) -> App:
    boxes = folder / "mailboxes.toml"
    boxes.write_text(f'[support]\naddress = "{ADDRESS}"\nimap = "{server.url}/{FOLDER}"\n')
    app = build(read_settings({}, data_dir=folder / "data", mailboxes=boxes, database_url=url))
    app.accounts.add("alice@example.com", "Alice", ["agent"])
    return app


def _mails(app: App, count: int) -> Iterator[bytes]:
    replies = reply_addresses(app.settings, read_mailboxes(app.settings))
    for number in range(count):
        email, to, more = f"customer{number}@example.com", ADDRESS, {}
        if number % 10 < 4:
            customer = app.accounts.add(email, "Bob", ["customer"])
            case = app.cases.open(customer, Submission("Printer on fire", "It burns.", "P2")).case
            to = replies.address(case.id, customer)
        elif number % 10 == 8:
            more = {"Auto-Submitted": "auto-replied"}
        elif number % 10 == 9:
            email = "alice@example.com"  # who says that they work here
        yield _mail(number, email, to, more)


def _mail(number: int, sender: str, to: str, more: dict[str, str]) -> bytes:
    mail = EmailMessage()
    given = {"From": sender, "To": to, "Subject": f"Printer {number}", **more}
    for name, value in {**given, "Message-ID": f"<{number}@bench.example>"}.items():
        mail[name] = value
    quoted = "> It burns.\n> Since when?\n" * 10
    mail.set_content(f"Since Monday.\n\nOn Monday Support wrote:\n{quoted}\n-- \nBob\n")
    mail.add_alternative("<p>Since <b>Monday</b>.</p>" * 10, subtype="html")
    if number % 5 == 0:
        content = os.urandom(FILE)
        mail.add_attachment(content, "application", "octet-stream", filename="trace.bin")
    return mail.as_bytes()


def _states(app: App) -> Counter[str]:
    with app.db.read() as tx:
        return Counter(dict(tx.run("SELECT state, count(*) FROM incoming_mails GROUP BY state")))


# ------------------------------------------------------------------ files


def files(pieces: int) -> Table:
    """Through one `caselane serve`, over HTTP. The growth is that of the most memory that the
    process ever had, after files of one byte had gone the same ways."""
    with tempfile.TemporaryDirectory() as folder:
        app = build(read_settings({}, data_dir=Path(folder)))
        app.accounts.add("bob@example.com", "Bob", ["customer"])
        token = app.accounts.new_token("bob@example.com")
        app.close()
        with serving(folder) as (process, port):
            there = _Bob(port, token)
            there.read(there.bring(b"x"))
            before = _peak(process)
            rows = []
            ids: list[int] = []
            for way in ("in", "out"):
                wall, cpu = time.perf_counter(), _cpu(process)
                if way == "in":
                    ids = [there.bring(os.urandom(PIECE)) for _ in range(pieces)]
                else:
                    assert [there.read(one) for one in ids] == [PIECE] * pieces
                wall, cpu = time.perf_counter() - wall, _cpu(process) - cpu
                size = PIECE * pieces / 1e6
                rows.append((
                    way, f"{size:.0f}", f"{wall:.2f}", f"{size / wall:.0f}", f"{cpu:.2f}",
                    f"{(_peak(process) - before) / 1000:.1f}",
                ))  # fmt: skip
    heads = (
        "way",
        "MB",
        "seconds",
        "MB a second",
        "CPU seconds of the server",
        "MB of memory more",
    )
    return Table("Files through the API of one server", heads, rows)


@contextmanager
def serving(folder: str) -> Iterator[tuple[int, int]]:
    """The process and the port of a server."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "CASELANE_DATA_DIR": folder}
    command = [CASELANE, "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, **quiet) as server:
        try:
            while not _answers(port):
                time.sleep(0.02)
            yield server.pid, port
        finally:
            server.terminate()


def _peak(process: int) -> int:
    """The most memory that a process ever had, in kB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


class _Bob:
    def __init__(self, port: int, token: str):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Authorization": f"Bearer {token}"}

    def bring(self, content: bytes) -> int:
        """Returns the id of the file."""
        head = b'--X\r\nContent-Disposition: form-data; name="upload"; filename="a.bin"\r\n\r\n'
        kind = {"Content-Type": "multipart/form-data; boundary=X"}
        body = head + content + b"\r\n--X--\r\n"
        self._connection.request("POST", "/api/files", body, {**self._headers, **kind})
        answer = self._connection.getresponse()
        return json.loads(answer.read())["files"][0]["id"]

    def read(self, file: int) -> int:
        """Returns how many bytes came."""
        self._connection.request("GET", f"/api/files/{file}", headers=self._headers)
        answer, size = self._connection.getresponse(), 0
        while piece := answer.read(1 << 16):
            size += len(piece)
        return size
