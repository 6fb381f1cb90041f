"""How often one may ask: counted for all nodes, and seldom written."""

from datetime import timedelta

import pytest

from runner.clock import ManualClock
from runner.errors import StoreBusy, TooManyRequests
from runner.people.rate_limits import RateLimits
from tests.desk import MONDAY


def asked(limits, who, times):
    """How many of some requests were let in."""
    let_in = 0
    for _ in range(times):
        try:
            limits.count("person", who)
        except TooManyRequests:
            continue
        let_in += 1
    return let_in


@pytest.fixture
def clock():
    return ManualClock(MONDAY)


def test_a_person_makes_as_many_requests_as_they_may_and_then_waits_a_minute(desk, clock):
    limits = RateLimits(desk.app.db, clock, 50)
    assert asked(limits, "1", 80) == 50
    assert asked(limits, "2", 50) == 50
    clock.advance(timedelta(minutes=1))
    assert asked(limits, "1", 80) == 50


def test_nodes_and_restarts_share_the_limit_but_for_a_tenth(desk, clock):
    nodes = [RateLimits(desk.app.db, clock, 50) for _ in range(2)]
    assert sum(asked(node, "1", 80) for node in nodes) == 55


def test_an_address_may_ask_five_times_as_often(desk, clock):
    limits = RateLimits(desk.app.db, clock, 10)
    for _ in range(50):
        limits.count("address", "192.0.2.1")
    with pytest.raises(TooManyRequests, match=r"More than 50 .*network address. Wait a minute"):
        limits.count("address", "192.0.2.1")
    limits.count("address", "192.0.2.2")


def test_who_asks_seldom_costs_the_database_nothing(desk, clock, monkeypatch):
    limits = RateLimits(desk.app.db, clock, 100)
    monkeypatch.setattr(desk.app.db, "write", None)
    assert asked(limits, "1", 10) == 10


def test_a_busy_database_refuses_nobody(desk, clock, monkeypatch):
    def busy():
        raise StoreBusy("The database is busy.")

    limits = RateLimits(desk.app.db, clock, 10)
    monkeypatch.setattr(desk.app.db, "write", busy)
    assert asked(limits, "1", 30) == 30


def test_without_a_limit_nothing_is_counted(desk, clock):
    assert asked(RateLimits(desk.app.db, clock, 0), "1", 1000) == 1000
