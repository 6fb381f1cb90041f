"""People."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

ROLES = ("customer", "agent", "lead", "process_owner", "analyst", "admin")
SUPPORT = frozenset({"agent", "lead", "admin"})


@dataclass(frozen=True, slots=True)
class Person:
    """A person with an account, or a customer who once wrote."""

    id: int
    email: str
    name: str
    roles: frozenset[str] = frozenset()
    active: bool = True
    away: bool = False


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What was done to a person, such as `renamed`. `actor_id` is None for the operator."""

    person_id: int
    actor_id: int | None
    at: datetime
    what: str
    details: Mapping[str, Any]


Side = Literal["customer", "support", "observer"]
"""The side of a person in a case: its customer, support, or only a reader."""
