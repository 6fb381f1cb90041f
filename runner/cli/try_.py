"""Trying a package on past cases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import orjson

from runner.bpmn.package import read_package
from runner.cli.application import open_app, person_of
from runner.cli.group import command, counted, main, say
from runner.cli.progress import progress_bar
from runner.gate.trial.trial_report import WAYS


@command(main, "try", "caselane try my-process --format json")
@click.argument("package", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="How many processes share the cases. Default: one for each processor.",
)
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text")
@click.option("--as", "email", metavar="EMAIL", help="Act as this person; else as the operator.")
def try_on_past(package: Path, jobs: int | None, output_format: str, email: str | None) -> None:
    """Lets every stored case go its way once more in a package that need not be deployed.

    On a virtual clock, in processes that only read: the desk goes on beside it. Cases of a log of
    another system are tried when `caselane replay --into` has put them into a database. Exit code
    0: all cases go the same way; 1: some go another way, cannot go on, or cannot be followed.
    """
    brought = read_package(package)
    with open_app("check") as app, progress_bar("Trying") as watch:
        report = app.trial.run(person_of(app, email), brought, jobs, watch)
    document = report.document()
    if output_format == "json":
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    else:
        _print(document)
    raise SystemExit(not report.all_the_same)


def _print(report: Mapping[str, Any]) -> None:
    say(f"{counted(report['cases'], 'case')} of '{report['process']}'")
    for way, said in WAYS.items():
        if cases := report["ways"][way]["cases"]:
            say(f"{cases:7,}  {said}")
    if report["left_out"]:
        say(f"{report['left_out']:7,}  older ones were not tried")
    if report["differences"]:
        say("The first step that differs")
    for one in report["differences"]:
        say(f"{one['cases']:7,}  {one['sentence']} Such as {', '.join(one['examples'])}.")
    if report["milestones"]:
        say("Milestones, before and now")
    for one in report["milestones"]:
        say(f"  {one['name']}: {_counts(one['before'])}; now {_counts(one['after'])}")
    if report["notifications"]:
        say("Notifications, before and now")
    for one in report["notifications"]:
        say(f"{one['before']:7,} {one['after']:7,}  {one['name']}")
    if report["assumed"]:
        say("Made up, since nobody had filled it in")
    for one in report["assumed"]:
        say(f"{one['cases']:7,}  {one['field']} of “{one['action']}”")
    for sentence in report["not_known"]:
        say(sentence)


def _counts(states: Mapping[str, int]) -> str:
    return ", ".join(f"{cases:,} {state.replace('_', ' ')}" for state, cases in states.items())
