"""Doing the jobs that are due. Any number of workers may run, here and on other machines."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from runner.clock import Clock
from runner.delivery.jobs import ATTEMPTS, LANES, Jobs
from runner.delivery.jobs.table import LEASE, TableJobs
from runner.errors import (
    CaselaneError,
    EngineError,
    LeftAlone,
    Spent,
    StoreBusy,
    StoreError,
    StoreFull,
    Undeliverable,
)
from runner.model import Job
from runner.store import Database

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
        db: Database,
        jobs: Jobs,
        clock: Clock,
        handlers: Mapping[str, Handler],
        sweep: Callable[[], object],
        report: Callable[[int | None, str, str], None],
    ):
        self._db = db
        self._jobs = jobs
        self._clock = clock
        self._handlers = handlers
        self.sweep = sweep
        self._report = report

    def do(self, job: Job) -> None:
        """Raises StoreFull, and StoreError where not even a failure could be noted: nothing was
        changed, try again. Whatever else goes wrong is the matter of this job alone."""
        try:
            if job.attempts > ATTEMPTS:
                raise Spent("It was begun again and again, and never came to an end.")
            self._handlers[job.kind](job)
            self._jobs.finish(job)
        except StoreFull:
            raise  # there is no use in another job either
        except (StoreBusy, LeftAlone) as error:
            # Somebody holds this case, or else noting it is refused, too. And who is left alone was
            # named before: thousands may be waiting.
            self.failed(job, error)
        except Exception as error:
            expected = isinstance(error, CaselaneError)
            log.log(logging.WARNING if expected else logging.ERROR, "job %s: %s", job.key, error,
                    exc_info=not expected)  # fmt: skip
            self.failed(job, error)

    def failed(self, job: Job, error: Exception) -> None:
        """Puts the job off, or gives it up and says so: both or neither."""
        expected = isinstance(error, CaselaneError)
        text = str(error) if expected else f"{type(error).__name__}: {error}"
        if isinstance(error, Undeliverable):
            job = replace(job, attempts=ATTEMPTS)
        with self._db.write():
            lives = self._jobs.retry(job, text, self._clock.now(), random.random())
            if isinstance(error, EngineError):
                self._report(job.case_id, "The diagram cannot go on", text)
            elif not lives and not job.payload.get("quiet"):
                what = job.payload.get("about", job.key)  # many with one cause are one incident
                self._report(job.case_id, "A job was given up", f"{job.kind} {what}: {text}")


class TableWorker:
    """Does the jobs of the lease table, in lanes: no timer waits for somebody outside."""

    def __init__(self, jobs: TableJobs, clock: Clock, duties: Duties):
        self._jobs = jobs
        self._clock = clock
        self._duties = duties
        self._stop = threading.Event()
        self._lanes = [Lane(jobs, clock, duties, self._stop, name) for name in LANES]

    def run_due(self) -> int:
        done = 0
        while now := sum(lane.run_due() for lane in self._lanes):  # one may put jobs of the other
            done += now
        return done

    def run(self) -> None:
        lanes = [threading.Thread(target=lane.run, daemon=True) for lane in self._lanes]
        ended = threading.Event()
        beat = threading.Thread(target=self._beat, args=[ended], daemon=True)
        for thread in (*lanes, beat):
            thread.start()
        while not self._stop.is_set():
            with noted():
                self._duties.sweep()
            self._stop.wait(SWEEP.total_seconds())
        for thread in lanes:
            thread.join()
        ended.set()

    def stop(self) -> None:
        self._stop.set()

    def _beat(self, ended: threading.Event) -> None:
        """Keeps the leases of what is being done, also of what is finished after `stop`; a worker
        that dies lets them run out."""
        while not ended.wait(LEASE.total_seconds() / 3):
            held = [id for lane in self._lanes for id in list(lane.held)]
            if held:
                with noted():
                    self._jobs.extend(held, self._clock.now())


class Lane:
    """Does the jobs of a lane one after another, oldest first."""

    def __init__(
        self, jobs: TableJobs, clock: Clock, duties: Duties, stop: threading.Event, name: str
    ):
        self._jobs = jobs
        self._clock = clock
        self._duties = duties
        self._stop = stop
        self._name = name
        self._busy = threading.Lock()
        self.held: set[int] = set()

    def run_due(self) -> int:
        """Who calls it while it runs waits for it, and then sees to what is left."""
        with self._busy:
            try:
                return self._run_due()
            finally:
                self.held = set()

    def _run_due(self) -> int:
        done = 0
        while not self._stop.is_set() and (jobs := self._jobs.claim(self._clock.now(), self._name)):
            self.held = {job.id for job in jobs}
            for job in jobs:
                self._duties.do(job)
                self.held.discard(job.id)
            done += len(jobs)
        return done

    def run(self) -> None:
        while not self._stop.is_set():
            pause = 5.0
            with noted():
                self.run_due()
                pause = self._pause()
            self._stop.wait(pause)

    def _pause(self) -> float:
        due = self._jobs.next_due(self._name)
        if due is None:
            return POLL
        return min(POLL, max(0.0, (due - self._clock.now()).total_seconds()))


@contextmanager
def noted() -> Iterator[None]:
    """A database that does not answer is noted, and asked again later; and so is what nobody
    expected: a lane that ended by it would leave every timer waiting, and nobody would know."""
    try:
        yield
    except StoreError as error:
        log.warning("%s", error)
    except Exception:
        log.exception("The worker met something unexpected, and goes on.")
