"""When a mail goes that is written at an instant: never before, never in quiet hours, and when the
clocks are changed, too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from runner.model import MailTimes

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = MailTimes("22:00", "07:00")
DIGEST = MailTimes(digest_at="08:00")


def goes(times, at, zone=BERLIN, topic="message"):
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return times.release(topic, instant, zone).isoformat()[:16]


@pytest.mark.parametrize(
    ("times", "at", "then"),
    [
        (NIGHT, "2026-01-14T20:59", "2026-01-14T20:59"),  # 21:59 in Berlin
        (NIGHT, "2026-01-14T21:00", "2026-01-15T06:00"),
        (NIGHT, "2026-01-15T05:59", "2026-01-15T06:00"),
        (NIGHT, "2026-01-15T06:00", "2026-01-15T06:00"),
        (NIGHT, "2026-07-14T20:00", "2026-07-15T05:00"),  # in summer
        (NIGHT, "2026-03-28T23:30", "2026-03-29T05:00"),  # the night that summer time begins
        (NIGHT, "2026-10-24T23:30", "2026-10-25T06:00"),  # and ends
        (MailTimes("12:00", "13:00"), "2026-01-14T11:30", "2026-01-14T12:00"),  # a lunch
        (MailTimes("01:00", "02:30"), "2026-10-25T00:15", "2026-10-25T00:30"),  # the first 02:30
        (MailTimes("01:00", "02:30"), "2026-10-25T01:15", "2026-10-25T01:15"),  # is the end
        (MailTimes("01:00", "02:30"), "2026-03-29T00:15", "2026-03-29T01:30"),  # 03:30, for 02:30
        (DIGEST, "2026-01-14T06:59", "2026-01-14T07:00"),
        (DIGEST, "2026-01-14T07:00", "2026-01-14T07:00"),
        (DIGEST, "2026-01-14T07:01", "2026-01-15T07:00"),
        (DIGEST, "2026-03-28T12:00", "2026-03-29T06:00"),  # 08:00 of the shorter day
        (DIGEST, "2026-10-24T12:00", "2026-10-25T07:00"),
        (MailTimes("22:00", "09:00", "08:00"), "2026-01-14T12:00", "2026-01-15T08:00"),
        (MailTimes(), "2026-01-14T12:00", "2026-01-14T12:00"),
    ],
)
def test_when_a_mail_goes(times, at, then):
    assert goes(times, at) == then


def test_what_is_urgent_waits_for_neither():
    times = MailTimes("00:00", "23:59", "08:00", frozenset({"incident"}))
    assert goes(times, "2026-01-14T12:00", topic="incident") == "2026-01-14T12:00"
    assert goes(times, "2026-01-14T12:00", topic="message") != "2026-01-14T12:00"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"])
@pytest.mark.parametrize("month", [3, 4, 10, 11])
def test_it_is_never_before_nor_in_quiet_hours_nor_later_than_two_days(zone, month):
    """Each half hour of the months in which clocks are changed."""
    where, at = ZoneInfo(zone), datetime(2026, month, 1, tzinfo=UTC)
    for times in (NIGHT, DIGEST, MailTimes("23:30", "02:30", "02:00")):
        for half_hours in range(0, 31 * 48, 3):
            written = at + timedelta(minutes=30 * half_hours)
            then = times.release("message", written, where)
            assert written <= then <= written + timedelta(hours=30)
            assert times.release("message", then, where) == then or times.digest_at == "02:00"
