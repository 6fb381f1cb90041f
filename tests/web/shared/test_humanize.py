"""Times and spans in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from web.shared.humanize import ago, date, exact, in_month, on_day, span, title, when

NOW = datetime(2026, 3, 2, 15, 40, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=9, seconds=59), "9 min"),
        (timedelta(hours=1, minutes=20), "1 h 20 min"),
        (timedelta(hours=-2), "2 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=2, hours=3, minutes=59), "2 days 3 h"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(length, said):
    assert span(length) == said


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (NOW, "today 16:40"),
        (NOW + timedelta(hours=8), "tomorrow 00:40"),
        (NOW - timedelta(days=1), "yesterday 16:40"),
        (NOW + timedelta(days=3), "Thu 5 Mar 16:40"),
        (NOW - timedelta(days=365), "Sun 2 Mar 2025 16:40"),
    ],
)
def test_an_instant_is_said_as_seen_from_today_in_the_reader_s_zone(instant, said):
    assert when(instant, NOW, BERLIN) == said


def test_an_instant_can_be_said_in_full():
    assert exact(NOW, BERLIN) == "Monday 2 March 2026, 16:40:00 CET"
    assert date(NOW, UTC) == "2 Mar 2026 15:40"
    assert on_day("2026-03-02T15:40") == on_day(NOW) == "2 Mar 2026"
    assert in_month("2026-03") == "Mar 2026"


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=9), "9 min ago"),
        (timedelta(hours=3, minutes=30), "3 h ago"),
        (timedelta(hours=12), "today 03:40"),
        (timedelta(hours=16), "yesterday 23:40"),
    ],
)
def test_how_long_ago_something_was(past, said):
    assert ago(NOW - past, NOW, UTC) == said


def test_a_name_of_the_drawing_becomes_a_title():
    assert title("first_response") == "First response"
    assert title("") == ""
