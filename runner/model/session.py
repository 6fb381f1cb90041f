"""Sessions: somebody who has signed in, in one browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a request comes from: its network address, and what the browser calls itself.
    `known_device` is the id of a browser in which the same person has signed in before."""

    address: str = ""
    device: str = ""
    known_device: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """`seen_at` and the address are within some minutes those of its last request. `way` is how its
    person signed in: `password` or `oidc`."""

    id: int
    begun_at: datetime
    seen_at: datetime
    visit: Visit
    way: str = "password"


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """What the browser keeps while somebody is at the sign-in of their organisation, until an
    instant in seconds since 1970."""

    state: str
    nonce: str
    verifier: str
    until: int


@dataclass(frozen=True, slots=True)
class OidcClaims:
    """What the sign-in of an organisation says of somebody. `verified`: it has checked that the
    address is theirs. Empty texts where it says nothing."""

    issuer: str
    subject: str
    email: str = ""
    verified: bool = False
    name: str = ""
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SessionTerms:
    """How long a session lives without a request, and at most."""

    idle: timedelta
    longest: timedelta
