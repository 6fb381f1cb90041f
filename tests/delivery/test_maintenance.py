"""What a worker looks after beside its jobs."""

from datetime import timedelta

import pytest

from runner.delivery.maintenance import KEEP_KEYS, RECOUNT, Maintenance
from runner.store import idempotency
from tests.desk import MONDAY


class Looked(list):
    """A floor of cases that notes what it is asked to look after."""

    def repair(self):
        self.append("repair")
        return 0

    def recount(self):
        self.append("recount")
        return 0


@pytest.fixture
def cases():
    return Looked()


def test_cases_are_repaired_each_time_and_counted_again_once_an_hour(desk, cases):
    maintenance = Maintenance(desk.app.db, cases, desk.app.facts, desk.clock)
    maintenance.sweep()
    desk.clock.advance(RECOUNT - timedelta(seconds=1))
    maintenance.sweep()
    assert cases == ["repair", "repair"]
    desk.clock.advance(timedelta(seconds=1))
    maintenance.sweep()
    maintenance.sweep()
    assert cases == ["repair", "repair", "repair", "recount", "repair"]


def test_keys_of_requests_are_forgotten_after_a_week(desk, cases):
    def known():
        with desk.app.db.read() as tx:
            return idempotency.answer_of(tx, desk.bob.id, "key") is not None

    with desk.app.db.write() as tx:
        idempotency.take_key(tx, desk.bob.id, "key", "digest", MONDAY)
    maintenance = Maintenance(desk.app.db, cases, desk.app.facts, desk.clock)
    desk.clock.set(MONDAY + KEEP_KEYS)
    maintenance.sweep()
    assert known()
    desk.clock.advance(timedelta(seconds=1))
    maintenance.sweep()
    assert not known()
