"""Jobs for workers, and incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """A job for a worker. `key` is unique: adding it again moves `due_at`."""

    id: int
    kind: str
    key: str
    case_id: int | None
    payload: Mapping[str, Any]
    due_at: datetime
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Incident:
    """A failure that a person must look at, of a case or of the system (None)."""

    case_id: int | None
    at: datetime
    kind: str
    message: str


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
