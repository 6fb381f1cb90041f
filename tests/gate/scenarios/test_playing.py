"""The examples of the default diagram, and what a scenario file may say."""

import pytest

from runner.bpmn import read
from runner.engine import Process
from runner.gate.scenarios import play, read_scenarios, scenarios_in, uncovered
from tests.drawings import bpmn, chain, end, start, user
from tests.lifecycle import FILES

SCENARIOS = scenarios_in(FILES)


@pytest.fixture(scope="module")
def played(default_process):
    return [play(default_process, scenario) for scenario in SCENARIOS]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_the_default_diagram_does_what_its_scenarios_say(scenario, default_process):
    assert play(default_process, scenario).failure == ""


def test_the_scenarios_go_through_every_element_and_flow(default_diagram, played):
    assert uncovered(default_diagram, played) == frozenset()


# ------------------------------------------------------------------ what a file may say

SHORT = bpmn(start(), user("work", status="Open"), end(), chain("start", "work", "end"))


def scenarios(text):
    return read_scenarios("scenarios/some.toml", text)


def failure(calendars, text):
    (scenario,) = scenarios('[[scenario]]\nname = "One"\n' + text)
    return play(Process(read(SHORT), calendars), scenario).failure


def test_a_surprise_is_said_in_a_sentence(calendars):
    said = failure(calendars, 'then.status = "Shut"\nthen.can = ["sing"]')
    assert (
        said
        == "After the submission: the status is 'Open' instead of 'Shut'; 'sing' is not offered."
    )


def test_what_is_missed_is_said_of_flags_and_timers(calendars):
    said = failure(
        calendars,
        'then.flags = ["b", "a"]\nthen.due.soon = 2026-03-02T09:30:00Z\nthen.resolution = "ok"',
    )
    assert said == (
        "After the submission: the resolution is empty instead of 'ok'; the flags are empty instead "
        "of 'a', 'b'; the timer 'soon' is due not at all instead of 2026-03-02 09:30 UTC."
    )


def test_what_is_not_possible_is_said_with_its_step(calendars):
    said = failure(calendars, '[[scenario.step]]\naction = "sing"')
    assert said == "After step 1 ('action sing'): 'sing' is not possible where the case now stands."


def test_an_action_has_to_be_offered_to_whoever_takes_it(default_process):
    (scenario,) = scenarios(
        '[[scenario]]\nname = "One"\nthen.notified.confirm_receipt = "customer"\n'
        '[[scenario.step]]\naction = "send_first_response"\nby = "Customer"',
    )
    said = play(default_process, scenario).failure
    assert "'send_first_response' is not offered to 'Customer'" in said
