"""Every kind of element x kind of change x where the token waits x timers that run: a case moves with all that it
has, or stays where it is and can go on there. All of them in soak; each time, so many that every two values meet."""

import random
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations, product

import pytest

from runner import bpmn as diagrams
from runner.engine import Process
from runner.errors import CannotMove
from runner.gate.soundness import find_wait_states
from tests.drawings import (
    border,
    bpmn,
    catch,
    chain,
    end,
    flow,
    message,
    node,
    on_event,
    start,
    sub,
    timer,
    user,
)
from tests.engine.lockstep import NOON
from tests.engine.parts import many, times

HOUR = timedelta(hours=1)


def _inside(id, more=""):
    return sub(id, more, start("s"), user("t"), end("e"), chain("s", "t", "e"))


def _choice(id):
    """Of what comes first: a message or a time."""
    gate, first, last = node("eventBasedGateway", "g"), message("m"), timer("PT9H")
    ways = chain("s", "g", "c", "e") + chain("g", "d", "e")
    return sub(id, start("s"), gate, catch("c", first), catch("d", last), end("e"), ways)


KINDS = {
    "user task": user,
    "manual task": lambda id: node("manualTask", id),
    "side by side": lambda id: user(id, many(False, times(2))),
    "one after the other": lambda id: user(id, many(True, times(2))),
    "timer": lambda id: catch(id, timer("PT9H")),
    "message": lambda id: catch(id, message("m")),
    "receive task": lambda id: node("receiveTask", id, messageRef="m_m"),
    "sub-process": _inside,
    "repeated sub-process": lambda id: _inside(id, many(True, times(2))),
    "choice of events": _choice,
    "event sub-process": lambda id: _inside(id, on_event("v", timer("PT5H"), interrupting=False)),
}
EVENTS = {"timer", "message"}

CHANGES = (
    "none", "new name", "task before", "task behind", "new reminder", "reminder gone", "later reminder",
    "other id, said", "other id", "gone", "other kind", "sub-process around", "branch beside", "other border",
)  # fmt: skip
PLACES = ("a", "x", "b")
TIMERS = {
    "no timer": (None, timedelta()),
    "reminder runs": (False, HOUR),
    "reminder has fired": (False, 3 * HOUR),
    "deadline runs": (True, HOUR),
}


OTHER_BORDER = {"reminder runs": "deadline runs", "reminder has fired": "deadline runs"} | {
    "deadline runs": "reminder runs"
}
"""What lets the wait go on ends it, and the other way round."""


@dataclass(frozen=True)
class Cell:
    """A case on `a - x - b`, x of some kind, whose token waits at one of them; and what is drawn anew."""

    kind: str
    change: str
    place: str
    timers: str

    @property
    def on(self):
        """The activity whose border the timer is on, where there is one."""
        return "" if self.place == "x" and self.kind in EVENTS else self.place

    @property
    def interrupting(self):
        return TIMERS[self.timers][0]

    @property
    def has_timer(self):
        return bool(self.on) and self.interrupting is not None

    @property
    def refused(self):
        """Whether the case has no place: what it waits at is missing, or never waits there alone."""
        return self.place == "x" and self.change in (
            "other id", "gone", "other kind", "branch beside",
        )  # fmt: skip


ALL = [Cell(*values) for values in product(KINDS, CHANGES, PLACES, TIMERS)]


def pairwise(cells):
    """So few of them, that every two values that meet somewhere meet here, too."""
    left = {pair for cell in cells for pair in _pairs(cell)}
    order = random.Random(15).sample(cells, len(cells))
    for least in (6, 5, 4, 3, 2, 1):
        for cell in order:
            new = left & _pairs(cell)
            if len(new) >= least:
                left -= new
                yield cell


def _pairs(cell):
    values = (
        ("kind", cell.kind),
        ("change", cell.change),
        ("place", cell.place),
        ("timers", cell.timers),
    )
    return set(combinations(values, 2))


def old_drawing(cell):
    return _row(["a", "x", "b"], _parts(cell), _remind(cell, cell.on) if cell.has_timer else "")


def _parts(cell):
    return {"a": user("a"), "x": KINDS[cell.kind]("x"), "b": user("b")}


def _row(ids, parts, more=""):
    drawn = "".join(parts[one] for one in ids)
    return bpmn(start(), drawn, end(), chain("start", *ids, "end"), more, messages="m")


def _remind(cell, at, id="remind", after="PT2H"):
    return (
        border(id, at, timer(after), bool(cell.interrupting))
        + end(f"{id}_end")
        + flow(id, f"{id}_end")
    )


