"""The tags of cases: free words of support."""

from __future__ import annotations

from collections.abc import Iterable

from runner.store.database import Transaction

_OF_CASE = "SELECT tag FROM case_tags WHERE case_id = :id ORDER BY tag"
_ADD = "INSERT INTO case_tags (case_id, tag) VALUES (:id, :tag) ON CONFLICT DO NOTHING"
_REMOVE = "DELETE FROM case_tags WHERE case_id = :id AND tag = :tag"


def of_case(tx: Transaction, case_id: int) -> tuple[str, ...]:
    return tuple(row[0] for row in tx.run(_OF_CASE, id=case_id).fetchall())


def add(tx: Transaction, case_id: int, tags: Iterable[str]) -> None:
    for tag in tags:
        tx.run(_ADD, id=case_id, tag=tag)


def remove(tx: Transaction, case_id: int, tags: Iterable[str]) -> None:
    for tag in tags:
        tx.run(_REMOVE, id=case_id, tag=tag)
