"""Diagrams: what is wrong with them, and making one live."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import orjson

from runner.bootstrap import SCENARIOS, diagram_limits
from runner.calendar import read_calendars
from runner.cli.commands import command, line_of, main, open_app, person_of
from runner.clock import SystemClock
from runner.config import read_settings
from runner.deploy import check, read_files
from runner.lint import Profile, sarif
from runner.model import Finding, Version
from runner.scenarios import read_scenarios
from web import documents


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
        click.echo(orjson.dumps([_finding(*item) for item in found], option=orjson.OPT_INDENT_2))
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
    calendars = read_calendars((settings.workflow_dir / "calendars.toml").read_text())
    data, beside = read_files(Path(file))
    limits = diagram_limits(settings)
    return check(data, beside, profile, calendars, clock, process, limits)[1]


@command(main, "deploy", "caselane deploy my_lifecycle.bpmn")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--as", "email", metavar="EMAIL", help="Who deploys it, when it is not you.")
@click.option("--accept-warnings", is_flag=True, help="Deploy it even though there are warnings.")
def deploy(file: str, email: str | None, accept_warnings: bool) -> None:
    """Makes a diagram the one that new cases start on. Running cases stay on theirs.

    Decision tables and forms that it refers to are taken from the folder that it lies in, and so
    are the scenarios that it is played with, where it has a folder `scenarios`.
    """
    data, files = read_files(Path(file))
    beside = Path(file).parent / SCENARIOS
    expected = read_scenarios(beside) if beside.is_dir() else None
    with open_app() as app:
        version = app.deployment.deploy(
            person_of(app, email), data, files, accept_warnings, expected
        )
        _say(version)


@command(main, "approve", "caselane approve 7 --as owen@example.com")
@click.argument("version", type=int)
@click.option("--as", "email", metavar="EMAIL", help="Who approves it, when it is not you.")
def approve(version: int, email: str | None) -> None:
    """Lets a version go live that waits for a second person (CASELANE_APPROVAL=1)."""
    with open_app() as app:
        _say(app.deployment.approve(person_of(app, email), version))


def _say(version: Version) -> None:
    state = "waits for somebody else's approval" if version.waiting else "is live"
    click.echo(f"Version {version.id} of '{version.process}' {state}.")
    for finding in version.findings:
        click.echo(f"  accepted: {line_of(finding)}")


def _finding(file: str, finding: Finding) -> dict[str, Any]:
    return {"file": file, **documents.finding(finding)}
