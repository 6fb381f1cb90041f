"""Finding cases by a part of their subject: an index of its trigrams.

FTS5 keeps it on SQLite, pg_trgm on PostgreSQL; migration 0004 makes both. See decision 0061.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from runner.model import ways_to_write
from runner.store.database import Transaction

MOST = 1000
"""The most cases that a search finds: the newest."""

SHORT = 3
"""Texts of fewer characters have no trigram ..."""
RECENT = 10_000
"""... and are searched for in this many of the newest cases."""


def matching(tx: Transaction, text: str, conditions: str) -> tuple[str, dict[str, str]]:
    """A subquery of the ids of the newest cases `c` whose subject contains a text, however that is
    written, and that meet further conditions; and the values of its parameters."""
    ways = ways_to_write(text)
    if len(text) < SHORT:
        has, values = _has(tx, ways)
        return _RECENT.format(has=has, conditions=conditions), values
    ways = [way for way in ways if len(way) >= SHORT]  # for a shorter one all subjects were read
    if tx.dialect.name == "sqlite":
        quoted = (way.replace('"', '""') for way in ways)
        return _SQLITE.format(conditions=conditions), {"text": _either(quoted, '"{}"')}
    has, values = _has(tx, ways)
    return _POSTGRESQL.format(has=has, conditions=conditions), values


def matching_own(tx: Transaction, text: str) -> tuple[str, dict[str, str]]:
    """The same, of the cases of the customer `:reader` alone, which are few: those of all others
    are not read."""
    has, values = _has(tx, ways_to_write(text))
    return _OWN.format(has=has), values


def _has(tx: Transaction, ways: Sequence[str]) -> tuple[str, dict[str, str]]:
    values = {f"text_{i}": pattern(way) for i, way in enumerate(ways)}
    return f"({_either(values, tx.dialect.has)})", values


def _either(ways: Iterable[str], form: str) -> str:
    return " OR ".join(map(form.format, ways))


_OWN = f"""
    SELECT c.id FROM cases c WHERE c.customer_id = :reader AND {{has}}
    ORDER BY c.id DESC LIMIT {MOST}
"""
_RECENT = f"""
    SELECT c.id FROM cases c
    WHERE c.id > (SELECT max(id) FROM cases) - {RECENT} AND {{has}}
    AND {{conditions}} ORDER BY c.id DESC LIMIT {MOST}
"""
_SQLITE = f"""
    SELECT s.rowid FROM case_search s CROSS JOIN cases c
    WHERE case_search MATCH :text AND c.id = s.rowid
    AND {{conditions}} ORDER BY s.rowid DESC LIMIT {MOST}
"""
_POSTGRESQL = f"""
    SELECT c.id FROM cases c WHERE {{has}}
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
