"""People and their notifications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ROLES = ("customer", "agent", "lead", "process_owner", "analyst", "admin")


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


@dataclass(frozen=True, slots=True)
class Notification:
    """A note to a person, shown in the inbox and sent by mail where mail is set up."""

    id: int
    person: Person
    case_id: int | None
    element: str
    subject: str
    body: str
    created_at: datetime
    read_at: datetime | None = None
    sent_at: datetime | None = None
