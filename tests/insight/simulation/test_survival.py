"""Kaplan's and Meier's estimate, against examples that are counted by hand."""

from random import Random

import pytest

from runner.insight.simulation.survival import jumps


def test_without_anything_cut_short_each_time_is_as_likely():
    assert jumps([3, 1, 2, 2], []) == pytest.approx([0.25] * 4)


def test_what_was_cut_short_counts_as_long_as_it_was_looked_at():
    """Of four, one was lost after 2: what is left then is shared by the two that stayed."""
    assert jumps([1, 3, 4], [2]) == pytest.approx([1 / 4, 3 / 8, 3 / 8])


def test_of_what_was_never_seen_nothing_is_known():
    """The last was still waiting after 9: a half of what was left may take for ever."""
    assert sum(jumps([1, 5], [9])) == pytest.approx(2 / 3)
    assert jumps([], [1, 2]) == []


def test_at_the_same_time_what_happened_comes_first():
    assert jumps([2], [2]) == pytest.approx([0.5])


def test_the_estimate_finds_what_was_cut_short_by_chance_again():
    """Exponential times of mean 1, cut short by others of mean 1: half of them are by ln 2."""
    rng, seen, cut = Random(1), [], []
    for _ in range(4000):
        one, other = rng.expovariate(1), rng.expovariate(1)
        (seen if one <= other else cut).append(min(one, other))
    half = sum(p for at, p in zip(sorted(seen), jumps(seen, cut), strict=True) if at <= 0.6931)
    assert half == pytest.approx(0.5, abs=0.03)
