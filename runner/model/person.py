"""People, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ROLES = ("customer", "agent", "lead", "process_owner", "analyst", "admin")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, or a customer who once wrote to us."""

    id: int
    email: str
    name: str
    roles: frozenset[str] = frozenset()
    active: bool = True
    away: bool = False


Side = Literal["customer", "support", "observer"]
"""What somebody is to a case: its customer, somebody of support, or a reader."""


@dataclass(frozen=True, slots=True)
class Notification:
    """A note to a person: in the inbox of the product and, with a channel, by mail."""

    id: int
    person: Person
    case_id: int | None
    element: str
    subject: str
    body: str
    created_at: datetime
    read_at: datetime | None = None
    sent_at: datetime | None = None
