"""A case that went round often costs what one does that did not. The time is in `make bench`."""

from datetime import UTC, datetime

import pytest

from runner import bpmn as diagrams
from runner.engine import Process, codec
from tests.engine.rounds import DRAWN, LIFECYCLE, GoingRound

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
