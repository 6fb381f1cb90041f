"""Jobs for workers, and incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to enqueue. `key` is unique: enqueued again, the job moves to the new instant. What
    waits for another machine has a `queue` of its own, named by its kind."""

    kind: str
    key: str
    due_at: datetime
    case_id: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    queue: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A job that a worker holds. `attempts` counts the one that it is at."""

    id: int
    kind: str
    key: str
    case_id: int | None
    payload: Mapping[str, Any]
    due_at: datetime
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of one worker, the holder, to do what it has claimed, from `since` to `until`.
    Those of others that ran out before `others_over` (None: before `since`) are free."""

    holder: str
    since: datetime
    until: datetime
    others_over: datetime | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """A failure that a person must look at, of a case or of the system (None)."""

    case_id: int | None
    at: datetime
    kind: str
    message: str


class Reporting(Protocol):
    """Who keeps incidents."""

    def report(self, case_id: int | None, kind: str, message: str, job: str | None = None) -> None:
        """Raises an incident: about a case (or None), of a kind, with a sentence. It is over when
        the job with that key is done (decision 0359)."""
        ...

    def settle(self, kind: str, start: str = "") -> None:
        """What was an incident of the system is over: all of a kind, or those whose message begins
        so."""
        ...


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A job that failed `attempts` times, the last time with `error`, and is not tried again."""

    kind: str
    key: str
    case_id: int | None
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """The numbers of due jobs, dead letters and open incidents."""

    due_jobs: int
    dead_jobs: int
    incidents: int

    @property
    def ok(self) -> bool:
        return not (self.dead_jobs or self.incidents)


@dataclass(frozen=True, slots=True)
class WorkerName:
    """`name` is that of one worker in one process, `engine` where it looks for jobs."""

    name: str
    engine: str
