"""A scenario played step by step, to be looked at: what each step brought about, and how the case
stands. Decision 0292."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from runner.engine import Process
from runner.errors import CaselaneError
from runner.gate.scenarios.scenario import Expected, Scenario, ScenarioStep
from runner.gate.scenarios.stage import Stage
from runner.model import Occurrence, Step

T = TypeVar("T")

MOST_STEPS = 100
"""Of one play, with its submission."""

MOST_OCCURRENCES = 1_000
"""So much may follow from all steps of one play, with its timers."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A step that was played: `at` is the time then, `happened` what followed, `then` all that held
    afterwards."""

    step: ScenarioStep
    at: datetime
    happened: tuple[Occurrence, ...]
    then: Expected


@dataclass(frozen=True, slots=True)
class Play:
    """`turns` are the steps that could be played, `state` is what the engine said after the last of
    them: None where not even the submission was possible. `problem` is why the step behind them was
    not; None where all were."""

    process: Process = field(repr=False)
    turns: tuple[Turn, ...]
    state: Step | None
    problem: CaselaneError | None = None

    @property
    def now(self) -> datetime:
        return self.turns[-1].at

    @property
    def happened(self) -> Iterator[Occurrence]:
        """All of it, in order."""
        return (one for turn in self.turns for one in turn.happened)

    @property
    def steps(self) -> tuple[ScenarioStep, ...]:
        return tuple(turn.step for turn in self.turns)


def perform(process: Process, scenario: Scenario) -> Play:
    """Plays steps until one is not possible, or more would follow than a play may hold."""
    stage, turns, happened = Stage(process, scenario.at), [], 0
    for step in scenario.steps:
        before = stage.step
        try:
            _check_number(len(turns), happened)
            stage.do(step)
        except CaselaneError as error:
            return Play(process, tuple(turns), before, error)
        assert stage.step is not None
        happened += len(stage.step.happened)
        turns.append(Turn(step, stage.now, stage.step.happened, stage.standing()))
    return Play(process, tuple(turns), stage.step)


def _check_number(steps: int, happened: int) -> None:
    if steps >= MOST_STEPS:
        raise CaselaneError(f"One play has at most {MOST_STEPS} steps. Step back, or begin anew.")
    if happened > MOST_OCCURRENCES:
        raise CaselaneError(
            f"More than {MOST_OCCURRENCES:,} things happened in this play. Step back, or begin "
            "anew."
        )


def recorded(play: Play, name: str) -> Scenario:
    """The steps of a play as a scenario, each with the status after it, whom it notified, and what
    else it changed."""
    steps, before = [], Expected()
    for turn in play.turns:
        steps.append(replace(turn.step, then=_news(turn.then, before)))
        before = turn.then
    return Scenario(name, play.process.diagram.process, tuple(steps), play.turns[0].at)


def _news(now: Expected, before: Expected) -> Expected:
    return Expected(
        status=now.status,
        closed=now.closed or None,
        resolution=now.resolution if now.resolution != (before.resolution or "") else None,
        flags=now.flags if now.flags != (before.flags or ()) else None,
        due=_changed(now.due, before.due),
        milestones=_changed(now.milestones, before.milestones),
        notified=now.notified,
    )


def _changed(now: Mapping[str, T], before: Mapping[str, T]) -> dict[str, T]:
    return {key: value for key, value in now.items() if before.get(key) != value}
