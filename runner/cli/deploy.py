"""Deploying and approving versions."""

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
@click.option("--as", "email", metavar="EMAIL", help="Act as this person; else as the operator.")
@click.option("--accept-warnings", is_flag=True, help="Deploy it even though there are warnings.")
def deploy(file: str, email: str | None, accept_warnings: bool) -> None:
    """Makes a diagram the one that new cases start on. Running cases stay on theirs.

    Decision tables, forms and policies are read from the diagram's folder, and scenarios from the
    folder `scenarios` in it.
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
@click.option("--as", "email", metavar="EMAIL", help="Act as this person; else as the operator.")
@click.option(
    "--accept-warnings", is_flag=True, help="Approve it even though there are new warnings."
)
def approve(version: int, email: str | None, accept_warnings: bool) -> None:
    """Makes a waiting version live, as the second person (CASELANE_APPROVAL=1).

    The version is checked again: rules, scenarios and the live version may have changed since it
    was proposed.
    """
    with open_app() as app:
        _say(app.deployment.approve(person_of(app, email), version, accept_warnings))


def _say(version: Version) -> None:
    state = "waits for the approval of a second person" if version.waiting else "is live"
    say(f"Version {version.id} of '{version.process}' {state}.")
    if not version.waiting:
        click.echo(
            "  Running cases stay on theirs; `caselane migrate --plan` shows what would move."
        )
    for finding in version.findings:
        say(f"  accepted: {line_of(finding)}")
