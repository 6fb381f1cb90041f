"""Playing a scenario on the real engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from runner.bpmn import Diagram
from runner.bpmn.calendar import Calendars
from runner.engine import Process
from runner.errors import CaselaneError
from runner.gate.scenarios.scenario import Scenario, ScenarioStep
from runner.gate.scenarios.stage import Stage


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a scenario: which elements and flows it went through, and, a sentence each,
    where it did not go as expected."""

    scenario: Scenario
    covered: frozenset[str]
    failures: tuple[str, ...] = ()

    @property
    def failure(self) -> str:
        """All failures in one text; '' when it went as expected."""
        return " ".join(self.failures)


def play_all(diagram: Diagram, scenarios: Iterable[Scenario], calendars: Calendars) -> list[Played]:
    """Plays those scenarios that are meant for a diagram. Raises DiagramError if it cannot run."""
    return play_those(Process(diagram, calendars), scenarios)


def play_those(process: Process, scenarios: Iterable[Scenario]) -> list[Played]:
    """The same for a process that is made already."""
    mine = [one for one in scenarios if one.process in ("", process.diagram.process)]
    return [play(process, scenario) for scenario in mine]


def play(process: Process, scenario: Scenario) -> Played:
    """Plays a scenario from its submission to its last step. It goes on after what was not
    expected, and ends at a step that is not possible."""
    stage = Stage(process, scenario.at)
    failures = tuple(_failures(stage, scenario))
    return Played(scenario, frozenset(stage.covered), failures)


def first_failure(process: Process, scenario: Scenario) -> str:
    """The first thing that does not go as expected; '' when everything does."""
    return next(_failures(Stage(process, scenario.at), scenario), "")


def _failures(stage: Stage, scenario: Scenario) -> Iterator[str]:
    for number, step in enumerate(scenario.steps):
        try:
            stage.do(step)
        except CaselaneError as error:
            left = len(scenario.steps) - number - 1
            rest = f"Not played after it: {left}." if left else ""
            yield _placed(f"{error} {rest}".rstrip(), number, step)
            return
        surprise = stage.surprise(step.then)
        if surprise:
            yield _placed(surprise, number, step)


def _placed(surprise: str, number: int, step: ScenarioStep) -> str:
    if number:
        return f"After step {number} ('{step}'): {surprise}"
    return f"After the submission: {surprise}"


def uncovered(diagram: Diagram, played: Iterable[Played]) -> frozenset[str]:
    """The elements and flows of a drawing that no scenario went through."""
    covered = {key for one in played for key in one.covered}
    return frozenset({*diagram.elements, *diagram.flows} - covered)
