"""Playing scenarios."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from runner.bpmn import Diagram, mutants_of, read
from runner.bpmn.calendar import Calendars
from runner.bpmn.files import calendars_in, calendars_of, diagram_limits, is_scenario
from runner.bpmn.package import read_package, scenario_texts
from runner.bpmn.render import Overlays, VisitOverlay, draw
from runner.cli.group import (
    command,
    counted,
    main,
    say,
    write,
)
from runner.clock import SystemClock
from runner.config import DEFAULT_DIAGRAM, read_settings
from runner.errors import ConfigError
from runner.gate.check import Gate
from runner.gate.scenarios import (
    MutantResult,
    Played,
    Scenario,
    play_all,
    read_scenarios,
    try_mutants,
    uncovered,
)


@command(main, "play", "caselane play my_lifecycle.bpmn --mutants --picture covered.svg")
@click.argument("file", required=False, type=click.Path(exists=True))
@click.option(
    "--scenarios",
    "folder",
    type=click.Path(exists=True, file_okay=False),
    help="The folder of the scenarios; else `scenarios` beside the diagram.",
)
@click.option(
    "--mutants",
    "with_mutants",
    is_flag=True,
    help="Also play changed copies of the diagram, and list those that pass unnoticed.",
)
@click.option("--picture", type=click.Path(dir_okay=False), help="Write an SVG with the coverage.")
def play_scenarios(
    file: str | None, folder: str | None, with_mutants: bool, picture: str | None
) -> None:
    """Plays the scenarios of a diagram on the real engine, with a virtual clock.

    Without FILE, those of the diagram that comes with Caselane. Exit code 0: everything went as
    expected; 1: something did not.
    """
    settings = read_settings()
    path = Path(file) if file else settings.workflow_dir / DEFAULT_DIAGRAM
    package = read_package(path)
    calendars = calendars_in(package.files, calendars_of(settings))
    diagram = read(package.data, package.files, limits=diagram_limits(settings))
    scenarios, unreadable = _read(scenario_texts(Path(folder)) if folder else package.files)
    played = play_all(diagram, scenarios, calendars)
    for problem in unreadable:
        say(f"FAILED  {problem}")
    if not played and not unreadable:
        raise click.ClickException(f"There is no scenario for the process '{diagram.process}'.")
    _print_played(diagram, played)
    if picture:
        write(Path(picture), _picture(diagram, played).encode())
    if with_mutants:
        _print_trials(_tried(diagram, played, calendars))
    sys.exit(bool(unreadable) or any(one.failure for one in played))


def _read(files: Mapping[str, str]) -> tuple[list[Scenario], list[str]]:
    """The scenarios of those files that can be read, and what is wrong with the others."""
    found: list[Scenario] = []
    problems = []
    for name in sorted(filter(is_scenario, files)):
        try:
            found += read_scenarios(name, files[name])
        except ConfigError as error:
            problems.append(str(error))
    return found, problems


def _print_played(diagram: Diagram, played: Sequence[Played]) -> None:
    for one in played:
        say(f"{'FAILED' if one.failure else 'ok':6}  {one.scenario.name}")
        for failure in one.failures:
            say(f"        {failure}")
    failed = sum(bool(one.failure) for one in played)
    say(f"{counted(len(played), 'scenario')}, {failed} failed")
    missed = uncovered(diagram, played)
    for what, drawn in (("elements", diagram.elements), ("flows", diagram.flows)):
        here = sorted(missed & drawn.keys())
        say(f"{len(drawn) - len(here)} of {len(drawn)} {what} covered")
        for element_id in here:
            say(f"        not covered: {drawn[element_id].name or element_id} ({element_id})")


def _tried(diagram: Diagram, played: Sequence[Played], calendars: Calendars) -> list[MutantResult]:
    judges = {"gate": Gate(calendars, SystemClock()).error_in}
    found, planted = [], list(mutants_of(diagram))
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Playing mutants", total=len(planted))
        for result in try_mutants(diagram, planted, played, calendars, judges):
            found.append(result)
            bar.advance(task)
    return found


def _print_trials(tried: Sequence[MutantResult]) -> None:
    noticed = [result for result in tried if result.caught_by]
    say(f"{counted(len(tried), 'mutant')}, {len(noticed)} caught: {len(noticed) / len(tried):.1%}")
    for by in sorted({result.caught_by for result in noticed}):
        say(f"{sum(t.caught_by == by for t in noticed):8} by a {by}")
    for result in tried:
        if not result.caught_by:
            say(f"        not noticed: {result.mutant.sentence}")


def _picture(diagram: Diagram, played: Sequence[Played]) -> str:
    """The drawing with the flows that are covered as a path, and on each element the number of
    scenarios that go through it."""
    times = {key: sum(key in one.covered for one in played) for key in diagram.elements}
    path = tuple(
        VisitOverlay(key) for key in diagram.flows if any(key in one.covered for one in played)
    )
    return draw(diagram, Overlays(path=path, counts={key: n for key, n in times.items() if n}))
