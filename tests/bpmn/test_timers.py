"""Timers as they are written on a drawing."""

import pytest

from runner import bpmn as diagrams
from runner.bpmn import read_timer
from runner.errors import DiagramError
from tests.drawings import bpmn


def read(*parts, **options):
    return diagrams.read(bpmn(*parts, **options))


@pytest.mark.parametrize("text", ["PT24H", '"PT24H"', "'PT24H'", "  PT24H "])
def test_timers_may_be_quoted_or_not(text):
    assert read_timer("duration", text).duration.seconds == 86400


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("duration", "two days"), ("duration", ""), ("duration", "${x}"), ("duration", "-PT1H"),
        ("duration", "__import__('os')"), ("duration", "R3/PT1H"), ("duration", "some_name"),
        ("date", "tomorrow at noon"), ("date", "a.b"),
        ("cycle", "R/PT1H"), ("cycle", "R0/PT1H"), ("cycle", "R3"), ("cycle", "R99999999/PT1S"),
        ("cycle", "R3/PT0S"), ("cycle", "0 0 * * *"), ("cycle", "R/PT0S"), ("cycle", "R3/-PT1H"),
    ],
)  # fmt: skip
def test_timers_that_make_no_sense_are_refused(kind, text):
    with pytest.raises(DiagramError):
        read_timer(kind, text)


def test_a_date_may_be_fixed_or_the_name_of_a_due_date():
    assert read_timer("date", "first_response_due").name == "first_response_due"
    assert read_timer("date", "2026-03-02T10:00:00+01:00").date.hour == 10
