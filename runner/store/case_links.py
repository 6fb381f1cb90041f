"""Links between cases that have the same problem. A link has no direction: it is kept once, with
the older case first."""

from __future__ import annotations

from runner.store.database import Transaction

_OF_CASE = """
    SELECT other_id FROM case_links WHERE case_id = :id
    UNION SELECT case_id FROM case_links WHERE other_id = :id
"""
_ADD = "INSERT INTO case_links (case_id, other_id) VALUES (:older, :newer) ON CONFLICT DO NOTHING"
_REMOVE = "DELETE FROM case_links WHERE case_id = :older AND other_id = :newer"


def of_case(tx: Transaction, case_id: int) -> list[int]:
    """The ids of the cases that are linked to this one, the oldest first."""
    return sorted(row[0] for row in tx.run(_OF_CASE, id=case_id).fetchall())


def add(tx: Transaction, one: int, other: int) -> None:
    tx.run(_ADD, older=min(one, other), newer=max(one, other))


def remove(tx: Transaction, one: int, other: int) -> None:
    tx.run(_REMOVE, older=min(one, other), newer=max(one, other))
