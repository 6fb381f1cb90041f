"""How cases arrive: as often as they did, at the hours at which they did."""

from collections import Counter
from datetime import timedelta
from random import Random
from statistics import fmean, variance
from zoneinfo import ZoneInfo

import pytest

from runner.insight.simulation.arrivals import arrivals_of
from tests.insight.simulation.queues import START

WEEK = timedelta(weeks=1)
UTC = ZoneInfo("UTC")


def past(weeks, a_week):
    """On Mondays from nine to ten, so many cases in each week."""
    return [
        START + week * WEEK + timedelta(hours=9, minutes=minute % 60)
        for week in range(weeks)
        for minute in range(a_week(week))
    ]


def test_cases_come_at_the_hours_at_which_they_came():
    found = arrivals_of(past(8, lambda week: 12), START, START + 8 * WEEK, UTC)
    assert found.a_week == 12 and found.rates[9] == 12
    drawn = list(found.draw(START, START + 200 * WEEK, Random(1)))
    assert {(at.weekday(), at.hour) for at in drawn} == {(0, 9)}
    assert drawn == sorted(drawn)
    weekly = Counter((at - START) // WEEK for at in drawn)
    assert len(drawn) / 200 == pytest.approx(12, rel=0.1)
    assert variance([weekly[week] for week in range(200)]) == pytest.approx(12, rel=0.3)


def test_hours_are_those_of_the_offices_zone():
    rome = ZoneInfo("Europe/Rome")
    found = arrivals_of(past(3, lambda week: 1), START, START + 3 * WEEK, rome)
    assert found.rates.index(max(found.rates)) == 10


def test_weeks_that_differ_more_than_by_chance_go_on_doing_so():
    found = arrivals_of(past(40, lambda week: 40 if week % 2 else 4), START, START + 40 * WEEK, UTC)
    assert found.spread > 0.4
    drawn = Counter((at - START) // WEEK for at in found.draw(START, START + 300 * WEEK, Random(1)))
    weeks = [drawn[week] for week in range(300)]
    assert fmean(weeks) == pytest.approx(22, rel=0.15)
    assert variance(weeks) > 5 * fmean(weeks)


def test_what_came_before_and_after_does_not_count():
    times = past(4, lambda week: 6)
    assert arrivals_of(times, START + WEEK, START + 3 * WEEK, UTC).a_week == 6
    assert arrivals_of([], START, START + WEEK, UTC).a_week == 0
    assert not list(arrivals_of([], START, START + WEEK, UTC).draw(START, START + WEEK, Random(1)))
