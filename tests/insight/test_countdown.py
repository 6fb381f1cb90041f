"""How much working time is left to a milestone, and how much is used up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from runner.insight.countdown import countdown
from tests.desk import MONDAY

HOUR = timedelta(hours=1)


@pytest.fixture
def milestone(desk):
    return desk.open(priority="P2").milestone


def test_time_left_is_working_time_of_the_calendar_that_the_target_is_counted_in(
    milestone, calendars
):
    whole = calendars[milestone.calendar].between(milestone.started_at, milestone.due_at)
    at_first = countdown(milestone, calendars, MONDAY)
    assert (at_first.left, at_first.used) == (whole, 0)
    half = countdown(
        milestone, calendars, calendars[milestone.calendar].after(MONDAY, whole.total_seconds() / 2)
    )
    assert (half.left, half.used) == (whole / 2, 0.5)


def test_it_is_negative_once_the_target_has_passed_and_stands_still_once_reached(
    milestone, calendars
):
    late = countdown(milestone, calendars, milestone.due_at + HOUR)
    assert late.left < timedelta() and late.used == 1
    reached = replace(milestone, reached_at=milestone.started_at)
    assert countdown(reached, calendars, milestone.due_at + HOUR).used == 0


def test_a_calendar_that_is_gone_is_counted_in_the_default_one(milestone, calendars):
    gone = replace(milestone, calendar="gone")
    whole = calendars.default.between(milestone.started_at, milestone.due_at)
    assert countdown(gone, calendars, MONDAY).left == whole
