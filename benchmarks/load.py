"""Fifty agents and a thousand customers at work for a while, with mails and web hooks; then the
same while nodes, the database, the network and the disk fail. Afterwards everything that was
acknowledged is accounted for, as in the crash tests (docs/durability.md)."""

from __future__ import annotations

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from benchmarks.measure import percentile
from benchmarks.tables import Table
from runner.model import Person, Visit
from tests.crash.account import REFUSALS, Account
from tests.crash.site import DATA, ROOT, Site
from tests.ports import free_port
from tests.postgresql import Cluster
from web import create_app

AGENTS, CUSTOMERS = 50, 1000
PAUSE = 15.0
"""Seconds that an agent thinks between two steps: 50 of them take some three steps a second, and
look at ten pages."""

ON = ("sqlite", "postgresql", "procrastinate")
DISK = "600m"
AWAY = 15
"""Seconds for which what fails is away."""

HEADS = (
    "on", "what fails", "minutes", "cases", "steps", "ms p50", "p95", "p99", "most", "pages",
    "ms p50", "p95", "p99", "refused, not reached, no answer in time", "errors", "lost", "twice",
    "kills", "mails", "of them twice",
    "hooks", "of them twice", "MB of a web node, early and at the end", "MB of the database",
)  # fmt: skip


def measured(on: Sequence[str], minutes: float, faults: Sequence[bool] = (False, True)) -> Table:
    rows = []
    for name in on:
        for failing in faults:
            print(f"{name}, {'with' if failing else 'without'} faults ...", file=sys.stderr)
            rows.append(_run(name, minutes, failing))
    return Table(f"{AGENTS} agents and {CUSTOMERS} customers at work", HEADS, rows)


def beside(table: Table, file: Path) -> Table:
    """With what was kept of other runs of the same kind."""
    known = json.loads(file.read_text())["tables"][0]["rows"] if file.exists() else []
    ours = {tuple(row[:2]) for row in table.rows}
    others = [row for row in known if tuple(row[:2]) not in ours]
    return replace(table, rows=sorted([*others, *table.rows], key=lambda row: ON.index(row[0])))


# ------------------------------------------------------------------ the place


class _Place(NamedTuple):
    site: Site
    disk: Path | None
    cluster: Cluster | None
    relay: _Relay | None


@contextmanager
def _place(on: str, failing: bool) -> Iterator[_Place]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if on == "sqlite":
            disk = stack.enter_context(_small_disk(folder / DATA)) if failing else None
            site = Site(folder, "", synchronous="FULL")
            stack.callback(site.close)
            yield _Place(site, disk, None, None)
            return
        cluster = Cluster("restart_after_crash=on", "max_wal_size=256MB", address="127.0.0.1")
        stack.callback(cluster.remove)
        disk = relay = None
        if failing:
            disk = stack.enter_context(_small_disk(cluster.folder / "disk"))
            cluster.move("data/base", disk)
            stack.callback(cluster.stop)  # before its disk goes
        site = Site(folder, cluster.new(), on if on == "procrastinate" else "table")
        stack.callback(site.close)
        if failing:
            relay = stack.enter_context(_Relay(cluster.port))
        yield _Place(site, disk, cluster, relay)


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)


class _Relay:
    """Stands between nodes and the database. Cut, nothing comes through and nobody is told."""

    def __init__(self, port: int):
        self._server, self._to = socket.create_server(("127.0.0.1", 0)), port
        self.port = self._server.getsockname()[1]
        self._open = threading.Event()
        self._open.set()

    def __enter__(self) -> _Relay:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.set()
        self._server.close()

    def cut(self) -> None:
        self._open.clear()

    def heal(self) -> None:
        self._open.set()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._server.accept()
                threading.Thread(target=self._join, args=[here], daemon=True).start()

    def _join(self, here: socket.socket) -> None:
        self._open.wait()
        try:
            there = socket.create_connection(("127.0.0.1", self._to))
        except OSError:
            return here.close()
        for one, other in ((here, there), (there, here)):
            threading.Thread(target=self._pass_on, args=[one, other], daemon=True).start()
        return None

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(1 << 16):
                self._open.wait()
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


# ------------------------------------------------------------------ the people


