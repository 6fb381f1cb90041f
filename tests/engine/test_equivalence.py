"""Random walks in lock-step with the stock engine: ours is compacted, saved and restored after every
step, the stock one stays in memory. After each step both must wait for the same with the same data."""

import random
import re
from datetime import UTC, datetime, timedelta

import pytest

from runner import diagram as diagrams
from runner.engine import Process, codec
from runner.engine.specs import due_dates
from tests.drawings import (
    border,
    both,
    bpmn,
    catch,
    chain,
    either,
    end,
    first_event,
    flow,
    message,
    node,
    notify,
    start,
    sub,
    timer,
    user,
    xor,
)  # fmt: skip
from tests.engine.stock import StockCase, stock_clock, view

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

DRAWINGS = {
    "loop": bpmn(
        start(), xor("again"), user("work"), xor("choice"), end(),
        chain("start", "again", "work", "choice"),
        flow("choice", "again", "Again", id="again_please"), flow("choice", "end", "Done", id="done"),
    ),
    "parallel": bpmn(
        start(), both("split"), user("a"), user("b"), notify("tell"), both("join"), user("c"), end(),
        chain("start", "split", "a", "join", "c", "end"), chain("split", "b", "tell", "join"),
    ),
    "inclusive": bpmn(
        start(), user("ask", form={"type": "object", "properties": {"n": {"type": "integer"}}}),
        either("split", default="split_c"), user("a"), user("b"), user("c"), either("join"), end(),
        chain("start", "ask", "split"), flow("split", "a", when="n > 1"), flow("split", "b", when="n > 2"),
        flow("split", "c"), chain("a", "join"), chain("b", "join"), chain("c", "join", "end"),
    ),
    "sub-process": bpmn(
        start(),
        sub("inner", start("s"), user("a"), xor("x"), user("b"), end("e"), end("f"),
            chain("s", "a", "x"), flow("x", "b", "B", id="to_b"), flow("x", "e", "E", id="to_e"),
            chain("b", "f")),
        border("stop", "inner", message("stop")), border("late", "inner", timer("PT4H"), False),
        user("after"), notify("tell"), end(), end("end2"), end("end3"),
        chain("start", "inner", "after", "end"), chain("stop", "end2"), chain("late", "tell", "end3"),
        messages="stop",
    ),
    "first event": bpmn(
        start(), xor("again"), first_event("wait"), catch("got", message("answer")),
        catch("waited", timer("P1D")), user("read"), end(),
        chain("start", "again", "wait", "got", "read", "again"), chain("wait", "waited", "end"),
        messages="answer",
    ),
    "two borders": bpmn(
        start(), xor("again"), user("work"), border("called", "work", message("call")),
        border("soon", "work", timer("PT1H"), False), border("late", "work", timer("PT3H")),
        user("talk"), notify("warn"), user("hurry"), end(), end("warned"), xor("done"),
        chain("start", "again", "work", "done", "end"), chain("called", "talk", "again"),
        chain("soon", "warn", "warned"), chain("late", "hurry", "done"), messages="call",
    ),
    "called": bpmn(
        start(), node("callActivity", "call", calledElement="q"), user("after"), end(),
        chain("start", "call", "after", "end"),
        extra='<bpmn:process id="q">' + start("qs") + user("qa") + end("qe")
        + chain("qs", "qa", "qe") + "</bpmn:process>",
    ),
    "rounds": bpmn(
        start(),
        user("work", '<bpmn:standardLoopCharacteristics loopMaximum="4"/>'), user("after"), end(),
        chain("start", "work", "after", "end"),
    ),
    "many": bpmn(
        start(),
        user("each", '<bpmn:multiInstanceLoopCharacteristics isSequential="false">'
             "<bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"),
        user("one", '<bpmn:multiInstanceLoopCharacteristics isSequential="true">'
             "<bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"),
        end(), chain("start", "each", "one", "end"),
    ),
}  # fmt: skip


