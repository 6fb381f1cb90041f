"""Figures of a simulation in words, in the language of who reads."""

import pytest

from runner.insight.simulation.figure_names import name_of, value_of
from runner.language import Languages, speaking


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("share|first_response|P1", "First response P1, share met"),
        ("missed|first_response", "First response, missed"),
        ("arrived", "Cases that came"),
        ("backlog", "All open, cases at midnight"),
        ("backlog|In Progress", "In Progress, cases at midnight"),
        ("median|In Progress", "In Progress, half of the stays no longer"),
    ],
)
def test_each_figure_has_a_name(key, words):
    assert name_of(key) == words


def test_a_name_is_in_the_language_of_who_reads():
    with speaking(Languages().get("de")):
        german = name_of("share|first_response|P1")
    assert "First response P1" in german
    assert german != name_of("share|first_response|P1")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("share|first_response|P1", 0.254, "25 %"),
        ("median|In Progress", 0.5, "30 min"),
        ("most|In Progress", 12.4, "12 h"),
        ("arrived", 4.25, "4.2"),
        ("arrived", 120.4, "120"),
    ],
)
def test_a_value_has_the_unit_of_its_figure(key, value, words):
    assert value_of(key, value) == words


def test_a_difference_has_a_sign():
    assert value_of("arrived", -12.0, signed=True) == "−12"
    assert value_of("share|first_response|P1", 0.1, signed=True) == "+10 %"
    assert value_of("arrived", 0.0, signed=True) == "0.0"
