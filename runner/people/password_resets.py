"""Links to set a new password: signed, good once and for a while. Decision 0218.

Nothing is stored. A link carries a digest of what it is to replace, so that it is over once the
password was set, the person was signed out everywhere or got another address.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from runner.clock import Clock
from runner.errors import LinkOver
from runner.language import N_
from runner.model import Person
from runner.people.accounts import Accounts
from runner.people.sessions import seal_of
from runner.store import Database, Transaction, people

ASKED_FOR, GIVEN = timedelta(hours=1), timedelta(days=1)
"""How long a link is good that a person asked for, and one that an admin gave."""

_OVER = N_(
    "This link to set a password is over: it was used, is too old, or a newer one "
    "took its place. Ask for a new one on the page to sign in."
)


class PasswordResets:
    """`keys`: the newest first. Links are signed with the newest; the older ones still verify."""

    def __init__(
        self, db: Database, accounts: Accounts, clock: Clock, keys: Sequence[str], base_url: str
    ):
        self._db = db
        self._accounts = accounts
        self._clock = clock
        self._signer = URLSafeSerializer(list(reversed(keys)), salt="caselane.password")
        self._base = base_url.rstrip("/")

    def url(self, person: Person, good_for: timedelta = ASKED_FOR, use: str = "password") -> str:
        """`use` is where the link leads, and what alone it is good for."""
        until = int((self._clock.now() + good_for).timestamp())
        with self._db.read() as tx:
            signed = self._signer.dumps([person.id, _basis(tx, person, use), until])
        return f"{self._base}/{use}/{signed}"

    def person(self, token: str, use: str = "password") -> Person:
        """Whom a link is for. Raises LinkOver."""
        try:
            person_id, basis, until = self._signer.loads(token)
        except (BadData, ValueError) as error:
            raise LinkOver(_OVER, "/password") from error
        with self._db.read() as tx:
            person = people.by_id(tx, person_id)
            good = person and person.active and hmac.compare_digest(basis, _basis(tx, person, use))
        if not (person and good) or datetime.fromtimestamp(until, UTC) < self._clock.now():
            raise LinkOver(_OVER, "/password")
        return person

    def set_password(self, token: str, password: str) -> Person:
        """Sets the password of whom the link is for, which ends the link and all sessions. Raises
        LinkOver and InvalidInput."""
        hashed = self._accounts.hashed(password, self.person(token))
        with self._db.write() as tx:
            tx.lock("passwords")  # of two at the same instant one finds the link used
            person = self.person(token)
            people.set_password(tx, person.id, hashed)
            self._accounts.note(tx, person, person, "password set by link")
        return person


def _basis(tx: Transaction, person: Person, use: str) -> str:
    seal = seal_of(*people.session_basis(tx, person.id))
    return hashlib.sha256(f"{use} {seal} {person.email}".encode()).hexdigest()[:32]
