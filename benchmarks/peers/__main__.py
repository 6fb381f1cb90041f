"""`make bench-peers`: makes the environments, lets the contestants take turns, writes the page."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from benchmarks.measure import Spread, spread
from benchmarks.peers import environments
from benchmarks.peers.engines import beside_engines
from benchmarks.peers.environments import ROOT
from benchmarks.peers.turns import Entry, Turns, measure
from benchmarks.tables import Table

PAGE = ROOT / "docs" / "benchmarks-peers.md"
RESULTS = ROOT / "benchmarks" / "results" / "peers.json"


def _own(module: str) -> Callable[[], list[str]]:
    return lambda: [sys.executable, "-m", f"benchmarks.peers.{module}"]


def _python(module: str, package: str, version: str) -> Callable[[], list[str]]:
    return lambda: [
        str(environments.python(package, version)), "-m", f"benchmarks.peers.{module}",
    ]  # fmt: skip


def _node() -> list[str]:
    program, folder = environments.node()
    return [program, str(folder / "on_bpmn_engine.mjs")]


_DBOS = _python("on_dbos", "dbos", "3.4.0")

OURS = "Caselane, state read back"
KEPT = "Caselane, live cases kept"
SPIFF = "SpiffWorkflow as documented"

_STATE = "State with its timers; the row is the benchmark's."

ENTRIES = (
    Entry(OURS, _own("on_caselane"), "smaller", _STATE),
    Entry(KEPT, _own("on_caselane"), "smaller kept", _STATE),
    Entry(SPIFF, _own("on_spiffworkflow"), "smaller", _STATE),
    Entry(
        "django-viewflow 2.4.0",
        _python("on_viewflow", "django-viewflow", "2.4.0"),
        "",
        "Process, tasks and timers, in its own tables.",
    ),
    Entry(
        "dbos 3.4.0, a workflow for each transition",
        _DBOS,
        "short",
        "Each transition, in its own tables; between them the case is a row of the benchmark,"
        " which knows no timers.",
    ),
    Entry(
        "dbos 3.4.0, a workflow for each case",
        _DBOS,
        "long",
        "The workflow, its messages and steps, in its own tables. The first response has no timer"
        " here. Looks for messages every 5 ms (1 s if not told), which is in the figure.",
    ),
    Entry(
        "bpmn-engine 25.0.1, engines kept",
        _node,
        "kept",
        f"{_STATE} Each open case stays in memory, and is not read back.",
    ),
    Entry("bpmn-engine 25.0.1, recovered each time", _node, "recovered", _STATE),
    Entry(
        "python-statemachine 3.2.2",
        _python("on_statemachine", "python-statemachine", "3.2.2"),
        "",
        "Nothing: the row is the benchmark's. Delayed events die with the process; no tasks, no"
        " diagram that runs.",
    ),
    Entry(
        "transitions 0.9.3",
        _python("on_transitions", "transitions", "0.9.3"),
        "",
        "Nothing: the row is the benchmark's. Timeouts die with the process; no tasks, no diagram"
        " that runs.",
    ),
    Entry("no engine: the row alone", _own("on_row"), "", "The row."),
    Entry(f"{OURS}: the default diagram", _own("on_caselane"), "", _STATE),
    Entry(f"{KEPT}: the default diagram", _own("on_caselane"), "kept", _STATE),
    Entry(f"{SPIFF}: the default diagram", _own("on_spiffworkflow"), "", _STATE),
)


def table(found: dict[str, Spread]) -> Table:
    rows = []
    for entry in ENTRIES:
        if cost := found.get(entry.name):
            ratios = [
                f"{cost.middle / found[ours].middle:.1f}x" if ours in found else "–"
                for ours in (OURS, KEPT)
            ]
            rows.append((entry.name, str(cost), *ratios, entry.durable))
    heads = (
        "",
        "median (quartiles)",
        "times Caselane, read back",
        "times Caselane, kept",
        "durable",
    )
    return Table("CPU ms per transition", heads, rows)


@click.command()
@click.option("--rounds", default=11, show_default=True, help="Turns of each contestant.")
@click.option("--keep", is_flag=True, help=f"Writes {PAGE.relative_to(ROOT)} and its JSON.")
def main(rounds: int, keep: bool) -> None:
    """The case on other engines and state machines, in turns with ours."""
    load, start = os.getloadavg()[0], time.monotonic()
    turns = Turns(rounds)
    samples, missing = measure(ENTRIES, turns)
    found = {name: spread(sample.own) for name, sample in samples.items()}
    engines, without = beside_engines(rounds)
    result = {
        "made": str(date.today()),  # noqa: DTZ011
        "python": platform.python_version(),
        "rounds": rounds,
        "load": round(load, 1),
        "cores": os.cpu_count(),
        "seconds": round(time.monotonic() - start),
        "missing": missing | without,
        "tables": [asdict(table(found)), *map(asdict, engines)],
    }
    page = _page(result)
    click.echo(page)
    if keep:
        RESULTS.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
        PAGE.write_text(page)


def _page(result: dict[str, Any]) -> str:
    parts = [_HEAD.format(**result, cases=Turns(0).cases)]
    parts += [Table(**table).markdown() for table in result["tables"]]
    if result["missing"]:
        parts.append("No figure could be made of:\n")
        parts += [f"- {name}: {reason}" for name, reason in result["missing"].items()]
        parts.append("")
    return "\n".join([*parts, _NOTES])


_HEAD = """# The same case elsewhere

Made by `make bench-peers` on {made} in {seconds} s, Python {python}: {rounds} rounds, in each of
which every contestant has a turn of {cases} cases, after three that do not count; on PostgreSQL
of 20 cases, after 15. The load was {load} on {cores} cores when it began: above that number others
kept the machine busy, and only ratios are worth reading.

A case makes nine transitions: submitted, first response, question, reply, acknowledged, solution
proposed, rejected, proposed again, accepted. Each is committed before the next one begins: in the
first table to SQLite (WAL, synchronous=FULL), and unless it says otherwise the case is read back
from there; in the others to one PostgreSQL (fsync on). A figure is the CPU time of the contestant's
process, all its threads included; the time that a disk takes is not in it.

Every contestant in the table was killed with SIGKILL in the middle of a case, and a new process
brought that case to its end: all cases had ended, none was lost.
"""

_NOTES = """What is equal and what is not:

- All run one smaller lifecycle, drawn or written for this benchmark: the seven statuses, and where
  there are timers the one of the first response. The last rows run the default diagram of Caselane,
  with its milestones, reminders, sub-processes and rules.
- This is the engine with one row. What the whole product writes besides (history, tasks, jobs,
  tallies, notifications) is in [benchmarks.md](benchmarks.md), `rows`.
- A state machine decides one thing, which status comes next. It stands here as a bound from below,
  and the row alone as the bound of everything: that much is SQLite and its commit.
- viewflow runs functions rather than views, which is its lighter way. dbos says itself that SQLite
  is for development. bpmn-engine parses its diagram once.
- On PostgreSQL whole products stand beside each other. Operaton and Flowable run embedded, as their
  makers set them up, with history `full` and without their job executors (no timer falls due),
  after 300 cases that let their virtual machines compile; they check no rights and write no
  messages. Caselane checks who may do what, and writes messages, notifications, tallies and its
  chained history.
  They run the drawing of Caselane with expressions in their words (`benchmarks/peers/foreign.py`);
  its decision table and its notifications are service tasks that do nothing there.
- The contestants are in `benchmarks/peers/`, one small file each; their packages are installed into
  `.benchmarks/` when the command first runs and are not among Caselane's dependencies.
"""

if __name__ == "__main__":
    main()
