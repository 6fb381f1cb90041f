"""Spans over repetitions, differences, and how far off a prediction was."""

import pytest

from runner.insight.simulation.outcome import compared, differences, spread_of, spreads, usual_error


def test_of_few_repetitions_the_span_is_all_of_them_of_many_most():
    few = spread_of([3, 1, 2])
    assert (few.low, few.mean, few.high) == (1, 2, 3)
    many = spread_of(list(range(100)))
    assert (many.low, many.high) == (2, 97)


def test_a_figure_that_few_repetitions_can_say_is_not_said():
    assert set(spreads([{"a": 1, "b": 1}, {"a": 2}, {"a": 3}])) == {"a"}


def test_differences_are_of_the_same_cases():
    """Each repetition differs by 1 give or take; that they differ among themselves by 100 does not
    matter."""
    base = [{"a": 100.0 * n} for n in range(5)]
    other = [{"a": 100.0 * n + 1 + (n % 2) * 0.1} for n in range(5)]
    gap = differences(base, other)["a"]
    assert gap.mean == pytest.approx(1.04)
    assert 0.9 < gap.low < gap.mean < gap.high < 1.2  # 1.04 ± 2.78 * 0.0548 / sqrt(5)
    assert gap.high - gap.mean == pytest.approx(2.78 * 0.05477 / 5**0.5, rel=0.01)


def test_how_far_off_a_prediction_was():
    runs = [{"arrived": 8.0, "share|answer": 0.5}, {"arrived": 12.0, "share|answer": 0.7}]
    found = compared(spreads(runs), {"arrived": 20.0, "share|answer": 0.55, "left": 3.0})
    by = {one.key: one for one in found}
    assert (by["arrived"].error, by["arrived"].inside) == (-0.5, False)
    assert by["share|answer"].inside
    assert by["share|answer"].error == pytest.approx(0.05)
    assert usual_error(found, shares=False) == 0.5
    assert usual_error(found, shares=True) == pytest.approx(0.05)
    assert usual_error([], shares=True) is None
