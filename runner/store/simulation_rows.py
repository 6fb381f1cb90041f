"""What a desk is fitted from beside the lives of its cases: teams, and ends of milestones."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from runner.store.database import Transaction
from runner.store.tables import instant

_TEAMS = "SELECT id, team_id FROM cases WHERE id BETWEEN :first AND :last"
_MILESTONES = """
    SELECT case_id, name, state, due_at, reached_at FROM milestones
    WHERE case_id BETWEEN :first AND :last AND state IN ('met', 'missed') ORDER BY case_id, name
"""
_NAMES = """
    SELECT id, name FROM people
    WHERE id IN (SELECT person_id FROM person_roles WHERE role <> 'customer') ORDER BY id
"""


def teams(tx: Transaction, first: int, last: int) -> dict[int, int | None]:
    """The team of each case, by its id."""
    return {row[0]: row[1] for row in tx.run(_TEAMS, first=first, last=last)}


def milestones(
    tx: Transaction, first: int, last: int
) -> dict[int, list[tuple[str, bool, datetime]]]:
    """The milestones that were met or missed: by case, the name, whether it was met, and when it
    was met or fell due."""
    found: dict[int, list[tuple[str, bool, datetime]]] = defaultdict(list)
    for case_id, name, state, due, reached in tx.run(_MILESTONES, first=first, last=last):
        met = state == "met"
        found[case_id].append((name, met, instant(reached if met and reached else due)))
    return found


def names(tx: Transaction) -> dict[int, str]:
    """Everybody who works here, by id."""
    return {row[0]: row[1] for row in tx.run(_NAMES)}
