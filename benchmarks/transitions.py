"""What a transition costs: the engine with its state alone, and with everything that is written."""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.documented import ANSWERS, CASE, REPLY, Stock, StockRows
from benchmarks.measure import in_turns
from benchmarks.tables import Table, against
from runner import bpmn
from runner.bootstrap import App, build
from runner.bpmn.calendar import Calendars, read_calendars
from runner.bpmn.package import read_package
from runner.cases import Submission
from runner.clock import ManualClock
from runner.config import read_settings, shipped_workflows
from runner.engine import Process
from runner.errors import NotFound
from runner.model import Person

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STEPS = len(CASE) + 1
INSTANT = timedelta(microseconds=1)
"""What passes between two transitions, so that each writes a time of its own."""


def shipped() -> tuple[bpmn.Diagram, Calendars]:
    package = read_package(shipped_workflows() / "case_lifecycle.bpmn")
    data, files = package.data, package.files
    calendars = read_calendars((shipped_workflows() / "calendars.toml").read_text())
    return bpmn.read(data, files), calendars


class Engine:
    """The product's engine: a case from submission to its end, by its states alone."""

    def __init__(self, cache: int):
        drawing, calendars = shipped()
        self.process, self.calendar = Process(drawing, calendars, cache=cache), calendars.default

    def case(self) -> None:
        state = self.process.start({"priority": "P2"}, NOW, self.calendar).state
        for what in CASE:
            state = self.step(state, what)

    def step(self, state: bytes, what: str, now: datetime = NOW) -> bytes:
        if what == REPLY:
            return self.process.deliver(state, what, {}, now, self.calendar).state
        return self.process.act(state, what, {}, now, self.calendar).state


class Product:
    """The whole product: `runner.cases` on a database."""

    def __init__(self, folder: Path, synchronous: str, url: str | None = None, name: str = ""):
        settings = read_settings({}, data_dir=folder, synchronous=synchronous, database_url=url)
        self.clock = ManualClock(NOW)
        self.app: App = build(settings, self.clock)
        self.alice = self._person(f"alice{name}@example.com", "Alice", "agent")
        self.bob = self._person(f"bob{name}@example.com", "Bob", "customer")

    def _person(self, email: str, name: str, role: str) -> Person:
        """Added, or from an earlier process."""
        try:
            return self.app.accounts.by_email(email)
        except NotFound:
            return self.app.accounts.add(email, name, [role])

    def case(self, steps: int = len(CASE)) -> None:
        """A case from its submission on, so many steps."""
        cases = self.app.cases
        number = cases.open(self.bob, Submission("Printer on fire", "It burns.", "P2")).case.number
        for what in CASE[:steps]:
            self.clock.advance(INSTANT)
            if what == REPLY:
                cases.comment(self.bob, number, "Hello")
            else:
                person = self.bob if what in ("accept_solution", "reject_solution") else self.alice
                cases.act(person, number, what, {"body": "Hello"} if what in ANSWERS else {})


def engine_alone(rounds: int) -> Table:
    stock = Stock(shipped()[0])
    found = in_turns(
        {
            "SpiffWorkflow as documented": stock.case,
            "Caselane, state read back each time": Engine(0).case,
            "Caselane, live cases kept": Engine(100).case,
        },
        rounds,
        STEPS,
    )
    return against("Engine and state alone, CPU ms per transition", found)


def whole_transition(rounds: int) -> list[Table]:
    """Over a case both sides write as many rows into each table; the product checks besides who may
    do what, and reads what that needs."""
    tables = []
    for synchronous in ("NORMAL", "FULL"):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            product = Product(Path(one), synchronous)
            build(read_settings({}, data_dir=Path(other)), ManualClock(NOW)).close()
            rows = StockRows(Stock(shipped()[0]), f"{other}/caselane.sqlite3", synchronous)
            found = in_turns(
                {
                    "SpiffWorkflow as documented, equal rows": rows.case,
                    "Caselane, the whole transition": product.case,
                },
                rounds,
                STEPS,
            )
            product.app.close()
            rows.db.close()
        title = (
            "Case, history, message, milestone, task, job, tallies, search and notification"
            f" written, SQLite synchronous={synchronous}, CPU ms per transition"
        )
        tables.append(against(title, found))
    return tables


def against_raw_step(rounds: int) -> Table:
    """The engine with one row written, against a bare step of the stock engine that keeps its
    workflow in memory, plus one commit of a row of the same size."""
    stock, engine = Stock(shipped()[0]), Engine(100)
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(f"{folder}/states.sqlite3", isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("CREATE TABLE states (id INTEGER PRIMARY KEY, state BLOB)")
        db.execute("INSERT INTO states VALUES (1, x'00')")

        def keep(state: bytes) -> None:
            db.execute("BEGIN IMMEDIATE")
            db.execute("UPDATE states SET state = ? WHERE id = 1", (state,))
            db.execute("COMMIT")

        def raw() -> None:
            workflow: Any = stock.start()
            keep(b"." * 1500)
            for what in CASE:
                stock.step(workflow, what)
                keep(b"." * 1500)

        def ours() -> None:
            state = engine.process.start({"priority": "P2"}, NOW, engine.calendar).state
            keep(state)
            for what in CASE:
                state = engine.step(state, what)
                keep(state)

        found = in_turns(
            {"Stock step in memory + one commit": raw, "Caselane, engine and state row": ours},
            rounds,
            STEPS,
        )
        db.close()
    return against("Against a bare step and one commit, CPU ms per transition", found)
