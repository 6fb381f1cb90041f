"""How satisfied customers were with closed cases: one answer a case."""

from __future__ import annotations

from runner.model import Satisfaction
from runner.store.database import Transaction
from runner.store.tables import instant

_COLUMNS = "case_id, good, words, answered_at"
_OF_CASE = f"SELECT {_COLUMNS} FROM satisfaction WHERE case_id = :id"
_LISTED = f"""
    SELECT {_COLUMNS} FROM satisfaction WHERE case_id < :before ORDER BY case_id DESC LIMIT :limit
"""
_SAVE = f"""
    INSERT INTO satisfaction ({_COLUMNS}) VALUES (:case_id, :good, :words, :answered_at)
    ON CONFLICT (case_id) DO UPDATE SET good = excluded.good, words = excluded.words,
        answered_at = excluded.answered_at
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


def _read(row: tuple) -> Satisfaction:
    case_id, good, words, answered_at = row
    return Satisfaction(case_id, bool(good), words, instant(answered_at))
