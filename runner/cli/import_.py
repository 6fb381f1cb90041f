"""Importing diagrams of other tools, and sketches."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from runner.bpmn import importing
from runner.bpmn.files import diagram_limits
from runner.bpmn.package import read_package
from runner.cli.group import (
    command,
    line_of,
    main,
    say,
    write,
)
from runner.cli.lint import checked
from runner.config import read_settings


@command(main, "import", "caselane import sketch.bpmn --output support.bpmn")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--output", type=click.Path(dir_okay=False), help="The file to write; else FILE.imported.bpmn."
)
@click.option(
    "--process", help="The id or the name of the process to import, where the file holds several."
)
@click.option(
    "--time",
    default="",
    help="How long timers wait whose time is missing or cannot be read, such as P1D.",
)
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def import_diagram(
    file: str, output: str | None, process: str | None, time: str, yes: bool
) -> None:
    """Makes a diagram of another tool, or a sketch, run here, and lists every change.

    FILE is not changed. What cannot be mended without guessing is left to you: the findings about
    the new file are printed. Exit code 0: it can be deployed; 1: not yet.
    """
    path = Path(file)
    target = Path(output) if output else path.with_suffix(".imported.bpmn")
    if target.exists() and target.samefile(path):
        raise click.UsageError("--output is FILE itself, which is not changed: name another file.")
    package = read_package(path)
    limits = diagram_limits(read_settings())
    imported = importing.import_diagram(package.data, process, limits, time, package.files)
    asked = [change for change in imported.changes if change.asks]
    made = [change for change in imported.changes if not change.asks]
    for change in made:
        say(f"  {change.sentence}")
    say(f"{len(made)} changes")
    if asked:
        say("To be filled in:")
    for change in asked:
        say(f"  {change.sentence}")
    if made and not yes:
        click.confirm("Is that what you mean?", abort=True)
    write(target, imported.data)
    say(f"Written to {target}")
    _, found = checked(str(target), "lifecycle")
    for finding in found:
        say(line_of(finding))
    sys.exit(any(finding.severity == "error" for finding in found))
