"""Executable examples: what a case is expected to do, played on the real engine with a virtual
clock; what of a drawing the examples go through, and which faults planted into it they notice.

A scenario is written in TOML; `docs/scenarios.md` has an example and says what may stand in it.

Decision 0090.
"""

from runner.gate.scenarios.mutation import MutantResult, try_mutants
from runner.gate.scenarios.playing import (
    Played,
    play,
    play_all,
    play_those,
    uncovered,
)
from runner.gate.scenarios.rehearsing import Play, Turn, perform, recorded
from runner.gate.scenarios.scenario import (
    MORNING,
    Expected,
    Scenario,
    ScenarioStep,
    read_scenarios,
    read_step,
    scenarios_in,
)
from runner.gate.scenarios.writing import scenario_file, scenario_text

__all__ = [
    "MORNING",
    "Expected",
    "MutantResult",
    "Play",
    "Played",
    "Scenario",
    "ScenarioStep",
    "Turn",
    "perform",
    "play",
    "play_all",
    "play_those",
    "read_scenarios",
    "read_step",
    "recorded",
    "scenario_file",
    "scenario_text",
    "scenarios_in",
    "try_mutants",
    "uncovered",
]
