"""The companies of customers. A person belongs to one at most. Decision 0237."""

from __future__ import annotations

from runner.model import Membership
from runner.store.database import Transaction

_OF_PERSON = """
    SELECT k.name, k.shares_cases, m.shares_cases
    FROM company_people m JOIN companies k ON k.id = m.company_id WHERE m.person_id = :person
"""
_COLLEAGUES = """
    FROM company_people m JOIN companies k ON k.id = m.company_id
    JOIN company_people o ON o.company_id = m.company_id AND o.person_id <> m.person_id
"""
_SHARE = f"""
    SELECT 1 {_COLLEAGUES} WHERE m.person_id = :reader AND o.person_id = :customer
    AND (k.shares_cases OR o.shares_cases)
"""
_CASES = f"""
    SELECT c.id {_COLLEAGUES} JOIN cases c ON c.customer_id = o.person_id
    WHERE m.person_id = :reader AND (k.shares_cases OR o.shares_cases)
    ORDER BY c.id DESC LIMIT :limit
"""
_ADD = """
    INSERT INTO companies (name, shares_cases) VALUES (:name, COALESCE(:shares, FALSE))
    ON CONFLICT (name) DO UPDATE SET shares_cases = COALESCE(:shares, companies.shares_cases)
"""
_JOIN = """
    INSERT INTO company_people (person_id, company_id, shares_cases)
    SELECT :person, id, FALSE FROM companies WHERE name = :name
    ON CONFLICT (person_id) DO UPDATE SET company_id = excluded.company_id,
        shares_cases = excluded.shares_cases
"""
_LEAVE = "DELETE FROM company_people WHERE person_id = :person"
_LET = "UPDATE company_people SET shares_cases = :lets WHERE person_id = :person"


def of_person(tx: Transaction, person: int) -> Membership | None:
    row = tx.run(_OF_PERSON, person=person).fetchone()
    return Membership(row[0], bool(row[1]), bool(row[2])) if row else None


def share(tx: Transaction, reader: int, customer: int) -> bool:
    """Whether a person may see the cases of a customer, as a colleague."""
    return tx.run(_SHARE, reader=reader, customer=customer).fetchone() is not None


def cases_shared_with(tx: Transaction, reader: int, limit: int) -> list[int]:
    """The ids of the newest cases of the colleagues that a person may see."""
    return [row[0] for row in tx.run(_CASES, reader=reader, limit=limit).fetchall()]


def add(tx: Transaction, name: str, shares: bool | None) -> None:
    """Adds a company, or sets whether its people see each other's cases. None: they do not in a
    new one, and one that is there stays as it is."""
    tx.run(_ADD, name=name, shares=shares)


def join(tx: Transaction, person: int, name: str) -> None:
    """Puts a person into a company, out of the one that they were in."""
    tx.run(_JOIN, person=person, name=name)


def leave(tx: Transaction, person: int) -> None:
    tx.run(_LEAVE, person=person)


def let(tx: Transaction, person: int, lets: bool) -> None:
    """Sets whether a person lets their colleagues see their own cases."""
    tx.run(_LET, person=person, lets=lets)
