"""The policies of the diagram, and how past cases kept them."""

from __future__ import annotations

import sys

import click

from runner.cli.application import open_app
from runner.cli.group import command, counted, main, say
from runner.insight.reports import VersionConformance


@command(main, "conformance", "caselane conformance")
def conformance() -> None:
    """Reports how past cases kept the policies of their diagrams (policies.toml). Exit code 1: at
    least one policy was broken.

    Policies about what is possible (always, within) are checked on the diagram alone: a history
    does not say what could have happened. Cases are counted by version; those on a version that
    promises nothing are named.
    """
    with open_app("check") as app:
        found = app.reports.conformance()
    for kept in found.policies:
        how = f"{kept.broken:,} of {kept.cases:,} cases broke it"
        say(f"{kept.name:30} {how if kept.checked else 'not for cases':30} {kept.sentence}")
        for one in kept.examples:
            say(f"  {one.number}: {one.what} (version {one.step.version_id})")
    for version in found.versions:
        say(_line(version))
    if not found.versions:
        click.echo("There are no cases.")
    sys.exit(any(kept.broken for kept in found.policies))


def _line(version: VersionConformance) -> str:
    cases = counted(version.cases, "case")
    if version.policies:
        policies = "policy" if version.policies == 1 else "policies"
        return f"Version {version.version_id}: {cases}, {version.policies} {policies}"
    more = version.cases - len(version.named)
    named = ", ".join(version.named) + (f" and {more:,} more" if more else "")
    return f"Version {version.version_id} promises nothing: {cases} ({named})"
