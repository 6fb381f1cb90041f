"""The examples of the default diagram, and what a scenario file may say."""

import pytest

from runner.bpmn import read
from runner.engine import Process
from runner.gate.scenarios import play, read_scenarios, uncovered
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
