"""What a second pair of eyes says of a draft, and when a draft goes live by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from runner.model.person import Person
from runner.model.version import IntakeState


class Reviewed(NamedTuple):
    """What is commented on: a draft, or a version that was deployed; the other id is None."""

    draft: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewComment:
    author: Person
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ReviewThread:
    """Comments on an element of a diagram, or on all of it (`element` is empty), oldest first."""

    id: int
    of: Reviewed
    element: str
    comments: tuple[ReviewComment, ...]
    resolved_at: datetime | None = None
    resolved_by: str = ""

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None


PUBLISH = "publish"
"""The kind of the jobs that let a draft go live at its date."""

PlanState = Literal["waiting", "live", "refused", "cancelled"]


@dataclass(frozen=True, slots=True)
class PlannedPublication:
    """A draft, at a revision, or a version that waits, which goes live at `due_at`, unless
    something differs from what was checked: `live` is the version that has to run until then, 0 for
    none. `accepted` are the keys of the warnings that were accepted. `why` says what became of
    it."""

    id: int
    of: Reviewed
    person: Person
    due_at: datetime
    revision: int = 0
    live: int = 0
    accepted: tuple[str, ...] = ()
    note: str = ""
    intake: IntakeState | None = None
    state: PlanState = "waiting"
    why: str = ""
