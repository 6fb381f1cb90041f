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

    def follow(self, first, *steps):
        """After the first wait steps and waits take turns. A step is an action, alone or with the
        field `n`, a message (`!name`), or hours that pass (a number); a wait is the tasks where the
        case stands, nothing where it is over."""
        assert self.waits_at == first.split()
        for step, waits in zip(steps[::2], steps[1::2], strict=True):
            if isinstance(step, int | float):
                self.let_time_pass_hours(step)
            elif isinstance(step, tuple):
                self.act(step[0], n=step[1])
            elif step.startswith("!"):
                self.deliver(step[1:])
            else:
                self.act(step)
            assert self.waits_at == waits.split(), step
            assert self.step.completed == (not waits)

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
