"""Diagrams that owners work on and have not published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from runner.model.person import Person


@dataclass(frozen=True, slots=True)
class DiagramDraft:
    """A package that is not deployed. `base` is the version that it began as, None for one that
    began as a file or blank. `revision` counts what was saved, from 1. `bpmn` is empty in lists."""

    id: int
    name: str
    base: int | None
    revision: int
    created_at: datetime
    changed_at: datetime
    changed_by: Person
    bpmn: bytes = b""
    files: Mapping[str, str] | None = None
