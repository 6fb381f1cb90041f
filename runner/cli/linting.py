"""What is wrong with diagrams."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click
import orjson

from runner.cli.commands import command, line_of, main
from runner.clock import SystemClock
from runner.config import read_settings
from runner.gate import calendars_of, check, diagram_limits, read_files
from runner.lint import Profile, sarif
from runner.model import Finding


@command(main, "lint", "caselane lint workflows/case_lifecycle.bpmn")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--profile",
    type=click.Choice(["lifecycle", "engine"]),
    default="lifecycle",
    show_default=True,
    help="engine: can it run here; lifecycle: is it the life of a case, too.",
)
@click.option("--format", "format", type=click.Choice(["text", "json", "sarif"]), default="text")
@click.option("--process", metavar="ID", help="Which process, where a file holds several.")
def lint(files: tuple[str, ...], profile: Profile, format: str, process: str | None) -> None:
    """Says what is wrong with diagrams. Exit code 0: no error; 1: errors; 2: misuse."""
    found = [(name, finding) for name in files for finding in findings_of(name, profile, process)]
    if format == "json":
        click.echo(
            orjson.dumps(
                [{**asdict(f), "file": name} for name, f in found], option=orjson.OPT_INDENT_2
            )
        )
    elif format == "sarif":
        click.echo(orjson.dumps(sarif(found), option=orjson.OPT_INDENT_2))
    else:
        for name, finding in found:
            click.echo(f"{name}:{line_of(finding)}")
        errors = sum(finding.severity == "error" for _, finding in found)
        click.echo(f"{errors} errors, {len(found) - errors} warnings in {len(files)} files")
    sys.exit(any(finding.severity == "error" for _, finding in found))


def findings_of(file: str, profile: Profile, process: str | None = None) -> list[Finding]:
    """What the gate says of a file, with the tables and forms that lie beside it."""
    settings, clock = read_settings(), SystemClock()
    calendars, limits = calendars_of(settings), diagram_limits(settings)
    data, beside = read_files(Path(file))
    return check(data, beside, profile, calendars, clock, process, limits)[1]
