"""How many requests were made in a minute, by whom."""

from __future__ import annotations

from runner.store.database import Transaction

_FORGET = "DELETE FROM request_counts WHERE minute < :minute"
_ADD = """
    INSERT INTO request_counts (who, minute, count) VALUES (:who, :minute, :count)
    ON CONFLICT (who, minute) DO UPDATE SET count = request_counts.count + excluded.count
    RETURNING count
"""


def add(tx: Transaction, who: str, minute: int, count: int) -> int:
    """Adds to the requests of a minute; those of the minutes before are forgotten. Returns how many
    there are now."""
    tx.relaxed_durability()
    tx.run(_FORGET, minute=minute)
    return tx.run(_ADD, who=who, minute=minute, count=count).fetchone()[0]
