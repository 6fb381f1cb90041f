"""People, roles, tokens, and what each may do."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from runner.clock import Clock
from runner.errors import InvalidInput, NotFound, NotSignedIn, TooManyAttempts
from runner.model import ROLES, Person
from runner.people.permissions import SUPPORT
from runner.store import Database, Transaction, people

OPERATOR = Person(0, "", "Operator", frozenset({"process_owner", "admin"}))
"""Whoever sits at the command line of the machine itself."""

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 1000
"""Characters."""

PER_ACCOUNT, PER_ADDRESS, LATELY = 10, 50, timedelta(minutes=15)
"""How many attempts to sign in may fail in a quarter of an hour, with one account and from one
network address (behind which a whole office may sit)."""

PER_MAIL = 5
"""How many cases may be submitted for one mail address, by whoever claims to have it, in a quarter
of an hour."""

_HASHER = PasswordHasher()

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
            person = known or people.add(tx, email, name, roles, self._clock.now())
            people.add_roles(tx, person.id, roles - person.roles)
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

    def revoke_tokens(self, email: str) -> int:
        """Ends all tokens of somebody. Returns how many there were."""
        with self._db.write() as tx:
            return people.revoke_tokens(tx, self.by_email(email).id, self._clock.now())

    def team(self) -> list[Person]:
        """Everybody who can own a case, by name."""
        with self._db.read() as tx:
            return sorted(people.with_roles(tx, SUPPORT), key=lambda person: person.name.lower())

    def by_id(self, id: int) -> Person:
        """Who is signed in. Raises NotSignedIn for somebody who has no access (any more)."""
        with self._db.read() as tx:
            person = people.by_id(tx, id)
        if person is None or not person.active:
            raise NotSignedIn("This account has no access any more.")
        return person

    def by_session(self, id: int, seal: str) -> Person:
        """Who is signed in with a session that carries this seal. Raises NotSignedIn for somebody
        who has no access (any more), has another password by now, or has signed out."""
        with self._db.read():
            person = self.by_id(id)
            if not secrets.compare_digest(self.seal(person), seal):
                raise NotSignedIn("This session has ended. Please sign in again.")
            return person

    def seal(self, person: Person) -> str:
        """What a session of somebody carries, so that it ends when their password changes, and when
        they sign out, wherever they do."""
        with self._db.read() as tx:
            return _seal(*people.sealed(tx, person.id))

    def sign_out(self, person: Person) -> None:
        """Ends every session of somebody: also one whose cookie was copied."""
        with self._db.write() as tx:
            people.sign_out(tx, person.id)

    # -------------------------------------------------------------- passwords

    def set_password(self, email: str, password: str) -> None:
        """Raises InvalidInput for one that is too short to be safe."""
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise InvalidInput(
                {"password": [f"has to have {SHORTEST_PASSWORD} characters or more"]}
            )
        with self._db.write() as tx:
            people.set_password(tx, self.by_email(email).id, _HASHER.hash(password))

    def sign_in(self, email: str, password: str, address: str) -> tuple[Person, str]:
        """Who has this address and password, and the seal of a session that begins with it: of this
        password, though it may be another one by the time that the session begins.

        Raises NotSignedIn, with the same words and after the same work whatever was wrong, and
        TooManyAttempts when an account or a network address has failed too often lately."""
        email, now = email.strip().lower()[:254], self._clock.now()
        doors = {f"account {email}": PER_ACCOUNT, f"address {address}": PER_ADDRESS}
        with self._db.read() as tx:
            check_pace(tx, doors, now)
            person = people.by_email(tx, email)
            known, signed_out = people.sealed(tx, person.id) if person else ("", 0)
        if not _fits(known or _nobody(), password) or not known or not person or not person.active:
            with self._db.write() as tx:
                people.note_attempts(tx, doors, now, forget=now - LATELY)
            raise NotSignedIn("The address or the password is not right.")
        return person, _seal(known, signed_out)

    def set_away(self, email: str, away: bool) -> None:
        with self._db.write() as tx:
            people.set_away(tx, self.by_email(email).id, away)

    def deactivate(self, email: str) -> None:
        with self._db.write() as tx:
            people.deactivate(tx, self.by_email(email).id, self._clock.now())


def check_pace(tx: Transaction, doors: Mapping[str, int], now: datetime) -> None:
    """Raises TooManyAttempts when one of the doors was tried as often as it may be lately. Of those
    who come at once all are let in, unless the caller is `alone` at each door."""
    if any(people.attempts(tx, who, now - LATELY) >= most for who, most in doors.items()):
        raise TooManyAttempts("Too many attempts. Wait a quarter of an hour, then try again.")


def customer(tx: Transaction, email: str, name: str, now: datetime) -> Person:
    """The person behind an address; a new customer when nobody has it. A known name stays."""
    email = checked_email(email, "customer.email")
    known = people.by_email(tx, email)
    name = checked_name(name, "customer.name")
    return known or people.add(tx, email, name, ["customer"], now)


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


@cache
def _nobody() -> str:
    """What is checked when there is no account, so that an answer takes as long as with one."""
    return _HASHER.hash(secrets.token_urlsafe())


def _fits(known: str, password: str) -> bool:
    try:
        return _HASHER.verify(known, password[:LONGEST_PASSWORD].encode("utf-8", "replace"))
    except (Argon2Error, InvalidHashError):
        return False


def _seal(password: str, signed_out: int) -> str:
    return _digest(f"{password} {signed_out}")[:32]


def _digest(token: str) -> str:
    """Tokens are long and random, so a plain hash is enough (no salt, no stretching)."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
