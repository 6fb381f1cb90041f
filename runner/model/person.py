"""People."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

ROLES = ("customer", "agent", "lead", "process_owner", "analyst", "admin")
SUPPORT = frozenset({"agent", "lead", "admin"})


@dataclass(frozen=True, slots=True)
class Person:
    """A person with an account, or a customer who once wrote. `away`: until they say that they are
    back; an absence with a beginning or an end has instants. `teams` are the names of theirs.
    `language` (`de`) and `zone` (`Europe/Berlin`) are '' for who chose none."""

    id: int
    email: str
    name: str
    roles: frozenset[str] = frozenset()
    active: bool = True
    away: bool = False
    away_from: datetime | None = None
    away_until: datetime | None = None
    stand_in_id: int | None = None
    teams: frozenset[str] = frozenset()
    language: str = ""
    zone: str = ""
    scopes: frozenset[str] | None = field(default=None, compare=False)
    """Those of the token that they act by (`permissions.SCOPES`); None: all of their rights."""

    def is_away(self, at: datetime) -> bool:
        begun = self.away_from is not None and self.away_from <= at
        return self.away or (begun and (self.away_until is None or at < self.away_until))


@dataclass(frozen=True, slots=True)
class Absence:
    """From when (None: now) until when (None: until they say so) a person is away, and the address
    of who stands in."""

    since: datetime | None = None
    until: datetime | None = None
    stand_in: str | None = None


@dataclass(frozen=True, slots=True)
class TokenLimits:
    """What narrows a token: `scopes` (none: all rights of its person), and when it expires."""

    scopes: frozenset[str] = frozenset()
    expires_at: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.scopes or self.expires_at)


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token for the API that was not revoked. It may what its person may, within its limits;
    `used_at` is within an hour before its last use, None for one that was never used."""

    name: str
    person: Person
    created_at: datetime
    used_at: datetime | None
    limits: TokenLimits = TokenLimits()

    def is_over(self, now: datetime) -> bool:
        return self.limits.expires_at is not None and self.limits.expires_at <= now


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who stands beside the customer of a case. Who is `copied` is told what the customer
    is told; who is not reads it as a colleague. `may_decide` is the customer's leave to take their
    actions. Who is `silent` stands in the list alone, and is neither told nor let in by it: who
    works here, or has no access any more. Decision 0312."""

    person: Person
    copied: bool = False
    may_decide: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """A person of support who has the page of a case open, or `writes` in it now."""

    name: str
    writes: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """The company of a customer. `all_share` says that its people see each other's cases, `shares`
    that this person lets the others see theirs."""

    company: str
    all_share: bool
    shares: bool


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
