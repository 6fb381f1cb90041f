"""Deployed diagrams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from runner.model.finding import Finding
from runner.model.person import Person

IntakeState = Literal["default", "beside", "none"]
INTAKES: tuple[IntakeState, ...] = ("default", "beside", "none")


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A process and its versions. New cases start on `version`, the one that went live last: those
    that name no lifecycle on the `default` one, those that name it also on one `beside` it."""

    process: str
    intake: IntakeState
    version: int
    name: str = ""

    @property
    def takes_cases(self) -> bool:
        return self.intake != "none"


@dataclass(frozen=True, slots=True)
class Version:
    """A deployed diagram. A `waiting` version goes live when a second person approves it.
    `findings` are those of the gate at deployment, `notes` say what was taken over from the version
    before or left away. `intake` is what its lifecycle gets when it goes live; None leaves it as it
    is."""

    id: int
    process: str
    digest: str
    bpmn: bytes
    files: Mapping[str, str]
    deployed_at: datetime
    deployed_by: Person | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    intake: IntakeState | None = "default"
    waiting: bool = False
    live_at: datetime | None = None
    approved_by: Person | None = None