def new_drawing(cell):
    ids, parts = ["a", "x", "b"], _parts(cell)
    at = cell.on
    more = _remind(cell, at) if cell.has_timer else ""
    match cell.change:
        case "new name":
            parts["x"] = parts["x"].replace('name="x"', 'name="Called otherwise"')
        case "task before":
            ids, parts["n"] = ["a", "n", "x", "b"], user("n")
        case "task behind":
            ids, parts["n"] = ["a", "x", "n", "b"], user("n")
        case "new reminder" if at:
            more += (
                border("new", at, timer("PT7H"), False) + end("new_end") + flow("new", "new_end")
            )
        case "reminder gone":
            more = ""
        case "later reminder" if cell.has_timer:
            more = _remind(cell, at, after="PT8H")
        case "other id, said" | "other id":
            ids, parts["y"] = ["a", "y", "b"], KINDS[cell.kind]("y")
            more = _remind(cell, "y" if at == "x" else at) if cell.has_timer else ""
        case "gone":
            ids, more = ["a", "b"], more if at != "x" else ""
        case "other kind":
            parts["x"] = (
                catch("x", timer("PT9H")) if cell.kind == "message" else catch("x", message("m"))
            )
            more = more if at != "x" else ""
        case "sub-process around":
            inside = more if at == "x" else ""
            around = sub("open", start("o1"), parts["x"], end("o2"), chain("o1", "x", "o2"), inside)
            ids, parts["open"] = ["a", "open", "b"], around
            more = more if at != "x" else ""
        case "branch beside":
            return _row_with_branch(parts, more)
        case "other border" if cell.has_timer:
            more = _remind(replace(cell, timers=OTHER_BORDER[cell.timers]), at)
    return _row(ids, parts, more)


def _row_with_branch(parts, more):
    gates = node("parallelGateway", "fork") + node("parallelGateway", "join")
    ways = chain("start", "a", "fork", "x", "join", "b", "end") + chain("fork", "n", "join")
    drawn = "".join(parts.values())
    return bpmn(start(), drawn, user("n"), gates, end(), ways, more, messages="m")


KNOWN = {}
"""Each drawing, made ready once."""


def _process(data, calendars):
    if data not in KNOWN:
        KNOWN[data] = Process(diagrams.read(data), calendars)
    return KNOWN[data]


class Walk:
    """A case that goes to the place of its cell, and on to the end."""

    def __init__(self, process, calendar):
        self.process, self.calendar, self.now = process, calendar, NOON
        self.step = process.start({}, NOON, calendar)
        self.rung = []

    def to(self, place):
        while not self.waits(place):
            self.on()
        return self

    def waits(self, place):
        """At `a`; at `x`, or in it; or behind, at `b`."""
        tasks = {task.element for task in self.step.tasks}
        return "a" not in tasks if place == "x" else place in tasks

    def wait(self, by):
        self.now += by
        return self.take(self.process.wake(self.step.state, self.now, self.calendar))

    def on(self):
        """What is offered first, or a message, or time."""
        state, calendar = self.step.state, self.calendar
        if self.step.offers:
            action = self.step.offers[0].action
            return self.take(self.process.act(state, action, {}, self.now, calendar))
        if self.step.messages:
            return self.take(self.process.deliver(state, "m", {}, self.now, calendar))
        return self.wait(max(min(one.at for one in self.step.timers) - self.now, timedelta()))

    def take(self, step):
        self.step = step
        self.rung += [one.element for one in step.happened if one.element in ("remind", "new")]
        return self

    def out(self):
        for _turn in range(30):
            if self.step.completed:
                return self
            self.on()
        raise AssertionError("It comes to no end.")


def check(cell, calendars):
    calendar = calendars["always"]
    old, new = (_process(data, calendars) for data in (old_drawing(cell), new_drawing(cell)))
    case = Walk(old, calendar).to(cell.place)
    case.wait(TIMERS[cell.timers][1])
    renamed = {"x": "y"} if cell.change == "other id, said" else {}
    mapping = new.mapping_from(old, renamed, lambda state: state in find_wait_states(new.diagram))
    before = case.step
    if cell.refused:
        with pytest.raises(CannotMove) as caught:
            new.migrate(before.state, old, mapping, case.now, calendar)
        assert caught.value.element == ("" if cell.change == "branch beside" else "x")
        case.out()  # nothing was changed: it goes on where it is
        return
    moved = new.migrate(before.state, old, mapping, case.now, calendar)
    _is_all_there(cell, before, moved, case.now)
    case.process = new
    case.take(moved).out()
    assert case.rung.count("remind") <= 1, "it fired again"


def _is_all_there(cell, before, moved, now):
    known = {"x": "y"} if cell.change == "other id, said" else {}
    tasks = [(known.get(one.element, one.element), one.id) for one in before.tasks]
    assert [(one.element, one.id) for one in moved.tasks] == tasks
    assert not moved.completed
    due = {known.get(one.element, one.element): one.at for one in before.timers}
    if cell.change == "reminder gone":
        due.pop("remind", None)
    if cell.change == "new reminder" and cell.on:
        due["new"] = now + 7 * HOUR
    assert {one.element: one.at for one in moved.timers} == due


def test_every_two_values_meet():
    found = list(pairwise(ALL))
    assert {pair for one in found for pair in _pairs(one)} == {
        p for one in ALL for p in _pairs(one)
    }
    assert len(found) < len(ALL) / 8


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_moves_with_all_that_it_has_or_stays_and_goes_on(kind, calendars):
    for cell in pairwise(ALL):
        if cell.kind == kind:
            check(cell, calendars)


@pytest.mark.soak
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", KINDS)
def test_all_of_them(kind, change, calendars):
    for cell in ALL:
        if (cell.kind, cell.change) == (kind, change):
            check(cell, calendars)
