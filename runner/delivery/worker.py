"""Doing the jobs that are due. Any number of workers may run, here and on other machines."""

from __future__ import annotations

import logging
import random
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from runner.clock import Clock
from runner.delivery.jobs import QUEUES, Jobs, queue_of, recording
from runner.delivery.jobs.retries import ATTEMPTS, back_off
from runner.delivery.jobs.table import LEASE, TableJobs
from runner.delivery.maintenance import Maintenance
from runner.errors import (
    CaselaneError,
    ChannelError,
    EngineError,
    NotRecorded,
    ReceiverPaused,
    RetriesExhausted,
    StoreBusy,
    StoreError,
    StoreFull,
    Undeliverable,
)
from runner.model import Job, Reporting, to_number
from runner.store import Database
from runner.telemetry import logs, spans

log = logging.getLogger("caselane.worker")

POLL = 0.5
"""Seconds between looks at the jobs when nothing is known to fall due earlier."""

SWEEP = timedelta(minutes=1)

UNKNOWN = timedelta(seconds=30)
"""How long a job of a kind that this node does not know is left to others."""

MOST_ENDED = 1_000
"""Jobs that were done and could not be taken away, of which a worker knows that."""

STRANDED = "Jobs wait for workers of another kind"
_STRANDED = (
    "Some nodes have CASELANE_JOBS=procrastinate and this worker has table: mails and timers that "
    "they enqueued lie where it does not look. Give all nodes the same, then start: caselane work"
)

Handler = Callable[[Job], None]


class Worker(Protocol):
    def run_due(self) -> int:
        """Does everything that is due now. Returns the number of jobs done."""
        ...

    def run(self) -> None:
        """Works until `stop`. A database that does not answer is waited for."""
        ...

    def stop(self) -> None: ...


class JobRunner:
    """Does a job by the handler of its kind, and decides what becomes of one that fails."""

    def __init__(
        self,
        db: Database,
        jobs: Jobs,
        clock: Clock,
        handlers: Mapping[str, Handler],
        incidents: Reporting,
    ):
        self._db = db
        self._jobs = jobs
        self._clock = clock
        self._handlers = handlers
        self._incidents = incidents
        self._ended: OrderedDict[str, datetime] = OrderedDict()
        """The instants, by key, of jobs that were done and are not yet taken away: a job with the
        same key and another instant is another one. Only those that wait for another machine: any
        other may be done twice, and may be enqueued again for the same instant (decision 0115)."""

    def do(self, job: Job) -> None:
        """Raises StoreFull, and StoreError where the failure could not be noted either: nothing was
        changed, try again; and NotRecorded where what was done could not be noted, which the next
        attempt does. Any other error concerns this job alone and is dealt with."""
        number = to_number(job.case_id) if job.case_id else ""
        opened = begin("job", "") if (begin := spans.opener) else spans.OFF
        with opened as span, logs.about(job=job.key, case=number):
            if span:
                about = {"caselane.job": job.key, "caselane.case": number,
                         "caselane.attempt": job.attempts}  # fmt: skip
                span.describe(about, f"job {job.kind}")
            self._do(job, span)

    def _do(self, job: Job, span: spans.OpenSpan | None) -> None:
        try:
            if self._ended.get(job.key) != job.due_at:
                if job.attempts > ATTEMPTS:
                    raise RetriesExhausted(
                        "It was started again and again, and never came to an end."
                    )
                if job.kind not in self._handlers:
                    return self._leave(job)
                self._handlers[job.kind](job)
            self._finish(job)
        except StoreFull:
            raise  # every other job would meet the same
        except NotRecorded:
            raise  # put off, it would come to another worker, which would do it again
        except (StoreBusy, ReceiverPaused) as error:
            # Not logged: a busy case is no news, and the pause was logged when it began, while
            # thousands of jobs may wait for that receiver.
            self.failed(job, error)
        except Exception as error:
            if span:
                span.failed(error)
            expected = isinstance(error, CaselaneError)
            log.log(logging.WARNING if expected else logging.ERROR, "job %s: %s", job.key, error,
                    exc_info=not expected)  # fmt: skip
            self.failed(job, error)

    def _finish(self, job: Job) -> None:
        if queue_of(job.kind):
            self._ended[job.key] = job.due_at
            if len(self._ended) > MOST_ENDED:
                self._ended.popitem(last=False)
        with recording():
            self._jobs.finish(job)
        self._ended.pop(job.key, None)

    def _leave(self, job: Job) -> None:
        """Leaves a job of a kind that this program does not know to the nodes of a newer one, as
        there are in an upgrade of one node after another. No attempt is counted."""
        log.warning("job %s: jobs of the kind %s are for a newer Caselane.", job.key, job.kind)
        left = replace(job, attempts=job.attempts - 1)
        self._jobs.retry(left, f"{job.kind} is for a newer Caselane", self._clock.now(), UNKNOWN)

    def look_elsewhere(self, stranded: int) -> None:
        """Jobs that no worker of this engine takes would lie unseen."""
        if stranded:
            log.error("%d jobs wait for a worker with another CASELANE_JOBS.", stranded)
            self._incidents.report(None, STRANDED, _STRANDED)
        else:
            self._incidents.settle(STRANDED)

    def failed(self, job: Job, error: Exception) -> None:
        """Puts the job off, or gives it up and raises an incident, in one transaction."""
        expected = isinstance(error, CaselaneError)
        text = str(error) if expected else f"{type(error).__name__}: {error}"
        wait = back_off(job.attempts, random.random())
        if isinstance(error, ChannelError):
            wait = max(wait, error.wait)
        if isinstance(error, Undeliverable):
            job = replace(job, attempts=ATTEMPTS)
        elif isinstance(error, ReceiverPaused) and error.wait:  # it asked for that: no attempt
            job = replace(job, attempts=job.attempts - 1)
        with self._db.write():
            lives = self._jobs.retry(job, text, self._clock.now(), wait)
            if isinstance(error, EngineError):
                self._incidents.report(job.case_id, "The diagram cannot go on", text, job.key)
            elif not lives and not job.payload.get("quiet"):
                what = job.payload.get("about", job.key)  # many with one cause are one incident
                told = f"{job.kind} {what}: {text}"
                self._incidents.report(job.case_id, "A job was given up", told, job.key)


