"""Where the stock engine departs from the standard, and we do not. Each line is also in
docs/engine.md; both engines take the same steps, and must then wait at what is written here.

When one of these tests fails because the stock engine now does what the standard says, the line can
go, and its drawing belongs to the walks with the stock engine.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from SpiffWorkflow.exceptions import WorkflowException

from runner import bpmn as diagrams
from runner.engine import Process
from tests.conftest import ROOT
from tests.engine.corpus import BEYOND_STOCK, DRAWINGS
from tests.engine.lockstep import NOON, WithStock
from tests.engine.stock import stock_clock, view

HOUR = timedelta(hours=1)
REFUSED = ("refused",)
DOCS = ROOT / "docs" / "engine.md"


@dataclass(frozen=True)
class Deviation:
    """`steps`: actions, messages, spans of time, or an action with its values. `stock` is REFUSED where
    it raises an error in the midst of them."""

    title: str
    drawing: str
    steps: tuple
    ours: tuple[str, ...]
    stock: tuple[str, ...]


DEVIATIONS = (
    Deviation(
        "A parallel gateway in a loop waits for every branch in every round",
        "parallel gateway in a loop",
        ("a_join", "b_join", "once_more", "b_join"),
        ("a",), ("a", "enough"),
    ),
    Deviation(
        "A parallel gateway beside a loop waits for every branch in every round",
        "parallel branch beside a loop",
        ("a_j2", "b_j2", "once_more", "b_j2"),
        ("a", "sla"), ("a", "ok", "sla"),
    ),
    Deviation(
        "An inclusive gateway in a loop waits for every branch that was taken, in every round",
        "inclusive gateway in a loop",
        (("ask_split", {"n": 3}), "a_join", "b_join", "once_more", ("ask_split", {"n": 3}), "a_join"),
        ("b",), ("b", "enough"),
    ),
    Deviation(
        "A parallel gateway takes one token of each flow and keeps the others for its next turn",
        "parallel gateway with a token too many",
        ("a_m", "b_m", "news", "c_m2", "c2_m2"),
        ("d", "d"), ("d",),
    ),
    Deviation(
        "A cycle that interrupts fires once and ends its activity",
        "interrupting cycle",
        (5 * HOUR,),
        ("b",), ("a", "b", "b", "t"),
    ),
    Deviation(
        "Of two interrupting timers that fall due together one fires",
        "two interrupting timers together",
        (2 * HOUR,),
        ("b",), ("b", "c"),
    ),
    Deviation(
        "Timers behind one event-based gateway keep their own due instants",
        "two timers behind one gateway",
        (25 * HOUR,),
        ("b",), ("g",),
    ),
    Deviation(
        "What a cycle has started goes on when its activity ends",
        "bounded cycle with work behind it",
        (HOUR + timedelta(minutes=30), "work_enough"),
        ("enough", "side"), ("enough",),
    ),
    Deviation(
        "A message that does not interrupt is heard each time",
        "message that does not interrupt",
        ("news", "news"),
        ("read", "read", "work"), ("read", "work"),
    ),
    Deviation(
        "An escalation that does not interrupt is heard each time",
        "escalation that comes again",
        ("a_up", "more", "a_up", "more"),
        ("a", "side", "side"), ("a", "side"),
    ),
    Deviation(
        "An error is caught around the activity that throws it, not on the border of a parallel one",
        "errors of two sub-processes side by side",
        ("one_t_one_bad",),
        ("one_mend", "two_t"), ("one_mend", "two_mend"),
    ),
    Deviation(
        "An error is caught on the innermost border, and on no other",
        "error that two borders could catch",
        ("a_bad",),
        ("mend",), ("other",),
    ),
    Deviation(
        "A message that nested activities wait for is heard by the innermost",
        "message that two borders wait for",
        ("news",),
        ("read",), ("other",),
    ),
    Deviation(
        "What interrupts an activity from inside ends it at once",
        "interrupted from inside before it calls",
        ("a_up",),
        ("heard", "mend", "w"), ("c", "mend", "w"),
    ),
    Deviation(
        "The signal of an end event is thrown",
        "signal of an end event",
        ("a_call",),
        ("c",), ("heard",),
    ),
    Deviation(
        "A repeated sub-process that is interrupted ends with all that it has begun",
        "multi-instance of a sub-process that is interrupted",
        ("a_call", "stop"),
        ("mend",), REFUSED,
    ),
    Deviation(
        "Of several instances one after the other each has an item of its own",
        "sequential multi-instance over data",
        (("ask_each", {"items": [1, 2]}), "each_after"),
        ("each",), REFUSED,
    ),
    Deviation(
        "What is done for each item may be done again for other items",
        "parallel multi-instance from data to data, again",
        (("ask_each", {"items": [1]}), ("each_enough", {"n": 2}), "once_more", ("ask_each", {"items": [3, 4]})),
        ("each", "each"), REFUSED,
    ),
    Deviation(
        "What is done a number of times may be done again, with new results",
        "results of a number of times, again",
        (*[("each_one", {"n": 1})] * 2, *[("one_enough", {"m": 1})] * 2, "once_more"),
        ("each", "each"), REFUSED,
    ),
    Deviation(
        "An instance that has no result can be completed; its result is null",
        "results of a number of times, again",
        ("each_one",),
        ("each",), REFUSED,
    ),
    Deviation(
        "A condition behind an event-based gateway is looked at",
        "conditions behind an event-based gateway",
        (("ask_split", {"n": 1}), ("more", {"n": 2})),
        ("b", "say"), ("g", "say"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda deviation: deviation.title)
def test_the_standard_wins(deviation, calendars):
    diagram = diagrams.read((DRAWINGS | BEYOND_STOCK)[deviation.drawing])
    with stock_clock(NOON) as move:
        case = WithStock(Process(diagram, calendars, cache=0), calendars, {}, move)
        stock = take_all(case, deviation.steps)
    assert tuple(sorted(task.element for task in case.step.tasks)) == deviation.ours
    assert stock == deviation.stock


def take_all(case, steps):
    """Where the stock engine then waits."""
    try:
        for step in steps:
            take(case, step)
    except (WorkflowException, NameError):
        return REFUSED
    waiting = view(case.theirs.tasks(), False, {})["waiting"]
    return tuple(sorted(name for name, _, _ in waiting))


def take(case, step):
    name, values = step if isinstance(step, tuple) else (step, {})
    if isinstance(step, timedelta):
        case.let_time_pass(step)
    elif name in case.step.messages:
        case.take("deliver", name, values)
    else:
        case.take("act", name, values)


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda deviation: deviation.title)
def test_it_is_documented(deviation):
    assert f"| {deviation.title} |" in DOCS.read_text()
