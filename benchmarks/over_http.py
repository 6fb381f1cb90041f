"""Actions and pages behind one `caselane serve` on SQLite, with 1, 4 and 16 clients that keep their
connections: beside the same product without a queue of writers, on waitress as it comes.

Wall-clock times are those of clients, which run on the same cores; CPU is that of the server."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import waitress

from benchmarks.documented import ANSWERS, CASE, REPLY
from benchmarks.measure import percentile
from benchmarks.tables import Table
from runner.bootstrap import build
from runner.cli import http_server
from runner.config import read_settings
from web import create_app

CLIENTS = (1, 4, 16)
WAYS = ("before", "now")
TICKS = os.sysconf("SC_CLK_TCK")


def served(seconds: int) -> Table:
    rows = []
    for clients in CLIENTS:
        for way in WAYS:
            with tempfile.TemporaryDirectory() as folder, _server(Path(folder), way) as server:
                rows.append((str(clients), way, *_driven(server, clients, seconds)))
    heads = ("clients", "server", "actions a second", "ms p50", "ms p99", "refused",
             "CPU ms of the server")  # fmt: skip
    return Table(f"Actions through the API of one server on SQLite, {seconds} s each", heads, rows)


@contextmanager
def _server(folder: Path, way: str) -> Iterator[tuple[subprocess.Popen[bytes], int, list[str]]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    app = build(read_settings({}, data_dir=folder))
    people = [("alice@example.com", "Alice", "agent"), ("bob@example.com", "Bob", "customer")]
    tokens = []
    for email, name, role in people:
        app.accounts.add(email, name, [role])
        tokens.append(app.accounts.new_token(email))
    app.close()
    server = subprocess.Popen([sys.executable, "-m", __spec__.name, way, str(folder), str(port)])
    try:
        while not _listens(port):
            time.sleep(0.02)
        yield server, port, tokens
    finally:
        server.terminate()
        server.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _driven(
    server: tuple[subprocess.Popen[bytes], int, list[str]], clients: int, seconds: int
) -> tuple[str, ...]:
    process, port, tokens = server
    command = [sys.executable, "-m", __spec__.name, "client", str(port), *tokens, str(seconds)]
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, stdin=pipe, stdout=pipe) for _ in range(clients)]
    for client in running:
        assert client.stdin
        assert client.stdout
        client.stdout.readline()
    before = _cpu(process.pid)
    for client in running:
        assert client.stdin
        client.stdin.write(b"\n")
        client.stdin.flush()
    told = [json.loads(client.communicate()[0]) for client in running]
    took = [one for client in told for one in client["ms"]]
    refused = sum(client["refused"] for client in told)
    cpu = (_cpu(process.pid) - before) * 1000 / len(took)
    return (
        f"{len(took) / seconds:.0f}", f"{percentile(took, 0.5):.1f}",
        f"{percentile(took, 0.99):.1f}", str(refused), f"{cpu:.2f}",
    )  # fmt: skip


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _client(port: str, alice: str, bob: str, seconds: str) -> None:
    """Walks cases from their submission to their end until the time is over. Prints how long each
    request took, and how many were refused because the database was busy. All clients begin when
    all are ready: what the last ones import would be waited for by the first ones' requests."""
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    took: list[float] = []
    refused = 0

    def ask(token: str, path: str, body: object) -> dict[str, str]:
        nonlocal refused
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        while True:
            start = time.perf_counter()
            connection.request("POST", f"/api{path}", json.dumps(body), headers)
            answer = connection.getresponse()
            data = answer.read()
            took.append((time.perf_counter() - start) * 1000)
            if answer.status != 503:
                assert answer.status < 300, data
                return json.loads(data)
            refused += 1

    print("ready", flush=True)
    sys.stdin.readline()
    stop = time.monotonic() + int(seconds)
    while time.monotonic() < stop:
        case = ask(bob, "/cases", {"subject": "Printer on fire", "description": "It burns."})
        number = case["number"]
        for what in CASE:
            if time.monotonic() >= stop:
                break
            if what == REPLY:
                ask(bob, f"/cases/{number}/messages", {"body": "Hello", "visibility": "public"})
                continue
            fields = {"body": "Hello"} if what in ANSWERS else {}
            token = bob if what in ("accept_solution", "reject_solution") else alice
            ask(token, f"/cases/{number}/actions/{what}", {"fields": fields})
    print(json.dumps({"ms": took, "refused": refused}))


def _serve(way: str, folder: str, port: str) -> None:
    app = build(read_settings({}, data_dir=Path(folder)))
    if way == "now":
        http_server.serve(create_app(app), http_server.bind("127.0.0.1", int(port)), 0)
    app.db._queue, app.db._writing = None, app.db._engine
    waitress.serve(create_app(app), host="127.0.0.1", port=int(port), threads=8, _quiet=True)


if __name__ == "__main__":
    (_client if sys.argv[1] == "client" else _serve)(*sys.argv[1 + (sys.argv[1] == "client") :])
