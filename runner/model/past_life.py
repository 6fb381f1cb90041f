"""The life of a stored case, as its history tells it: what a draft is tried on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from runner.model.case import to_number


@dataclass(frozen=True, slots=True)
class PastEvent:
    """A line of the history. `values` are the variables and what was filled in, `told` the elements
    whose notification went out; `public` says that a message was for both sides to read."""

    at: datetime
    event: str
    action: str | None
    element: str
    side: str | None
    actor: int | None
    before: str | None
    after: str | None
    values: Mapping[str, Any]
    told: tuple[str, ...] = ()
    public: bool = True

    @property
    def moved(self) -> bool:
        """Whether tokens moved by what is drawn, or could have; a migration moves none."""
        return self.after is not None and self.event not in ("migrated", "modified")


@dataclass(frozen=True, slots=True)
class PastLife:
    """A case from its submission until now. `facts` are what a diagram may route on, as they were
    when it was submitted; `milestones` are their states by name."""

    case_id: int
    closed: bool
    calendar: str
    facts: Mapping[str, Any]
    events: tuple[PastEvent, ...]
    milestones: Mapping[str, str]

    @property
    def number(self) -> str:
        return to_number(self.case_id)
