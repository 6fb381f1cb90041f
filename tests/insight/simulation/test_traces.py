"""Figures of a period, counted by hand."""

from datetime import timedelta

from runner.insight.simulation.traces import CaseTrace, figures_of, trace_of
from runner.insight.simulation.turns import MilestoneEnd
from tests.insight.simulation.queues import START, past_case

DAY = timedelta(days=1)


def trace(came, *ends, closed=None, milestones=()):
    """Days: when it came, when each of its statuses A, B, C ended (None: not yet)."""
    begins = [came, *ends[:-1]]
    stays = [
        (name, START + begin * DAY, None if end is None else START + end * DAY)
        for name, begin, end in zip("ABC", begins, ends, strict=False)
    ]
    found = [MilestoneEnd(name, met, START + at * DAY) for name, met, at in milestones]
    ended = None if closed is None else START + closed * DAY
    if ended:
        stays.append(("Done", ended, None))
    return CaseTrace("P1", START + came * DAY, stays, found, ended)


def test_what_came_and_ended_in_the_period_counts():
    cases = [trace(-1, 2, closed=2), trace(1, None), trace(3, 5, closed=5), trace(9, None)]
    found = figures_of(cases, START, START + 4 * DAY)
    assert (found["arrived"], found["closed"], found["left"]) == (2, 1, 2)


def test_the_backlog_is_that_of_midnights():
    """From the midnight of day 0 to that of day 3: one is there at 0 and 1, one from day 1.5 on."""
    found = figures_of([trace(-1, 1.5, closed=1.5), trace(1.5, None)], START, START + 4 * DAY)
    assert found["backlog"] == found["backlog|A"] == (1 + 1 + 1 + 1) / 4
    assert "backlog|Done" not in found


def test_stays_are_those_that_ended_and_few_are_not_said():
    cases = [trace(0, (n + 1) / 24, closed=(n + 1) / 24) for n in range(10)]
    found = figures_of(cases, START, START + DAY)
    assert (found["median|A"], found["most|A"]) == (5, 9)
    assert "median|A" not in figures_of(cases[:4], START, START + DAY)
    assert "median|Done" not in found


def test_milestones_count_when_they_were_met_or_fell_due():
    met = [trace(0, None, milestones=[("answer", n < 6, 1)]) for n in range(8)]
    late = trace(0, None, milestones=[("answer", False, 30)])
    found = figures_of([*met, late], START, START + 4 * DAY)
    assert found["share|answer"] == found["share|answer|P1"] == 6 / 8
    assert found["missed|answer"] == 2


def test_a_past_case_is_what_was_known_of_it_then():
    case = past_case(1, START, START + 2 * DAY)
    then, now = trace_of(case, START + DAY), trace_of(case, START + 3 * DAY)
    assert (then.closed_at, now.closed_at) == (None, START + 2 * DAY)
    assert then.stays == [("At work", START, None)]
    assert now.stays == [("At work", START, START + 2 * DAY), ("Done", START + 2 * DAY, None)]
