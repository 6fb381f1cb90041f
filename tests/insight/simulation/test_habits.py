"""What people do next: from the narrowest sample that is large enough, and only what is possible."""

from collections import Counter
from random import Random

import pytest

from runner.insight.simulation.habits import ENOUGH, SOME, Act, Habits, Sample, Situation, sample_of

THERE = Situation("At work", "asked", "P1")


def drawn(habits, possible, number=2000):
    rng = Random(1)
    acts = [habits.draw("support", THERE, frozenset(possible), rng) for _ in range(number)]
    return Counter(act.what if act else None for act in acts)


def test_acts_come_as_often_as_they_came():
    habits = Habits({("support", ()): sample_of([Act("a", 1), Act("b", 2), Act("a", 3)], [])})
    found = drawn(habits, "ab", 6000)
    assert found["a"] / 6000 == pytest.approx(2 / 3, abs=0.03) and not found[None]


def test_what_is_not_possible_any_more_is_made_up_for_by_what_is():
    sample = sample_of([Act("a", 1), Act("b", 2)], [5, 5])
    assert sum(sample.weights) == pytest.approx(0.5)
    found = drawn(Habits({("support", ()): sample}), "b", 6000)
    assert found["b"] / 6000 == pytest.approx(0.5, abs=0.03)
    assert set(found) == {"b", None}


def test_the_narrowest_sample_that_is_large_enough_counts():
    def of(size, what):
        return sample_of([Act(what, 1)] * size, [])

    wide = {("support", ()): of(99, "any"), ("support", ("At work",)): of(1, "status")}
    assert set(drawn(Habits(wide), ["any", "status"])) == {"status"}
    step = {**wide, ("support", ("At work", "asked")): of(SOME, "step")}
    assert set(drawn(Habits(step), ["any", "status", "step"])) == {"step"}
    few = {**wide, ("support", ("At work", "asked")): of(SOME - 1, "step")}
    assert set(drawn(Habits(few), ["any", "status", "step"])) == {"status"}
    priority = {**step, ("support", ("At work", "asked", "P1")): of(ENOUGH, "P1")}
    assert set(drawn(Habits(priority), ["any", "status", "step", "P1"])) == {"P1"}


def test_who_never_did_anything_there_does_nothing():
    samples = {
        ("support", ()): sample_of([Act("a", 1)], []),
        ("support", ("At work",)): sample_of([], [1.0] * SOME),
    }
    assert set(drawn(Habits(samples), "a")) == {None}


def test_where_nothing_is_known_nothing_happens():
    assert set(drawn(Habits({}), "a")) == {None}
    assert Sample().draw(frozenset("a"), 0.5) is None
