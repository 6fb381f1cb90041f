"""The examples of the default diagram, and what a scenario file may say."""

from datetime import UTC, datetime
from itertools import islice

import pytest

from runner.bpmn import mutants_of, read
from runner.engine import Process
from runner.errors import ConfigError
from runner.gate.scenarios import (
    play,
    read_scenarios,
    try_mutants,
    uncovered,
)
from tests.conftest import WORKFLOWS
from tests.drawings import bpmn, chain, end, start, user

SCENARIOS = read_scenarios(WORKFLOWS / "scenarios")


@pytest.fixture(scope="module")
def played(default_process, calendars):
    return [play(default_process, scenario, calendars) for scenario in SCENARIOS]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_the_default_diagram_does_what_its_scenarios_say(scenario, default_process, calendars):
    assert play(default_process, scenario, calendars).failure == ""


def test_the_scenarios_go_through_every_element_and_flow(default_diagram, played):
    assert uncovered(default_diagram, played) == frozenset()


def test_scenarios_notice_nearly_every_fault(default_diagram, played, calendars):
    """What they cannot notice makes no difference to a case: a token that ends where a branch is
    cut off, instead of at the end event behind it."""
    tried = list(try_mutants(default_diagram, mutants_of(default_diagram), played, calendars, {}))
    unnoticed = [result.mutant for result in tried if not result.caught_by]
    assert len(tried) > 200
    assert {m.at for m in unnoticed} <= {
        "warning_sent", "miss_told", "reminder_sent", "open_question_told",
        "proposal_reminder_sent", "no_word_told",
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


# ------------------------------------------------------------------ what a file may say

SHORT = bpmn(start(), user("work", status="Open"), end(), chain("start", "work", "end"))


def scenarios(tmp_path, text):
    (tmp_path / "some.toml").write_text(text)
    return read_scenarios(tmp_path)


def failure(tmp_path, calendars, text):
    (scenario,) = scenarios(tmp_path, '[[scenario]]\nname = "One"\n' + text)
    return play(Process(read(SHORT), calendars), scenario, calendars).failure


def test_a_surprise_is_said_in_a_sentence(tmp_path, calendars):
    said = failure(tmp_path, calendars, 'then.status = "Shut"\nthen.can = ["sing"]')
    assert said == "After the submission: the status is Open, not Shut; 'sing' is not offered."


def test_what_is_not_possible_is_said_with_its_step(tmp_path, calendars):
    said = failure(tmp_path, calendars, '[[scenario.step]]\naction = "sing"')
    assert said == "After step 1 (action sing): 'sing' is not possible where the case now stands."


def test_an_action_has_to_be_offered_to_whoever_takes_it(default_process, calendars, tmp_path):
    (scenario,) = scenarios(
        tmp_path,
        '[[scenario]]\nname = "One"\nthen.notified.confirm_receipt = "customer"\n'
        '[[scenario.step]]\naction = "send_first_response"\nby = "Customer"',
    )
    said = play(default_process, scenario, calendars).failure
    assert "'send_first_response' is not offered to Customer" in said


def test_a_scenario_without_a_time_begins_on_a_monday_morning(tmp_path):
    (scenario,) = scenarios(tmp_path, '[[scenario]]\nname = "One"')
    assert scenario.at == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[scenario]]\n", "needs a name"),
        ('[[scenario]]\nname = "One"\nthen.mood = "good"', "nothing is called mood"),
        ('[[scenario]]\nname = "One"\n[[scenario.step]]\nfields = {}', "a step has one of: action"),
        ('[[scenario]]\nname = "One"\n[[scenario.step]]\naction = "a"\nwait = "P1D"', "step 1"),
        ('[[scenario]]\nname = "One"\n[[scenario.step]]\nwait = "two days"', "step 1: 'two days'"),
        ('[[scenario]]\nname = "One"\n[[scenario.step]]\nuntil = 3', "'3' is not an instant"),
        ('[[scenario]]\nname = "One"\ngiven.at = 2026-03-02T09:00:00', "is not an instant"),
        ("[[scenario", "some.toml cannot be read"),
        ('[scenario]\nname = "One"', "two brackets"),
        ("scenario = [3]", "'3' is not a table"),
        ('[[scenario]]\nname = "One"\ngiven = 3', "given: '3' is not a table"),
        ('[[scenario]]\nname = "One"\nthen = 3', "then: '3' is not a table"),
        ('[[scenario]]\nname = "One"\nthen.due = 3', "due: '3' is not a table"),
        ('[[scenario]]\nname = "One"\nthen.can = "sing"', "'can' is a list"),
        ('[[scenario]]\nname = "One"\n[scenario.step]\nwait = "P1D"', "two brackets"),
        ('[[scenario]]\nname = "One"\n[[scenario.step]]\nchange = 3', "change: '3' is not a table"),
        ('[[scenario]]\nname = "One"\n[[scenario.step]]\naction = "a"\nfields = 3', "fields: '3' is"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_the_place(tmp_path, text, says):
    with pytest.raises(ConfigError, match=says):
        scenarios(tmp_path, text)
