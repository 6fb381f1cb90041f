"""Whether a case that went round often costs more than one that did not.

A case is sent round, and how it stood after 10, 100 ... rounds is kept. Then the same round is gone
from each of these, in turns: what else the machine does meanwhile meets all of them alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.measure import Spread, in_turns
from benchmarks.tables import Table
from benchmarks.transitions import NOW, shipped
from runner import bpmn
from runner.engine import Process
from tests.engine.rounds import DRAWN, LIFECYCLE, GoingRound

TURNS = 100


def rounds(loops: tuple[int, ...]) -> Table:
    """Time and size at the given numbers of rounds."""
    name = "ask and reply"
    found = _gone(dict(_cases())[name], loops, len(LIFECYCLE[name]))
    first, size_first = found[loops[0]]
    return Table(
        "A case that goes round (ask, reply, acknowledge), state read back each time",
        ("round", "CPU ms per transition (quartiles)", "bytes of state", "time", "size"),
        [
            (f"{loop:,}", str(cost), f"{size:,}", f"{cost.middle / first.middle:.2f}x",
             f"{size / size_first:.2f}x")
            for loop, (cost, size) in found.items()
        ],
    )  # fmt: skip


def constructs(many: int) -> Table:
    """Every kind of round: what one costs after `many`, against after ten."""
    rows = []
    for name, case in _cases():
        found = _gone(case, (10, many))
        (early, size_early), (late, size_late) = found[10], found[many]
        rows.append(
            (name, str(early), str(late), f"{late.middle / early.middle:.2f}x",
             f"{size_early:,}", f"{size_late:,}", f"{size_late / size_early:.2f}x")
        )  # fmt: skip
    return Table(
        f"A round after 10 and after {many:,} of them, state read back at each step",
        ("round", "CPU ms, early", "late", "time", "bytes, early", "late", "size"),
        rows,
    )


def _cases() -> Iterator[tuple[str, GoingRound]]:
    drawing, calendars = shipped()
    lifecycle, calendar = Process(drawing, calendars, cache=0), calendars.default
    for name, rounds in LIFECYCLE.items():
        first = ("send_first_response",)
        yield name, GoingRound(lifecycle, calendar, NOW, rounds, first, priority="P2")
    for name, (drawn, rounds) in DRAWN.items():
        process = Process(bpmn.read(drawn), calendars, cache=0)
        yield name, GoingRound(process, calendar, NOW, rounds)


def _gone(
    case: GoingRound, loops: tuple[int, ...], parts: int = 1
) -> dict[int, tuple[Spread, int]]:
    """For each number of rounds what a part of the next one costs, and the bytes of the state."""
    stood, at = {}, 0
    for loop in loops:
        while at < loop:
            case.once()
            at += 1
        stood[loop] = case.step, case.now

    def once(loop: int) -> None:
        case.step, case.now = stood[loop]
        case.once()

    costs = in_turns({str(loop): partial(once, loop) for loop in loops}, TURNS, parts)
    return {loop: (costs[str(loop)], len(stood[loop][0].state)) for loop in loops}
