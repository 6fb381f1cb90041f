"""Mutants: copies of a diagram with one mistake each."""

from collections import Counter

import pytest

from runner import bpmn as diagrams
from runner.bpmn.mutants import mutants_of
from tests.drawings import border, bpmn, chain, end, flow, notify, start, timer, user, xor

DRAWN = diagrams.read(
    bpmn(
        start(), user("a", status="Open"), xor("x", default="no"), notify("tell"), end(), end("other", status="Shut"),
        border("soon", "a", timer("PT1H"), False), border("late", "a", timer("PT2H"), False),
        chain("start", "a", "x"), flow("x", "tell", "Yes", "n > 1", id="yes"), flow("x", "other", "No", id="no"),
        chain("tell", "end"), flow("soon", "end"), flow("late", "other"),
    )
)  # fmt: skip
MUTANTS = list(mutants_of(DRAWN))


def test_every_kind_of_mistake_is_made():
    assert Counter(mutant.kind for mutant in MUTANTS).keys() == {
        "drop a flow", "retarget a flow", "flip a condition", "stretch a timer", "silence",
        "drop a property", "swap timers",
    }  # fmt: skip


def test_each_has_one_mistake_which_it_names():
    assert len({mutant.data for mutant in MUTANTS}) == len(MUTANTS)
    for mutant in MUTANTS:
        assert mutant.at in DRAWN.elements or mutant.at in DRAWN.flows
        assert mutant.sentence and "\n" not in mutant.sentence


@pytest.mark.parametrize(
    ("kind", "at", "holds"),
    [
        ("drop a flow", "yes", lambda d: "yes" not in d.flows),
        ("flip a condition", "yes", lambda d: d.flows["yes"].condition == "not (n > 1)"),
        ("stretch a timer", "soon", lambda d: d.elements["soon"].timer_text != "PT1H"),
        ("swap timers", "soon", lambda d: d.elements["late"].timer_text == "PT1H"),
        ("drop a property", "a", lambda d: "status" not in d.elements["a"].properties),
    ],
)
def test_the_mistake_is_in_the_changed_diagram(kind, at, holds):
    (mutant,) = [mutant for mutant in MUTANTS if (mutant.kind, mutant.at) == (kind, at)]
    assert holds(diagrams.read(mutant.data))
    assert not holds(DRAWN)
