"""Which cases were closed so long ago that what people wrote in them goes. Decision 0310."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from runner.store.database import Transaction
from runner.store.erased_words import ERASED

# Facts leave out what is marked as spam: such a case was closed before it was changed last.
_DUE = """
    SELECT f.case_id AS id FROM case_facts f
        JOIN cases c ON c.id = f.case_id JOIN versions v ON v.id = c.version_id
    WHERE f.closed_at < :before AND c.closed AND NOT c.spam AND v.process = :lifecycle AND {left}
    UNION ALL
    SELECT c.id FROM cases c JOIN versions v ON v.id = c.version_id
    WHERE c.spam AND c.closed AND c.updated_at < :before AND v.process = :lifecycle AND {left}
"""
# A customer can write to a closed case, and rate it: what came after an erasure goes as well.
_LEFT = """
    NOT EXISTS (
        SELECT 1 FROM case_retentions r WHERE r.case_id = c.id AND r.what = :what
        AND NOT EXISTS (
            SELECT 1 FROM messages m WHERE m.case_id = c.id AND m.at >= r.at AND m.at < :before
        )
        AND NOT EXISTS (
            SELECT 1 FROM satisfaction s WHERE s.case_id = c.id AND s.answered_at >= r.at
                AND s.answered_at < :before
        )
    )
    AND NOT EXISTS (SELECT 1 FROM case_tags t WHERE t.case_id = c.id AND t.tag = :tag)
"""
_ALL_DUE = _DUE.format(left=_LEFT)


class DueBy(NamedTuple):
    """Cases of a lifecycle that were closed before an instant, have not the tag, and of which this
    was not erased yet."""

    lifecycle: str
    what: str
    before: datetime
    tag: str


def due(tx: Transaction, by: DueBy, after: int, limit: int) -> list[int]:
    """The first ids after one."""
    rows = tx.run(
        f"SELECT id FROM ({_ALL_DUE}) found WHERE id > :after ORDER BY id LIMIT :limit",
        **by._asdict(), after=after, limit=limit,
    )  # fmt: skip
    return [row[0] for row in rows.fetchall()]


def count_due(tx: Transaction, by: DueBy) -> int:
    row = tx.run(f"SELECT count(*) FROM ({_ALL_DUE}) found", **by._asdict()).fetchone()
    return row[0]


_TAKE = """
    INSERT INTO case_retentions (case_id, what, at) VALUES (:case_id, :what, :at)
    ON CONFLICT (case_id, what) DO UPDATE SET at = excluded.at WHERE case_retentions.at < :before
    RETURNING case_id
"""


def take(tx: Transaction, case_id: int, by: DueBy, at: datetime) -> bool:
    """Notes that this is erased of a case; False where another worker did."""
    row = tx.run(_TAKE, case_id=case_id, what=by.what, at=at, before=by.before).fetchone()
    return row is not None


def lifecycles(tx: Transaction) -> list[str]:
    rows = tx.run("SELECT DISTINCT process FROM versions ORDER BY process")
    return [row[0] for row in rows.fetchall()]


_BLANK_MAILS = """
    UPDATE incoming_mails SET sender = :erased, subject = :erased, body = '', raw = NULL, why = '',
        message_id = 'erased-' || id
    WHERE case_id = :case_id AND sender <> :erased
"""


def erase_mails(tx: Transaction, case_id: int) -> None:
    """Blanks the mails that came into a case."""
    tx.run(_BLANK_MAILS, case_id=case_id, erased=ERASED)


def drop_raw_mails(tx: Transaction, case_id: int) -> None:
    """Forgets where the mails lie as they came: they have the files in them."""
    tx.run("UPDATE incoming_mails SET raw = NULL WHERE case_id = :case_id", case_id=case_id)
