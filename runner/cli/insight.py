"""For analysts: the event log, and the facts that figures are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import click

from runner.cli.application import open_app, person_of
from runner.cli.group import VERSION, command, counted, main, say, utc
from runner.insight.event_log.log_export import WRITERS, Format, LogOrder
from runner.model import PRIORITIES, LogFilter

DAY = click.DateTime(["%Y-%m-%d"])


@command(main, "export", "caselane export cases.xes --since 2026-01-01")
@click.argument("file", type=click.File("wb", lazy=True), default="-")
@click.option(
    "--format", "kind", type=click.Choice(list(WRITERS)), help="Else by the name of FILE."
)
@click.option("--since", type=DAY, help="Cases submitted on this day (UTC) or later.")
@click.option("--until", type=DAY, help="Cases submitted before this day (UTC).")
@click.option("--lifecycle", default="", help="Cases of this lifecycle.")
@click.option("--version", type=VERSION, help="Cases that are on this version now.")
@click.option(
    "--status", multiple=True, help="Cases in this status now; may be given several times."
)
@click.option("--priority", multiple=True, type=click.Choice(PRIORITIES))
@click.option("--product", default="", help="Cases of this product.")
@click.option(
    "--rules",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Which fields to hash or to leave out (docs/insight.md).",
)
@click.option("--as", "email", help="Act as this person. Without it, the operator takes the log.")
def export(
    file: BinaryIO, kind: Format | None, rules: Path | None, email: str | None, **wanted: Any
) -> None:
    """Writes the event log of all cases: XES, OCEL 2.0 (JSON) or CSV.

    FILE is cases.xes, cases.json or cases.csv; `-`, or none, is the standard output. Memory stays
    the same, however long the log is. Cases that migrated, and those whose history has gaps, are
    counted at the end and bear the number in the log.
    """
    with open_app("check") as app:
        hide = app.log.rules(rules) if rules else app.log.pseudonyms()
        order = LogOrder(kind or _format_of(file.name), hide, _filter(wanted))
        for piece in app.log.written(person_of(app, email), order):
            file.write(piece)
    counts = order.counts
    told = f"{counted(counts.cases, 'case')}, {counted(counts.events, 'event')}"
    told += f"; migrated: {counts.migrated:,}; with gaps: {counts.gaps:,}"
    click.echo(told, err=True)


def _format_of(name: str) -> Format:
    """By the ending of the file."""
    endings: dict[str, Format] = {".xes": "xes", ".json": "ocel", ".csv": "csv"}
    found = endings.get(Path(name).suffix.lower())
    if found is None:
        raise click.UsageError("Say --format xes, ocel or csv: the name of the file does not.")
    return found


def _filter(wanted: Mapping[str, Any]) -> LogFilter:
    days = {name: utc(wanted[name]) for name in ("since", "until")}
    return LogFilter(
        **days, lifecycle=wanted["lifecycle"], version=wanted["version"],
        statuses=wanted["status"], priorities=wanted["priority"], product=wanted["product"],
    )  # fmt: skip


@main.group("facts")
def facts() -> None:
    """Facts for reading, made from the history of cases (docs/insight.md)."""


@command(facts, "show", "caselane facts show")
def show() -> None:
    """Says how many cases changed since their facts were read."""
    with open_app("check") as app:
        say(f"{counted(app.facts.behind(), 'case')} to read.")


@command(facts, "catch-up", "caselane facts catch-up")
def catch_up() -> None:
    """Reads the cases that changed, without waiting for a worker to do so."""
    with open_app() as app:
        say(f"{counted(app.facts.catch_up(_told()), 'case')} read.")


@command(facts, "rebuild", "caselane facts rebuild")
def rebuild() -> None:
    """Makes all facts again, from nothing but the history. Cases can be worked meanwhile; pages of
    figures say how far it is."""
    with open_app() as app:
        say(f"{counted(app.facts.rebuild(_told()), 'case')} read.")


def _told() -> Callable[[int], None]:
    """Says how far it is, now and then."""

    def told(done: int) -> None:
        if done >= 5000 and done % 5000 < 50:
            click.echo(f"{done:,} cases read", err=True)

    return told
