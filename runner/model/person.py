"""People."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


Side = Literal["customer", "support", "observer"]
"""The side of a person in a case: its customer, support, or only a reader."""
