"""What each person may do."""

from __future__ import annotations

from runner.errors import Forbidden
from runner.model import ROLES, Case, Person, Side

SUPPORT = frozenset({"agent", "lead", "admin"})
"""Who may work on cases."""


def side_of(person: Person, customer_id: int) -> Side | None:
    """What somebody is to a case; None when they may not even know that it exists.

    Who is the customer of a case is its customer and nothing else, whatever roles they have:
    nobody handles their own case, and support never answers for a customer.
    """
    if person.id == customer_id:
        return "customer"
    if person.roles & SUPPORT:
        return "support"
    return "observer" if person.roles - {"customer"} else None


def may_take(person: Person, case: Case, audience: str) -> bool:
    """May somebody take an action that the drawing offers to this audience?

    `Customer` is the customer of the case; the name of a role those who have it; anything else,
    such as `Support`, everybody who works on cases.
    """
    side = side_of(person, case.customer.id)
    if audience.lower() == "customer":
        return side == "customer"
    if side != "support":
        return False
    return audience.lower() not in ROLES or bool(person.roles & {audience.lower(), "admin"})


def require(person: Person, role: str, what: str) -> None:
    """Raises Forbidden unless somebody has a role."""
    if role not in person.roles:
        raise Forbidden(f"{what} needs the role {role.replace('_', ' ')}.")


def can_own(person: Person) -> bool:
    return person.active and bool(person.roles & SUPPORT)
