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
class SessionTerms:
    """How long a session lives without a request, and at most."""

    idle: timedelta
    longest: timedelta
