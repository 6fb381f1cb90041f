"""Random walks that are modified on their way, and go on to the end as if nothing had been."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from runner import bpmn as diagrams
from runner.bpmn import WAITING_TASKS
from runner.engine import Process
from runner.errors import NotPossible
from runner.gate.soundness import known_wait_states
from runner.model import Modification
from tests.engine.corpus import BEYOND_STOCK, DRAWINGS
from tests.engine.lockstep import ENDING, Walker, walk


def known(step):
    """Without paths: a whole tree cannot tell an event that comes round to itself from a loop."""
    happened = tuple(replace(one, path=()) for one in step.happened)
    return replace(step, state=b"", happened=happened)


class Modified(Walker):
    """A case that is modified now and then; what is refused leaves it as it was. The same is done
    to twins that are kept alive, that keep their whole tree, and that move between two versions."""

    def __init__(self, drawn, calendars, data, files, rng):
        super().__init__(Process(diagrams.read(drawn, files), calendars, cache=0), calendars, data)
        self.rng, self.done, self.refused = rng, 0, 0
        self.twins = [
            Walker(Process(self.process.diagram, calendars, **how), calendars, data)
            for how in ({"cache": 10}, {"cache": 0, "compacting": False}, {"cache": 0})
        ]
        self.other = Process(diagrams.read(drawn + b"<!-- two -->", files), calendars, cache=0)

    def take(self, kind, name, values):
        for case in (super(), *self.twins):
            case.take(kind, name, values)

    def modify(self, wanted):
        possible = known_wait_states(self.process.compiled).__contains__
        found = []
        for case in (self, *self.twins):
            try:
                now, calendar = self.now, self.calendar
                case.step = case.process.modify(case.step.state, wanted, now, calendar, possible)
                found.append("")
            except NotPossible as error:
                found.append(str(error))
        assert len(set(found)) == 1, found
        self.done, self.refused = self.done + (not found[0]), self.refused + bool(found[0])

    def compare(self):
        if not self.step.completed and self.rng.random() < 0.5:
            self.modify(self.some())
        alive, whole, moving = self.twins
        assert alive.step == self.step
        assert known(whole.step) == known(self.step)
        self._migrate(moving)

    def _migrate(self, case):
        """Its twin goes to a version that is drawn alike, and waits there as the case does."""
        if self.step.completed:
            return
        old, case.process, self.other = case.process, self.other, case.process
        mapping = case.process.mapping_from(old, {}, lambda state: False)
        case.step = case.process.migrate(case.step.state, old, mapping, self.now, self.calendar)
        mine, theirs = self.step, case.step
        assert [task.element for task in mine.tasks] == [task.element for task in theirs.tasks]
        assert (mine.status, mine.timers, mine.messages) == (
            theirs.status, theirs.timers, theirs.messages,
        )  # fmt: skip

    def some(self):
        """Something that may be possible."""
        rng, step = self.rng, self.step
        elements = self.process.diagram.elements.values()
        tasks = [element.id for element in elements if element.kind in WAITING_TASKS]
        here = [task.element for task in step.tasks] or tasks
        ways = [
            Modification("move", rng.choice(here), rng.choice(tasks)),
            Modification(
                "skip", rng.choice(here), rng.choice(["", *(o.action for o in step.offers)])
            ),
        ]
        for timer in step.timers:
            due = self.now + timedelta(hours=rng.randint(1, 100))
            ways += [Modification("retime", timer.element, due=due)]
            ways += [Modification("cancel", timer.element)]
        ways += [Modification("deliver", name) for name in step.messages if name not in ENDING]
        return rng.choice(ways)


def walked(drawn, calendars, data, files, seeds, length):
    """How many modifications were made, and how many were refused."""
    done = refused = 0
    for seed in seeds:
        rng = random.Random(seed)
        case = Modified(drawn, calendars, data, files, rng)
        walk(case, rng, length)
        done, refused = done + case.done, refused + case.refused
    return done, refused


@pytest.mark.parametrize("name", DRAWINGS | BEYOND_STOCK)
def test_a_case_that_is_modified_goes_on(name, calendars):
    drawn = (DRAWINGS | BEYOND_STOCK)[name]
    assert sum(walked(drawn, calendars, {}, {}, range(2), 10))


def test_the_lifecycle_modified_at_random(default_diagram, default_files, calendars):
    data = {"priority": "P1", "blocker_stands": False}
    done, refused = walked(default_diagram.data, calendars, data, default_files, range(8), 25)
    assert done > 20
    assert refused > 5
