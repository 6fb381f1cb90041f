"""The name of a timer and its time."""

import pytest

from tests.drawings import bpmn, catch, chain, end, start, timer
from tests.gate.lint.pages import findings


@pytest.mark.parametrize(
    ("name", "time", "props", "said"),
    [
        ("After 48 hours", "P2D", {}, 0),
        ("After 48 hours", "P3D", {}, 1),
        ("Nach 3 Wochen", "P20D", {}, 1),
        ("Nach 3 Wochen", "P21D", {}, 0),
        ("After 2 days", "PT16H", {"time": "business"}, 0),  # of eight hours, maybe
        ("After 2 days", "P3D", {"time": "business"}, 1),
        ("After 1 week", "P5D", {"time": "business"}, 0),
        ("After 2 weeks", "P1W", {"time": "business"}, 1),
        ("After 30 days", "P1M", {}, 0),  # some months have
        ("After 2 months", "P1M", {}, 1),
        ("2 days before it ends", "P1D", {}, 0),
        ("Step 2", "PT1H", {}, 0),
        ("Later", "PT1H", {}, 0),
    ],
)
def test_a_name_that_says_another_time_is_named(name, time, props, said):
    data = bpmn(start(), catch("a", timer(time), **props), end(), chain("start", "a", "end"))
    named = data.replace(b'name="a"', f'name="{name}"'.encode())
    assert len([f for f in findings(named, ()) if f.rule == "other-time"]) == said
