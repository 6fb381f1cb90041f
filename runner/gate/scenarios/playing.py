"""Playing a scenario on the real engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from runner.bpmn import Diagram, forms
from runner.calendar import Calendars, parse_duration
from runner.engine import Process
from runner.errors import CaselaneError
from runner.gate.scenarios.scenario import Expected, Scenario, ScenarioStep
from runner.model import DEFAULT_PRIORITY, Occurrence, Step


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
    stage = _Stage(process, scenario)
    failures = tuple(_failures(stage, scenario))
    return Played(scenario, frozenset(stage.covered), failures)


def first_failure(process: Process, scenario: Scenario) -> str:
    """The first thing that does not go as expected; '' when everything does."""
    return next(_failures(_Stage(process, scenario), scenario), "")


def _failures(stage: _Stage, scenario: Scenario) -> Iterator[str]:
    for number, step in enumerate(scenario.steps):
        where = f"After step {number} ({step})" if number else "After the submission"
        try:
            stage.do(step)
        except CaselaneError as error:
            left = len(scenario.steps) - number - 1
            rest = f"The {_steps(left)} after it could not be played." if left else ""
            yield f"{where}: {error} {rest}".rstrip()
            return
        surprise = stage.surprise(step.then)
        if surprise:
            yield f"{where}: {surprise}"


def _steps(number: int) -> str:
    return "step" if number == 1 else f"{number} steps"


class _Stage:
    """One case while its scenario is played."""

    def __init__(self, process: Process, scenario: Scenario):
        self._process = process
        self._calendar = process.calendars.default
        self._now = scenario.at
        self._step: Step | None = None
        self._flags: dict[str, None] = {}
        self._milestones: dict[str, str] = {}
        self._resolution = ""
        self._told: dict[str, str] = {}
        self.covered: set[str] = set()

    def do(self, step: ScenarioStep) -> None:
        self._told = {}
        self._step = self._played(step)
        for timer in self._step.timers:
            name = self._process.diagram.elements[timer.element].properties.get("milestone")
            if name:
                self._milestones.setdefault(name, "running")
        for happening in self._step.happened:
            self._note(happening)

    def _played(self, step: ScenarioStep) -> Step:
        if step.kind == "submit":
            facts = {"priority": DEFAULT_PRIORITY, **step.values}
            return self._process.start(facts, self._now, self._calendar)
        assert self._step is not None
        state = self._step.state
        if step.kind in ("wait", "until"):
            self._now = self._later(step)
            return self._process.wake(state, self._now, self._calendar)
        if step.kind == "change":
            return self._process.revise(state, step.values, self._now, self._calendar)
        if step.kind == "event":
            return self._process.deliver(state, step.what, step.values, self._now, self._calendar)
        values = self._filled_in(step)
        return self._process.act(state, step.what, values, self._now, self._calendar)

    def _later(self, step: ScenarioStep) -> datetime:
        if step.kind == "until":
            return max(self._now, step.what)
        duration = parse_duration(step.what)
        if step.business:
            return self._calendar.due(self._now, duration)
        return duration.elapsed_from(self._now)

    def _filled_in(self, step: ScenarioStep) -> dict[str, Any]:
        """The form of an action as a person would hand it in; one that is not offered has none, and
        the engine says why."""
        assert self._step is not None
        offered = {
            (offer.action, offer.audience, offer.element)
            for offer in self._step.offers
            if step.by in (None, offer.audience)
        }
        drawn = [a for a in self._process.compiled.actions if a.id == step.what]
        action = next((a for a in drawn if (a.id, a.audience, a.task) in offered), None)
        if action is None and step.by and any(o.action == step.what for o in self._step.offers):
            raise CaselaneError(f"'{step.what}' is not offered to {step.by}.")
        form = action.form if action else None
        return forms.submit(form, forms.sample(form or {}, step.values))

    def _note(self, happening: Occurrence) -> None:
        self.covered.update(filter(None, (happening.element, *happening.path)))
        self._resolution = happening.resolution or self._resolution
        for effect in happening.effects:
            if effect.kind == "flag":
                self._flags[effect.name] = None
            elif effect.kind == "unflag":
                self._flags.pop(effect.name, None)
            elif effect.kind == "notify":
                self._told[effect.element] = str(effect.details.get("to", ""))
            elif effect.kind in _ENDS and self._milestones.get(effect.name) in (None, "running"):
                self._milestones[effect.name] = _ENDS[effect.kind]

    def surprise(self, then: Expected) -> str:
        """How the case differs from what was expected; '' when it does not."""
        step = self._step
        assert step is not None
        offered = {offer.action for offer in step.offers}
        due = {timer.element: timer.at for timer in step.timers}
        compared = [
            ("the status", then.status, step.status),
            ("closed", then.closed, step.completed),
            ("the resolution", then.resolution, self._resolution),
            ("the flags", None if then.flags is None else sorted(then.flags), sorted(self._flags)),
            *(
                (f"the milestone '{name}'", state, self._milestones.get(name))
                for name, state in then.milestones.items()
            ),
            *((f"'{name}' due", at, due.get(name)) for name, at in then.due.items()),
        ]
        found = [
            f"{what} is {_shown(real)}, not {_shown(wanted)}"
            for what, wanted, real in compared
            if wanted is not None and wanted != real
        ]
        found += [f"'{action}' is not offered" for action in then.can if action not in offered]
        found += [f"'{action}' is offered" for action in then.cannot if action in offered]
        found += _notified(dict(then.notified), self._told)
        return "; ".join(found) + "." if found else ""


_ENDS = {"reached": "met", "missed": "missed", "ended": "not_reached"}


def _notified(wanted: Mapping[str, str], told: Mapping[str, str]) -> Iterable[str]:
    for element in {**wanted, **told}:
        if element not in told:
            yield f"'{element}' sent no notification"
        elif element not in wanted:
            yield f"'{element}' notified {told[element]}, which was not expected"
        elif wanted[element] != told[element]:
            yield f"'{element}' notified {told[element]}, not {wanted[element]}"


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return "nothing" if value is None or value == [] else str(value)


def uncovered(diagram: Diagram, played: Iterable[Played]) -> frozenset[str]:
    """The elements and flows of a drawing that no scenario went through."""
    covered = {key for one in played for key in one.covered}
    return frozenset({*diagram.elements, *diagram.flows} - covered)
