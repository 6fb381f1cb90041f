"""Jobs that Procrastinate keeps."""

from datetime import timedelta

import pytest

from runner.delivery.jobs.procrastinate_jobs import FREEING, SILENCE
from runner.delivery.jobs.table import LEASE, TableJobs
from runner.errors import ConfigError, StoreBusy
from runner.model import NewJob
from runner.people.accounts import OPERATOR
from runner.store import jobs
from runner.store import procrastinate as tables
from tests.delivery.shop import Noted
from tests.desk import MONDAY, Desk


def test_procrastinate_needs_postgresql(tmp_path):
    with pytest.raises(ConfigError, match="needs PostgreSQL"):
        Desk(tmp_path, jobs="procrastinate")


def test_jobs_that_were_put_into_the_table_are_taken_over(procrastinate):
    done = Noted()
    with procrastinate.db.write() as tx:
        jobs.enqueue(tx, NewJob("test", "a", MONDAY))
        jobs.enqueue(tx, NewJob("test", "later", MONDAY + timedelta(hours=1)))
    procrastinate.jobs.take_over()
    procrastinate.worker(done).run_due()
    assert done == ["a"]
    procrastinate.wait(hours=1)
    procrastinate.worker(done).run_due()
    assert done == ["a", "later"]


def test_a_worker_of_the_lease_table_says_what_lies_where_it_does_not_look(procrastinate):
    """Two thousand mails lay there unseen while health said that all was well."""
    procrastinate.put("a")
    table = TableJobs(procrastinate.db, "a worker of the table")
    with procrastinate.db.read() as tx:
        assert table.due(tx, procrastinate.clock.now()) == 1
    assert table.stranded() == 0
    procrastinate.wait(minutes=3)
    runner = procrastinate.runner(table, procrastinate.desk.app.cases)
    for _ in range(2):
        runner.look_elsewhere(table.stranded())
    [incident] = procrastinate.desk.app.incidents.listed(OPERATOR).incidents
    assert incident.kind == "Jobs wait for workers of another kind"
    assert "Give all nodes the same" in incident.message
    runner.look_elsewhere(0)
    assert procrastinate.desk.app.reports.health().incidents == 0


def test_after_an_outage_those_who_hold_jobs_may_say_first_that_they_live(
    procrastinate, monkeypatch
):
    def away(*_):
        raise StoreBusy("The database is away.")

    procrastinate.put("a")
    procrastinate.begin()
    with monkeypatch.context() as patch, pytest.raises(StoreBusy):
        patch.setattr(tables, "free_stalled", away)
        procrastinate.jobs.free_stalled()
    procrastinate.clock.advance(SILENCE)
    procrastinate.silence()
    freed = []
    for _ in range(3):
        freed.append(procrastinate.jobs.free_stalled())
        procrastinate.clock.advance(SILENCE)
    assert freed == [0, 0, 1]


def test_the_jobs_of_a_dead_worker_go_to_another_within_15_seconds():
    assert SILENCE.total_seconds() + FREEING < 15
    assert LEASE.total_seconds() <= 15
