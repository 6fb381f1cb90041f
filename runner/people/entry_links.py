"""Links that let somebody in without a password, once: from the command line of the server, for
when nothing else does."""

from __future__ import annotations

from datetime import timedelta

from runner.model import Person, Visit
from runner.people.password_resets import PasswordResets
from runner.people.sessions import Sessions, SignedIn
from runner.store import people

GOOD_FOR = timedelta(minutes=10)


class EntryLinks:
    def __init__(self, resets: PasswordResets, sessions: Sessions):
        self._resets = resets
        self._sessions = sessions

    def url(self, person: Person) -> str:
        return self._resets.url(person, GOOD_FOR, "sign-in/link")

    def person(self, token: str) -> Person:
        """Raises LinkOver."""
        return self._resets.person(token, "sign-in/link")

    def enter(self, token: str, visit: Visit) -> SignedIn:
        """Begins a session, and ends all others of the person: so the link is good once. Raises
        LinkOver."""
        with self._sessions.db.write() as tx:
            tx.lock("passwords")
            person = self.person(token)
            people.sign_out(tx, person.id)
            return self._sessions.enter(person, visit, "link")
