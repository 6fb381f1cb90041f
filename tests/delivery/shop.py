"""Jobs of one kind, and the workers that do them."""

import uuid
from datetime import timedelta

from runner.delivery.jobs.table import TableJobs
from runner.delivery.maintenance import Maintenance
from runner.delivery.procrastinate_worker import ProcrastinateWorker
from runner.delivery.worker import JobRunner, TableWorker
from runner.model import NewJob, WorkerName


class Shop:
    """Jobs of one kind, and as many workers as a test wants."""

    def __init__(self, desk, jobs):
        self.desk, self.kind = desk, jobs
        self.db, self.jobs, self.clock = desk.app.db, desk.app.jobs, desk.clock

    def put(self, key, after=timedelta(0), case_id=None, **payload):
        with self.db.write() as tx:
            self.jobs.enqueue(tx, NewJob("test", key, self.clock.now() + after, case_id, payload))

    def worker(self, handler, **others):
        """Does jobs of the kind `test`, and `others` by their kinds."""
        jobs = TableJobs(self.db, uuid.uuid4().hex) if self.kind == "table" else self.jobs
        runner = self.runner(jobs, self.desk.app.cases, test=handler, **others)
        maintenance = Maintenance(
            self.db, self.desk.app.cases, self.desk.app.facts, self.clock,
            WorkerName("shop:1", "table"),
        )  # fmt: skip
        if self.kind == "table":
            return TableWorker(jobs, self.clock, runner, maintenance)
        return ProcrastinateWorker(self.db.conninfo, jobs, self.clock, runner, maintenance)

    def runner(self, jobs, incidents, **handlers):
        return JobRunner(self.db, jobs, self.clock, handlers, incidents)

    def wait(self, **by):
        """Time passes for everybody: the clock of the database cannot be moved, but what is put off
        until an instant of it can."""
        self.clock.advance(timedelta(**by))
        if self.kind == "procrastinate":
            with self.db.write() as tx:
                tx.run("UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - :by"
                       " WHERE status = 'todo'", by=timedelta(**by))  # fmt: skip

    def begin(self):
        """Somebody takes a job, and dies before it is done."""
        if self.kind == "procrastinate":
            with self.db.write() as tx:
                tx.run(
                    "SELECT procrastinate_fetch_job_v2(NULL, procrastinate_register_worker_v1())"
                )
        else:
            TableJobs(self.db, uuid.uuid4().hex).claim(self.clock.now())

    def silence(self):
        """Those who hold jobs are not heard of any more."""
        if self.kind == "procrastinate":
            with self.db.write() as tx:
                tx.run("UPDATE procrastinate_workers"
                       " SET last_heartbeat = last_heartbeat - interval '1 minute'")  # fmt: skip
            self.jobs.free_stalled()
        else:
            self.clock.advance(timedelta(minutes=2))


class Noted(list):
    """A handler that notes the keys of what it does."""

    def __call__(self, job):
        self.append(job.key)