class TableWorker:
    """Does the jobs of the lease table, each queue in a thread of its own: no timer waits for
    another machine."""

    def __init__(self, jobs: TableJobs, clock: Clock, runner: JobRunner, maintenance: Maintenance):
        self._jobs = jobs
        self._clock = clock
        self._runner = runner
        self._maintenance = maintenance
        self._stop = threading.Event()
        self._queues = [QueueWorker(jobs, clock, runner, self._stop, name) for name in QUEUES]

    def run_due(self) -> int:
        total = 0
        while done := sum(queue.run_due() for queue in self._queues):  # a job may enqueue others
            total += done
        return total

    def run(self) -> None:
        queues = [threading.Thread(target=queue.run, daemon=True) for queue in self._queues]
        ended = threading.Event()
        heartbeat = threading.Thread(target=self._extend_leases, args=[ended], daemon=True)
        for thread in (*queues, heartbeat):
            thread.start()
        while not self._stop.is_set():
            with errors_logged():
                self._maintenance.sweep()
                self._runner.look_elsewhere(self._jobs.stranded())
            self._stop.wait(SWEEP.total_seconds())
        for thread in queues:
            thread.join()
        ended.set()

    def stop(self) -> None:
        self._stop.set()

    def _extend_leases(self, ended: threading.Event) -> None:
        """Keeps the leases of the jobs at work, also after `stop`, until they are finished. The
        leases of a worker that dies run out."""
        while not ended.wait(LEASE.total_seconds() / 3):
            held = [job_id for queue in self._queues for job_id in list(queue.held)]
            if held:
                with errors_logged():
                    self._jobs.extend(held, self._clock.now())


class QueueWorker:
    """Does the jobs of a queue one after another, oldest first."""

    def __init__(
        self, jobs: TableJobs, clock: Clock, runner: JobRunner, stop: threading.Event, queue: str
    ):
        self._jobs = jobs
        self._clock = clock
        self._runner = runner
        self._stop = stop
        self._queue = queue
        self._busy = threading.Lock()
        self.held: set[int] = set()
        """Ids of the jobs that it has leased and not yet finished."""

    def run_due(self) -> int:
        """Called from a second thread, it waits for the first and then does what is left."""
        with self._busy:
            try:
                return self._run_due()
            finally:
                self.held = set()

    def _run_due(self) -> int:
        done = 0
        while not self._stop.is_set() and (
            jobs := self._jobs.claim(self._clock.now(), self._queue)
        ):
            self.held = {job.id for job in jobs}
            for job in jobs:
                self._runner.do(job)
                self.held.discard(job.id)
            done += len(jobs)
        return done

    def run(self) -> None:
        while not self._stop.is_set():
            pause = LEASE.total_seconds() / 3  # what it holds it gets again before others do
            with errors_logged():
                self.run_due()
                pause = self._pause()
            self._stop.wait(pause)

    def _pause(self) -> float:
        due = self._jobs.next_due(self._queue)
        if due is None:
            return POLL
        return min(POLL, max(0.0, (due - self._clock.now()).total_seconds()))


@contextmanager
def errors_logged() -> Iterator[None]:
    """Logs any error and goes on: a thread that ended by one would leave its queue waiting, and
    only the log would show it."""
    try:
        yield
    except StoreError as error:
        log.warning("%s", error)
    except Exception:
        log.exception("The worker met something unexpected, and goes on.")
