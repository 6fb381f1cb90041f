"""How fast one worker sends what has piled up: mails by SMTP and web hooks, all on loopback."""

from __future__ import annotations

import json
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from aiosmtpd.controller import Controller

from benchmarks.tables import Table
from runner.bootstrap import App, build
from runner.cases import Submission
from runner.config import read_settings


def drained(count: int) -> Table:
    """SQLite, synchronous=FULL. The receivers run in the same process and take part of its time."""
    rows = []
    for what, piled in (("mails", _mails), ("web hooks", _web_hooks)):
        with tempfile.TemporaryDirectory() as folder, piled(Path(folder), count) as app:
            wall, cpu = time.perf_counter(), time.process_time()
            done = app.worker.run_due()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            app.close()
        rows.append((what, f"{done:,}", f"{done / wall:.0f}", f"{cpu * 1000 / done:.1f}"))
    heads = ("", "jobs", "a second", "CPU ms each, with the receiver's")
    return Table("What one worker sends that has piled up", heads, rows)


@contextmanager
def mailbox() -> Iterator[str]:
    """The address of one that takes every mail and keeps none."""
    server = Controller(_Mailbox(), hostname="127.0.0.1", port=_free_port())
    server.start()
    try:
        yield f"smtp://127.0.0.1:{server.port}"
    finally:
        server.stop()


@contextmanager
def _mails(folder: Path, count: int) -> Iterator[App]:
    with mailbox() as address:
        yield _filled(folder, count, {"CASELANE_SMTP_URL": address})


@contextmanager
def _web_hooks(folder: Path, count: int) -> Iterator[App]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hooks = folder / "webhooks.toml"
    address = f"http://127.0.0.1:{server.server_port}/"
    secret = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    hooks.write_text(f'[bench]\nurl = {json.dumps(address)}\nsecret = "{secret}"\nprivate = true\n')
    try:
        yield _filled(folder, count, {"CASELANE_WEBHOOKS": str(hooks)})
    finally:
        server.shutdown()
        server.server_close()


def _filled(folder: Path, count: int, environment: dict[str, str]) -> App:
    """Each case is submitted by a customer of their own, whom one mail tells so."""
    app = build(read_settings(environment, data_dir=folder / "data"))
    app.accounts.add("alice@example.com", "Alice", ["agent"])
    for number in range(count):
        customer = app.accounts.add(f"customer{number}@example.com", "Bob", ["customer"])
        app.cases.open(customer, Submission("Printer on fire", "It burns.", "P2"))
    return app


class _Mailbox:
    async def handle_DATA(self, *_: object) -> str:
        return "250 OK"


class _Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]
