"""A log of another system that somebody brought: how it is to be read, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from runner.model.run_state import RunState


@dataclass(frozen=True, slots=True)
class LogRun:
    """The log of a file `name`. It is `waiting` until its mapping is chosen. `offer` is what can be
    chosen, with what is suggested; `chosen` what was. `done` of `cases` cases are replayed;
    `seen_at` is when it last said so. `why` it failed or was stopped."""

    id: int
    person_id: int
    name: str
    started_at: datetime
    seen_at: datetime
    offer: Mapping[str, Any]
    chosen: Mapping[str, str]
    state: RunState | Literal["waiting"] = "waiting"
    cases: int = 0
    done: int = 0
    why: str = ""
    report: Mapping[str, Any] = field(default_factory=dict)
