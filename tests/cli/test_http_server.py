"""The server under clients that are slow, half open or too large. Real sockets, a real server."""

import json
import os
import socket
import subprocess
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from types import SimpleNamespace

import pytest
from flask import Flask, request

from runner.cli import http_server
from runner.config import read_settings
from runner.store import Database
from runner.store.writers import FairQueue
from tests.conftest import CASELANE
from tests.patience import PATIENCE, until
from tests.ports import free_port, wait_for

MANY = 300
"""More than the server has threads, and more than waitress would let in by itself."""


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    port = free_port()
    environment = {**os.environ, "CASELANE_DATA_DIR": str(tmp_path_factory.mktemp("data"))}
    server = subprocess.Popen(
        [CASELANE, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    wait_for(port, server)
    yield port
    server.terminate()
    server.wait(PATIENCE)


def connect(port):
    return socket.create_connection(("127.0.0.1", port), PATIENCE)


def answer(connection):
    """The status, the type and the body of what comes back before the connection is closed."""
    head, _, body = _read(connection).partition(b"\r\n\r\n")
    status, *headers = head.decode().split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in headers)
    return int(status.split()[1]), fields["content-type"], body.decode()


def health(port):
    with urllib.request.urlopen(
        f"http://127.0.0.1:{port}/api/health", timeout=PATIENCE
    ) as response:
        return response.status


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Le",
        b"POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n{",
        b"POST /api/cases HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
    ],
    ids=["nothing", "half a head", "half a body", "half a chunk"],
)
def test_slow_clients_do_not_stop_others(port, sent):
    with ExitStack() as slow:
        for _ in range(MANY):
            slow.enter_context(connect(port)).sendall(sent)
        assert health(port) == 200


@pytest.mark.parametrize("length", ["1000001", "300000000", "9" * 18])
def test_a_body_that_is_too_large_is_refused_before_it_is_sent(port, length):
    with connect(port) as client:
        client.sendall(
            f"POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode()
        )
        status, kind, body = answer(client)
    assert (status, kind) == (413, "application/problem+json")
    assert json.loads(body) == {
        "type": "urn:caselane:problem:http",
        "title": "Request Entity Too Large",
        "status": 413,
        "detail": "The request is larger than 1,000,000 bytes. Shorten it.",
        "instance": "/api/cases",
    }


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        ("/sign-in", "multipart/form-data; boundary=x", 413),
        ("/api/cases", "multipart/form-data; boundary=x", 413),
        ("/nowhere", "multipart/form-data; boundary=x", 413),
        ("/api/mails", "message/rfc822", 401),
        ("/api/cases", "message/rfc822", 413),
    ],
)
def test_only_where_files_or_mails_are_taken_may_a_body_be_larger(port, path, kind, status):
    length = 5_000_000 if status == 401 else 51_000_000
    with connect(port) as client:
        client.sendall(
            f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\n"
            f"Connection: close\r\nContent-Length: {length}\r\n\r\n".encode()
        )
        if status == 401:  # it is read, by the application
            client.sendall(b"x" * length)
        assert answer(client)[0] == status


def test_a_refusal_is_read_also_by_who_first_sends_all_of_it(port):
    inside = b"GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n"
    with connect(port) as client:
        client.sendall(
            b"POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n" + inside
        )
        for _ in range(20):
            client.sendall(inside.ljust(1_000_000))
        read = b"".join(iter(lambda: client.recv(65536), b""))  # it ends, and is not reset
    assert read.startswith(b"HTTP/1.1 413 ")
    assert read.count(b"HTTP/1.1 ") == 1  # nothing in it was taken for a request


def test_a_mail_that_is_larger_than_any_may_be_is_refused_before_it_is_sent(port):
    with connect(port) as client:
        client.sendall(b"POST /api/mails HTTP/1.1\r\nHost: x\r\nContent-Length: 75000001\r\n\r\n")
        status, _, body = answer(client)
    assert (status, "75,000,000 bytes" in body) == (413, True)


def test_a_body_without_a_length_is_refused_once_it_is_too_large(port):
    with connect(port) as client:
        client.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for size in (1_000_000, 1):
            client.sendall(f"{size:x}\r\n".encode() + b"x" * size + b"\r\n")
        status, kind, body = answer(client)
    assert (status, kind) == (413, "text/plain; charset=utf-8")
    assert body == "The request is larger than 1,000,000 bytes. Shorten it.\n"


def test_headers_that_are_too_large_are_refused_in_words(port):
    with connect(port) as client:
        client.sendall(b"GET /api/me HTTP/1.1\r\nHost: x\r\nCookie: ".ljust(32_768, b"x"))
        status, _, body = answer(client)
    assert status == 431
    assert "Shorten them" in body


def test_a_request_that_is_none_is_refused_in_words(port):
    with connect(port) as client:
        client.sendall(b"GET /api/me HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n")
        status, _, body = answer(client)
    assert status == 400
    assert "cannot be read" in body


@pytest.fixture
def serving(monkeypatch):
    """Gives the port of a server in this process that answers anybody, behind so many proxies."""
    monkeypatch.setattr(http_server, "LATEST", 0.05)
    stopping = threading.Event()
    with ThreadPoolExecutor() as threads:

        def start(proxies, view=lambda: "here"):
            app, ready = Flask("here"), threading.Event()
            db = Database("sqlite://")
            app.extensions["caselane"] = SimpleNamespace(settings=read_settings({}), db=db)
            app.get("/")(view)
            taken = http_server.bind("127.0.0.1", 0)
            threads.submit(http_server.serve, app, taken, proxies, ready.set, stopping)
            assert ready.wait(PATIENCE)
            return taken[0].getsockname()[1]

        yield start
        stopping.set()


WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def test_who_sends_a_request_by_the_byte_is_not_waited_for(serving, monkeypatch):
    """Nor who falls silent: of the limit of silence nothing is over."""
    monkeypatch.setattr(http_server, "WHOLE_WITHIN", -1)
    monkeypatch.setitem(http_server.LIMITS, "cleanup_interval", 0)
    port = serving(0)
    with connect(port) as slow, connect(port) as quick:
        slow.sendall(WHOLE[:20])
        assert _read(slow) == b""
        quick.sendall(WHOLE)
        assert _read(quick).endswith(b"here")


def test_what_came_behind_a_request_has_its_time_once_that_is_done(serving, monkeypatch):
    now = [0]
    monkeypatch.setattr(http_server, "stopwatch", lambda: lambda begun=now[0]: now[0] - begun)

    def view():
        now[0] += 2 * http_server.WHOLE_WITHIN
        return "here"

    with connect(serving(0, view)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" + WHOLE[:20])
        first = b""
        while not first.endswith(b"here"):
            first += client.recv(1000)
        client.sendall(WHOLE[20:])
        assert _read(client).endswith(b"here")


def test_what_came_behind_a_download_has_its_time_once_that_has_gone_out(serving, monkeypatch):
    """Until then nothing more is read of it."""
    now, looks, close = [0], [], http_server._close_what_waits
    monkeypatch.setattr(http_server, "stopwatch", lambda: lambda begun=now[0]: now[0] - begun)
    monkeypatch.setattr(http_server, "_close_what_waits", lambda *what: looks.append(close(*what)))
    monkeypatch.setitem(http_server.LIMITS, "cleanup_interval", 0)
    large = "x" * 12_000_000  # more than the sockets of both sides hold, less than waits in memory
    with connect(serving(0, lambda: large)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" + WHOLE[:20])
        first = client.recv(1000)
        for _ in range(3):
            now[0] += 2 * http_server.WHOLE_WITHIN
            seen = len(looks)
            until(lambda: len(looks) > seen + 2)  # noqa: B023
        while not (first.endswith(b"x") and len(first) > len(large)):
            first += client.recv(1_000_000) or b"it was closed " + b"x" * len(large)
        assert b"it was closed" not in first
        client.sendall(WHOLE[20:])
        assert _read(client).endswith(b"x")


@pytest.mark.parametrize(("proxies", "kept"), [(0, False), (1, True)])
def test_no_address_takes_all_connections(serving, monkeypatch, proxies, kept):
    """Behind a proxy all have one."""
    monkeypatch.setattr(http_server, "OF_ADDRESS", 3)
    port = serving(proxies)
    with ExitStack() as open_ones:
        for _ in range(3):
            open_ones.enter_context(connect(port))
        with connect(port) as last:
            with suppress(OSError):
                last.sendall(WHOLE)
            assert _read(last).endswith(b"here") == kept


def _read(connection):
    parts = []
    with suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_a_request_whose_client_gave_up_is_not_done(monkeypatch, serving):
    monkeypatch.setitem(http_server.LIMITS, "threads", 1)
    begun, go, asked = threading.Event(), threading.Event(), []

    def slow():
        asked.append(request.query_string)
        begun.set()
        assert go.wait(PATIENCE)
        return "here"

    port = serving(0, slow)
    with connect(port) as first, connect(port) as last:
        first.sendall(WHOLE.replace(b"/", b"/?first", 1))
        assert begun.wait(PATIENCE)
        with connect(port) as gone:
            gone.sendall(WHOLE.replace(b"/", b"/?gone", 1))
        last.sendall(WHOLE.replace(b"/", b"/?last", 1))
        go.set()
        assert _read(last).endswith(b"here")
    assert asked == [b"first", b"last"]


def test_a_server_that_stops_answers_what_it_was_asked_and_takes_no_more():
    begun, stopping, go = threading.Event(), threading.Event(), threading.Event()
    app = Flask("slow")
    db = Database("sqlite://")
    app.extensions["caselane"] = SimpleNamespace(settings=read_settings({}), db=db)

    @app.get("/")
    def slow():
        begun.set()
        assert go.wait(PATIENCE)
        return "done"

    taken = http_server.bind("127.0.0.1", 0)
    port = taken[0].getsockname()[1]

    def ask():
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE).read()

    ready = threading.Event()
    serve = partial(http_server.serve, app, taken, 0, ready.set, stopping)
    with ThreadPoolExecutor() as threads:
        server = threads.submit(serve)
        try:
            assert ready.wait(PATIENCE)
            asked = threads.submit(ask)
            assert begun.wait(PATIENCE)
            stopping.set()
            until(lambda: _refuses(port))
            go.set()
            assert asked.result(PATIENCE) == b"done"
        finally:
            go.set()
            stopping.set()
        server.result(PATIENCE)


def test_what_changes_something_waits_for_its_turn_and_who_reads_does_not():
    inside, out = [], threading.Event()

    def app(environ, start):
        inside.append(environ["REQUEST_METHOD"])
        assert out.wait(PATIENCE)

    queue = FairQueue(1)
    served = http_server.InTurn(app, lambda: queue.place(PATIENCE))
    with ThreadPoolExecutor(3) as pool:
        for method in ("POST", "DELETE"):
            pool.submit(served, {"REQUEST_METHOD": method}, None)
            until(lambda: "POST" in inside)
        until(lambda: queue.waiting == 1)
        pool.submit(served, {"REQUEST_METHOD": "GET"}, None)
        until(lambda: len(inside) == 2)
        assert inside == ["POST", "GET"]
        out.set()
        until(lambda: len(inside) == 3)


def _refuses(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
