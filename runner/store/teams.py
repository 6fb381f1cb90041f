"""Teams, their members and the products whose cases come to them."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from runner.model import ANY_PRODUCT, Member, Team
from runner.store import people
from runner.store.database import Transaction
from runner.store.tables import cases, team_members, team_products, teams

_ADD = "INSERT INTO teams (name) VALUES (:name) ON CONFLICT (name) DO NOTHING RETURNING id"
_PUT_MEMBER = """
    INSERT INTO team_members (team_id, person_id, leads) VALUES (:team, :person, :leads)
    ON CONFLICT (team_id, person_id) DO UPDATE SET leads = excluded.leads
"""
_PUT_PRODUCT = """
    INSERT INTO team_products (product, team_id) VALUES (:product, :team)
    ON CONFLICT (product) DO NOTHING
"""
_FOR_PRODUCT = """
    SELECT t.id, t.name, t.shares FROM team_products p JOIN teams t ON t.id = p.team_id
    WHERE p.product IN (:product, :any) ORDER BY p.product = :any LIMIT 1
"""


def listed(tx: Transaction) -> list[Team]:
    """All teams by name, with their products and those of their members who have access."""
    products = tx.all(sa.select(team_products).order_by(team_products.c.product))
    members = tx.all(sa.select(team_members))
    known = {person.id: person for person in people.in_teams(tx)}
    return [
        Team(
            row.id,
            row.name,
            row.shares,
            tuple(one.product for one in products if one.team_id == row.id),
            tuple(
                sorted(
                    (
                        Member(known[one.person_id], one.leads)
                        for one in members
                        if one.team_id == row.id and one.person_id in known
                    ),
                    key=lambda member: member.person.name.lower(),
                )
            ),
        )
        for row in tx.all(sa.select(teams).order_by(sa.func.lower(teams.c.name)))
    ]


def names(tx: Transaction) -> list[str]:
    return [row[0] for row in tx.run("SELECT name FROM teams ORDER BY name").fetchall()]


def by_name(tx: Transaction, name: str) -> Team | None:
    """The team of this name, in capitals or not, without its products and members."""
    wanted = name.strip().casefold()
    found = (row for row in tx.all(sa.select(teams)) if row.name.casefold() == wanted)
    return next((Team(row.id, row.name, row.shares) for row in found), None)


def for_product(tx: Transaction, product: str | None) -> Team | None:
    """The team to which new cases of a product come."""
    row = tx.run(_FOR_PRODUCT, product=product or ANY_PRODUCT, any=ANY_PRODUCT).fetchone()
    return Team(row[0], row[1], bool(row[2])) if row else None


def add(tx: Transaction, name: str) -> int | None:
    """Adds a team. Returns its id, None where the name is taken."""
    row = tx.run(_ADD, name=name).fetchone()
    return row[0] if row else None


def change(tx: Transaction, team: int, name: str, round_robin: bool) -> None:
    tx.change(teams.update().where(teams.c.id == team).values(name=name, shares=round_robin))


def set_products(tx: Transaction, team: int, products: Iterable[str]) -> list[str]:
    """Makes these the products of a team. Returns those that another team has."""
    tx.change(team_products.delete().where(team_products.c.team_id == team))
    return [p for p in products if tx.run(_PUT_PRODUCT, product=p, team=team).rowcount == 0]


def put_member(tx: Transaction, team: int, person: int, leads: bool) -> None:
    tx.run(_PUT_MEMBER, team=team, person=person, leads=leads)


def drop_member(tx: Transaction, team: int, person: int) -> int:
    mine = sa.and_(team_members.c.team_id == team, team_members.c.person_id == person)
    return tx.change(team_members.delete().where(mine))


def open_cases(tx: Transaction, team: int) -> int:
    """How many open cases belong to a team."""
    mine = sa.and_(cases.c.team_id == team, sa.not_(cases.c.closed))
    return tx.value(sa.select(sa.func.count()).where(mine))


def remove(tx: Transaction, team: int) -> None:
    """Takes a team away. Its closed cases belong to none any more."""
    tx.change(team_products.delete().where(team_products.c.team_id == team))
    tx.change(team_members.delete().where(team_members.c.team_id == team))
    tx.change(cases.update().where(cases.c.team_id == team).values(team_id=None))
    tx.change(teams.delete().where(teams.c.id == team))
