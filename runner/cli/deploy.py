"""Deploying and approving versions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Unpack

import click

from runner.bpmn.package import read_package
from runner.cli.application import open_app, person_of
from runner.cli.group import (
    VERSION,
    at_most_one,
    command,
    line_of,
    main,
    say,
)
from runner.deployment.acceptance import Acceptance
from runner.model import INTAKES, IntakeState, Lifecycle, Version

UNDECIDED = click.option(
    "--accept-undecided",
    is_flag=True,
    help="Accept that the gate could not decide whether every case comes to its end.",
)


@command(main, "deploy", "caselane deploy my-process")
@click.argument("package", type=click.Path(exists=True, path_type=Path))
@click.option("--as", "email", metavar="EMAIL", help="Act as this person; else as the operator.")
@click.option("--accept-warnings", is_flag=True, help="Deploy it even though there are warnings.")
@UNDECIDED
@click.option(
    "--without-policies", is_flag=True, help="Leave the policies away; the version says so."
)
@click.option(
    "--beside",
    is_flag=True,
    help="A further lifecycle takes cases beside the others: those that choose it.",
)
@click.option(
    "--as-default", is_flag=True, help="Cases that choose no lifecycle start on this one."
)
def deploy(
    package: Path, email: str | None, *, beside: bool, as_default: bool, **terms: Any
) -> None:
    """Makes a package the version that new cases start on. Running cases stay on theirs.

    PACKAGE is a folder, a .zip, or a diagram with what lies beside it: decision tables, forms,
    policies.toml, calendars.toml, and scenarios in the folder `scenarios`. What it does not bring
    is that of the version before.
    """
    at_most_one(beside=beside, as_default=as_default)
    intake = "beside" if beside else "default" if as_default else None
    brought = read_package(package)
    with open_app() as app:
        say_version(app.deployment.deploy(person_of(app, email), brought, intake=intake, **terms))


@command(main, "approve", "caselane approve 7 --as owen@example.com")
@click.argument("version", type=VERSION)
@click.option("--as", "email", metavar="EMAIL", help="Act as this person; else as the operator.")
@click.option(
    "--accept-warnings", is_flag=True, help="Approve it even though there are new warnings."
)
@UNDECIDED
def approve(version: int, email: str | None, **terms: Unpack[Acceptance]) -> None:
    """Makes a waiting version live, as the second person (CASELANE_APPROVAL=1).

    The version is checked again: rules, scenarios and the live version may have changed since it
    was proposed.
    """
    with open_app() as app:
        say_version(app.deployment.approve(person_of(app, email), version, **terms))


@main.group("lifecycle")
def lifecycle_group() -> None:
    """Lifecycles: which processes new cases start on."""


@command(lifecycle_group, "list", "caselane lifecycle list")
@click.option("--as", "email", metavar="EMAIL", help="Act as this person; else as the operator.")
def lifecycle_list(email: str | None) -> None:
    """Lists all lifecycles, the default one first."""
    with open_app("check") as app:
        _say_lifecycles(app.deployment.lifecycles(person_of(app, email)))


@command(lifecycle_group, "intake", "caselane lifecycle intake returns none")
@click.argument("process")
@click.argument("intake", type=click.Choice(INTAKES))
@click.option("--as", "email", metavar="EMAIL", help="Act as this person; else as the operator.")
def lifecycle_intake(process: str, intake: IntakeState, email: str | None) -> None:
    """Makes a lifecycle the default one, puts it beside that, or takes it out of intake (none): its
    cases go on, and new ones do not start on it. With CASELANE_APPROVAL=1 a second person has to
    approve it."""
    with open_app() as app:
        person = person_of(app, email)
        version = app.deployment.set_intake(person, process, intake)
        if version.waiting:
            say_version(version)
        _say_lifecycles(app.deployment.lifecycles(person))


def _say_lifecycles(found: Iterable[Lifecycle]) -> None:
    for one in found:
        say(f"{one.intake:8} version {one.version}  {one.process}  {one.name}")


def say_version(version: Version) -> None:
    state = "waits for the approval of a second person" if version.waiting else "is live"
    say(f"Version {version.id} of '{version.process}' {state}.")
    if not version.waiting:
        click.echo(
            "  Running cases stay on theirs; `caselane migrate --plan` shows what would move."
        )
    for finding in version.findings:
        say(f"  accepted: {line_of(finding)}")
    for note in version.notes:
        say(f"  {note}")
