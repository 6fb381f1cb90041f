"""The same case on several engines at once: a step is taken on all of them, and compared."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from runner.engine import Process, codec
from runner.errors import Stuck
from tests.engine.blocks import hear
from tests.engine.scopes import Thrown
from tests.engine.stock import StockCase, stock_clock, view

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

ENDING = {"customer_closes", "accept_solution", "agree_closing", "record_agreement"}
"""What closes a case of the lifecycle: taken rarely, so that walks are long."""


def values_for(form, rng):
    """Something to fill a form with."""
    kinds = {name: what.get("type") for name, what in (form or {}).get("properties", {}).items()}
    values = {}
    for name, kind in kinds.items():
        if kind == "integer":
            values[name] = rng.randint(0, 3)
        elif kind == "array":
            values[name] = [rng.randint(0, 9) for _ in range(rng.randint(0, 3))]
        elif kind == "boolean":
            values[name] = rng.random() < 0.5
    return values


class Walker:
    """One case on our engine, taking random steps."""

    def __init__(self, process, calendars, data):
        self.process, self.calendar, self.now = process, calendars["always"], NOON
        self.step = process.start(data, NOON, self.calendar)

    def moves(self, rng):
        """What could happen next: kind and name of each."""
        offers = {offer.action for offer in self.step.offers}
        if rng.random() < 0.9 and offers - ENDING:
            offers -= ENDING
        moves = [("act", name) for name in sorted(offers)]
        moves += [("deliver", name) for name in self.step.messages if name not in ENDING]
        return moves + [("wait", "")] * bool(self.step.timers)

    def values(self, kind, name, rng):
        form = {"properties": {"n": {"type": "integer"}}} if kind == "deliver" else None
        if kind == "act":
            form = next(a for a in self.process.compiled.actions if a.id == name).form
        return values_for(form, rng)

    def take(self, kind, name, values):
        process, state = self.process, self.step.state
        if kind == "wait":
            until = max(self.now, self.step.next_due) + timedelta(microseconds=1)
            self.let_time_pass(until - self.now)
        else:
            change = process.act if kind == "act" else process.deliver
            self.step = change(state, name, values, self.now, self.calendar)

    def let_time_pass(self, by):
        self.now += by
        self.step = self.process.wake(self.step.state, self.now, self.calendar)


HEARD_ONCE = {"blocker_cleared"}
"""A message of the lifecycle that an event on a border hears without interrupting: the stock engine
hears it once, and leaves the event waiting when its activity is over (test_deviations)."""


class WithStock(Walker):
    """The same case on the stock engine, in memory and never saved; ours is saved and restored."""

    def __init__(self, process, calendars, data, move_stock_clock):
        super().__init__(process, calendars, data)
        self.move_stock_clock = move_stock_clock
        self.theirs = StockCase(process.diagram, {**data, "submitted_at": NOON.isoformat()})

    def moves(self, rng):
        return [(kind, name) for kind, name in super().moves(rng) if name not in HEARD_ONCE]

    def compare(self):
        ours = codec.load(self.step.state, self.process._empty)
        assert codec.dump(ours) == self.step.state
        mine = view(ours.all_tasks(), bool(ours.completed), ours.data)
        stock = self.theirs.workflow
        assert mine == view(self.theirs.tasks(), bool(stock.completed), stock.data)

    def take(self, kind, name, values):
        drawing = self.process.compiled
        place = next((a for a in drawing.actions if a.id == name), None) if kind == "act" else None
        if place and place.message is not None:
            kind, name = "deliver", place.message
        super().take(kind, name, values)
        kept = drawing.routing(values)
        if kind == "deliver":
            # The stock engine knows nothing of forms that set variables.
            forms = {"blocker_stands": False} if name == "blocker_cleared" else {}
            self.theirs.send(name, {**forms, **kept})
        elif place is not None:
            spec = next(t.task_spec.name for t in self.theirs.tasks()
                        if t.task_spec.manual and t.state == 16 and t.task_spec.bpmn_id == place.element)  # fmt: skip
            values = {**drawing.constants(place.form), **kept, "outcome": name}
            self.theirs.complete(spec, values)

    def let_time_pass(self, by):
        super().let_time_pass(by)
        self.move_stock_clock(self.now)
        self.theirs.tick()


class WithTokenGame(Walker):
    """The same case as tokens in the blocks that the drawing was made of."""

    def __init__(self, process, calendars, block):
        super().__init__(process, calendars, {})
        self.tokens, self.done = block.begin(), False

    def moves(self, rng):
        """Time stands still: the game knows of no timers."""
        return [(kind, name) for kind, name in super().moves(rng) if kind != "wait"]

    def take(self, kind, name, values):
        super().take(kind, name, values)
        if kind == "deliver":
            hear(self.tokens, name)
        else:
            task = next(a.element for a in self.process.compiled.actions if a.id == name)
            try:
                self.done = self.tokens.act(task, name, next(iter(values.values()), None))
            except Thrown as thrown:
                if thrown.kind != "escalation":  # one that nothing catches is over
                    raise

    def compare(self):
        assert self.step.completed == self.done
        waits_at = [] if self.done else [task for task, _ in self.tokens.waits()]
        assert sorted(task.element for task in self.step.tasks) == sorted(waits_at)


class WithOurselves:
    """The same case compacted and restored, compacted and kept alive, and with its whole tree."""

    def __init__(self, diagram, calendars, data):
        self.cases = [
            Walker(Process(diagram, calendars, compacting=compacting, cache=cache), calendars, data)
            for compacting, cache in ((True, 0), (True, 10), (False, 0))
        ]
        self.process = self.cases[0].process
        self.refused: list[str] = []

    def moves(self, rng):
        return self.cases[0].moves(rng)

    def values(self, kind, name, rng):
        return self.cases[0].values(kind, name, rng)

    def take(self, kind, name, values):
        """A step that one refuses is refused by all, and leaves them as they were."""
        for case in self.cases:
            try:
                case.take(kind, name, values)
            except Stuck as error:
                self.refused.append(str(error))
        assert len(self.refused) % len(self.cases) == 0

    def compare(self):
        restored, live, whole = (case.step for case in self.cases)
        assert restored == live
        assert replace(restored, state=b"") == replace(whole, state=b"")


def walk(case, rng, length):
    """Takes up to `length` random steps, and compares after each. Returns how many it took before
    there was nothing more to do, or a step was refused because it would have stranded the case."""
    case.compare()
    for taken in range(length):
        moves = case.moves(rng)
        if not moves:
            return taken
        kind, name = rng.choice(moves)
        try:
            case.take(kind, name, case.values(kind, name, rng))
        except Stuck:
            return taken
        case.compare()
    return length


def walk_with_stock(process, calendars, data, seed, length):
    with stock_clock(NOON) as move:
        return walk(WithStock(process, calendars, data, move), random.Random(seed), length)


def walk_with_token_game(process, calendars, block, seed, length):
    return walk(WithTokenGame(process, calendars, block), random.Random(seed), length)


def walk_with_ourselves(diagram, calendars, data, seed, length):
    return walk(WithOurselves(diagram, calendars, data), random.Random(seed), length)
