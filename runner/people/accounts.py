"""Accounts: addresses, roles, passwords, tokens, absences."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher

from runner.clock import OUT_OF_REACH, Clock, is_sane
from runner.errors import (
    InvalidInput,
    LinkOver,
    NotFound,
    NotPossible,
    NotSignedIn,
    OutOfScope,
    StoreError,
    TokenExpired,
)
from runner.language import N_, _
from runner.model import Absence, ApiToken, AuditEntry, Person, PersonChange, TokenLimits
from runner.people import audit
from runner.people.links import Link
from runner.people.passwords import PasswordPolicy
from runner.people.permissions import RIGHTS, SCOPES, can_own, may, require
from runner.people.person_fields import check_limits, checked_email, checked_name, checked_roles
from runner.store import Database, Transaction, cases, copies, people

OPERATOR = Person(0, "", "Operator", frozenset({"process_owner", "admin"}))
"""The user of the command line on the server itself."""

TOKEN_USE_NOTED = timedelta(hours=1)
"""How exactly the last use of a token is known."""

ROLES_AFTER = {"roles given": frozenset.union, "roles taken": frozenset.difference}
"""What was done to the roles of a person: which ones they have then."""

_OVER = N_("This link is over: the access that it gave was taken away.")


class Accounts:
    """`hasher` makes passwords slow to guess, which is most of what signing in costs."""

    def __init__(self, db: Database, clock: Clock, hasher: PasswordHasher, policy: PasswordPolicy):
        self._db = db
        self.policy = policy
        self._clock = clock
        self._hasher = hasher
        self._used: dict[str, datetime] = {}

    def add(self, email: str, name: str, roles: Iterable[str], by: Person = OPERATOR) -> Person:
        """Makes an account. Where the address has one already, adds the roles to it. Raises
        InvalidInput, also where that was removed."""
        require(by, "manage_people")
        email, name, roles = checked_email(email), checked_name(name), checked_roles(roles)
        with self._db.write() as tx:
            known = people.by_email(tx, email)
            if known and not known.active:
                removed = _("is that of %(name)s, who was removed: restore them", name=known.name)
                raise InvalidInput({"email": [removed]})
            if known is None:
                added = people.add(tx, email, name, roles, self._clock.now())
                if roles <= added.roles:  # not added by another node meanwhile
                    self.note(tx, added, by, "added", name=name, roles=sorted(roles))
                    return added
            return self.give_roles(email, roles, by)

    def by_email(self, email: str) -> Person:
        with self._db.read() as tx:
            person = people.by_email(tx, email.strip().lower())
        if person is None:
            raise NotFound(_("No person here has the address '%(email)s'.", email=email))
        return person

    def active(self, email: str) -> Person:
        """The person with this address, who has access. Raises NotFound."""
        person = self.by_email(email)
        if not person.active:
            raise NotFound(
                _(
                    "%(name)s <%(email)s> was removed. Restore them first: caselane user "
                    "restore %(email)s",
                    name=person.name,
                    email=person.email,
                )
            )
        return person

    def new_token(
        self,
        email: str,
        by: Person = OPERATOR,
        name: str = "",
        limits: TokenLimits = TokenLimits(),  # noqa: B008  a value that nothing changes
    ) -> str:
        """Makes a token; `name` says what it is for. Shown once: only its hash is kept. Raises
        NotFound for who was removed, InvalidInput, and OutOfScope for who comes by a token that has
        limits itself: it could make one without."""
        require(by, "manage_people")
        if by.scopes is not None:
            raise OutOfScope(_("A token with scopes or an end makes no tokens. Send another one."))
        token, name = f"cl_{secrets.token_urlsafe(32)}", checked_name(name) if name else ""
        now = self._clock.now()
        check_limits(limits, now)
        with self._db.write() as tx:
            person = self.active(email)
            people.add_token(tx, ApiToken(name, person, now, None, limits), _digest(token))
            given = {"name": name, "scopes": sorted(limits.scopes)}
            if limits.expires_at:
                given["expires"] = str(limits.expires_at)
            self.note(tx, person, by, "token added", **{k: v for k, v in given.items() if v})
        return token

    def tokens(self, by: Person = OPERATOR) -> list[ApiToken]:
        """The tokens of all people that were not revoked, also those that have expired."""
        require(by, "manage_people")
        with self._db.read() as tx:
            return people.live_tokens(tx)

    def by_token(self, token: str) -> Person:
        """The person with this token, with its scopes. Raises NotSignedIn when it is unknown or
        revoked, or the account is not active; TokenExpired."""
        digest = _digest(token)
        with self._db.read() as tx:
            found = people.by_token(tx, digest)
        if found is None or not found.person.active:
            raise NotSignedIn(_("The token is not valid, or not any more. Ask for a new one."))
        if found.is_over(self._clock.now()):
            raise TokenExpired(
                _(
                    "The token '%(what)s' expired on %(expires_at)s UTC. Ask for a new one.",
                    what=found.name or _("without a name"),
                    expires_at=format(found.limits.expires_at, "%Y-%m-%d at %H:%M"),
                )
            )
        self._note_use(digest)
        if not found.limits:
            return found.person
        return replace(found.person, scopes=found.limits.scopes or frozenset(SCOPES))

    def _note_use(self, digest: str) -> None:
        """Keeps when a token was used: each node writes it once within TOKEN_USE_NOTED, so that
        hardly a request waits for it. One that does waits for a busy database as any change, and
        then goes on without. Decision 0213."""
        now = self._clock.now()
        noted = self._used.get(digest)
        if noted is not None and now - noted < TOKEN_USE_NOTED:
            return
        self._used[digest] = now
        with suppress(StoreError), self._db.write() as tx:
            people.note_use(tx, digest, now)

    def revoke_tokens(self, email: str, by: Person = OPERATOR, name: str | None = None) -> int:
        """Revokes the tokens of an account that have this name, or all. Returns how many there
        were."""
        require(by, "manage_people")
        with self._db.write() as tx:
            person = self.by_email(email)
            self.note(tx, person, by, "tokens revoked", **({"name": name} if name else {}))
            return people.revoke_tokens(tx, person.id, self._clock.now(), name)

    def revoke_links(self, email: str, by: Person = OPERATOR) -> None:
        """Ends the signed links that were sent to a person so far."""
        require(by, "manage_people")
        with self._db.write() as tx:
            person = self.by_email(email)
            people.revoke_links(tx, person.id, self._clock.now())
            self.note(tx, person, by, "links revoked")

    def staff(self, by: Person = OPERATOR) -> list[Person]:
        """All who work here, by name, and behind them those whose access has ended."""
        require(by, "manage_people")
        with self._db.read() as tx:
            return people.staff(tx)

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
            raise NotSignedIn(_("This account has no access any more."))
        return person

    def by_link(self, link: Link) -> Person:
        """The person of a signed link: the customer of its case, or somebody who gets copies of it
        and does not work here. Raises LinkOver when the account is not active any more, the link
        was revoked, or it is older than the copies: such links ended when their copies did."""
        with self._db.read() as tx:
            person = people.by_id(tx, link.person_id)
            case = cases.by_id(tx, link.case_id)
            revoked = people.links_revoked_at(tx, link.person_id)
            copied = copies.added_at(tx, link.case_id, link.person_id)
        over = revoked is not None and link.issued <= revoked
        if person is None or not person.active or case is None or over:
            raise LinkOver(_OVER)
        if person.id != case.customer.id:
            # A key without a password: who came to work here, or is a colleague, signs in.
            fresh = copied is not None and link.issued >= copied.replace(microsecond=0)
            if not fresh or may(person, "see_internal"):
                raise LinkOver(_OVER)
        return person

    # -------------------------------------------------------------- passwords

    def set_password(self, email: str, password: str, by: Person = OPERATOR) -> None:
        """Ends all sessions of the person. Raises InvalidInput for a password that is none."""
        require(by, "manage_people")
        hashed = self.hashed(password, self.active(email))
        with self._db.write() as tx:
            person = self.active(email)
            people.set_password(tx, person.id, hashed)
            self.note(tx, person, by, "password set")

    def hashed(self, password: str, person: Person) -> str:
        """A password of this person as it is kept. Raises InvalidInput for one that is none."""
        self.policy.check(password, person)
        return self._hasher.hash(password.encode("utf-8", "replace"))

    # -------------------------------------------------------------- a person's life

    def set_away(
        self, email: str, away: bool, by: Person = OPERATOR, absence: Absence | None = None
    ) -> None:
        """Says that a person is away, or is not, and who stands in. Support says so of themselves.
        Raises InvalidInput."""
        own = email.strip().lower() == by.email
        require(by, "say_away" if own else "manage_people")
        wanted = absence or Absence()
        if away:
            _check_ahead(wanted, self._clock.now())
        with self._db.write() as tx:
            person = self.by_email(email)
            people.set_away(tx, self._absent(person, wanted) if away else _present(person))
            details = asdict(wanted) if away else {}
            given = {name: str(value) for name, value in details.items() if value}
            self.note(tx, person, by, "away" if away else "back", **given)

    def _absent(self, person: Person, wanted: Absence) -> Person:
        now = self._clock.now()
        begun = wanted.since is None or wanted.since <= now
        return replace(
            person,
            away=begun and wanted.until is None,
            away_from=wanted.since or now,
            away_until=wanted.until,
            stand_in_id=self._stand_in(person, wanted.stand_in),
        )

    def _stand_in(self, person: Person, email: str | None) -> int | None:
        if not email:
            return None
        found = self.active(email)
        if found.id == person.id or not can_own(found):
            raise InvalidInput({"stand_in": [_("has to be another person who works on cases")]})
        return found.id

    def change(
        self,
        email: str,
        *,
        name: str | None = None,
        new_email: str | None = None,
        by: Person = OPERATOR,
    ) -> Person:
        """Renames a person and corrects their address; what is None stays. Both or nothing. Raises
        InvalidInput."""
        require(by, "manage_people")
        with self._db.write():
            if name is not None:
                self.rename(email, name, by)
            if new_email is not None:
                self.correct_email(email, new_email, by)
            return self.by_email(new_email or email)

    def rename(self, email: str, name: str, by: Person = OPERATOR) -> None:
        require(by, "manage_people")
        name = checked_name(name)
        with self._db.write() as tx:
            person = self.by_email(email)
            if name != person.name:
                people.rename(tx, person.id, name)
                self.note(tx, person, by, "renamed", was=person.name, now=name)

    def correct_email(self, email: str, new: str, by: Person = OPERATOR) -> None:
        """Gives a person another address. Links that were sent to the old one are over. Raises
        InvalidInput when the new one is somebody's."""
        require(by, "manage_people")
        new = checked_email(new)
        with self._db.write() as tx:
            person = self.by_email(email)
            if people.by_email(tx, new) is not None:
                raise InvalidInput(
                    {"email": [_("%(new)s belongs to a person here already", new=new)]}
                )
            people.set_email(tx, person.id, new)
            people.revoke_links(tx, person.id, self._clock.now())
            self.note(tx, person, by, "address corrected", was=person.email, now=new)

    def give_roles(self, email: str, roles: Iterable[str], by: Person = OPERATOR) -> Person:
        """Adds roles to a person. Raises NotFound for who was removed."""
        require(by, "manage_people")
        wanted = checked_roles(roles)
        with self._db.write() as tx:
            person = self.active(email)
            if given := wanted - person.roles:
                people.add_roles(tx, person.id, given)
                self.note(tx, person, by, "roles given", roles=sorted(given))
            return self.by_email(email)

    def take_roles(self, email: str, roles: Iterable[str], by: Person = OPERATOR) -> Person:
        """Takes roles from a person. Raises InvalidInput when none would be left."""
        require(by, "manage_people")
        wanted = checked_roles(roles)
        with self._db.write() as tx:
            person = self.by_email(email)
            if not person.roles - wanted:
                raise InvalidInput(
                    {"role": [_("has to be left: to end a person's access, remove them")]}
                )
            if "admin" in wanted:
                check_another_admin(tx, person, by)
            if taken := wanted & person.roles:
                people.take_roles(tx, person.id, taken)
                self.note(tx, person, by, "roles taken", roles=sorted(taken))
            return self.by_email(email)

    def set_roles(self, email: str, roles: Iterable[str], by: Person = OPERATOR) -> Person:
        """Gives a person these roles and no others. Raises as the two above do, and changes
        nothing then."""
        require(by, "manage_people")
        wanted = checked_roles(roles)
        with self._db.write():
            known = self.by_email(email)
            if given := wanted - known.roles:
                self.give_roles(email, given, by)
            if taken := known.roles - wanted:
                self.take_roles(email, taken, by)
            return self.by_email(email)

    def deactivate(self, email: str, by: Person = OPERATOR) -> None:
        """Ends a person's access, with sessions, tokens and links. What is so already is no change:
        nothing is written down."""
        require(by, "manage_people")
        with self._db.write() as tx:
            person = self.by_email(email)
            if not person.active:
                return
            check_another_admin(tx, person, by)
            people.deactivate(tx, person.id, self._clock.now())
            self.note(tx, person, by, "removed")

    def restore(self, email: str, by: Person = OPERATOR) -> None:
        """Gives a removed person access again, with their password; tokens and links stay over.
        Raises NotPossible for an entry that was merged into another."""
        require(by, "manage_people")
        with self._db.write() as tx:
            person = self.by_email(email)
            if people.merged_into(tx, person.id):
                raise NotPossible(
                    _("%(email)s was merged into another entry, which has all of it.", email=email)
                )
            if not person.active:
                people.restore(tx, person.id)
                self.note(tx, person, by, "restored")

    def changes_of(self, email: str, by: Person = OPERATOR) -> list[PersonChange]:
        """All that was done to a person, oldest first."""
        require(by, "manage_people")
        with self._db.read() as tx:
            return people.changes_of(tx, self.by_email(email).id)

    def note(self, tx: Transaction, person: Person, by: Person, what: str, **details: Any) -> None:
        """Writes down what was done to a person, as a part of doing it."""
        now = self._clock.now()
        people.note_change(tx, PersonChange(person.id, by.id or None, now, what, details))
        before = {"was": details.pop("was")} if "was" in details else {}
        if what in ROLES_AFTER:  # a history says what was changed, the audit log what is left
            before = {"roles": sorted(person.roles)}
            after = ROLES_AFTER[what](person.roles, frozenset(details["roles"]))
            details = {**details, "roles": sorted(after)}
        entry = AuditEntry("account", what, person.email, before, details, person.id)
        audit.note(tx, by, now, entry)


