"""Scenarios are written as they are read, and plays are recorded as scenarios."""

from dataclasses import replace

from runner.bpmn.toml_text import toml_value
from runner.gate.scenarios import (
    Expected,
    perform,
    play,
    read_scenarios,
    recorded,
    scenario_file,
    scenarios_in,
)
from tests.lifecycle import FILES


def test_what_is_written_is_read_again_as_it_was():
    for name in sorted(name for name in FILES if name.startswith("scenarios/")):
        read = read_scenarios(name, FILES[name])
        assert read_scenarios(name, scenario_file(read[0].process, read)) == read


def test_texts_and_numbers_of_any_kind_come_back():
    values = {"a": 'quote " and \\ and \n and \x7f and ü', "b c": 1e300, "d": [1, True, None]}
    text = f'[[scenario]]\nname = "One"\ngiven = {toml_value(values)}\n'
    (scenario,) = read_scenarios("scenarios/a.toml", text)
    assert scenario.steps[0].values == values | {"d": [1, True]}


def test_a_recorded_play_goes_as_it_was_played(default_process):
    for scenario in scenarios_in(FILES):
        blind = tuple(replace(step, then=Expected()) for step in scenario.steps)
        told = recorded(perform(default_process, replace(scenario, steps=blind)), scenario.name)
        assert play(default_process, told).failure == ""
        assert all(step.then.status for step in told.steps)


def test_a_play_is_bounded(default_process):
    (scenario, *_) = scenarios_in(FILES)
    endless = replace(scenario, steps=scenario.steps[:1] + scenario.steps[1:2] * 200)
    assert perform(default_process, endless).problem is not None
