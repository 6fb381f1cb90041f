"""Replaying logs of other systems."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from runner.bootstrap import App, build
from runner.cli.application import parts
from runner.cli.group import command, main, say
from runner.clock import ManualClock
from runner.config import read_settings
from runner.deployment.replay import Replay, Replayed, read_mapping
from runner.deployment.xes import read_xes


@command(main, "replay", "caselane replay helpdesk.xes.gz --map workflows/replay_helpdesk.toml")
@click.argument("log", type=click.Path(exists=True, dir_okay=False))
@click.option("--map", "mapping", required=True, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--into",
    metavar="URL",
    help="Keep the cases in this empty database: sqlite:///replay.sqlite3 or "
    "postgresql://user@host/name. Without it they are discarded.",
)
def replay(log: str, mapping: str, into: str | None) -> None:
    """Replays the cases of another system's log on the diagram, with a virtual clock."""
    traces, rules = list(read_xes(Path(log))), read_mapping(Path(mapping))
    start = min((event.at for trace in traces for event in trace.events), default=None)
    if start is None:
        raise click.ClickException("The log holds no events.")
    with tempfile.TemporaryDirectory() as folder:
        url = into or f"sqlite:///{folder}/replay.sqlite3"
        settings = read_settings(database_url=url, synchronous="NORMAL", smtp_url="")
        clock = ManualClock(start)
        app = build(settings, clock, parts=parts())
        try:
            player = Replay(app.cases, app.accounts, clock, app.worker.run_due, rules)
            with Progress(console=Console(stderr=True), transient=True) as bar:
                task = bar.add_task("Replaying")
                result = player.run(
                    traces, lambda done, of: bar.update(task, completed=done, total=of)
                )
            _print_replay(result, app)
        finally:
            app.close()


def _print_replay(result: Replayed, app: App) -> None:
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
        say(f"{title}: {sum(counter.values()):,}")
        for name, count in counter.most_common():
            say(f"  {count:7,}  {name}")
    click.echo("Transitions")
    for before, after, count in app.reports.transitions():
        say(f"  {count:7,}  {before} -> {after}")
    click.echo("First response by priority: met, missed, not reached, running")
    for priority, states in app.reports.milestones_by_priority().items():
        counts = " ".join(
            f"{states.get(s, 0):7,}" for s in ("met", "missed", "not_reached", "running")
        )
        say(f"  {priority} {counts}")
    click.echo("Time in status: visits, median hours, mean hours")
    for status, visits, median, mean in app.reports.time_in_status():
        say(f"  {status:18} {visits:7,} {median:10.1f} {mean:10.1f}")
