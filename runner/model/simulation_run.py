"""A simulation that was begun on a page: how far it has come, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from runner.model.run_state import RunState


@dataclass(frozen=True, slots=True)
class SimulationRun:
    """Begun by `by`. `done` of about `cases` cases are simulated; `seen_at` is when it last said
    so. `why` it failed or was stopped; `report` is what `SimulationReport.document` gives, once it
    is done."""

    id: int
    by: str
    started_at: datetime
    seen_at: datetime
    state: RunState = "running"
    cases: int = 0
    done: int = 0
    why: str = ""
    report: Mapping[str, Any] = field(default_factory=dict)
