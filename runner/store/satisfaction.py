"""How satisfied customers were with closed cases: one answer a case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from runner.model import Satisfaction
from runner.store.database import Transaction
from runner.store.tables import instant

_COLUMNS = "case_id, good, words, answered_at"
_OF_CASE = f"SELECT {_COLUMNS} FROM satisfaction WHERE case_id = :id"
_LISTED = f"""
    SELECT {_COLUMNS} FROM satisfaction
    WHERE case_id < :before AND case_id NOT IN (SELECT id FROM cases WHERE spam)
    ORDER BY case_id DESC LIMIT :limit
"""
_SAVE = f"""
    INSERT INTO satisfaction ({_COLUMNS}) VALUES (:case_id, :good, :words, :answered_at)
    ON CONFLICT (case_id) DO UPDATE SET good = excluded.good, words = excluded.words,
        answered_at = excluded.answered_at
"""

# The plus keeps SQLite from walking through all cases while few customers have answered.
_COUNTS = """
    SELECT c.version_id, sum(CASE WHEN s.good THEN 1 ELSE 0 END), count(*)
    FROM satisfaction s JOIN cases c ON c.id = +s.case_id
    WHERE s.answered_at > :since AND NOT c.spam GROUP BY c.version_id
"""

_NEWEST = 2**62


def of_case(tx: Transaction, case_id: int) -> Satisfaction | None:
    row = tx.run(_OF_CASE, id=case_id).fetchone()
    return _read(row) if row else None


def save(tx: Transaction, answer: Satisfaction) -> None:
    """Keeps an answer, in place of an earlier one of the same case."""
    tx.run(
        _SAVE, case_id=answer.case_id, good=answer.good, words=answer.words,
        answered_at=answer.answered_at,
    )  # fmt: skip


def listed(tx: Transaction, before: int | None, limit: int) -> list[Satisfaction]:
    """The answers, those of the newest cases first, from the one behind case `before` on."""
    rows = tx.run(_LISTED, before=_NEWEST if before is None else before, limit=limit)
    return [_read(row) for row in rows.fetchall()]


def counts(tx: Transaction, of_versions: Collection[int], since: datetime) -> tuple[int, int]:
    """Of the answers since then, on cases of these versions: how many were good, and how many there
    are."""
    rows = tx.run(_COUNTS, since=since).fetchall()
    found = [(good, all_) for version, good, all_ in rows if version in of_versions]
    return sum(good for good, _ in found), sum(all_ for _, all_ in found)


def _read(row: tuple) -> Satisfaction:
    case_id, good, words, answered_at = row
    return Satisfaction(case_id, bool(good), words, instant(answered_at))
