"""Jobs that Procrastinate keeps."""

from datetime import timedelta

import pytest

from runner.errors import ConfigError
from runner.model import NewJob
from runner.store import jobs
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
    procrastinate.jobs.sweep()
    procrastinate.worker(done).run_due()
    assert done == ["a"]
    procrastinate.wait(hours=1)
    procrastinate.worker(done).run_due()
    assert done == ["a", "later"]
