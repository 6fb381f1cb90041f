"""The policies of the diagram, and how past cases kept them."""

from __future__ import annotations

import sys

import click

from runner.cli.application import open_app
from runner.cli.group import command, main, say


@command(main, "conformance", "caselane conformance")
def conformance() -> None:
    """Reports how past cases kept the policies of their diagrams (policies.toml). Exit code 1: at
    least one policy was broken.

    Policies about what is possible (always, within) are checked on the diagram alone: a history
    does not say what could have happened.
    """
    with open_app() as app:
        found = app.reports.conformance()
    for kept in found:
        how = f"{kept.broken:,} of {kept.cases:,} cases broke it"
        say(f"{kept.name:30} {how if kept.checked else 'not for cases':30} {kept.sentence}")
        for number, what in kept.examples:
            say(f"  {number}: {what}")
    if not found:
        click.echo("There are no cases, or their diagrams have no policies.")
    sys.exit(any(kept.broken for kept in found))
