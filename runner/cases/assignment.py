"""Whose a case is: its team, its owner, and who answers for both while they are away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from runner.bpmn.dmn import Table
from runner.cases.change import Change, routing
from runner.errors import InvalidInput
from runner.language import _, told_time
from runner.model import CASE_FIELDS, Case, Person, Team
from runner.people.permissions import can_own
from runner.people.person_fields import checked_email
from runner.store import Transaction, cases, companies, people, teams


def checked_owner(change: Change, email: str | None, even_if_away: bool) -> Person | None:
    """The person who is to own the case. Raises InvalidInput, for one who is away too unless that
    is meant. Decision 0211."""
    if email is None:
        return None
    tx, case = change.tx, change.case
    person = people.by_address(tx, checked_email(email))
    if person is None or not can_own(person):
        raise InvalidInput({"owner": [_("has to be the address of a person who works on cases")]})
    if person.id == case.customer.id:
        raise InvalidInput(
            {"owner": [_("is the customer of this case, who cannot handle it: take a colleague")]}
        )
    moves = case.owner is None or case.owner.id != person.id
    if moves and person.id != change.person.id and not even_if_away:
        _check_present(tx, person, change.now)
    return person


def _check_present(tx: Transaction, person: Person, now: datetime) -> None:
    if person.is_away(now):
        until = ""
        if person.away_until:
            until = _(" until %(time)s", time=told_time(person.away_until, UTC))
        instead = stand_in(tx, person, now)
        take = (
            _("%(name)s (%(email)s) stands in", name=instead.name, email=instead.email)
            if instead
            else _("nobody stands in")
        )
        raise InvalidInput(
            {
                "owner": [
                    _(
                        "is away%(until)s; %(take)s. Take another, or allow it (even_if_away)",
                        until=until,
                        take=take,
                    )
                ]
            }
        )


def stand_in(tx: Transaction, person: Person, now: datetime) -> Person | None:
    """Who stands in for a person who is away: one who has access and is present."""
    found = people.by_id(tx, person.stand_in_id) if person.stand_in_id else None
    return found if found and can_own(found) and not found.is_away(now) else None


def checked_team(tx: Transaction, name: str | None) -> Team | None:
    if name is None:
        return None
    team = teams.by_name(tx, name)
    if team is None:
        known = ", ".join(teams.names(tx)) or _("none yet")
        raise InvalidInput(
            {"team": [_("has to be one of the teams; there are: %(known)s", known=known)]}
        )
    return team


def turned_to(change: Change, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The changes of a case with the owner that follows from another team: whose turn it is where
    the team shares its cases out, else nobody until one of the team takes it."""
    team, known = wanted.get("team"), change.case.team
    if team is None or "owner" in wanted or (known and known.id == team.id):
        return dict(wanted)
    return {**wanted, "owner": next_owner(change.tx, team, change.case, change.now)}


def routed(tx: Transaction, case: Case, table: Table | None) -> Case:
    """A new case with the team that the table of its package says, or else that of its product; and
    the owner whose turn it is there. Decision 0278."""
    team = _decided(tx, case, table) or teams.for_product(tx, case.product)
    if team is None:
        return case
    return replace(case, team=team, owner=next_owner(tx, team, case, case.created_at))


def _decided(tx: Transaction, case: Case, table: Table | None) -> Team | None:
    """None where no row matches, one leaves it open, or the team is gone since."""
    name = table.first(_facts(tx, case)).get("team") if table else None
    return teams.by_name(tx, name) if name else None


def _facts(tx: Transaction, case: Case) -> dict[str, Any]:
    """Of a new case, under the names in TEAM_FACTS."""
    email, company = case.customer.email, companies.of_person(tx, case.customer.id)
    return {
        **routing(case),
        "customer": email,
        "customer_domain": email.rpartition("@")[2],
        "company": company.company if company else None,
    }


TEAM_FACTS = frozenset(
    {"priority", "channel", "customer", "customer_domain", "company"}
    | {field.name for field in CASE_FIELDS}
)
"""What the table on teams may ask for: each is a text, or empty."""


def next_owner(tx: Transaction, team: Team, case: Case, now: datetime) -> Person | None:
    """Of the members who are present, the one with the fewest open cases, where the team shares
    its cases out. The lock lets two nodes that ask at once see one another's choice."""
    if not team.round_robin:
        return None
    tx.lock(f"team {team.id}")
    members = people.in_teams(tx, team.id)
    present = {
        person.id: person
        for person in members
        if can_own(person) and not person.is_away(now) and person.id != case.customer.id
    }
    if not present:
        return None
    load = cases.open_by_owner(tx, list(present))
    return present[min(load, key=lambda owner: (load[owner], owner))]
