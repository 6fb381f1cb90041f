"""The table of jobs, and the leases on them."""

import threading
from datetime import timedelta

import pytest

from runner.delivery.jobs.retries import ATTEMPTS
from runner.delivery.jobs.table import TableJobs
from runner.errors import StoreBusy, StoreFull
from tests.delivery.shop import Noted, Shop
from tests.patience import PATIENCE


@pytest.fixture
def table(desk):
    return Shop(desk, "table")


def kept_from(trouble, times, done):
    """What does jobs, and meets trouble first."""
    troubles = [trouble] * times

    def handler(job):
        if troubles:
            raise troubles.pop()
        done(job)

    return handler


def test_a_disk_that_is_full_for_long_costs_no_attempts(table):
    done = Noted()
    table.put("a")
    table.put("b")
    worker = table.worker(kept_from(StoreFull("full"), 3 * ATTEMPTS, done))
    for _ in range(3 * ATTEMPTS):
        with pytest.raises(StoreFull):
            worker.run_due()
    worker.run_due()
    assert done == ["a", "b"]


def test_a_database_that_is_away_for_long_costs_no_attempts(table, monkeypatch):
    """It goes away while a job is done, so that nothing can be noted of that."""

    def refuse(*_):
        raise StoreBusy("away")

    done = Noted()
    table.put("a")
    table.put("b")
    worker = table.worker(kept_from(StoreBusy("locked"), 3 * ATTEMPTS, done))
    with monkeypatch.context() as patch:
        patch.setattr(TableJobs, "retry", refuse)
        for _ in range(3 * ATTEMPTS):
            with pytest.raises(StoreBusy):
                worker.run_due()
    worker.run_due()
    assert done == ["a", "b"]


def test_a_case_that_somebody_holds_holds_up_no_other(table):
    done = Noted()
    table.put("a")
    table.put("b")
    worker = table.worker(kept_from(StoreBusy("locked"), 1, done))
    worker.run_due()
    assert done == ["b"]
    table.clock.advance(timedelta(seconds=10))
    worker.run_due()
    assert done == ["b", "a"]


def test_what_a_worker_is_at_when_it_is_stopped_stays_its_own(table, monkeypatch):
    """A mail may take longer than a lease: nobody else sends it meanwhile."""
    monkeypatch.setattr("runner.delivery.worker.LEASE", timedelta(milliseconds=30))
    kept, seen = threading.Event(), []

    def handler(job):
        worker.stop()
        kept.clear()
        seen.append(kept.wait(PATIENCE))

    worker = table.worker(handler)
    extend = worker._jobs.extend

    def extend_and_tell(ids, now):
        extend(ids, now)
        kept.set()

    worker._jobs.extend = extend_and_tell
    table.put("a")
    worker.run()
    assert seen == [True]


def test_a_lease_from_before_the_clock_was_set_back_does_not_bind(table):
    done = Noted()
    table.put("a")
    table.clock.advance(timedelta(days=4000))
    table.begin()
    table.clock.advance(timedelta(days=-4000))
    table.worker(done).run_due()
    assert done == ["a"]
