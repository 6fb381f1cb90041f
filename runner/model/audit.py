"""What was done to the installation itself, beside its cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from runner.model.person import Person

AuditArea = Literal["account", "team", "deployment", "export", "settings", "reading", "erasure"]
AUDIT_AREAS: tuple[str, ...] = get_args(AuditArea)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`what` was done to `about`: a mail address, a team, a version, a node. `before` and `after`
    hold what changed and no secrets. `person` is the id of whom it is about, if anybody. `actor`
    None is the operator; `origin` is where it came from, see `model.origin`."""

    area: AuditArea
    what: str
    about: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    person: int | None = None
    actor: Person | None = None
    at: datetime | None = None
    origin: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is None narrows nothing. `who` is the mail address of who did it, `about` a part of what
    it was done to."""

    area: str | None = None
    who: str | None = None
    about: str | None = None
    since: datetime | None = None
    until: datetime | None = None