ENDING = {"customer_closes", "accept_solution", "agree_closing", "record_agreement"}
"""What closes a case: taken rarely, so that walks are long."""


class LockStep:
    """The same case twice."""

    def __init__(self, diagram, calendars, data, move_stock_clock):
        self.process = Process(diagram, calendars, cache=0)
        self.calendar, self.now = calendars["always"], NOON
        self.move_stock_clock = move_stock_clock
        self.theirs = StockCase(diagram, {**data, "submitted_at": NOON.isoformat()})
        self.step = self.process.start(data, NOON, self.calendar)

    def compare(self):
        ours = codec.load(self.step.state, self.process._empty)
        assert codec.dump(ours) == self.step.state
        mine = view(ours.all_tasks(), ours.completed, ours.data)
        stock = self.theirs.workflow
        assert mine == view(self.theirs.tasks(), bool(stock.completed), stock.data)

    def moves(self, rng):
        """What could happen next, each as a function that lets it happen to both."""
        offers = {offer.action for offer in self.step.offers}
        if rng.random() < 0.9 and offers - ENDING:
            offers -= ENDING
        moves = [lambda a=a: self.act(a, rng) for a in sorted(offers)]
        moves += [lambda m=m: self.deliver(m) for m in self.step.messages if m not in ENDING]
        if self.step.timers:
            moves.append(self.wait)
        return moves

    def act(self, action, rng):
        place = next(a for a in self.process.drawing.actions if a.id == action)
        if place.message is not None:
            self.deliver(place.message)
            return
        values = {"n": rng.randint(0, 3)}
        self.step = self.process.act(self.step.state, action, values, self.now, self.calendar)
        constants = self.process.drawing.constants(place.form)
        kept = self.process.drawing.routing(values)
        name = next(t.task_spec.name for t in self.theirs.tasks()
                    if t.task_spec.manual and t.state == 16 and t.task_spec.bpmn_id == place.task)  # fmt: skip
        self.theirs.complete(name, {**constants, **kept, "outcome": action})

    def deliver(self, message):
        self.step = self.process.deliver(self.step.state, message, {}, self.now, self.calendar)
        form = {"blocker_stands": False} if message == "blocker_cleared" else {}
        self.theirs.send(
            message, form
        )  # the stock engine knows nothing of forms that set variables

    def wait(self):
        self.now = max(self.now, self.step.next_due) + timedelta(microseconds=1)
        self.move_stock_clock(self.now)
        self.step = self.process.wake(self.step.state, self.now, self.calendar)
        self.theirs.tick()


def walk(diagram, calendars, data, seed, length):
    rng = random.Random(seed)
    with stock_clock(NOON) as move:
        pair = LockStep(diagram, calendars, data, move)
        pair.compare()
        for taken in range(length):
            moves = pair.moves(rng)
            if not moves:
                return taken
            rng.choice(moves)()
            pair.compare()
    return length


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_construct_runs_as_on_the_stock_engine(name, calendars):
    diagram = diagrams.read(DRAWINGS[name])
    assert sum(walk(diagram, calendars, {}, seed, 12) for seed in range(25)) >= 25


@pytest.mark.parametrize("group", range(4))
def test_the_lifecycle_runs_as_on_the_stock_engine(
    group, default_diagram, default_files, calendars
):
    business = (
        rb'<spiffworkflow:property name="time" value="business" ?/>'  # stock knows no calendar
    )
    diagram = diagrams.read(re.sub(business, b"", default_diagram.data), default_files)
    table = {
        "first_response_target": "PT30M",
        "first_response_warning": "PT10M",
        "first_response_calendar": "always",
        "submitted_at": NOON.isoformat(),
    }
    data = {"priority": "P1", "blocker_stands": False, **due_dates(table, calendars)}
    seeds = range(group * 10, group * 10 + 10)
    assert sum(walk(diagram, calendars, data, seed, 30) for seed in seeds) > 60
