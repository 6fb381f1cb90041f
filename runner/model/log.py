"""The event log of cases, as it leaves for tools of process mining."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which cases are wanted: submitted `since`, and before `until`; of a lifecycle, on a version
    now, with one of these statuses and priorities, of a product. What is empty narrows nothing."""

    since: datetime | None = None
    until: datetime | None = None
    lifecycle: str = ""
    version: int | None = None
    statuses: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    product: str = ""


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """A line of the history. `activity` is what the drawing calls it; `fields` the rest by name,
    without those that are empty."""

    at: datetime
    activity: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LoggedMilestone:
    """`at` is when it was reached or could no longer be; None while it runs."""

    name: str
    state: str
    started_at: datetime
    due_at: datetime
    at: datetime | None


@dataclass(frozen=True, slots=True)
class LoggedCase:
    """A case with all that happened to it, in the order of its history. `gaps` counts the lines
    that are missing in it."""

    number: str
    created_at: datetime
    fields: Mapping[str, str]
    events: tuple[LoggedEvent, ...]
    milestones: tuple[LoggedMilestone, ...] = ()
    gaps: int = 0
    migrated: int = 0
