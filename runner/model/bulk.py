"""One change of several cases, each by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

BULK = "bulk"
"""The kind of the jobs that go on with such changes."""

BulkState = Literal["waiting", "done", "left"]


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What is done to each of the cases: an `action` of the drawing, or new values of a case,
    tags to `add` and to `remove`, or whether they are `spam`. `fields` are those of the form."""

    kind: Literal["act", "update", "tag", "spam"]
    fields: Mapping[str, Any] = field(default_factory=dict)
    action: str = ""


@dataclass(frozen=True, slots=True)
class BulkCase:
    """A case of a run, at the revision that the person saw. One that was `left` as it was says
    why."""

    number: str
    revision: int
    state: BulkState = "waiting"
    why: str = ""


@dataclass(frozen=True, slots=True)
class BulkRun:
    """A change of several cases, and how far it has come. One that was `given_up` goes on when an
    admin tries it again."""

    id: int
    person_id: int
    started_at: datetime
    change: BulkChange
    cases: tuple[BulkCase, ...]
    given_up: bool = False

    def of(self, state: BulkState) -> list[BulkCase]:
        return [one for one in self.cases if one.state == state]

    @property
    def ended(self) -> bool:
        return not self.of("waiting")