def check_another_admin(tx: Transaction, person: Person, by: Person) -> None:
    """Only the operator, who can make another one, ends the access of the last admin. Two admins
    who take each other's access away at the same time come here one after the other."""
    tx.lock("admins")
    admins = people.with_roles(tx, ["admin"])
    if by.id != OPERATOR.id and [admin.id for admin in admins] == [person.id]:
        raise InvalidInput(
            {"role": [_("admin has to be left to somebody: give it to another first")]}
        )


def _present(person: Person) -> Person:
    return replace(person, away=False, away_from=None, away_until=None, stand_in_id=None)


def _check_ahead(wanted: Absence, now: datetime) -> None:
    for name, at in (("from", wanted.since), ("until", wanted.until)):
        if at is not None and not is_sane(at):
            raise InvalidInput({name: [OUT_OF_REACH]})
    if wanted.until is not None and wanted.until <= max(wanted.since or now, now):
        raise InvalidInput({"until": [_("has to be later than now, and than the beginning")]})


def customer(tx: Transaction, email: str, name: str, now: datetime) -> Person:
    """The person with this address, or a new customer. A known person keeps their name."""
    email = checked_email(email, "customer.email")
    known = people.by_address(tx, email)
    name = checked_name(name, "customer.name")
    return known or people.add(tx, email, name, ["customer"], now)


def _digest(token: str) -> str:
    """Tokens are long and random, so a plain hash is enough (no salt, no stretching)."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
