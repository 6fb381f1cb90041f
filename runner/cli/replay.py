"""Replaying logs of other systems."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import fmean, median
from typing import Any

import click

from runner.cli.group import command, harmless, main, say
from runner.cli.progress import progress_bar
from runner.deployment.logs.event_log import LogFormat
from runner.deployment.logs.log_mapping import read_mapping
from runner.deployment.processes import processes_for
from runner.playback import rehearsal


@command(main, "replay", "caselane replay helpdesk.xes.gz --map workflows/replay_helpdesk.toml")
@click.argument("log", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the events of the log mean (docs/replay.md).",
)
@click.option("--suggest", is_flag=True, help="Print a first mapping, and replay nothing.")
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
def replay(
    log: Path, mapping: Path | None, suggest: bool, jobs: int | None, into: str | None
) -> None:
    """Replays the cases of another system's log on the diagram, with a virtual clock.

    The log is XES or CSV, plain or gzipped. `--suggest` prints a mapping to begin with; with
    `--map` it reads the log as that file says in [log]. Before anything is replayed, the mapping is
    compared with the log and the diagram, and all that does not fit is named at once.
    """
    if suggest:
        say(rehearsal.suggest(log, read_mapping(mapping).log_format if mapping else LogFormat()))
        return
    if mapping is None:
        raise click.UsageError("Name a mapping with --map, or print a first one with --suggest.")
    if into and jobs and jobs > 1:
        raise click.UsageError("--into fills one database, in one process: leave --jobs away.")
    found = rehearsal.checked(log, read_mapping(mapping))
    if found.unused:
        listed = ", ".join(map(repr, found.unused))
        click.echo(harmless(f"No event of the log needs the rules for: {listed}"), err=True)
    cases = found.summary.cases
    with progress_bar("Replaying") as watch:
        watch.begun(cases)
        if into:
            figures = rehearsal.rehearse_into(into, found.log, watch.progress)
        else:
            jobs = jobs or processes_for(cases, rehearsal.CASES_PER_PROCESS)
            figures = rehearsal.rehearse(found.log, jobs, watch.progress)
    _print(figures)


def _print(figures: rehearsal.Figures) -> None:
    result = figures.replayed
    say(f"cases                    {result.cases:7,}")
    say(f"  followed exactly       {result.exactly:7,}")
    say(f"  followed, with steps inserted {result.with_insertions:,}")
    say(f"  refused                {result.refused.total():7,}")
    if result.empty:
        say(f"  without any event      {result.empty:7,}")
    if result.unknown_customers:
        say(f"cases of customers whom the log does not name {result.unknown_customers:,}")
    for title, counter in (
        ("Refused, because", result.refused),
        ("Steps inserted", result.inserted),
        ("Steps of the log", result.steps),
        ("Events without effect", result.without_effect),
        ("Events after the end", result.after_end),
        ("Cases opened again, which the diagram does not allow", result.reopened),
        ("Events at a time that the clock left out or had twice", result.doubtful_times),
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
