"""A case that went round often costs what one does that did not. The time is in `make bench`."""

from datetime import UTC, datetime

import pytest

from runner import bpmn as diagrams
from runner.engine import Process, codec
from tests.counting import grows_evenly
from tests.drawings import chain, end, start, user
from tests.engine.parts import many, times
from tests.engine.rounds import DRAWN, LIFECYCLE, GoingRound
from tests.engine.walked import drawn

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(params=[*LIFECYCLE, *DRAWN])
def case(request, default_process, calendars):
    calendar = calendars["always"]
    if request.param in LIFECYCLE:
        round = LIFECYCLE[request.param]
        first = ("send_first_response",)
        return GoingRound(default_process, calendar, MONDAY, round, first, priority="P2")
    drawn, round = DRAWN[request.param]
    return GoingRound(Process(diagrams.read(drawn), calendars, cache=0), calendar, MONDAY, round)


def size(case):
    workflow = codec.load(case.step.state, case.process._empty)
    return len(case.step.state), len(list(workflow.all_tasks()))


def go_round(case, few, many):
    for _ in range(few):
        case.once()
    before = size(case)
    for _ in range(many - few):
        case.once()
    after = size(case)
    assert after[0] <= 1.2 * before[0]
    assert after[1] <= before[1]


def test_two_hundred_rounds_are_as_small_as_ten(case):
    go_round(case, 10, 200)


@pytest.mark.soak
def test_ten_thousand_rounds_are_as_small_as_ten(case):
    go_round(case, 10, 10_000)


def test_each_further_instance_of_a_task_costs_the_same(calendars):
    def one_done_of(number):
        parts = user("t", many(False, times(number))), chain("start", "t", "end")
        case = drawn(calendars, start(), end(), *parts)
        return lambda: case.act("t_end")

    assert grows_evenly(one_done_of, 50)
