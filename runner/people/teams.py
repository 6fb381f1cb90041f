"""Teams: who works together, and whose new cases come to them. Decision 0210."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from runner.clock import Clock
from runner.errors import InvalidInput, NotFound, NotPossible
from runner.language import _
from runner.model import AuditEntry, Person, Team
from runner.people import audit
from runner.people.accounts import OPERATOR, Accounts
from runner.people.permissions import can_own, require
from runner.people.person_fields import checked_name
from runner.store import Database, Transaction, teams


class Teams:
    """Every method is one transaction. Those that change raise Forbidden, and NotFound for a team
    or person that there is not."""

    def __init__(self, db: Database, accounts: Accounts, clock: Clock):
        self._db = db
        self._accounts = accounts
        self._clock = clock

    def listed(self, by: Person = OPERATOR) -> list[Team]:
        """All teams, with their members and products."""
        require(by, "see_teams")
        with self._db.read() as tx:
            return teams.listed(tx)

    def names(self, by: Person = OPERATOR) -> list[str]:
        """Of all teams, in their order."""
        require(by, "see_teams")
        with self._db.read() as tx:
            return teams.names(tx)

    def named(self, name: str, by: Person = OPERATOR) -> Team:
        for team in self.listed(by):
            if team.name.casefold() == name.strip().casefold():
                return team
        raise NotFound(_("There is no team '%(name)s'.", name=name[:60]))

    def add(self, name: str, by: Person = OPERATOR) -> Team:
        require(by, "manage_teams")
        name = checked_name(name)
        with self._db.write() as tx:
            _check_free(tx, name)
            if teams.add(tx, name) is None:
                raise _taken(name)
            self._note(tx, by, AuditEntry("team", "added", name))
            return self.named(name)

    def change(
        self,
        name: str,
        *,
        new_name: str | None = None,
        round_robin: bool | None = None,
        products: Sequence[str] | None = None,
        by: Person = OPERATOR,
    ) -> Team:
        """What is None stays. Raises InvalidInput for a name or a product of another team."""
        require(by, "manage_teams")
        with self._db.write() as tx:
            team = self.named(name)
            now = replace(
                team,
                name=team.name if new_name is None else checked_name(new_name),
                round_robin=team.round_robin if round_robin is None else round_robin,
            )
            if now.name.casefold() != team.name.casefold():
                _check_free(tx, now.name)
            teams.change(tx, team.id, now.name, now.round_robin)
            if products is not None:
                _set_products(tx, team, products)
            changed = self.named(now.name)
            self._note(
                tx, by, AuditEntry("team", "changed", team.name, _told(team), _told(changed))
            )
            return changed

    def put_member(self, name: str, email: str, leads: bool = False, by: Person = OPERATOR) -> Team:
        """Makes a person a member, or says anew whether they lead. Raises InvalidInput for one who
        cannot own cases."""
        require(by, "manage_teams")
        with self._db.write() as tx:
            team, person = self.named(name), self._accounts.active(email)
            if not can_own(person):
                raise InvalidInput(
                    {"member": [_("%(name)s does not work on cases", name=person.name)]}
                )
            teams.put_member(tx, team.id, person.id, leads)
            given = {"member": person.email, "leads": leads}
            self._note(tx, by, AuditEntry("team", "member put in", team.name, after=given))
            return self.named(name)

    def drop_member(self, name: str, email: str, by: Person = OPERATOR) -> Team:
        """Takes a member out of a team. Cases that they own stay theirs."""
        require(by, "manage_teams")
        with self._db.write() as tx:
            team, person = self.named(name), self._accounts.by_email(email)
            if not teams.drop_member(tx, team.id, person.id):
                raise NotFound(
                    _("%(name)s is no member of %(team)s.", name=person.name, team=team.name)
                )
            self._note(
                tx, by, AuditEntry("team", "member taken out", team.name, {"member": person.email})
            )
            return self.named(name)

    def remove(self, name: str, by: Person = OPERATOR) -> None:
        """Takes a team away. Raises NotPossible while it has open cases."""
        require(by, "manage_teams")
        with self._db.write() as tx:
            team = self.named(name)
            if count := teams.open_cases(tx, team.id):
                cases = "1 open case" if count == 1 else f"{count} open cases"
                raise NotPossible(
                    _(
                        "%(name)s has %(cases)s: give them to another team first.",
                        name=team.name,
                        cases=cases,
                    )
                )
            teams.remove(tx, team.id)
            self._note(tx, by, AuditEntry("team", "removed", team.name, _told(team)))

    def _note(self, tx: Transaction, by: Person, entry: AuditEntry) -> None:
        audit.note(tx, by, self._clock.now(), entry)


def _told(team: Team) -> dict[str, Any]:
    return {"name": team.name, "shares": team.round_robin, "products": list(team.products)}


def _set_products(tx: Transaction, team: Team, products: Sequence[str]) -> None:
    wanted = list(dict.fromkeys(checked_name(product, "products") for product in products))
    if taken := teams.set_products(tx, team.id, wanted):
        raise InvalidInput({"products": [_("of another team: %(taken)s", taken=", ".join(taken))]})


def _check_free(tx: Transaction, name: str) -> None:
    if teams.by_name(tx, name) is not None:
        raise _taken(name)


def _taken(name: str) -> InvalidInput:
    return InvalidInput({"name": [_("%(name)s is a team already", name=name)]})
