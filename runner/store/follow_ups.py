"""Follow-up dates: when a person wants to look at a case again. They are theirs alone, and move
nothing."""

from __future__ import annotations

from datetime import datetime

from runner.store.database import Transaction
from runner.store.tables import to_instant

HAS_ONE = "c.id IN (SELECT f.case_id FROM follow_ups f WHERE f.person_id = :reader)"
"""Whether the reader has a date for the case `c`."""


def of_reader(case: str) -> str:
    """An expression for the date that the reader has for a case of the statement."""
    return f"(SELECT f.at FROM follow_ups f WHERE f.person_id = :reader AND f.case_id = {case}.id)"


_KEEP = """
    INSERT INTO follow_ups (person_id, case_id, at) VALUES (:person, :case, :at)
    ON CONFLICT (person_id, case_id) DO UPDATE SET at = excluded.at
"""


def keep(tx: Transaction, person: int, case: int, at: datetime) -> None:
    tx.run(_KEEP, person=person, case=case, at=at)


def forget(tx: Transaction, person: int, case: int) -> None:
    statement = "DELETE FROM follow_ups WHERE person_id = :person AND case_id = :case"
    tx.run(statement, person=person, case=case)


def of_case(tx: Transaction, person: int, case: int) -> datetime | None:
    statement = "SELECT at FROM follow_ups WHERE person_id = :person AND case_id = :case"
    row = tx.run(statement, person=person, case=case).fetchone()
    return to_instant(row[0]) if row else None


def due(tx: Transaction, person: int, now: datetime) -> int:
    """How many dates of a person have come, without those of cases that are marked as spam."""
    return tx.run(_DUE, person=person, now=now).fetchone()[0]


_DUE = """
    SELECT count(*) FROM follow_ups WHERE person_id = :person AND at <= :now
    AND case_id NOT IN (SELECT id FROM cases WHERE spam)
"""
