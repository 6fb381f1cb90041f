"""What analysts read of a case, made from its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

IntervalKind = Literal["status", "element", "owner"]


@dataclass(frozen=True, slots=True)
class Interval:
    """How long a case was in a status, waited at an element, or had an owner (by address). `again`:
    it was there before. `clock` and `business` are whole minutes, rounded down, the second in the
    calendar of the case; both are None until it ended. The version is that of its beginning."""

    kind: IntervalKind
    name: str
    version_id: int
    again: bool
    started_at: datetime
    ended_at: datetime | None = None
    clock: int | None = None
    business: int | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """What happened, and where tokens went with it; the same for all cases that it happened to."""

    version_id: int
    event: str
    audience: str | None
    action: str | None
    element: str | None
    from_status: str | None
    to_status: str | None
    path: tuple[str, ...]

    @property
    def is_of_customer(self) -> bool:
        """Whether a customer took an action; a reply is none."""
        return self.audience == "customer" and self.action is not None


@dataclass(frozen=True, slots=True)
class CaseMove:
    """A line of the history that moved tokens. `again`: into a status where the case was before."""

    sequence: int
    at: datetime
    route: Route
    again: bool

    @property
    def is_rejection(self) -> bool:
        """A customer took an action that led to a status where the case was before. A reply is
        none."""
        return self.again and self.route.is_of_customer


VerdictState = Literal["broken", "at_risk", "waits"]


@dataclass(frozen=True, slots=True)
class PolicyVerdict:
    """How a case stands with a policy of a version that it was on, unless it keeps it. `broken` at
    an instant; `at_risk`: what may happen next breaks it; it `waits` for what has to happen by
    `due_at`. `what` is the reason, in the words of policies."""

    version_id: int
    policy: str
    state: VerdictState
    what: str
    at: datetime
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All facts of one case. `events` is the number of the last line that was read; `way` its
    statuses in their order; `migrated` how often it went to another version.

    `touches` are actions, messages and notes of support; `answers` actions and messages of the
    customer, between the submission and the end; `rejections` actions of the customer that led to a
    status where the case was before. `clock` and `business` are whole minutes from the submission
    to the end, None until then. Of the lines of the history, `set_back` have a time before that of
    the line above, and `missing` are not there. `verdicts` are those of the policies of the
    `versions` that the case was on, without those that it keeps."""

    case_id: int
    events: int
    way: tuple[str, ...]
    closed_at: datetime | None
    migrated: int
    intervals: tuple[Interval, ...]
    moves: tuple[CaseMove, ...]
    touches: int = 0
    answers: int = 0
    rejections: int = 0
    clock: int | None = None
    business: int | None = None
    versions: tuple[int, ...] = ()
    verdicts: tuple[PolicyVerdict, ...] = ()
    set_back: int = 0
    missing: int = 0
