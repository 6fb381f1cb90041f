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
from runner.gate.scenarios.scenario import (
    Expected,
    Scenario,
    ScenarioStep,
    read_scenarios,
    scenarios_in,
)

__all__ = [
    "Expected",
    "MutantResult",
    "Played",
    "Scenario",
    "ScenarioStep",
    "play",
    "play_all",
    "play_those",
    "read_scenarios",
    "scenarios_in",
    "try_mutants",
    "uncovered",
]
