"""Doing the jobs that are due. Any number of workers may run, here and on other machines."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Protocol

from runner.clock import Clock
from runner.errors import CaselaneError, EngineError, StoreBusy, StoreError, StoreFull
from runner.jobs import Jobs
from runner.jobs.table import LEASE, TableJobs
from runner.model import Job

log = logging.getLogger("caselane.worker")

POLL = 0.5
"""Seconds between looks at the jobs when nothing is known to fall due earlier."""

SWEEP = timedelta(minutes=1)

Handler = Callable[[Job], None]


class Worker(Protocol):
    def run_due(self) -> int:
        """Does everything that is due now. Returns the number of jobs done."""
        ...

    def run(self) -> None:
        """Works until `stop`. A database that does not answer is waited for."""
        ...

    def stop(self) -> None: ...


class Duties:
    """What each kind of job asks for, and what becomes of one that fails: `handlers` by kind;
    `sweep` puts in order what nobody else does; `report` tells people about what needs them: a case
    (or None), a kind and a sentence."""

    def __init__(
        self,
        jobs: Jobs,
        clock: Clock,
        handlers: Mapping[str, Handler],
        sweep: Callable[[], object],
        report: Callable[[int | None, str, str], None],
    ):
        self._jobs = jobs
        self._clock = clock
        self._handlers = handlers
        self.sweep = sweep
        self._report = report

    def do(self, job: Job) -> None:
        """Raises StoreBusy or StoreFull, then nothing was changed: try again. Whatever else goes
        wrong is the matter of this job alone."""
        try:
            self._handlers[job.kind](job)
            self._jobs.finish(job)
        except (StoreBusy, StoreFull):
            raise
        except Exception as error:
            expected = isinstance(error, CaselaneError)
            log.log(logging.WARNING if expected else logging.ERROR, "job %s: %s", job.key, error,
                    exc_info=not expected)  # fmt: skip
            self.failed(job, error)

    def failed(self, job: Job, error: Exception) -> None:
        text = str(error) or type(error).__name__
        lives = self._jobs.retry(job, text, self._clock.now(), random.random())
        if isinstance(error, EngineError):
            self._report(job.case_id, "The diagram cannot go on", text)
        elif not lives:
            self._report(job.case_id, "A job was given up", f"{job.kind} {job.key}: {text}")


class TableWorker:
    """Does the jobs of the lease table, one after another."""

    def __init__(self, jobs: TableJobs, clock: Clock, duties: Duties):
        self._jobs = jobs
        self._clock = clock
        self._duties = duties
        self._held: set[int] = set()
        self._stop = threading.Event()
        self._busy = threading.Lock()

    def run_due(self) -> int:
        """Oldest first. Who calls it while it runs waits for it, and then sees to what is left."""
        with self._busy:
            return self._run_due()

    def _run_due(self) -> int:
        done = 0
        while jobs := self._jobs.claim(self._clock.now()):
            self._held = {job.id for job in jobs}
            for job in jobs:
                self._duties.do(job)
                self._held.discard(job.id)
            done += len(jobs)
        return done

    def run(self) -> None:
        beat = threading.Thread(target=self._beat, name="caselane-heartbeat", daemon=True)
        beat.start()
        swept = None
        while not self._stop.is_set():
            try:
                self.run_due()
                if swept is None or abs(self._clock.now() - swept) >= SWEEP:
                    swept = self._clock.now()
                    self._duties.sweep()
                pause = self._pause()
            except StoreError as error:
                log.warning("%s", error)
                pause = 5.0
            self._stop.wait(pause)

    def stop(self) -> None:
        self._stop.set()

    def _pause(self) -> float:
        due = self._jobs.next_due()
        if due is None:
            return POLL
        return min(POLL, max(0.0, (due - self._clock.now()).total_seconds()))

    def _beat(self) -> None:
        """Keeps the leases of what is being done; a worker that dies lets them run out."""
        while not self._stop.wait(LEASE.total_seconds() / 3):
            held = list(self._held)
            if held:
                try:
                    self._jobs.extend(held, self._clock.now())
                except StoreError as error:
                    log.warning("%s", error)
