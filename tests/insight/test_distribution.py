"""Percentiles of whole minutes, and what is said of few."""

import random
import statistics
from itertools import pairwise

import pytest

from runner.insight.distribution import difference, distribution, interval, weeks_of


def test_percentiles_are_those_of_the_sorted_list():
    chance = random.Random(7)
    for size in (5, 10, 11, 99, 100):
        minutes = sorted(chance.randrange(0, 5000) for _ in range(size))
        found = distribution((one, 1) for one in minutes)
        assert found.median == minutes[(size + 1) // 2 - 1]
        assert abs(found.median - statistics.median_low(minutes)) == 0
        assert found.number == size
        ends = [0, 15, 60, 240, 1440, 4320, 10080, 43200, 10**9]
        assert found.bars == tuple(
            sum(low <= one < high for one in minutes) for low, high in pairwise(ends)
        )


def test_of_few_nothing_is_said():
    assert distribution([(3, 4)]).median is None
    assert distribution([(3, 9)]).median == 3
    assert distribution([(3, 9)]).most is None
    assert distribution([(3, 9), (60, 1)]).most == 3
    assert distribution([]).number == 0


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_a_share_has_the_interval_of_the_books(part, whole, low, high):
    """The last line is of Newcombe, Statistics in Medicine 17 (1998), method 3."""
    assert interval(part, whole) == pytest.approx((low, high), abs=0.0001)


def test_of_nothing_there_is_no_share():
    assert interval(0, 0) is None


def test_weeks_begin_on_monday_and_none_is_left_out():
    days = [("2026-03-01", 5, 1), ("2026-03-02", 7, 2), ("2026-03-08", 9, 1), ("2026-03-20", 1, 1)]
    assert [(f"{monday}", found.number) for monday, found in weeks_of(days)] == [
        ("2026-02-23", 1), ("2026-03-02", 3), ("2026-03-09", 0), ("2026-03-16", 1),
    ]  # fmt: skip
    assert weeks_of([]) == []


def test_a_percentile_may_lie_between_the_ranks_around_it():
    found = distribution((minutes, 1) for minutes in range(1, 101))
    assert found.between(0.5) == (41, 60)  # 50 and 1.96 * 5 to either side
    assert distribution([(7, 3)]).between(0.5) is None
    assert distribution([(7, 5)]).between(0.5) == (7, 7)


def test_the_difference_of_two_shares_is_that_of_newcombe():
    low, high = difference((48, 80), (56, 70))  # Newcombe 1998, table II, method 10, example (a)
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)
    assert difference((0, 0), (1, 2)) is None
