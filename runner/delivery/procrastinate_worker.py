"""Workers of Procrastinate: any number, on any number of machines, on one PostgreSQL.

Decision 0042.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import procrastinate
import psycopg
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from runner.clock import Clock
from runner.delivery.jobs.procrastinate_jobs import (
    FREEING,
    HEARTBEAT,
    QUEUE_NAMES,
    SILENCE,
    ProcrastinateJobs,
)
from runner.delivery.maintenance import Maintenance
from runner.delivery.worker import POLL, JobRunner, errors_logged
from runner.errors import ConfigError, NotRecorded, StoreError
from runner.model import Job
from runner.store import Database
from runner.store import procrastinate as tables
from runner.store.procrastinate import TASK
from runner.telemetry import logs

log = logging.getLogger("caselane.worker")

SWEEPING = "caselane-sweep"
"""A queue of its own: however many jobs wait, those of dead workers are freed."""

CONCURRENCY = 4
"""Jobs at once in one worker, of each queue."""

THREADS = len(QUEUE_NAMES) * CONCURRENCY + 1
"""For the jobs of all queues and the sweep: none waits for a thread of another queue."""


TRIES = 20
"""How often who does only what is due tries to record what it did outside: for ten seconds."""


def join(
    db: Database, clock: Clock, upgrade: bool
) -> tuple[ProcrastinateJobs, Callable[[JobRunner, Maintenance], ProcrastinateWorker]]:
    """Where jobs go, and the worker that does them. The tables are made or upgraded first, else
    they are only checked. Raises ConfigError, StoreError."""
    if db.dialect.name != "postgresql":
        raise ConfigError(
            "Procrastinate needs PostgreSQL: set CASELANE_DATABASE_URL=postgresql://..., or leave "
            "the jobs in the table."
        )
    prepare = tables.upgrade if upgrade else tables.check
    prepare(db)
    jobs = ProcrastinateJobs(db, clock)

    def worker(runner: JobRunner, maintenance: Maintenance) -> ProcrastinateWorker:
        return ProcrastinateWorker(db.conninfo, jobs, clock, runner, maintenance)

    return jobs, worker


class ProcrastinateWorker:
    def __init__(
        self,
        conninfo: str,
        jobs: ProcrastinateJobs,
        clock: Clock,
        runner: JobRunner,
        maintenance: Maintenance,
    ):
        self._conninfo = conninfo
        self._jobs = jobs
        self._clock = clock
        self._runner = runner
        self._maintenance = maintenance
        self._done = 0
        self._stays = False
        self._stop = threading.Event()
        self._busy = threading.Lock()

    def run_due(self) -> int:
        """Called from a second thread, it waits for the first and then does what is left."""
        with self._busy, ThreadPoolExecutor(1) as thread:  # the caller's thread may have a loop
            before, last = self._done, -1
            while last != self._done:  # a job may enqueue others
                last = self._done
                thread.submit(lambda: asyncio.run(self._run_once())).result()
            return self._done - before

    def run(self) -> None:
        self._stays = True
        logs.leave_out(psycopg.OperationalError)  # no other: who would say what is wrong?
        while not self._stop.is_set():
            try:
                asyncio.run(self._run_until_stopped())
                if not self._stop.is_set():  # nothing is raised where what runs beside it failed
                    log.warning("A part of the worker ended by itself. It begins again.")
            except Exception as error:  # of the connection: a job's own errors end in `_do`
                cause = str(error.__cause__ or error).strip()
                log.warning("The worker lost its database (%s) and connects again.", cause)
            self._stop.wait(5.0)

    def stop(self) -> None:
        self._stop.set()

    async def _run_once(self) -> None:
        async with self._app().open_async() as app:
            await app.run_worker_async(
                queues=list(QUEUE_NAMES), wait=False, listen_notify=False, **_OPTIONS
            )

    async def _run_until_stopped(self) -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        async with self._app().open_async() as app:
            await _first(
                *(
                    app.run_worker_async(
                        queues=[queue], concurrency=CONCURRENCY, name=queue, **_OPTIONS
                    )
                    for queue in QUEUE_NAMES
                ),
                app.run_worker_async(queues=[SWEEPING], name="caselane-sweep", **_OPTIONS),
                self._free_stalled(),
                self._until_stopped(),
            )

    async def _free_stalled(self) -> None:
        """Beside the sweep: by the minute would be too late for a timer whose worker died."""
        while not self._stop.is_set():
            with errors_logged():
                await asyncio.to_thread(self._jobs.free_stalled)
            await asyncio.sleep(FREEING)

    async def _until_stopped(self) -> None:
        while not self._stop.is_set():
            await asyncio.sleep(POLL)

    def _app(self) -> procrastinate.App:
        connector = procrastinate.PsycopgConnector(
            conninfo=self._conninfo, min_size=1, max_size=THREADS + 5
        )
        app = procrastinate.App(connector=connector)
        app.task(name=TASK, pass_context=True, retry=_RetrySoon())(self._do)
        sweep = app.task(name="caselane.sweep", queue=SWEEPING, queueing_lock=SWEEPING)
        app.periodic(cron="* * * * *")(sweep(self._sweep))
        return app

    def _do(
        self,
        context: procrastinate.JobContext,
        kind: str,
        key: str,
        case_id: int | None,
        payload: dict[str, Any],
    ) -> None:
        job = Job(
            context.job.id or 0, kind, key, case_id, payload, context.job.scheduled_at
            or self._clock.now(), context.job.attempts + 1,
        )  # fmt: skip
        try:
            self._run(job)
        except NotRecorded:
            raise  # put off with `failed`, it would only be done again
        except StoreError as error:
            self._runner.failed(job, error)
        self._done += 1

    def _run(self, job: Job) -> None:
        """Holds the job until what was done is recorded, with a last try after `stop`. Raises
        NotRecorded, and what `JobRunner.do` raises."""
        tries, last = 0, False
        while True:
            try:
                return self._runner.do(job)
            except NotRecorded:
                tries += 1
                if last or (tries == TRIES and not self._stays):
                    raise
                last = self._stop.wait(POLL)

    def _sweep(self, timestamp: int) -> None:
        self._jobs.take_over()
        if not self._jobs.stranded():  # no worker of the table may be left that would say so
            self._runner.look_elsewhere(0)
        self._maintenance.sweep()


_OPTIONS: dict[str, Any] = {
    "delete_jobs": "always",  # what failed for good is a dead letter of ours
    "fetch_job_polling_interval": POLL,
    "install_signal_handlers": False,
    "shutdown_graceful_timeout": 30.0,
    "update_heartbeat_interval": HEARTBEAT,
    "stalled_worker_timeout": SILENCE.total_seconds(),
}


class _RetrySoon(BaseRetryStrategy):
    """For errors that leave `_do`: the database did not take the note that a job had failed, or
    that it was done."""

    def get_retry_decision(self, *, exception: BaseException, job: Any) -> RetryDecision:
        return RetryDecision(retry_in={"seconds": 5})


async def _first(*coroutines: Coroutine[Any, Any, None]) -> None:
    """Waits until the first one ends, then cancels the others, which finish the jobs they hold."""
    tasks = [asyncio.create_task(each) for each in coroutines]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()
