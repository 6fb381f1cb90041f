"""How good the examples are: which of the faults that are planted into a drawing they notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from runner import bpmn as diagrams
from runner.bpmn import Diagram, Mutant
from runner.bpmn.calendar import Calendars
from runner.engine import Process
from runner.errors import CaselaneError
from runner.gate.scenarios.playing import Played, first_failure

GATE = "gate"
"""Who catches a mutant that cannot even be read or run."""


@dataclass(frozen=True, slots=True)
class MutantResult:
    """A mutant, who caught it (`scenario`, `gate` or the name of another judge; '' for one that
    was not caught), and what gave it away."""

    mutant: Mutant
    caught_by: str = ""
    how: str = ""


Judge = Callable[[Diagram], str]
"""Says what is wrong with a diagram; '' when it sees nothing."""


def try_mutants(
    diagram: Diagram,
    planted: Iterable[Mutant],
    played: Sequence[Played],
    calendars: Calendars,
    judges: Mapping[str, Judge],
) -> Iterator[MutantResult]:
    """Tries mutants of a diagram: on the scenarios that were `played` on the diagram itself as
    expected, those first that go through where the fault is, and then before each judge."""
    scenarios = [one for one in played if not one.failure]
    for mutant in planted:
        yield _try(mutant, diagram, scenarios, calendars, judges)


def _try(
    mutant: Mutant,
    original: Diagram,
    played: Sequence[Played],
    calendars: Calendars,
    judges: Mapping[str, Judge],
) -> MutantResult:
    try:
        diagram = diagrams.read(mutant.data, original.files, original.process, diagrams.LET_IN)
        process = Process(diagram, calendars)
    except CaselaneError as error:
        return MutantResult(mutant, GATE, str(error))
    for one in sorted(played, key=lambda one: mutant.at not in one.covered):
        failure = first_failure(process, one.scenario)
        if failure:
            return MutantResult(mutant, "scenario", f"{one.scenario.name}. {failure}")
    for name, judge in judges.items():
        says = judge(diagram)
        if says:
            return MutantResult(mutant, name, says)
    return MutantResult(mutant)