def _hired(site: Site) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The agents and the customers, signed in."""
    cookies, found = create_app(site.app), []
    with site.app.db.write():
        for role, number in (("agent", AGENTS), ("customer", CUSTOMERS)):
            people = [
                site.app.accounts.add(f"{role}{n}@example.com", f"{role.title()} {n}", [role])
                for n in range(number)
            ]
            found.append([
                {"email": one.email, "token": site.app.accounts.new_token(one.email),
                 "cookie": _signed_in(cookies, site, one)}
                for one in people
            ])  # fmt: skip
    return found[0], found[1]


def _signed_in(flask: Flask, site: Site, person: Person) -> str:
    """The cookie of a session, without the password that takes a thousand people minutes."""
    entered = site.app.sessions.enter(person, Visit("127.0.0.1", "load"))
    about = {"key": entered.key, "person": person.id, "seal": entered.seal, "_permanent": True}
    signer = SecureCookieSessionInterface().get_signing_serializer(flask)
    assert signer
    return f"caselane={signer.dumps(about)}"


@contextmanager
def _at_work(place: _Place, urls: list[str], figures: Path) -> Iterator[None]:
    """People work in here; at the end they finish their cases."""
    site = place.site
    agents, customers = _hired(site)
    plan = site.folder / "plan"
    plan.write_text(json.dumps({
        "urls": urls, "ledger": str(site.ledger), "agents": agents, "customers": customers,
        "figures": str(figures), "pause": PAUSE,
    }))  # fmt: skip
    command = [sys.executable, "-m", "benchmarks.load_people", str(plan)]
    people = subprocess.Popen(command, cwd=ROOT)
    try:
        yield
        people.send_signal(signal.SIGTERM)
        people.wait(300)
    finally:
        people.kill()


# ------------------------------------------------------------------ what fails


def _troubles(place: _Place) -> list[tuple[str, Callable[[], None]]]:
    """Each takes as long as what fails is away."""
    web, worker = place.site.nodes[0], place.site.nodes[-1]
    found = [("web node", web.kill), ("worker", worker.kill)]
    if cluster := place.cluster:
        found += [
            ("database restart", cluster.restart),
            ("database kill", lambda: cluster.restart(signal.SIGKILL)),
        ]
    else:
        file = place.site.settings.sqlite_file
        found.append(("database locked", lambda: _lock(str(file))))
    if relay := place.relay:
        found.append(("network", lambda: _cut(relay)))
    if disk := place.disk:
        found.append(("disk", lambda: _fill(disk, place.cluster)))
    return found


def _lock(file: str) -> None:
    connection = sqlite3.connect(file, timeout=30, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    time.sleep(AWAY)
    connection.close()


def _cut(relay: _Relay) -> None:
    relay.cut()
    time.sleep(AWAY)
    relay.heal()


def _fill(disk: Path, cluster: Cluster | None) -> None:
    """What is given back meanwhile is taken again."""
    until, filler = time.monotonic() + AWAY, disk / "filler"
    while time.monotonic() < until:
        with suppress(OSError), open(filler, "ab", buffering=0) as file:
            while file.write(b"x" * 65536):
                pass
        time.sleep(0.1)
    filler.unlink()
    if cluster:
        cluster.recover()


# ------------------------------------------------------------------ a run


def _run(on: str, minutes: float, failing: bool) -> list[str]:
    with _place(on, failing) as place:
        site, figures = place.site, place.site.folder / "figures"
        urls, relayed = [], {}
        if place.relay and place.cluster:
            name = site.settings.url.partition("@/")[2].partition("?")[0]
            relayed = {"database_url": place.cluster.url(name, "127.0.0.1", place.relay.port)}
        for _ in range(2 if place.cluster else 1):
            urls.append(f"http://127.0.0.1:{(port := free_port())}")
            site.node("serve", "--no-worker", "--port", str(port), **relayed)
        for _ in urls:
            site.node("work", **relayed)
        site.wait_until_up()
        memory = []
        with _at_work(place, urls, figures):
            troubles = _troubles(place) if failing else []
            _live(minutes * 60, troubles, lambda: memory.append(_memory(site)))
        site.settle(within=600)
        size = _size(place)
        result = site.account()
        for fault in result.faults[:20]:
            print(f"  {fault}", file=sys.stderr)
        told = ", ".join(name for name, _ in troubles) or "nothing"
        return [on, told, f"{minutes:g}", *_row(result, json.loads(figures.read_text())),
                f"{memory[len(memory) // 10]:.0f}, {memory[-1]:.0f}", f"{size:.0f}"]  # fmt: skip


def _live(
    seconds: float, troubles: list[tuple[str, Callable[[], None]]], look: Callable[[], None]
) -> None:
    """Troubles come one after the other, evenly spread, each again and again for as long as there
    are two minutes for it."""
    times = max(1, int(seconds / 120 / max(1, len(troubles))))
    coming = troubles * times
    begun = time.monotonic()
    for number, (name, trouble) in enumerate(coming, 1):
        _wait(begun + seconds * number / (len(coming) + 1), look)
        print(f"  {time.monotonic() - begun:.0f} s: {name}", file=sys.stderr)
        trouble()
    _wait(begun + seconds, look)


def _wait(until: float, look: Callable[[], None]) -> None:
    while (left := until - time.monotonic()) > 0:
        look()
        time.sleep(min(5, left))


def _memory(site: Site) -> float:
    """Megabytes of the first web node."""
    with suppress(OSError, AttributeError, IndexError):  # it was just killed
        status = Path(f"/proc/{site.nodes[0]._process.pid}/status").read_text()
        return int(re.findall(r"^VmRSS:\s+(\d+)", status, re.MULTILINE)[0]) / 1024
    return 0.0


def _size(place: _Place) -> float:
    if place.cluster is None:
        file = place.site.settings.sqlite_file
        assert file
        return file.stat().st_size / 1e6
    with place.site.app.db.read() as tx:
        return tx.run("SELECT pg_database_size(current_database())").fetchone()[0] / 1e6


_UNANSWERED = (("503, come again", "507"), ("not reached", "cut off"), ("no answer",))


def _row(result: Account, took: list[tuple[str, str, float]]) -> list[str]:
    steps = [ms for kind, _, ms in took if kind == "action"]
    pages = [ms for kind, told, ms in took if kind == "page" and told == "200"]
    met = Counter(result.met)
    met.update(told for kind, told, _ in took if kind == "page" and told != "200")
    print(f"  refused or not answered: {dict(met)}", file=sys.stderr)
    return [
        f"{result.cases:,}", f"{len(steps):,}",
        *(f"{percentile(steps, share):.0f}" for share in (0.5, 0.95, 0.99)), f"{max(steps):.0f}",
        f"{len(pages):,}", *(f"{percentile(pages, share):.0f}" for share in (0.5, 0.95, 0.99)),
        ", ".join(str(sum(met[told] for told in kind)) for kind in _UNANSWERED),
        str(len(result.faults) + sum(n for told, n in met.items() if told not in REFUSALS)),
        str(result.lost), str(result.duplicated), str(result.kills),
        f"{result.mails:,}", str(result.mails_twice), f"{result.events:,}",
        str(result.events_twice),
    ]  # fmt: skip
