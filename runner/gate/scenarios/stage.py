"""One case on the real engine, with a clock that only its steps move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from runner.bpmn import forms
from runner.bpmn.calendar import parse_duration
from runner.clock import is_sane
from runner.engine import Process
from runner.errors import CaselaneError
from runner.gate.milestone_states import MilestoneStates
from runner.gate.scenarios.scenario import Expected, ScenarioStep
from runner.model import DEFAULT_PRIORITY, Occurrence, Step


class Stage:
    """One case while its steps are played. `now` is the time there, `step` what the engine said
    last, `covered` the elements and flows that tokens went through."""

    def __init__(self, process: Process, at: datetime):
        self._process = process
        self._calendar = process.calendars.default
        self.now = at
        self.step: Step | None = None
        self._flags: dict[str, None] = {}
        self._milestones = MilestoneStates(process.diagram)
        self._resolution = ""
        self._told: dict[str, str] = {}
        self.covered: set[str] = set()

    def do(self, step: ScenarioStep) -> None:
        """Raises what the engine raises for a step that is not possible, and InvalidInput for a
        form that is filled in wrongly."""
        self._told = {}
        self.step = self._played(step)
        self._milestones.note(self.step)
        for happening in self.step.happened:
            self._note(happening)

    def _played(self, step: ScenarioStep) -> Step:
        if step.kind == "submit":
            _check_sane(self.now)
            facts = {"priority": DEFAULT_PRIORITY, **step.values, **self._asked(step)}
            return self._process.start(facts, self.now, self._calendar)
        assert self.step is not None
        state = self.step.state
        if step.kind in ("wait", "until"):
            self.now = _check_sane(self._later(step))
            return self._process.wake(state, self.now, self._calendar)
        if step.kind == "change":
            return self._process.revise(state, step.values, self.now, self._calendar)
        if step.kind == "event":
            return self._process.deliver(state, step.what, step.values, self.now, self._calendar)
        values = self._filled_in(step)
        return self._process.act(state, step.what, values, self.now, self._calendar)

    def _asked(self, step: ScenarioStep) -> dict[str, Any]:
        """The form of the start event as the one who opens the case would hand it in."""
        form = self._process.diagram.start_form or {}
        known = forms.fields(form)
        return forms.submit(form, {k: v for k, v in step.values.items() if k in known})

    def _later(self, step: ScenarioStep) -> datetime:
        if step.kind == "until":
            return max(self.now, step.what)
        duration = parse_duration(step.what)
        if step.business:
            return self._calendar.due(self.now, duration)
        return duration.elapsed_from(self.now)

    def _filled_in(self, step: ScenarioStep) -> dict[str, Any]:
        """The form of an action as a person would hand it in; one that is not offered has none, and
        the engine says why."""
        assert self.step is not None
        for_them = (offer for offer in self.step.offers if step.by in (None, offer.audience))
        offered = self._process.compiled.offered(for_them)
        action = next((one for one in offered if one.id == step.what), None)
        if action is None and step.by and any(o.action == step.what for o in self.step.offers):
            raise CaselaneError(f"'{step.what}' is not offered to '{step.by}'.")
        form = action.form if action else None
        return forms.submit(form, forms.sample(form or {}, step.values))

    def standing(self) -> Expected:
        """All that holds now, as a scenario would ask for it."""
        step = self.step
        assert step is not None
        return Expected(
            status=step.status,
            closed=step.completed,
            resolution=self._resolution,
            flags=tuple(self._flags),
            due={timer.element: timer.at for timer in step.timers},
            milestones=dict(self._milestones.states),
            notified=dict(self._told),
        )

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

    def surprise(self, then: Expected) -> str:
        """How the case differs from what was expected; '' when it does not."""
        assert self.step is not None
        offered = {offer.action for offer in self.step.offers}
        now = self.standing()
        compared = [
            ("the status", then.status, now.status),
            ("the resolution", then.resolution, now.resolution),
        ]
        found = []
        if then.closed is not None and then.closed != now.closed:
            found.append("the case is over" if now.closed else "the case is not over")
        found += [
            f"{what} is {_shown(real)} instead of {_shown(wanted)}"
            for what, wanted, real in compared
            if wanted is not None and wanted != real
        ]
        if then.flags is not None and sorted(then.flags) != sorted(now.flags or ()):
            found.append(f"the flags are {_listed(now.flags)} instead of {_listed(then.flags)}")
        found += [
            f"the timer '{name}' is due {_instant(real)} instead of {_instant(wanted)}"
            for name, wanted in then.due.items()
            if (real := now.due.get(name)) != wanted
        ]
        found += [
            f"the milestone '{name}' is {_state(real)} instead of {_state(wanted)}"
            for name, wanted in then.milestones.items()
            if (real := now.milestones.get(name)) != wanted
        ]
        found += [f"'{action}' is not offered" for action in then.can if action not in offered]
        found += [f"'{action}' is offered" for action in then.cannot if action in offered]
        found += _notified(dict(then.notified), self._told)
        return "; ".join(found) + "." if found else ""


def _check_sane(instant: datetime) -> datetime:
    if not is_sane(instant):
        raise CaselaneError(f"The year {instant.year} is too far away to be played.")
    return instant


def _notified(wanted: Mapping[str, str], told: Mapping[str, str]) -> Iterable[str]:
    for element in {**wanted, **told}:
        if element not in told:
            yield f"'{element}' sent no notification"
        elif element not in wanted:
            yield f"'{element}' notified '{told[element]}', which was not expected"
        elif wanted[element] != told[element]:
            yield f"'{element}' notified '{told[element]}' instead of '{wanted[element]}'"


def _state(milestone: str | None) -> str:
    """A word, which has another one in other languages; no name, which would be quoted."""
    return (milestone or "not begun").replace("_", " ")


def _shown(value: str | None) -> str:
    return f"'{value}'" if value else "empty"


def _listed(names: Iterable[str] | None) -> str:
    return ", ".join(map(_shown, sorted(names or ()))) or "empty"


def _instant(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if at else "not at all"
