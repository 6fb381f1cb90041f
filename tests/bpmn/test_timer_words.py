"""Durations in words, in the language that is spoken."""

import pytest

from runner.bpmn.calendar import parse_duration
from runner.bpmn.timer_words import duration_words, timer_words
from runner.language import Languages, speaking


@pytest.mark.parametrize(
    ("written", "said", "in_german"),
    [
        ("PT15M", "15 minutes", "15 Minuten"),
        ("P1DT1H", "1 day 1 hour", "1 Tag 1 Stunde"),
        ("P2W", "14 days", "14 Tage"),
        ("PT1.5S", "1.5 seconds", "1,5 Sekunden"),
        ("P1Y1M", "13 months", "13 Monate"),
    ],
)
def test_a_duration_is_said_unit_by_unit(written, said, in_german):
    duration = parse_duration(written)
    assert duration_words(duration) == said
    with speaking(Languages().get("de")):
        assert duration_words(duration) == in_german


@pytest.mark.parametrize(
    ("element", "said", "in_german"),
    [
        ("silent_for_10_days", "10 days of working time", "10 Tage Arbeitszeit"),
        ("first_response_missed", "for first_response_due", "auf first_response_due"),
    ],
)
def test_a_timer_says_how_long_it_waits(default_diagram, element, said, in_german):
    words = timer_words(default_diagram.elements[element])
    assert str(words) == said
    with speaking(Languages().get("de")):
        assert str(words) == in_german
