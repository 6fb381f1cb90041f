"""Figures of a period, counted by hand."""

from collections import Counter
from datetime import timedelta

import pytest

from runner.insight.simulation.traces import CaseTrace, figures_of, trace_of
from runner.insight.simulation.turns import MilestoneEnd
from tests.insight import past
from tests.insight.raw_cases import nearest_rank, raw_cases
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


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_month_of_the_desk_is_what_its_history_says(lived):
    """As the back-test has it beside its prediction."""
    cases, stays = raw_cases(lived), past.status_stays(lived)
    start = min(case["created_at"] for case in cases) + DAY
    end = max(line["at"] for case in cases for line in case["lines"]) - DAY
    told, _names = lived.app.simulation._past("case_lifecycle")
    found = figures_of([trace_of(case, end) for case in told], start, end)

    assert found["arrived"] == sum(start <= case["created_at"] < end for case in cases)
    assert found["closed"] == sum(bool(case["ended"]) and start <= case["ended"] < end
                                  for case in cases)  # fmt: skip
    ends = [(case["priority"], state == "met", reached if state == "met" else due)
            for case in cases for state, _, due, reached in case["milestones"]]  # fmt: skip
    for priority in ("P1", "P2", "P3"):
        met = [met for of, met, at in ends if of == priority and start <= at < end]
        share = found.get(f"share|first_response|{priority}")
        assert share == (sum(met) / len(met) if len(met) >= 5 else None)
    assert found["missed|first_response"] == sum(
        not met for _, met, at in ends if start <= at < end
    )
    for name in {stay[1] for stay in stays}:
        hours = [minutes / 60 for _, of, _, ended, minutes, _ in past.timed_stays(lived, "status")
                 if of == name and ended and start <= ended < end]  # fmt: skip
        for key, part in (("median", 0.5), ("most", 0.9)):
            expected = nearest_rank(hours, part) if len(hours) >= 5 else None
            assert found.get(f"{key}|{name}") == expected
    check_backlog(found, [stay for stay in stays if stay[1] != "Closed"], start, end)


def check_backlog(found, stays, start, end):
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    midnights = [midnight + n * DAY for n in range((end - midnight) // DAY + 1)]
    there = Counter(
        name
        for at in midnights
        for _, name, begin, ended in stays
        if begin <= at and (ended is None or ended > at)
    )
    assert found["backlog"] == pytest.approx(sum(there.values()) / len(midnights))
    for name, number in there.items():
        assert found[f"backlog|{name}"] == pytest.approx(number / len(midnights))
    assert found["left"] == sum(
        begin < end and (ended is None or ended >= end) for _, _, begin, ended in stays
    )
