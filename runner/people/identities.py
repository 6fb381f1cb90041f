"""Who somebody is whom the organisation's sign-in let in. Decision 0219."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from runner.clock import Clock
from runner.errors import InvalidInput, NotFound, NotSignedIn
from runner.language import _
from runner.model import OidcClaims, Person, Visit
from runner.people.accounts import OPERATOR, Accounts
from runner.people.sessions import Sessions, SignedIn
from runner.people.teams import Teams
from runner.store import Transaction, identity_rows, people

log = logging.getLogger("caselane.sign_in")

SetRoles = Callable[[Person, str, Iterable[str]], Person]
"""Gives a person these roles and no others, and hands over what they may not own any more."""


@dataclass(frozen=True, slots=True)
class OidcTerms:
    """`roles` and `teams` are by the names of groups. `creates`: who is new gets an account, with
    the role `customer` if no group gives another one."""

    roles: Mapping[str, str]
    teams: Mapping[str, str]
    creates: bool = False


class Identities:
    def __init__(
        self,
        sessions: Sessions,
        accounts: tuple[Accounts, Teams, SetRoles],
        clock: Clock,
        terms: OidcTerms,
    ):
        self._db = sessions.db
        self._clock = clock
        self._sessions = sessions
        self._accounts, self._teams, self._set_roles = accounts
        self._terms = terms

    def sign_in(self, claims: OidcClaims, visit: Visit) -> SignedIn:
        """Begins a session for whom the claims are about, with the roles and teams of their groups.
        Raises NotSignedIn for who has no account and gets none, and for who left."""
        person, is_new = self._person(claims)
        person = self._follow_groups(person, claims.groups, is_new)
        return self._sessions.enter(person, visit, "oidc")

    def _person(self, claims: OidcClaims) -> tuple[Person, bool]:
        """By issuer and subject, the first time by the address, which has to be verified: another
        person may have said that it is theirs. With whether the account was made now."""
        with self._db.write() as tx:
            tx.lock("identities")  # two first visits at the same instant make one person
            known = identity_rows.person(tx, claims.issuer, claims.subject)
            if known:
                person, is_new = people.by_id(tx, known), False
            else:
                person, is_new = self._first_time(tx, claims)
        if person is None or not person.active:
            raise NotSignedIn(_("This account has no access any more."))
        return person, is_new

    def _first_time(self, tx: Transaction, claims: OidcClaims) -> tuple[Person, bool]:
        if not (claims.email and claims.verified):
            raise NotSignedIn(
                _(
                    "Your organisation's sign-in named no verified mail address of yours. Ask an "
                    "admin."
                )
            )
        email = claims.email.strip().lower()
        found = people.by_address(tx, email)
        if found is None and not self._terms.creates:
            raise NotSignedIn(_("You have no account here yet. Ask an admin for one."))
        if found is not None and identity_rows.subject_of(tx, found.id, claims.issuer):
            raise NotSignedIn(
                _(
                    "Your mail address belonged to another account of your organisation. Ask an "
                    "admin."
                )
            )
        try:
            person = found or self._accounts.add(email, claims.name or email, ["customer"])
        except InvalidInput as error:
            raise NotSignedIn(
                _("Your organisation's sign-in said: %(error)s. Ask an admin.", error=error)
            ) from error
        if person.active:
            identity_rows.add(tx, person.id, claims.issuer, claims.subject, self._clock.now())
            self._accounts.note(
                tx, person, person, "signed in by organisation", issuer=claims.issuer
            )
        return person, found is None

    # -------------------------------------------------------------- groups

    def _follow_groups(self, person: Person, groups: frozenset[str], is_new: bool) -> Person:
        """The person as they are then. Roles and teams that no group stands for are left alone."""
        roles, teams = self._terms.roles, self._terms.teams
        given = {role for group, role in roles.items() if group in groups}
        wanted = ((person.roles - set(roles.values())) | given) or {"customer"}
        if given and is_new:
            wanted = given  # `customer` was only for want of another
        if wanted != person.roles:
            person = self._set_roles(OPERATOR, person.email, wanted)
        for team in dict.fromkeys(teams.values()):
            self._put(team, person, any(teams.get(group) == team for group in groups))
        return person

    def _put(self, team: str, person: Person, belongs: bool) -> None:
        if belongs == (team in person.teams):
            return
        try:
            if belongs:
                self._teams.put_member(team, person.email)
            else:
                self._teams.drop_member(team, person.email)
        except (InvalidInput, NotFound) as error:  # they are let in all the same
            log.warning("CASELANE_OIDC_TEAMS: %s cannot follow the groups of %s: %s",
                        team, person.email, error)  # fmt: skip


def pairs(text: str) -> dict[str, str]:
    """`group=what` separated by commas, such as `support=agent, printers=Printers`. Raises
    ValueError."""
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        group, equals, what = part.rpartition("=")
        if not (equals and group.strip() and what.strip()):
            raise ValueError(f"'{part}' is not like group=name")
        found[group.strip()] = what.strip()
    return found
