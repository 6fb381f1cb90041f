"""Each case beside its history, for who checks that the two agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from runner.store.database import Transaction

AT_ONCE = 500
"""Cases that are read by one statement: their states are in memory together."""

# Columns that every release has had: a backup may be of an older one.
_PAGE = """
    SELECT c.id, c.state, c.status, c.events,
        (SELECT count(*) FROM history h WHERE h.case_id = c.id),
        (SELECT max(h.sequence) FROM history h WHERE h.case_id = c.id),
        (SELECT h.to_status FROM history h WHERE h.case_id = c.id AND h.to_status IS NOT NULL
            ORDER BY h.sequence DESC LIMIT 1)
    FROM cases c WHERE c.id > :after ORDER BY c.id LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class CaseAndHistory:
    """`lines`, `last` and `said` are of the history: how many lines it has, the number of the last
    one, and the status that it says last."""

    case_id: int
    state: bytes
    status: str
    events: int
    lines: int
    last: int
    said: str | None


def cases_and_histories(tx: Transaction) -> Iterator[CaseAndHistory]:
    after = 0
    while rows := tx.run(_PAGE, after=after, limit=AT_ONCE).fetchall():
        for case_id, state, status, events, lines, last, said in rows:
            yield CaseAndHistory(case_id, bytes(state), status, events, lines, last or 0, said)
        after = rows[-1][0]


def damage(tx: Transaction) -> list[str]:
    """What SQLite itself finds wrong with its file. PostgreSQL looks at its own by checksums."""
    if tx.dialect.name != "sqlite":
        return []
    found = [text for (text,) in tx.run("PRAGMA quick_check(5)").fetchall()]
    return [] if found == ["ok"] else [f"The database is damaged: {text}." for text in found]
