"""Who is told what the customer of a case is told."""

from __future__ import annotations

from datetime import datetime

from runner.model import Participant, Person
from runner.store.database import Transaction
from runner.store.tables import to_instant

HAS_COPIES = "EXISTS (SELECT 1 FROM case_copies y WHERE y.case_id = c.id)"
"""Of a case `c`: most have none, and are asked no more."""

_OF_CASE = """
    SELECT p.id, p.email, p.name, y.may_decide, NOT p.active OR EXISTS (
        SELECT 1 FROM person_roles r WHERE r.person_id = p.id AND r.role <> 'customer'
    )
    FROM case_copies y JOIN people p ON p.id = y.person_id WHERE y.case_id = :id ORDER BY p.id
"""
_SAVE = """
    INSERT INTO case_copies (case_id, person_id, may_decide, added_at)
    VALUES (:case, :person, :may_decide, :now)
    ON CONFLICT (case_id, person_id) DO UPDATE SET may_decide = excluded.may_decide
"""
_REMOVE = "DELETE FROM case_copies WHERE case_id = :case AND person_id = :person"
_ADDED = "SELECT added_at FROM case_copies WHERE case_id = :case AND person_id = :person"
_CASES_OF = """
    SELECT case_id FROM case_copies WHERE person_id = :person ORDER BY case_id DESC LIMIT :limit
"""


def of_case(tx: Transaction, case_id: int) -> tuple[Participant, ...]:
    return tuple(
        Participant(Person(key, email, name), True, bool(may_decide), bool(silent))
        for key, email, name, may_decide, silent in tx.run(_OF_CASE, id=case_id).fetchall()
    )


def save(tx: Transaction, case_id: int, person: int, may_decide: bool, now: datetime) -> None:
    tx.run(_SAVE, case=case_id, person=person, may_decide=may_decide, now=now)


def remove(tx: Transaction, case_id: int, person: int) -> None:
    tx.run(_REMOVE, case=case_id, person=person)


def added_at(tx: Transaction, case_id: int, person: int) -> datetime | None:
    row = tx.run(_ADDED, case=case_id, person=person).fetchone()
    return to_instant(row[0]) if row else None


def cases_of(tx: Transaction, person: int, limit: int) -> list[int]:
    """The ids of the newest cases of which a person gets copies."""
    return [row[0] for row in tx.run(_CASES_OF, person=person, limit=limit).fetchall()]
