"""Making a diagram live."""

from __future__ import annotations

from pathlib import Path

import click

from runner.bpmn.files import read_files
from runner.cli.application import open_app, person_of
from runner.cli.group import (
    VERSION,
    command,
    line_of,
    main,
    say,
)
from runner.gate.scenarios import scenarios_beside
from runner.model import Version


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
    expected = scenarios_beside(Path(file))
    with open_app() as app:
        version = app.deployment.deploy(
            person_of(app, email), data, files, accept_warnings, expected
        )
        _say(version)


@command(main, "approve", "caselane approve 7 --as owen@example.com")
@click.argument("version", type=VERSION)
@click.option("--as", "email", metavar="EMAIL", help="Who approves it, when it is not you.")
@click.option("--accept-warnings", is_flag=True, help="Even though there are new warnings.")
def approve(version: int, email: str | None, accept_warnings: bool) -> None:
    """Lets a version go live that waits for a second person (CASELANE_APPROVAL=1).

    It is checked again: rules, scenarios and the live version may be others than on the day on
    which it was proposed.
    """
    with open_app() as app:
        _say(app.deployment.approve(person_of(app, email), version, accept_warnings))


def _say(version: Version) -> None:
    state = "waits for somebody else's approval" if version.waiting else "is live"
    say(f"Version {version.id} of '{version.process}' {state}.")
    if not version.waiting:
        click.echo("  Running cases stay on theirs; caselane migrate --plan says what moving does.")
    for finding in version.findings:
        say(f"  accepted: {line_of(finding)}")
