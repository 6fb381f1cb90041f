"""The worker of jobs that Procrastinate keeps."""

from datetime import timedelta


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
