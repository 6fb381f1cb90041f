"""The worker of jobs that Procrastinate keeps."""

import asyncio
from datetime import timedelta

from runner.delivery.maintenance import Maintenance
from runner.delivery.procrastinate_worker import _OPTIONS, SWEEPING
from runner.errors import StoreBusy
from tests.delivery.shop import Noted


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


async def _swept(worker):
    async with worker._app().open_async() as app:
        await app.tasks["caselane.sweep"].defer_async(timestamp=0)
        await app.run_worker_async(queues=[SWEEPING], wait=False, listen_notify=False, **_OPTIONS)
