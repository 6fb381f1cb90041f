"""Finding cases by a part of their subject: an index of its trigrams.

FTS5 keeps it on SQLite, pg_trgm on PostgreSQL; migration 0004 makes both. See decision 0061.
"""

from __future__ import annotations

from runner.store.database import Transaction

MOST = 1000
"""The most cases that a search finds: the newest."""

SHORT = 3
"""Texts of fewer characters have no trigram ..."""
RECENT = 10_000
"""... and are searched for in this many of the newest cases."""


def matching(tx: Transaction, text: str, conditions: str) -> tuple[str, str]:
    """A subquery of the ids of the newest cases `c` whose subject contains a text and that meet
    further conditions; and the value of its parameter `:text`."""
    if len(text) < SHORT:
        return _RECENT.format(has=tx.dialect.has, conditions=conditions), pattern(text)
    if tx.dialect.name == "sqlite":
        return _SQLITE.format(conditions=conditions), '"' + text.replace('"', '""') + '"'
    return _POSTGRESQL.format(conditions=conditions), pattern(text)


def matching_own(tx: Transaction, text: str) -> tuple[str, str]:
    """The same, of the cases of the customer `:reader` alone, which are few: those of all others
    are not read."""
    return _OWN.format(has=tx.dialect.has), pattern(text)


_OWN = f"""
    SELECT c.id FROM cases c WHERE c.customer_id = :reader AND {{has}} ESCAPE '!'
    ORDER BY c.id DESC LIMIT {MOST}
"""
_RECENT = f"""
    SELECT c.id FROM cases c
    WHERE c.id > (SELECT max(id) FROM cases) - {RECENT} AND {{has}} ESCAPE '!'
    AND {{conditions}} ORDER BY c.id DESC LIMIT {MOST}
"""
_SQLITE = f"""
    SELECT s.rowid FROM case_search s CROSS JOIN cases c
    WHERE case_search MATCH :text AND c.id = s.rowid
    AND {{conditions}} ORDER BY s.rowid DESC LIMIT {MOST}
"""
_POSTGRESQL = f"""
    SELECT c.id FROM cases c WHERE c.subject ILIKE :text ESCAPE '!'
    AND {{conditions}} ORDER BY c.id DESC LIMIT {MOST}
"""


def has_trigrams(tx: Transaction) -> bool:
    """Whether parts of words can be found without reading all subjects."""
    return tx.dialect.name == "sqlite" or tx.run(_HAS_TRIGRAMS).fetchone()[0]


_HAS_TRIGRAMS = "SELECT to_regclass('ix_cases_subject') IS NOT NULL"


def pattern(text: str) -> str:
    """For LIKE with `!` as its escape: what has the text in it."""
    for sign in "!%_":
        text = text.replace(sign, f"!{sign}")
    return f"%{text}%"


def index(tx: Transaction, case_id: int, subject: str) -> None:
    """Adds a new case to the index. PostgreSQL does that by itself."""
    if tx.dialect.name == "sqlite":
        tx.run(
            "INSERT INTO case_search (rowid, subject) VALUES (:id, :subject)",
            id=case_id, subject=subject,
        )  # fmt: skip
