"""Work for later, and what went wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """Something that a worker is to do. `key` is unique: adding it again moves it."""

    id: int
    kind: str
    key: str
    case_id: int | None
    payload: Mapping[str, Any]
    due_at: datetime
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that needs a person, about a case or about the system (None)."""

    case_id: int | None
    at: datetime
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A job that was given up after `attempts`, the last of which ended with `error`."""

    kind: str
    key: str
    case_id: int | None
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """How the installation is: jobs that are due, dead letters, incidents nobody has resolved."""

    due_jobs: int
    dead_jobs: int
    incidents: int

    @property
    def ok(self) -> bool:
        return not (self.dead_jobs or self.incidents)
