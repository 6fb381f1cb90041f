"""The promises of the diagram, and how past cases kept them."""

from __future__ import annotations

import sys

import click

from runner.cli.application import open_app
from runner.cli.group import command, main, say


@command(main, "conformance", "caselane conformance")
def conformance() -> None:
    """Says how every case kept the promises of its diagram (policies.toml). Exit code 1: some did
    not.

    Promises about what is possible (always, within) are for the diagram alone: no history says what
    could have happened.
    """
    with open_app() as app:
        found = app.reports.conformance()
    for kept in found:
        how = f"{kept.broken:,} of {kept.cases:,} cases broke it"
        say(f"{kept.name:30} {how if kept.checked else 'not for cases':30} {kept.promise}")
        for number, what in kept.examples:
            say(f"  {number}: {what}")
    if not found:
        click.echo("There are no cases, or their diagrams make no promises.")
    sys.exit(any(kept.broken for kept in found))
