"""Mutants of a diagram, and whether its scenarios notice them."""

from itertools import islice

import pytest

from runner.bpmn import mutants_of
from runner.gate.scenarios import play, scenarios_in, try_mutants
from tests.lifecycle import FILES

SCENARIOS = scenarios_in(FILES)


@pytest.fixture(scope="module")
def played(default_process):
    return [play(default_process, scenario) for scenario in SCENARIOS]


@pytest.mark.soak
def test_scenarios_notice_nearly_every_fault(default_diagram, played, calendars):
    """What they cannot notice makes no difference to a case: a token that ends where a branch is
    cut off, instead of at the end event behind it."""
    tried = list(try_mutants(default_diagram, mutants_of(default_diagram), played, calendars, {}))
    unnoticed = [result.mutant for result in tried if not result.caught_by]
    assert len(tried) > 200
    assert {m.at for m in unnoticed} <= {
        "warning_sent", "miss_told", "reminder_sent", "no_word_told",
    }  # fmt: skip
    assert all(mutant.kind == "drop a flow" for mutant in unnoticed)
    assert {result.mutant.kind for result in tried} == {
        "drop a flow", "retarget a flow", "flip a condition", "flip a constant", "drop a property",
        "stretch a timer", "swap timers", "silence",
    }  # fmt: skip


def test_mutants_are_always_the_same_ones_and_differ_from_the_original(default_diagram):
    first, again = list(mutants_of(default_diagram)), list(mutants_of(default_diagram))
    assert first == again
    assert len({mutant.data for mutant in first}) == len(first)


def test_judges_are_asked_when_no_scenario_notices(default_diagram, calendars):
    planted = islice(mutants_of(default_diagram), 0, None, 10)
    judged = try_mutants(default_diagram, planted, [], calendars, {"policy": lambda d: "Hm."})
    assert {result.caught_by for result in judged} == {"policy"}
