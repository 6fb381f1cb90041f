"""Cases that go round, for tests and benchmarks of what a long life costs."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.drawings import border, both, chain, end, notify, sub, timer, user
from tests.engine.parts import again_and_again, inside

LIFECYCLE = {
    "ask and reply": ("ask_customer", "customer_reply", "acknowledge"),
    "propose and reject": ("propose_solution", "reject_solution"),
    "block and clear": ("block", "clear_blocker"),
}
"""Rounds in the shipped lifecycle, once the first response is given. A message is a reply."""

DRAWN = {
    "parallel block": (
        again_and_again(
            both("split"), user("a"), user("b"), both("join"), chain("split", "a", "join"),
            chain("split", "b", "join"), first="split", last="join",
        ),
        ("a_join", "b_join", "once_more"),
    ),
    "sub-process": (
        again_and_again(sub("inner", *inside("in")), first="inner"),
        ("in_t_in_e", "once_more"),
    ),
    "cycle timer": (
        again_and_again(
            user("work"), border("hourly", "work", timer("R3/PT1H", "timeCycle"), False),
            notify("tell"), end("told"), chain("hourly", "tell", "told"), first="work",
        ),
        (timedelta(hours=2), "work_enough", "once_more"),
    ),
    "fired side branch": (
        again_and_again(
            user("work"), border("soon", "work", timer("PT1H"), False), notify("tell"), end("told"),
            chain("soon", "tell", "told"), first="work",
        ),
        (timedelta(hours=2), "work_enough", "once_more"),
    ),
}  # fmt: skip
"""A drawing, and the round to go in it: actions, and spans of time to wait."""


class GoingRound:
    """A case on the bare engine that goes round and round."""

    def __init__(self, process, calendar, now: datetime, round: tuple, first: tuple = (), **data):
        self.process, self.calendar, self.now, self.round = process, calendar, now, round
        self.step = process.start(data, now, calendar)
        for what in first:
            self.take(what)

    def once(self) -> None:
        for what in self.round:
            self.take(what)

    def take(self, what: str | timedelta) -> None:
        state = self.step.state
        if isinstance(what, timedelta):
            self.now += what
            self.step = self.process.wake(state, self.now, self.calendar)
        elif what in self.step.messages:
            self.step = self.process.deliver(state, what, {}, self.now, self.calendar)
        else:
            self.step = self.process.act(state, what, {}, self.now, self.calendar)
