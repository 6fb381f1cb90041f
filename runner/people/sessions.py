"""Sessions of the web pages. Decision 0217."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from runner.clock import Clock
from runner.errors import NotFound, NotSignedIn, StoreError
from runner.language import N_, _
from runner.model import Person, Session, SessionTerms, Visit
from runner.people.accounts import OPERATOR, Accounts
from runner.people.permissions import require
from runner.store import Database, Transaction, people, session_rows

SEEN_NOTED = timedelta(minutes=5)
"""How exactly it is known when a session was used last."""

LONGEST_DEVICE = 200
"""Characters of what a browser calls itself that are kept."""

ENDED = N_("This session has ended. Please sign in again.")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who has signed in, the key of their session, and its seal."""

    person: Person
    key: str
    seal: str


class Sessions:
    """`clock` is that of the machine, also where the cases have one that is moved by hand: browsers
    keep cookies by it."""

    def __init__(self, db: Database, accounts: Accounts, clock: Clock, terms: SessionTerms):
        self.db = self._db = db
        self._accounts = accounts
        self._clock = clock
        self.terms = terms
        self._noted: dict[int, datetime] = {}

    def seal(self, person: Person) -> str:
        """What all sessions of a person that are good have in common: it changes with the password,
        and whenever all of them are ended."""
        with self._db.read() as tx:
            return seal_of(*people.session_basis(tx, person.id))

    def begin(self, person: Person, seal: str, visit: Visit, way: str = "password") -> str:
        """Returns the key of a new session. `seal` is that of when the person was checked: the
        session is over already if password or access changed since."""
        key, now = secrets.token_urlsafe(32), self._clock.now()
        known = Visit(visit.address[:100], visit.device[:LONGEST_DEVICE])
        with self._db.write() as tx:
            session_rows.forget_over(tx, self.terms, now)
            session_rows.add(tx, person.id, Session(0, now, now, known, way), digest_of(key), seal)
        return key

    def enter(
        self, person: Person, visit: Visit, way: str = "password", seal: str = ""
    ) -> SignedIn:
        """Begins a session. `seal` is that of when the person was checked; '' for that of now."""
        seal = seal or self.seal(person)
        return SignedIn(person, self.begin(person, seal, visit, way), seal)

    def by_key(self, key: str, address: str) -> Person:
        """The person of a session. Raises NotSignedIn when it was ended or its time is over, the
        account is not active, or the password has changed since it began."""
        with self._db.read() as tx:
            found = session_rows.by_digest(tx, digest_of(key))
        if found is None or not hmac.compare_digest(found.seal, seal_of(*found.basis)):
            raise NotSignedIn(ENDED)
        if not found.person.active:
            raise NotSignedIn(_("This account has no access any more."))
        session, now = found.session, self._clock.now()
        if not self._is_good(session, now):
            raise NotSignedIn(_("You were signed out after a long time. Please sign in again."))
        if now - session.seen_at >= SEEN_NOTED:
            self._note(session.id, address, now)
        return found.person

    def _is_good(self, session: Session, now: datetime) -> bool:
        idle, age = now - session.seen_at, now - session.begun_at
        return idle < self.terms.idle and age < self.terms.longest

    def _note(self, session: int, address: str, now: datetime) -> None:
        """Keeps that a session is used. Where the database is too busy for it, this node asks again
        after SEEN_NOTED, and the request goes on."""
        noted = self._noted.get(session)
        if noted is not None and now - noted < SEEN_NOTED:
            return
        if len(self._noted) > 10_000:
            self._noted.clear()
        self._noted[session] = now
        with suppress(StoreError), self._db.write() as tx:
            tx.relaxed_durability()
            session_rows.touch(tx, session, address[:100], now)

    # -------------------------------------------------------------- seen and ended by their person

    def of(self, person: Person, key: str) -> tuple[Sequence[Session], int]:
        """The sessions of a person, the one that was used last first, and the id of the one with
        this key."""
        now = self._clock.now()
        with self._db.read() as tx:
            found = session_rows.of(tx, person.id, self.seal(person))
            here = session_rows.by_digest(tx, digest_of(key))
        return [one for one in found if self._is_good(one, now)], here.session.id if here else 0

    def end(self, person: Person, session: int) -> None:
        """Ends one of a person's own. Raises NotFound."""
        with self._db.write() as tx:
            if not session_rows.end(tx, person.id, session):
                raise NotFound(_("This session is over already."))

    def sign_out(self, key: str) -> None:
        """Ends a session, also where its cookie was copied."""
        with self._db.write() as tx:
            session_rows.end_digest(tx, digest_of(key))

    def end_others(self, person: Person, key: str) -> None:
        """Ends all sessions of a person but the one with this key."""
        with self._db.write() as tx:
            self.end_others_in(tx, person, key)
            self._accounts.note(tx, person, person, "other sessions ended")

    def end_others_in(self, tx: Transaction, person: Person, key: str) -> None:
        """The same, as a part of a transaction. A session that is over already does not go on."""
        found = session_rows.by_digest(tx, digest_of(key))
        people.sign_out(tx, person.id)
        if found and hmac.compare_digest(found.seal, seal_of(*found.basis)):
            self.keep(tx, person, key)

    def keep(self, tx: Transaction, person: Person, key: str) -> None:
        """Lets one session go on in a transaction that ends all of its person."""
        seal = seal_of(*people.session_basis(tx, person.id))
        session_rows.seal_again(tx, digest_of(key), seal)

    def end_all(self, email: str, by: Person = OPERATOR) -> int:
        """Ends all sessions of a person. Returns how many there were."""
        require(by, "manage_people")
        with self._db.write() as tx:
            person = self._accounts.by_email(email)
            good = len(session_rows.of(tx, person.id, self.seal(person)))
            people.sign_out(tx, person.id)
            session_rows.end_all(tx, person.id)
            self._accounts.note(tx, person, by, "sessions ended")
        return good


def seal_of(password: str, signed_out: int) -> str:
    """What a session is sealed with. Programs before migration 0034 keep it in the cookie alone."""
    return hashlib.sha256(f"{password} {signed_out}".encode()).hexdigest()[:32]


def digest_of(key: str) -> str:
    """Keys are long and random: a plain hash is enough."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
