"""People, roles, tokens, and what each may do."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from runner.clock import Clock
from runner.errors import Forbidden, InvalidInput, NotFound, NotSignedIn
from runner.model import ROLES, Case, Person, Side
from runner.store import Database, Transaction, people

SUPPORT = frozenset({"agent", "lead", "admin"})
"""Who may work on cases."""

OPERATOR = Person(0, "", "Operator", frozenset({"process_owner", "admin"}))
"""Whoever sits at the command line of the machine itself."""

_EMAIL = re.compile(
    r"[^@\s\"(),:;<>\[\\\]\x00-\x1f\x7f]{1,64}@[^@\s\"(),:;<>\[\\\]\x00-\x1f\x7f]{1,189}"
)


class Accounts:
    def __init__(self, db: Database, clock: Clock):
        self._db = db
        self._clock = clock

    def add(self, email: str, name: str, roles: Iterable[str]) -> Person:
        """A new account. For somebody who is known already, the roles are added."""
        email, name, roles = checked_email(email), checked_name(name), checked_roles(roles)
        with self._db.write() as tx:
            known = people.by_email(tx, email)
            if known is None:
                return people.add(tx, email, name, roles, self._clock.now())
            people.add_roles(tx, known.id, roles - known.roles)
            return self.by_email(email)

    def by_email(self, email: str) -> Person:
        with self._db.read() as tx:
            person = people.by_email(tx, email.strip().lower())
        if person is None:
            raise NotFound(f"Nobody here has the address '{email}'.")
        return person

    def new_token(self, email: str) -> str:
        """A new token for somebody. It is shown once: only its hash is kept."""
        token = f"cl_{secrets.token_urlsafe(32)}"
        with self._db.write() as tx:
            people.add_token(tx, self.by_email(email).id, _digest(token), self._clock.now())
        return token

    def by_token(self, token: str) -> Person:
        """Whose token this is. Raises NotSignedIn."""
        with self._db.read() as tx:
            person = people.by_token(tx, _digest(token))
        if person is None or not person.active:
            raise NotSignedIn("The token is not valid, or not any more. Ask for a new one.")
        return person

    def set_away(self, email: str, away: bool) -> None:
        with self._db.write() as tx:
            people.set_away(tx, self.by_email(email).id, away)

    def deactivate(self, email: str) -> None:
        with self._db.write() as tx:
            people.deactivate(tx, self.by_email(email).id, self._clock.now())


def customer(tx: Transaction, email: str, name: str, now: datetime) -> Person:
    """The person behind an address; a new customer when nobody has it. A known name stays."""
    email = checked_email(email, "customer.email")
    known = people.by_email(tx, email)
    name = checked_name(name, "customer.name")
    return known or people.add(tx, email, name, ["customer"], now)


# ------------------------------------------------------------------ what each may do


def side_of(person: Person, customer_id: int) -> Side | None:
    """What somebody is to a case; None when they may not even know that it exists.

    Who is the customer of a case is its customer and nothing else, whatever roles they have:
    nobody handles their own case, and support never answers for a customer.
    """
    if person.id == customer_id:
        return "customer"
    if person.roles & SUPPORT:
        return "support"
    return "observer" if person.roles - {"customer"} else None


def may_take(person: Person, case: Case, audience: str) -> bool:
    """May somebody take an action that the drawing offers to this audience?

    `Customer` is the customer of the case; the name of a role those who have it; anything else,
    such as `Support`, everybody who works on cases.
    """
    side = side_of(person, case.customer.id)
    if audience.lower() == "customer":
        return side == "customer"
    if side != "support":
        return False
    return audience.lower() not in ROLES or bool(person.roles & {audience.lower(), "admin"})


def require(person: Person, role: str, what: str) -> None:
    """Raises Forbidden unless somebody has a role."""
    if role not in person.roles:
        raise Forbidden(f"{what} needs the role {role.replace('_', ' ')}.")


def can_own(person: Person) -> bool:
    return person.active and bool(person.roles & SUPPORT)


# ------------------------------------------------------------------ checks


def checked_email(email: str, field: str = "email") -> str:
    text = email.strip().lower()
    if len(text) > 254 or not _EMAIL.fullmatch(text) or not text.isprintable():
        raise InvalidInput({field: ["is not a mail address such as bob@example.com"]})
    return text


def checked_name(name: str, field: str = "name") -> str:
    text = " ".join(name.split())
    if not text or len(text) > 200 or not text.isprintable():
        raise InvalidInput({field: ["has to be 1 to 200 characters that can be printed"]})
    return text


def checked_roles(roles: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(roles)
    if not wanted or wanted - set(ROLES):
        raise InvalidInput({"role": [f"has to be one of: {', '.join(ROLES)}"]})
    return wanted


def _digest(token: str) -> str:
    """Tokens are long and random, so a plain hash is enough (no salt, no stretching)."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
