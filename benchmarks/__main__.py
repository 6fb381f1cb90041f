"""`make bench`, or `python -m benchmarks [NAME...]`."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from benchmarks import clients, growth, large, lateness, pages, starting, transitions
from benchmarks.tables import Table

ROOT = Path(__file__).parent.parent
LOOPS = (10, 100, 1_000, 10_000)

BENCHMARKS: dict[str, Callable[[bool], list[Table]]] = {
    "engine": lambda quick: [transitions.engine_alone(5 if quick else 40)],
    "rows": lambda quick: transitions.whole_transition(5 if quick else 40),
    "raw": lambda quick: [transitions.against_raw_step(5 if quick else 40)],
    "growth": lambda quick: [growth.rounds(LOOPS[:3] if quick else LOOPS)],
    "sqlite": lambda quick: [large.on_sqlite(large.SIZES[: 1 if quick else 3])],
    "postgresql": lambda quick: large.on_postgresql(large.SIZES[: 1 if quick else 3]),
    "clients": lambda quick: clients.many(1 if quick else 6),
    "lateness": lambda quick: [lateness.timers(5 if quick else 60)],
    "start": lambda quick: [starting.served(2 if quick else 9)],
    "memory": lambda quick: [starting.kept(50 if quick else 1000)],
    "pages": lambda quick: [pages.served(500 if quick else 10_000)],
}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)))
@click.option("--quick", is_flag=True, help="Fewer rounds: to see that it runs.")
@click.option("--keep", is_flag=True, help="Writes docs/benchmarks.md and benchmarks/results/.")
def main(names: tuple[str, ...], quick: bool, keep: bool) -> None:
    """Measures, and prints tables. Without NAMES, everything."""
    found: dict[str, list[Table]] = {}
    for name in names or BENCHMARKS:
        click.echo(f"measuring {name} ...", err=True)
        found[name] = BENCHMARKS[name](quick)
        for table in found[name]:
            click.echo(table.markdown())
    if keep:
        _keep(found)


def _keep(found: dict[str, list[Table]]) -> None:
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    for name, tables in found.items():
        text = json.dumps([asdict(table) for table in tables], indent=2, ensure_ascii=False)
        (results / f"{name}.json").write_text(text + "\n")
    (ROOT / "docs").mkdir(exist_ok=True)
    (ROOT / "docs" / "benchmarks.md").write_text(_document(results))


def _document(results: Path) -> str:
    parts = [_HEAD.format(date=date.today(), python=platform.python_version())]  # noqa: DTZ011
    for name in BENCHMARKS:
        file = results / f"{name}.json"
        if file.exists():
            parts.append(f"## `python -m benchmarks {name}`\n")
            parts += [Table(**table).markdown() for table in json.loads(file.read_text())]
    return "\n".join(parts)


_HEAD = """# Benchmarks

Made by `make bench` on {date} with Python {python}; every table below its command. Contestants
take turns in one run and are compared by CPU time, so that the ratios hold on a machine that is
busy with other things; the milliseconds are those of that machine.
"""

if __name__ == "__main__":
    main()
