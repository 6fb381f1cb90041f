"""A case on the bare engine, driven in sentences."""

from __future__ import annotations

from datetime import timedelta

from runner import bpmn as diagrams
from runner.engine import Process
from tests.conftest import ROOT
from tests.drawings import bpmn
from tests.engine.lockstep import Walker

FIDELITY = ROOT / "tests" / "data" / "fidelity"


class Walked(Walker):
    """A case on the bare engine, driven in sentences."""

    def act(self, action, **values):
        self.take("act", action, values)
        return self

    def deliver(self, name, **values):
        self.take("deliver", name, values)
        return self

    def let_time_pass_hours(self, hours):
        self.let_time_pass(timedelta(hours=hours))

    @property
    def waits_at(self):
        return sorted(task.element for task in self.step.tasks)

    @property
    def notified(self):
        effects = [effect for happened in self.step.happened for effect in happened.effects]
        return [effect.element for effect in effects if effect.kind == "notify"]


def drawn(calendars, *parts, **more):
    return Walked(Process(diagrams.read(bpmn(*parts, **more)), calendars, cache=0), calendars, {})


def fidelity(calendars, name):
    data = (FIDELITY / f"{name}.bpmn").read_bytes()
    return Walked(Process(diagrams.read(data), calendars, cache=0), calendars, {})
