"""Whether a case that went round often costs more than one that did not."""

from __future__ import annotations

import time
from statistics import median

from benchmarks.measure import percentile
from benchmarks.tables import Table
from benchmarks.transitions import NOW, Engine, shipped
from runner import diagram
from runner.engine import Process
from tests.engine.rounds import DRAWN, LIFECYCLE, GoingRound

ROUND = ("ask_customer", "customer_reply", "acknowledge")
WINDOW = 60


def rounds(loops: tuple[int, ...]) -> Table:
    """Time and size at the given numbers of rounds, each the median of the rounds around it."""
    engine = Engine(cache=0)
    state = engine.process.start({"priority": "P2"}, NOW, engine.calendar).state
    state = engine.step(state, "send_first_response")
    rows, at = [], 0
    for loop in loops:
        while at < loop:
            state, at = _round(engine, state), at + 1
        samples = []
        for _ in range(WINDOW):
            start = time.process_time()
            state = _round(engine, state)
            samples.append((time.process_time() - start) * 1000 / len(ROUND))
        at += WINDOW
        rows.append((loop, median(samples), percentile(samples, 0.9), len(state)))
    first = rows[0]
    return Table(
        "A case that goes round (ask, reply, acknowledge), state read back each time",
        ("round", "CPU ms per transition", "90th percentile", "bytes of state", "time", "size"),
        [
            (f"{loop:,}", f"{middle:.3f}", f"{high:.3f}", f"{size:,}",
             f"{middle / first[1]:.2f}x", f"{size / first[3]:.2f}x")
            for loop, middle, high, size in rows
        ],
    )  # fmt: skip


def constructs(many: int) -> Table:
    """Every kind of round: what one costs after `many`, against after ten."""
    engine = Engine(cache=0)
    calendars = shipped()[1]
    cases = {
        name: GoingRound(
            engine.process, engine.calendar, NOW, round, ("send_first_response",), priority="P2"
        )
        for name, round in LIFECYCLE.items()
    } | {
        name: GoingRound(
            Process(diagram.read(drawn), calendars, cache=0), engine.calendar, NOW, round
        )
        for name, (drawn, round) in DRAWN.items()
    }
    rows = []
    for name, case in cases.items():
        early = _window(case, 10)
        late = _window(case, many - 10 - WINDOW)
        rows.append(
            (name, f"{early[0]:.3f}", f"{late[0]:.3f}", f"{late[0] / early[0]:.2f}x",
             f"{early[1]:,}", f"{late[1]:,}", f"{late[1] / early[1]:.2f}x")
        )  # fmt: skip
    return Table(
        f"A round after 10 and after {many:,} of them, state read back at each step",
        ("round", "CPU ms, early", "late", "time", "bytes, early", "late", "size"),
        rows,
    )


def _window(case: GoingRound, first: int) -> tuple[float, int]:
    """Goes `first` rounds, then measures some: the median CPU milliseconds, and bytes of state."""
    for _ in range(first):
        case.once()
    samples = []
    for _ in range(WINDOW):
        start = time.process_time()
        case.once()
        samples.append((time.process_time() - start) * 1000)
    return median(samples), len(case.step.state)


def _round(engine: Engine, state: bytes) -> bytes:
    for what in ROUND:
        state = engine.step(state, what)
    return state
