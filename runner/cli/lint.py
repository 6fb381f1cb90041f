"""Checking diagrams."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click
import orjson

from runner.bpmn import Diagram
from runner.bpmn.files import calendars_of, diagram_limits
from runner.bpmn.package import installed_files, read_package
from runner.bpmn.render import Overlays, VisitOverlay, draw
from runner.cli.group import (
    command,
    counted,
    line_of,
    main,
    say,
    write,
)
from runner.clock import SystemClock
from runner.config import SCENARIOS, read_settings
from runner.deployment.completion import complete
from runner.gate.check import Gate
from runner.gate.lint import Profile, sarif
from runner.model import Finding

SARIF = click.option(
    "--sarif",
    "log",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the findings as SARIF 2.1.0, beside what is printed.",
)


@command(main, "lint", "caselane lint workflows/case_lifecycle.bpmn")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True))
@click.option(
    "--profile",
    type=click.Choice(["lifecycle", "engine"]),
    default="lifecycle",
    show_default=True,
    help="engine: whether it runs here; lifecycle: also whether it describes a case.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
)
@click.option("--process", metavar="ID", help="The process to check, where a file holds several.")
@SARIF
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="SVG",
    help="Draw the findings of one FILE, with the path to the first.",
)
def lint(
    files: tuple[str, ...],
    profile: Profile,
    output_format: str,
    process: str | None,
    log: Path | None,
    picture: Path | None,
) -> None:
    """Checks diagrams, or packages in folders and zips, and lists the findings. Exit code 0: no
    error; 1: errors; 2: wrong usage.

    No desk is asked. What one adds, the version before, its teams and its people, `caselane push
    --plan` says.
    """
    if picture and (len(files) > 1 or picture.suffix != ".svg"):
        raise click.UsageError(
            "--picture takes a name that ends with .svg, and works with one FILE."
        )
    found = []
    for name in files:
        diagram, findings = checked(name, profile, process)
        found += [(file_of(name, finding), finding) for finding in findings]
        if picture:
            _draw(picture, diagram, findings)
    if log:
        write(log, sarif_of(found))
    errors = sum(finding.severity == "error" for _, finding in found)
    if output_format == "json":
        told = [{**asdict(finding), "file": file} for file, finding in found]
        click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    elif output_format == "sarif":
        click.echo(sarif_of(found))
    else:
        for file, finding in found:
            say(f"{file}:{'' if finding.line else ' '}{line_of(finding)}")
        warnings = counted(len(found) - errors, "warning")
        say(f"{counted(errors, 'error')}, {warnings} in {counted(len(files), 'file')}")
    sys.exit(errors > 0)


def sarif_of(found: Iterable[tuple[str, Finding]]) -> bytes:
    """A log of findings, each with the file it is in."""
    return orjson.dumps(sarif(found), option=orjson.OPT_INDENT_2)


def file_of(package: str, finding: Finding) -> str:
    """The file that a finding is in: the diagram, or what lies beside it."""
    path = Path(package)
    beside = path if path.is_dir() else path.parent
    diagram = next(beside.glob("*.bpmn"), path) if path.is_dir() else path
    places = [beside / finding.file, beside / SCENARIOS / finding.file] if finding.file else []
    return str(next((place for place in places if place.is_file()), diagram))


def checked(
    file: str, profile: Profile, process: str | None = None
) -> tuple[Diagram | None, list[Finding]]:
    """A diagram, where it can be read, and what the gate says of it with the tables, forms,
    policies and scenarios beside it."""
    settings, path = read_settings(), Path(file)
    gate = Gate(calendars_of(settings), SystemClock(), diagram_limits(settings))
    package = replace(read_package(path), process=process)
    whole, _ = complete(package, None, installed_files(settings.workflow_dir))  # as deploying does
    return gate.check(whole, profile)


def _draw(target: Path, diagram: Diagram | None, findings: Sequence[Finding]) -> None:
    """The diagram with its findings as overlays, and the path of the first that has one."""
    if diagram is None:
        click.echo("There is no picture: the diagram cannot be read.", err=True)
        return
    found: dict[str, list[str]] = {}
    for finding in findings:
        found.setdefault(finding.element, []).append(finding.rule)
    way = next((finding.path for finding in findings if finding.path), ())
    overlays = Overlays(
        path=tuple(map(VisitOverlay, way)),
        findings={key: ", ".join(dict.fromkeys(rules)) for key, rules in found.items()},
    )
    write(target, draw(diagram, overlays).encode())
