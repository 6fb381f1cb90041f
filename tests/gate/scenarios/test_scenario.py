"""A file of scenarios, as it is read."""

from datetime import UTC, datetime

import pytest

from runner.errors import ConfigError
from runner.gate.scenarios import read_scenarios


def scenarios(text):
    return read_scenarios("scenarios/some.toml", text)


def test_a_scenario_without_a_time_begins_on_a_monday_morning():
    (scenario,) = scenarios('[[scenario]]\nname = "One"')
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
        ('[[scenario]]\nname = "One"\ngiven.at = 0001-01-01T00:00:00+14:00', "too far away"),
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
def test_a_wrong_file_is_refused_with_the_place(text, says):
    with pytest.raises(ConfigError, match=says):
        scenarios(text)
