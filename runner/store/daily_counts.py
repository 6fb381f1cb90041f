"""How often somebody did something on a day, in UTC."""

from __future__ import annotations

from datetime import datetime

from runner.store.database import Transaction

_ADD = """
    INSERT INTO daily_counts (who, day, count) VALUES (:who, :day, :count)
    ON CONFLICT (who, day) DO UPDATE SET count = daily_counts.count + excluded.count
    RETURNING count
"""


def add(tx: Transaction, who: str, at: datetime, count: int) -> int:
    """Returns how many there are on that day now."""
    return tx.run(_ADD, who=who, day=_day(at), count=count).fetchone()[0]


def forget(tx: Transaction, before: datetime) -> None:
    tx.run("DELETE FROM daily_counts WHERE day < :day", day=_day(before))


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"
