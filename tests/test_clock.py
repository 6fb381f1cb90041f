"""Clocks: instants are aware and in UTC, whoever moves them."""

from datetime import UTC, datetime, timedelta, timezone

from runner.clock import ManualClock, SystemClock

NOON = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=2)))


def test_the_clock_of_the_machine_is_in_utc_and_goes_on():
    clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first


def test_a_manual_clock_stands_still_until_it_is_moved():
    clock = ManualClock(NOON)
    assert clock.now() == clock.now() == NOON
    assert clock.now().tzinfo is UTC
    assert clock.advance(timedelta(hours=1)) == clock.now() == NOON + timedelta(hours=1)
    clock.set(NOON - timedelta(days=1))
    assert (clock.now(), clock.now().tzinfo) == (NOON - timedelta(days=1), UTC)
