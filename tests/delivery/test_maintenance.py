"""What a worker looks after beside its jobs."""

from datetime import timedelta

import pytest

from runner.delivery.maintenance import KEEP_KEYS, KEEP_WORKERS, RECOUNT, Maintenance
from runner.model import WorkerName
from runner.store import idempotency, workers
from tests.desk import MONDAY

WORKER = WorkerName("here:1", "table")


class Looked(list):
    """A floor of cases that notes what it is asked to look after."""

    def repair(self):
        self.append("repair")
        return 0

    def fetch_mails(self):
        """None is set up."""

    def link_histories(self, *, stopped):
        """All of them are chained."""

    def retain(self, *, stopped):
        """There is no rule."""

    def recount(self):
        self.append("recount")

    def sweep_files(self):
        self.append("files")
        return 0


@pytest.fixture
def cases():
    return Looked()


def test_cases_are_repaired_each_time_and_counted_again_once_an_hour(desk, cases):
    maintenance = Maintenance(desk.app.db, cases, desk.app.facts, desk.clock, WORKER)
    maintenance.sweep()
    desk.clock.advance(RECOUNT - timedelta(seconds=1))
    maintenance.sweep()
    assert cases == ["repair", "repair"]
    desk.clock.advance(timedelta(seconds=1))
    maintenance.sweep()
    maintenance.sweep()
    assert cases == ["repair", "repair", "repair", "recount", "files", "repair"]


def test_keys_of_requests_are_forgotten_after_a_week(desk, cases):
    def known():
        with desk.app.db.read() as tx:
            return idempotency.answer_of(tx, desk.bob.id, "key") is not None

    with desk.app.db.write() as tx:
        idempotency.take_key(tx, desk.bob.id, "key", "digest", MONDAY)
    maintenance = Maintenance(desk.app.db, cases, desk.app.facts, desk.clock, WORKER)
    desk.clock.set(MONDAY + KEEP_KEYS)
    maintenance.sweep()
    assert known()
    desk.clock.advance(timedelta(seconds=1))
    maintenance.sweep()
    assert not known()


def test_workers_are_remembered_for_a_day(desk, cases):
    Maintenance(desk.app.db, cases, desk.app.facts, desk.clock, WORKER).sweep()
    desk.clock.advance(KEEP_WORKERS + timedelta(seconds=1))
    other = WorkerName("there:2", "procrastinate")
    Maintenance(desk.app.db, cases, desk.app.facts, desk.clock, other).sweep()
    with desk.app.db.read() as tx:
        assert workers.last_seen(tx) == {"procrastinate": desk.clock.now()}
