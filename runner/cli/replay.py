"""Replaying logs of other systems."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean, median
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from runner.cli.group import command, main, say
from runner.deployment.logs.log_mapping import read_mapping
from runner.deployment.logs.xes import read_xes
from runner.rehearsal import Figures, LogToReplay, rehearse, rehearse_into
from runner.rehearsal import Progress as Tell

CASES_PER_PROCESS = 200
"""With fewer than that, another process takes longer to start than it saves."""


@command(main, "replay", "caselane replay helpdesk.xes.gz --map workflows/replay_helpdesk.toml")
@click.argument("log", type=click.Path(exists=True, dir_okay=False))
@click.option("--map", "mapping", required=True, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="How many processes share the cases. Default: one for each processor.",
)
@click.option(
    "--into",
    metavar="URL",
    help="Keep the cases in this empty database: sqlite:///replay.sqlite3 or "
    "postgresql://user@host/name. Without it they are discarded.",
)
def replay(log: str, mapping: str, jobs: int | None, into: str | None) -> None:
    """Replays the cases of another system's log on the diagram, with a virtual clock."""
    if into and jobs and jobs > 1:
        raise click.UsageError("--into fills one database, in one process: leave --jobs away.")
    traces, rules = list(read_xes(Path(log))), read_mapping(Path(mapping))
    end = max((event.at for trace in traces for event in trace.events), default=None)
    if end is None:
        raise click.ClickException("The log holds no events.")
    source = LogToReplay(Path(log), rules, end)
    with _progress(len(traces)) as tell:
        if into:
            figures = rehearse_into(into, source, tell)
        else:
            figures = rehearse(source, jobs or _processes(len(traces)), tell)
    _print(figures)


def _processes(cases: int) -> int:
    return min(os.cpu_count() or 1, 1 + cases // CASES_PER_PROCESS)


@contextmanager
def _progress(cases: int) -> Iterator[Tell]:
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Replaying", total=cases)
        yield lambda done: bar.update(task, completed=done)


def _print(figures: Figures) -> None:
    result = figures.replayed
    say(f"cases                    {result.cases:7,}")
    say(f"  followed exactly       {result.exactly:7,}")
    say(f"  followed, with steps inserted {result.with_insertions:,}")
    say(f"  refused                {result.refused.total():7,}")
    for title, counter in (
        ("Refused, because", result.refused),
        ("Steps inserted", result.inserted),
        ("Steps of the log", result.steps),
        ("Events without effect", result.without_effect),
    ):
        say(f"{title}: {counter.total():,}")
        for name, count in _most_first(counter):
            say(f"  {count:7,}  {name}")
    say("Transitions")
    for (before, after), count in _most_first(figures.moves):
        say(f"  {count:7,}  {before} -> {after}")
    say("First response by priority: met, missed, not reached, running")
    for priority in sorted({priority for priority, _ in figures.milestones}):
        states = ("met", "missed", "not_reached", "running")
        counts = " ".join(f"{figures.milestones[priority, state]:7,}" for state in states)
        say(f"  {priority} {counts}")
    say("Time in status: visits, median hours, mean hours")
    for status, hours in sorted(figures.visits.items(), key=lambda item: (-len(item[1]), item[0])):
        say(f"  {status:18} {len(hours):7,} {median(hours):10.1f} {fmean(hours):10.1f}")


def _most_first(counter: Counter[Any]) -> list[tuple[Any, int]]:
    """The same for the same counts, in whatever order they were made."""
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))
