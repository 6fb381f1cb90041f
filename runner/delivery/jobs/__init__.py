"""Jobs: what has to happen later, or outside. Enqueued in the transaction of what they follow from.

`table` is the default, on both databases; `procrastinate_jobs` brings jobs to workers on any
number of machines, on PostgreSQL. Dead letters lie in the table, whichever gave them up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol

from runner.clock import stopwatch
from runner.delivery.channels import CHANNELS
from runner.errors import NotRecorded, StoreBusy, StoreError, StoreFull
from runner.model import MAIL, Job, NewJob
from runner.store import Transaction

STRANDED_AFTER = timedelta(minutes=2)
"""How long jobs lie in the tables of Procrastinate, where no worker of the lease table looks,
before a person has to."""

NOTIFY = "notify"
"""The kind of the jobs that send notifications by mail."""

PASSWORD_LINK = "password_link"
"""The kind of the jobs that mail links to set a password; they lie in the queue of mails."""

FIGURES = "figures"
"""The kind of the jobs that tell of figures; they lie in the queue of mails, since to count figures
takes longer than a timer may wait."""

WEBHOOK = "webhook"
"""The kind of the jobs that tell other programs of cases."""


FETCH = "mailbox"
"""The kind of the jobs that fetch mails."""


def kind_of(channel: str) -> str:
    """The kind of the jobs that send notifications through a channel: its name, but for mail."""
    return NOTIFY if channel == MAIL else channel


OUTSIDE = (WEBHOOK, *map(kind_of, CHANNELS), FETCH)
"""Kinds of jobs that wait for another machine, which may hang. Each has a queue of its own, so that
no timer waits for it, and no mail for a receiver of events. Decision 0050."""

QUEUES = ("", *OUTSIDE)
"""The first one is for all that waits for no other machine."""


def queue_of(kind: str) -> str:
    if kind in (PASSWORD_LINK, FIGURES):
        return NOTIFY
    return kind if kind in OUTSIDE else ""


class Jobs(Protocol):
    """Where jobs are kept. One enqueued in a transaction that rolls back was never there."""

    def enqueue(self, tx: Transaction, job: NewJob) -> None:
        """Adds a job, or moves the one with the same key. While a worker is at that one the job
        waits: no two workers ever have the same key."""
        ...

    def cancel(self, tx: Transaction, key: str) -> None: ...

    def finish(self, job: Job) -> None:
        """The job is done: it goes, unless it was enqueued again meanwhile."""
        ...

    def retry(self, job: Job, error: str, now: datetime, wait: timedelta) -> bool:
        """Puts a failed job off, so long, with the `attempts` that it says. False when these are
        too many: it is a dead letter now."""
        ...

    def cases_without_wake(self, tx: Transaction, before: datetime, limit: int = 1000) -> list[int]:
        """Cases that wait for a timer due before an instant while no job would ever wake them."""
        ...

    def holds_without_wake(self, tx: Transaction, before: datetime, limit: int = 1000) -> list[int]:
        """Ids of holds due before an instant that no job would ever release."""
        ...

    def due(self, tx: Transaction, now: datetime, late: timedelta = timedelta(0)) -> int:
        """How many jobs could be done now, and could have been for so long."""
        ...


@contextmanager
def recording() -> Iterator[None]:
    """For what was done outside: raises NotRecorded where the database cannot take it now."""
    try:
        yield
    except (StoreBusy, StoreFull) as error:
        raise NotRecorded(str(error)) from error


class Outage:
    """When the database was away, or so slow that it was as good as that. Workers that hold jobs
    could not say so meanwhile: for a `grace` after it they are no dead ones, and record what they
    did. `watch` begins a stopwatch."""

    def __init__(self, grace: timedelta, watch: Callable[[], Callable[[], float]] = stopwatch):
        self._grace = grace
        self._watch = watch
        self._since: datetime | None = None
        self._over: datetime | None = None

    @contextmanager
    def watched(self, now: datetime) -> Iterator[datetime]:
        """For a call of the database. Yields the instant by which a worker has to have fallen
        silent to count as dead."""
        spent = self._watch()
        try:
            yield min(now, self._since or now)
        except StoreError:
            self._since, self._over = self._since or now, None
            raise
        over = self._over or now  # threads share it: another one may set it to None
        took = timedelta(seconds=spent())
        if took > self._grace / 3:
            self._since, over = self._since or now, now + took
        self._over = over
        if now - over >= self._grace:
            self._since = None
