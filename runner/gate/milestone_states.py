"""What becomes of the milestones of a case that is only thought of: no table keeps them."""

from __future__ import annotations

from runner.bpmn import Diagram
from runner.model import Effect, Step

_ENDS = {"reached": "met", "missed": "missed", "ended": "not_reached"}


class MilestoneStates:
    """The states by name, as the tables of a real case have them: what was missed stays so."""

    def __init__(self, diagram: Diagram):
        self._elements = diagram.elements
        self.states: dict[str, str] = {}

    def note(self, step: Step) -> None:
        for timer in step.timers:
            if name := self._elements[timer.element].properties.get("milestone"):
                self.states.setdefault(name, "running")
        for occurrence in step.happened:
            for effect in occurrence.effects:
                self._note(effect)

    def _note(self, effect: Effect) -> None:
        if effect.kind in _ENDS and self.states.get(effect.name) in (None, "running"):
            self.states[effect.name] = _ENDS[effect.kind]
