"""Deployed diagrams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from runner.model.finding import Finding
from runner.model.person import Person


@dataclass(frozen=True, slots=True)
class Version:
    """A deployed diagram. A `waiting` version goes live when a second person approves it; new cases
    start on the version that went live last. `findings` are those of the gate at deployment,
    `notes` say what was taken over from the version before or left away."""

    id: int
    process: str
    digest: str
    bpmn: bytes
    files: Mapping[str, str]
    deployed_at: datetime
    deployed_by: Person | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    waiting: bool = False
    live_at: datetime | None = None
    approved_by: Person | None = None
