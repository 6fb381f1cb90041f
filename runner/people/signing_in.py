"""Signing in with a password."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from runner.clock import Clock
from runner.errors import InvalidInput, NotSignedIn
from runner.language import _
from runner.model import Person, Visit
from runner.people.accounts import Accounts
from runner.people.attempts import (
    ATTEMPTS_PER_ACCOUNT,
    ATTEMPTS_PER_ADDRESS,
    ATTEMPTS_PER_ADDRESS_AND_ACCOUNT,
    count_attempts,
)
from runner.people.passwords import LONGEST_PASSWORD
from runner.people.second_factor import SecondFactor
from runner.people.sessions import Sessions, SignedIn, seal_of
from runner.store import Database, people

HALFWAY = timedelta(minutes=10)
"""How long somebody may take for the second step."""


@dataclass(frozen=True, slots=True)
class Halfway:
    """Somebody whose password was right and whose second step is missing. `set_up`: they have none
    yet, and it is demanded. `until`: seconds since 1970."""

    person_id: int
    seal: str
    until: int
    set_up: bool


class SignIn:
    """`hasher` makes passwords slow to guess, which is most of what signing in costs."""

    def __init__(
        self, parts: tuple[Database, Clock], hasher: PasswordHasher, accounts: Accounts,
        sessions: Sessions, second: SecondFactor,
    ):  # fmt: skip
        self._db, self._clock = parts
        self._hasher = hasher
        self._accounts = accounts
        self._sessions = sessions
        self._second = second

    def by_password(self, email: str, password: str, visit: Visit) -> SignedIn | Halfway:
        """Begins a session, or says that a second step is missing. Raises NotSignedIn as `check`
        does."""
        person, seal = self.check(email, password, visit)
        is_on = self._second.is_on(person)
        if is_on or self._second.is_demanded(person):
            until = int((self._clock.now() + HALFWAY).timestamp())
            return Halfway(person.id, seal, until, set_up=not is_on)
        return self._sessions.enter(person, visit, seal=seal)

    def halfway(self, half: Halfway) -> Person:
        """Who has taken the first step. Raises NotSignedIn when that is too long ago, or the
        password has changed since."""
        person = self._accounts.by_id(half.person_id)
        same = secrets.compare_digest(self._sessions.seal(person), half.seal)
        if not same or self._clock.now().timestamp() > half.until:
            raise NotSignedIn(_("Signing in took too long. Please sign in again."))
        return person

    def by_code(self, half: Halfway, code: str, visit: Visit) -> tuple[SignedIn, list[str]]:
        """Begins a session by the second step. Who sets it up with this code gets recovery codes.
        Raises NotSignedIn, InvalidInput, TooManyAttempts."""
        person = self.halfway(half)
        is_on = self._second.is_on(person)
        self._second.check(person, code)
        entered = self._sessions.enter(person, visit, seal=half.seal)
        if is_on:
            return entered, []
        recovery = self._second.turn_on(person, entered.key)
        return replace(entered, seal=self._sessions.seal(person)), recovery

    def check(self, email: str, password: str, visit: Visit) -> tuple[Person, str]:
        """The person with this address and password, and the seal for a session: it is of the
        password that was checked, even if that changes before the session begins.

        Raises NotSignedIn, with the same message and after the same work whatever was wrong, so
        that the answer does not tell which addresses have accounts; TooManyAttempts when the
        account or the network address has failed too often within RATE_WINDOW. A device on which
        the person has signed in before is counted by itself: nobody who guesses shuts it out."""
        if not self._accounts.policy.allowed:
            raise NotSignedIn(_("Nobody signs in with a password here. Sign in as the page says."))
        email = email.strip().lower()[:254]
        attempt = self._begin_attempt(email, visit)
        with self._db.read() as tx:
            person = people.by_email(tx, email)
            known, signed_out = people.session_basis(tx, person.id) if person else ("", 0)
        matches = self._matches(known or self._unknown_hash, password)
        if not (matches and known and person and person.active):
            raise NotSignedIn(_("The address or the password is not right."))
        with self._db.write() as tx:
            people.forget_attempts(tx, attempt)
        return person, seal_of(known, signed_out)

    def change_password(self, person: Person, old: str, new: str, here: tuple[Visit, str]) -> None:
        """A person's own. Ends all their sessions but the one that they are in (`here`: where from,
        and its key). Raises InvalidInput, TooManyAttempts."""
        visit, key = here
        self._check_own(person, old, visit, {"old": [_("is not the password that you have")]})
        hashed = self._accounts.hashed(new, person)
        with self._db.write() as tx:
            people.set_password(tx, person.id, hashed)
            self._sessions.keep(tx, person, key)
            self._accounts.note(tx, person, person, "password changed")

    def set_up_second_step(
        self, person: Person, password: str, code: str, here: tuple[Visit, str]
    ) -> list[str]:
        """Turns on a person's own second step, which a session that was stolen must not do. Ends
        all their sessions but the one that they are in, as `change_password` does. Returns the
        recovery codes. Raises InvalidInput, TooManyAttempts."""
        visit, key = here
        wrong = {"password": [_("is not the one that you have")]}
        self._check_own(person, password, visit, wrong)
        self._second.check(person, code)
        return self._second.turn_on(person, key)

    def _check_own(
        self, person: Person, password: str, visit: Visit, wrong: Mapping[str, list[str]]
    ) -> None:
        """Of somebody who is signed in. Raises InvalidInput with `wrong`, TooManyAttempts."""
        try:
            self.check(person.email, password, visit)
        except NotSignedIn as error:
            raise InvalidInput(wrong) from error

    def _begin_attempt(self, email: str, visit: Visit) -> list[int]:
        """Counts an attempt before its password is looked at, so that those at the same instant
        see one another: one that succeeds is forgotten. Returns its ids."""
        with self._db.write() as tx:
            return count_attempts(tx, _buckets(email, visit), self._clock.now())

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


def _buckets(email: str, visit: Visit) -> dict[str, int]:
    if visit.known_device:
        return {f"device {visit.known_device} {email}": ATTEMPTS_PER_ADDRESS_AND_ACCOUNT}
    return {
        f"account {email} from {visit.address}": ATTEMPTS_PER_ADDRESS_AND_ACCOUNT,
        f"account {email}": ATTEMPTS_PER_ACCOUNT,
        f"address {visit.address}": ATTEMPTS_PER_ADDRESS,
    }
