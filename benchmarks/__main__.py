"""`make bench`, or `python -m benchmarks [NAME...]`."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from benchmarks import (
    clients,
    desk_pages,
    draining,
    editing,
    exporting,
    figure_views,
    fleet,
    gate,
    growth,
    large,
    lateness,
    load,
    mail_traffic,
    migrating,
    over_http,
    pages,
    replaying,
    searching,
    simulating,
    starting,
    transitions,
    trying,
    watching,
)
from benchmarks.tables import Table

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results"
LOOPS = (10, 100, 1_000, 10_000)

BENCHMARKS: dict[str, Callable[[bool], list[Table]]] = {
    "engine": lambda quick: [transitions.engine_alone(5 if quick else 40)],
    "rows": lambda quick: transitions.whole_transition(5 if quick else 40),
    "raw": lambda quick: [transitions.against_raw_step(5 if quick else 40)],
    "growth": lambda quick: [
        growth.rounds(LOOPS[:3] if quick else LOOPS),
        growth.constructs(200 if quick else 10_000),
    ],
    "sqlite": lambda quick: [large.on_sqlite(large.SIZES[: 1 if quick else 3])],
    "postgresql": lambda quick: large.on_postgresql(large.SIZES[: 1 if quick else 3]),
    "clients": lambda quick: clients.many(1 if quick else 6),
    "lateness": lambda quick: [lateness.timers(5 if quick else 60)],
    "start": lambda quick: [starting.served(2 if quick else 9)],
    "memory": lambda quick: [starting.kept(50 if quick else 1000)],
    "lint": lambda quick: [gate.linted(5 if quick else 40), gate.whole(2 if quick else 10)],
    "migrate": lambda quick: migrating.many(500 if quick else 10_000),
    "try": lambda quick: trying.tried(500 if quick else 10_000),
    "editor": lambda quick: editing.edited(2 if quick else 9),
    "drain": lambda quick: [draining.drained(20 if quick else 500)],
    "fleet": lambda quick: [fleet.drained(20 if quick else 300)],
    "mail": lambda quick: [
        mail_traffic.taken_in(50 if quick else 1_000),
        mail_traffic.files(1 if quick else 5),
    ],
    "watching": lambda quick: [watching.watched(2 if quick else 80)],
    "http": lambda quick: [over_http.served(2 if quick else 10)],
    "search": lambda quick: searching.measured(1_000 if quick else searching.CASES),
    "desk": lambda quick: desk_pages.served(1_000 if quick else searching.CASES),
    "pages": lambda quick: [pages.served(500 if quick else 10_000)],
    "figures": lambda quick: [
        figure_views.on_sqlite(1_000 if quick else 100_000),
        figure_views.on_postgresql(1_000 if quick else 1_000_000),
    ],
    "export": lambda quick: [exporting.exported((100, 1_000) if quick else (1_000, 122_000))],
    "load": lambda quick: [load.measured(load.ON, 0.5 if quick else 30)],
    "simulate": lambda quick: simulating.simulated(*((300, 2) if quick else (1_500, 20))),
}

APART = {"migrate", "try", "editor", "search", "desk", "figures", "export", "simulate", "load"}
"""Takes minutes: only when it is named."""


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)))
@click.option("--quick", is_flag=True, help="Fewer rounds: to see that it runs.")
@click.option("--keep", is_flag=True, help="Writes docs/benchmarks.md and benchmarks/results/.")
@click.option("--minutes", type=float, help="Of load: how long people work, each time; else 30.")
@click.option("--on", multiple=True, type=click.Choice(load.ON), help="Of load: these alone.")
@click.option("--log", type=click.Path(path_type=Path, exists=True), help="Replays this log alone.")
def main(
    names: tuple[str, ...], quick: bool, keep: bool, log: Path | None, minutes: float | None,
    on: tuple[str, ...],
) -> None:  # fmt: skip
    """Measures, and prints tables. Without NAMES, all but those that take minutes. Each result is
    kept as soon as it is there; name what is missing to go on."""
    if log is not None:
        for table in replaying.replayed(log):
            click.echo(table.markdown())
        return
    for name in names or (name for name in BENCHMARKS if name not in APART):
        click.echo(f"measuring {name} ...", err=True)
        busy, start = os.getloadavg()[0], time.monotonic()
        if name == "load" and (minutes or on):
            table = load.measured(on or load.ON, minutes or 30)
            tables = [load.beside(table, RESULTS / "load.json")]
        else:
            tables = BENCHMARKS[name](quick)
        for table in tables:
            click.echo(table.markdown())
        if keep:
            _keep(name, tables, quick, busy, time.monotonic() - start)


def _keep(name: str, tables: list[Table], quick: bool, busy: float, seconds: float) -> None:
    RESULTS.mkdir(exist_ok=True)
    result = {
        "made": str(date.today()),  # noqa: DTZ011
        "python": platform.python_version(),
        "quick": quick,
        "load": round(busy, 1),
        "seconds": round(seconds),
        "tables": [asdict(table) for table in tables],
    }
    text = json.dumps(result, indent=2, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n")
    (ROOT / "docs" / "benchmarks.md").write_text(_document())


def _document() -> str:
    parts = [_HEAD]
    for name in BENCHMARKS:
        file = RESULTS / f"{name}.json"
        if file.exists():
            result = json.loads(file.read_text())
            command = f"python -m benchmarks {'--quick ' if result['quick'] else ''}{name}"
            made = result.get("note") or _MADE.format(**result)
            parts.append(f"## `{command}`\n\n{made}\n")
            parts += [Table(**table).markdown() for table in result["tables"]]
    return "\n".join(parts)


_MADE = "Made on {made} in {seconds} s, Python {python}, at a load of {load}."

_HEAD = """# Benchmarks

Made by `make bench`; every table below its command. Contestants take turns in one run and are
compared by CPU time, so that the ratios hold on a machine that is busy with other things; the
milliseconds are those of that machine. Wall-clock times suffer from a load above its two cores.
Other engines at the same case: [benchmarks-peers.md](benchmarks-peers.md).
"""

if __name__ == "__main__":
    main()
