"""Accounts: addresses, roles, passwords, tokens, and how often one may try to sign in."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from runner.clock import Clock
from runner.errors import InvalidInput, NotFound, NotSignedIn, TooManyAttempts
from runner.model import ROLES, Person
from runner.nfc import normalised
from runner.people.permissions import RIGHTS
from runner.store import Database, Transaction, people

OPERATOR = Person(0, "", "Operator", frozenset({"process_owner", "admin"}))
"""The user of the command line on the server itself."""

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 1000
"""Characters."""

ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS, RATE_WINDOW = 10, 50, timedelta(minutes=15)
"""How many attempts to sign in may fail within the window: for one account, and from one network
address (which a whole office may share)."""

CASES_PER_EMAIL = 5
"""How many cases may be submitted for one mail address within the window, by visitors who say that
it is theirs."""

_EMAIL = re.compile(
    r"[^@\s\"(),:;<>\[\\\]\x00-\x1f\x7f]{1,64}@[^@\s\"(),:;<>\[\\\]\x00-\x1f\x7f]{1,189}"
)


class Accounts:
    """`hasher` makes passwords slow to guess, which is most of what signing in costs."""

    def __init__(self, db: Database, clock: Clock, hasher: PasswordHasher):
        self._db = db
        self._clock = clock
        self._hasher = hasher

    def add(self, email: str, name: str, roles: Iterable[str]) -> Person:
        """Makes an account. Where the address has one already, adds the roles to it."""
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
        """Makes a token. Shown once: only its hash is kept."""
        token = f"cl_{secrets.token_urlsafe(32)}"
        with self._db.write() as tx:
            people.add_token(tx, self.by_email(email).id, _digest(token), self._clock.now())
        return token

    def by_token(self, token: str) -> Person:
        """The person with this token. Raises NotSignedIn when it is unknown or revoked, or the
        account is not active."""
        with self._db.read() as tx:
            person = people.by_token(tx, _digest(token))
        if person is None or not person.active:
            raise NotSignedIn("The token is not valid, or not any more. Ask for a new one.")
        return person

    def revoke_tokens(self, email: str) -> int:
        """Revokes all tokens of an account. Returns how many there were."""
        with self._db.write() as tx:
            return people.revoke_tokens(tx, self.by_email(email).id, self._clock.now())

    def team(self) -> list[Person]:
        """The people who can own a case, by name."""
        with self._db.read() as tx:
            owners = people.with_roles(tx, RIGHTS["claim_case"].roles)
        return sorted(owners, key=lambda person: person.name.lower())

    def by_id(self, person_id: int) -> Person:
        """The person with this id. Raises NotSignedIn when the account is gone or not active."""
        with self._db.read() as tx:
            person = people.by_id(tx, person_id)
        if person is None or not person.active:
            raise NotSignedIn("This account has no access any more.")
        return person

    def by_session(self, person_id: int, digest: str) -> Person:
        """The person of a session. Raises NotSignedIn when the account is gone or not active, the
        password has changed or the person has signed out since the session began."""
        with self._db.read():
            person = self.by_id(person_id)
            if not secrets.compare_digest(self.session_digest(person), digest):
                raise NotSignedIn("This session has ended. Please sign in again.")
            return person

    def session_digest(self, person: Person) -> str:
        """What a session cookie carries. It changes with the password and with each sign-out, which
        ends every older session. Decision 0093."""
        with self._db.read() as tx:
            return _session_digest(*people.session_basis(tx, person.id))

    def sign_out(self, person: Person) -> None:
        """Ends every session of the person, also one whose cookie was copied. Decision 0122."""
        with self._db.write() as tx:
            people.sign_out(tx, person.id)

    # -------------------------------------------------------------- passwords

    def set_password(self, email: str, password: str) -> None:
        """Raises InvalidInput when the password is too short or too long."""
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise InvalidInput(
                {"password": [f"has to have {SHORTEST_PASSWORD} characters or more"]}
            )
        with self._db.write() as tx:
            people.set_password(tx, self.by_email(email).id, self._hasher.hash(password))

    def sign_in(self, email: str, password: str, address: str) -> tuple[Person, str]:
        """The person with this address and password, and the digest for the new session. The digest
        is of the password that was checked, even if it changes before the session begins.

        Raises NotSignedIn, with the same message and after the same work whatever was wrong, so
        that the answer does not tell which addresses have accounts; TooManyAttempts when the
        account or the network address has failed too often within RATE_WINDOW."""
        email, now = email.strip().lower()[:254], self._clock.now()
        buckets = {
            f"account {email}": ATTEMPTS_PER_ACCOUNT,
            f"address {address}": ATTEMPTS_PER_ADDRESS,
        }
        with self._db.read() as tx:
            check_rate_limit(tx, buckets, now)
            person = people.by_email(tx, email)
            known, signed_out = people.session_basis(tx, person.id) if person else ("", 0)
        matches = self._matches(known or self._unknown_hash, password)
        if not (matches and known and person and person.active):
            with self._db.write() as tx:
                people.note_attempts(tx, buckets, now, forget=now - RATE_WINDOW)
            raise NotSignedIn("The address or the password is not right.")
        return person, _session_digest(known, signed_out)

    @cached_property
    def _unknown_hash(self) -> str:
        """Checked when there is no account, so that the answer takes as long as with one."""
        return self._hasher.hash(secrets.token_urlsafe())

    def _matches(self, known: str, password: str) -> bool:
        try:
            given = password[:LONGEST_PASSWORD].encode("utf-8", "replace")
            return self._hasher.verify(known, given)
        except (Argon2Error, InvalidHashError):
            return False

    def set_away(self, email: str, away: bool) -> None:
        with self._db.write() as tx:
            people.set_away(tx, self.by_email(email).id, away)

    def deactivate(self, email: str) -> None:
        with self._db.write() as tx:
            people.deactivate(tx, self.by_email(email).id, self._clock.now())


def check_rate_limit(tx: Transaction, buckets: Mapping[str, int], now: datetime) -> None:
    """Raises TooManyAttempts when a bucket is full: it holds as many attempts within RATE_WINDOW as
    it may. `buckets` are names and limits. Requests at the same instant do not see one another,
    unless the caller holds a lock for each bucket."""
    if any(people.attempts(tx, who, now - RATE_WINDOW) >= most for who, most in buckets.items()):
        raise TooManyAttempts("Too many attempts. Wait a quarter of an hour, then try again.")


def customer(tx: Transaction, email: str, name: str, now: datetime) -> Person:
    """The person with this address, or a new customer. A known person keeps their name."""
    email = checked_email(email, "customer.email")
    known = people.by_email(tx, email)
    name = checked_name(name, "customer.name")
    return known or people.add(tx, email, name, ["customer"], now)


# ------------------------------------------------------------------ checks


def checked_email(email: str, field: str = "email") -> str:
    text = normalised(email).strip().lower()
    if len(text) > 254 or not _EMAIL.fullmatch(text) or not text.isprintable():
        raise InvalidInput({field: ["is not a mail address such as bob@example.com"]})
    return text


def checked_name(name: str, field: str = "name") -> str:
    text = " ".join(normalised(name).split())
    if not text or len(text) > 200 or not text.isprintable():
        raise InvalidInput({field: ["has to be 1 to 200 characters that can be printed"]})
    return text


def checked_roles(roles: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(roles)
    if not wanted or wanted - set(ROLES):
        raise InvalidInput({"role": [f"has to be one of: {', '.join(ROLES)}"]})
    return wanted


def _session_digest(password: str, signed_out: int) -> str:
    return _digest(f"{password} {signed_out}")[:32]


def _digest(token: str) -> str:
    """Tokens are long and random, so a plain hash is enough (no salt, no stretching)."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
