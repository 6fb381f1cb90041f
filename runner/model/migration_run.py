"""A migration that goes on by itself: a part of the cases first, then the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

MIGRATE = "migrate"
"""The kind of the jobs that go on with such migrations."""

MigrationState = Literal[
    "first", "waiting", "rest", "halted", "stopped", "done", "undoing", "undone"
]
"""The first cases move; they have, and it waits for the owner; the rest moves. It halted by itself,
was stopped, is done; takes cases back; or has."""


@dataclass(frozen=True, slots=True)
class MigrationTerms:
    """`share` percent of the running cases move first, or all at once without one; only those in a
    `status` and of a `priority`, where these are given. `renamed` are the ids that elements have
    where cases go, by the old ones."""

    reason: str = ""
    share: int | None = None
    status: str = ""
    priority: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_parts(self) -> bool:
        return self.share is not None or bool(self.status or self.priority)


@dataclass(frozen=True, slots=True)
class MovedCase:
    """A case that a migration moved, and the status that it has now."""

    number: str
    status: str


@dataclass(frozen=True, slots=True)
class MigrationRun:
    """A migration to a version, and how far it has come. `first` are the ids of the cases that move
    first; `total` is how many there were to move; `moved` are on the new version by it; `stayed`
    has how many did not move, or come back, and one of them, by the reason; `accepted` are troubles
    that the owner has seen. `why` it halted."""

    id: int
    by: str
    person_id: int
    version_id: int
    migration_id: int
    started_at: datetime
    state: MigrationState
    terms: MigrationTerms
    first: tuple[int, ...] = ()
    accepted: tuple[str, ...] = ()
    last_case: int = 0
    total: int = 0
    moved: int = 0
    back: int = 0
    stayed: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    why: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether a worker is at it."""
        return self.state in GOING


GOING: tuple[MigrationState, ...] = ("first", "rest", "undoing")
