"""The worker of jobs that Procrastinate keeps."""

import asyncio
import logging
from datetime import timedelta

import pytest

from runner.delivery import procrastinate_worker
from runner.delivery.jobs.table import TableJobs
from runner.delivery.maintenance import Maintenance
from runner.delivery.procrastinate_worker import _OPTIONS, SWEEPING, TRIES
from runner.delivery.worker import JobRunner
from runner.errors import NotRecorded, StoreBusy
from runner.model import Job
from runner.telemetry import logs
from tests.delivery.shop import Noted
from tests.desk import MONDAY


def test_clocks_that_differ_make_no_busy_loop(procrastinate):
    """By the clock of the database the instant has passed: it waits as long as ours says."""
    procrastinate.put("a", after=timedelta(minutes=5))
    with procrastinate.db.read() as tx:
        left = tx.run("SELECT scheduled_at - clock_timestamp() FROM procrastinate_jobs").fetchone()
    assert timedelta(minutes=4) < left[0] <= timedelta(minutes=5)


def test_a_fetch_reads_the_jobs_that_are_due_and_not_all(procrastinate):
    with procrastinate.db.write() as tx:
        tx.run("INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)"
               " SELECT 'caselane', 'x', now() + interval '1 day' FROM generate_series(1, 5000)")  # fmt: skip
        tx.run("ANALYZE procrastinate_jobs")
        plan = tx.run("EXPLAIN SELECT * FROM procrastinate_jobs WHERE status = 'todo'"
                      " AND queue_name = 'caselane' AND scheduled_at <= now()"
                      " ORDER BY priority DESC, id LIMIT 1").fetchall()  # fmt: skip
    assert "caselane_due_jobs" in str(plan)


def test_a_sweep_that_failed_leaves_nothing_behind(procrastinate, monkeypatch):
    """One of each outage stayed for ever, and counted as a job that is not done."""

    def away(*_):
        raise StoreBusy("The database is away.")

    monkeypatch.setattr(Maintenance, "sweep", away)
    worker = procrastinate.worker(Noted())
    asyncio.run(_swept(worker))
    with procrastinate.db.read() as tx:
        assert tx.run("SELECT count(*) FROM procrastinate_jobs").fetchone()[0] == 0


def test_once_all_workers_are_of_procrastinate_its_jobs_no_longer_wait_for_them(procrastinate):
    """Nobody was left who would have resolved it: health said for ever that a person is needed."""
    procrastinate.put("a")
    procrastinate.wait(minutes=3)
    table = TableJobs(procrastinate.db, "a worker of the table")
    runner = procrastinate.runner(table, procrastinate.desk.app.cases)
    runner.look_elsewhere(table.stranded())
    health, worker = procrastinate.desk.app.reports.health, procrastinate.worker(Noted())
    worker._sweep(0)
    assert health().incidents == 1
    worker.run_due()
    worker._sweep(0)
    assert health().incidents == 0


def test_what_is_no_outage_is_in_the_log(procrastinate, monkeypatch, caplog):
    """A function that is not there, as after an upgrade: nothing was swept, and nobody said so."""
    monkeypatch.setattr(logs, "_told_by_us", set())
    with procrastinate.db.write() as tx:
        for (function,) in tx.run("SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE"
                                  " 'procrastinate_defer_periodic%'").fetchall():  # fmt: skip
            tx.run(f"DROP FUNCTION {function}")
    worker = procrastinate.worker(Noted())
    ended = logging.getLogger("caselane.worker")
    ended.addFilter(stop := lambda _: worker.stop() or True)
    worker.run()
    ended.removeFilter(stop)
    written = [logs.TextLine().format(one) for one in caplog.records if logs._is_to_be_written(one)]
    for text in ("does not exist", "A part of the worker ended by itself. It begins again."):
        assert any(text in line for line in written)


@pytest.mark.parametrize(("stays", "tries"), [(False, TRIES), (True, 2)])
def test_what_cannot_be_recorded_is_held_for_so_long(procrastinate, monkeypatch, stays, tries):
    """By who does only what is due; by who stays until `stop`, and then tried once more."""
    tried = Noted()

    def full(job):
        tried(job)
        if stays:
            worker.stop()
        raise NotRecorded("The disk is full.")

    monkeypatch.setattr(procrastinate_worker, "POLL", 0)
    worker = procrastinate.worker(full)
    worker._stays = stays
    with pytest.raises(NotRecorded):
        worker._run(Job(0, "test", "a", None, {}, MONDAY, 1))
    assert len(tried) == tries


def test_what_was_not_recorded_is_not_put_off_as_failed(procrastinate, monkeypatch):
    def away(_job):
        raise NotRecorded("The database is away.")

    failed = []
    monkeypatch.setattr(procrastinate_worker, "POLL", 0)
    monkeypatch.setattr(JobRunner, "failed", lambda _self, job, _error: failed.append(job.key))
    procrastinate.put("a")
    assert procrastinate.worker(away).run_due() == 0
    assert failed == []


async def _swept(worker):
    async with worker._app().open_async() as app:
        await app.tasks["caselane.sweep"].defer_async(timestamp=0)
        await app.run_worker_async(queues=[SWEEPING], wait=False, listen_notify=False, **_OPTIONS)
