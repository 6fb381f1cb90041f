"""A draft tried on past cases: how far it has come, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from runner.model.run_state import RunState


@dataclass(frozen=True, slots=True)
class TrialRun:
    """A trial of a draft as it was at a `revision`, begun by `by`. `done` of `cases` cases are
    tried; `seen_at` is when it last said so. `why` it failed or was stopped; `report` is what
    `TrialReport.document` gives, once it is done."""

    id: int
    draft_id: int
    revision: int
    by: str
    started_at: datetime
    seen_at: datetime
    state: RunState = "running"
    cases: int = 0
    done: int = 0
    why: str = ""
    report: Mapping[str, Any] = field(default_factory=dict)
