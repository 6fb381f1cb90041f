"""Where cases were at a past minute, from the facts. What began at that minute was there."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from runner.model import IntervalKind
from runner.store.database import Transaction
from runner.store.flow_rows import Among, CaseAt, LinesAsked, StayedAt, narrowed_to, read_cases
from runner.store.tables import to_instant

_THEN = "i.started_at <= :at AND (i.ended_at IS NULL OR i.ended_at > :at)"
_FELL_DUE = """m.state = 'missed' AND m.due_at <= :at AND m.due_at >= i.started_at
    AND (i.ended_at IS NULL OR i.ended_at > m.due_at)"""


def first(tx: Transaction, of: Among) -> datetime | None:
    """When the first case was submitted; None for none."""
    statement = f"""
        SELECT min(f.created_at) FROM case_facts f WHERE f.version_id IN ({of.ids})
    """
    return to_instant(tx.run(statement).fetchone()[0])


def there(tx: Transaction, of: Among, kind: IntervalKind, at: datetime) -> dict[str, int]:
    """How many cases were at each place, or had each owner, at an instant."""
    narrowed = narrowed_to(of.wanted)
    statement = f"""
        SELECT i.name, count(*) FROM intervals i{narrowed.join("i")}
        WHERE i.kind = :kind AND i.version_id IN ({of.ids}) AND {_THEN}
            {narrowed.conditions}
        GROUP BY i.name
    """
    found = tx.run(statement, kind=kind, at=at, **narrowed.values).fetchall()
    return dict(map(tuple, found))


class MilestonesThen(NamedTuple):
    """How many milestones had been `missed` until an instant, and how many were `running` then, of
    which `soon` fell due within the time that was asked for."""

    missed: int
    running: int
    soon: int


def milestones(tx: Transaction, of: Among, at: datetime, soon: datetime) -> MilestonesThen:
    narrowed = narrowed_to(of.wanted)
    running = """m.due_at > :at AND (m.reached_at IS NULL OR m.reached_at > :at)
        AND (m.ended_at IS NULL OR m.ended_at > :at)"""
    counted = ", ".join(
        f"coalesce(sum(CASE WHEN {condition} THEN 1 ELSE 0 END), 0)"
        for condition in (
            "m.state = 'missed' AND m.due_at <= :at", running, f"{running} AND m.due_at <= :soon",
        )
    )  # fmt: skip
    statement = f"""
        SELECT {counted} FROM milestones m JOIN case_facts f ON f.case_id = m.case_id
        WHERE m.started_at <= :at AND f.version_id IN ({of.ids}){narrowed.conditions}
    """
    row = tx.run(statement, at=at, soon=soon, **narrowed.values).fetchone()
    return MilestonesThen(*map(int, row))


def cases_then(
    tx: Transaction, of: Among, place: StayedAt, at: datetime, part: LinesAsked
) -> list[CaseAt]:
    """The cases that were at a place at an instant, the longest first."""
    return _cases(tx, of, (place, at, part), f"""
        SELECT c.id, c.subject, c.status, i.started_at, i.clock
        FROM intervals i JOIN cases c ON c.id = i.case_id{{join}}
        WHERE {{there}} AND {_THEN}{{narrowed}}
        ORDER BY i.started_at, c.id LIMIT :limit OFFSET :after
    """)  # fmt: skip


def late_then(
    tx: Transaction, of: Among, place: StayedAt, at: datetime, part: LinesAsked
) -> list[CaseAt]:
    """Those that had missed a milestone there until then, the last due first."""
    return _cases(tx, of, (place, at, part), f"""
        SELECT c.id, c.subject, c.status, m.due_at, i.clock
        FROM intervals i JOIN cases c ON c.id = i.case_id
            JOIN milestones m ON m.case_id = i.case_id AND {_FELL_DUE}{{join}}
        WHERE {{there}}{{narrowed}}
        ORDER BY m.due_at DESC, c.id LIMIT :limit OFFSET :after
    """)  # fmt: skip


def _cases(
    tx: Transaction, of: Among, figure: tuple[StayedAt, datetime, LinesAsked], statement: str
) -> list[CaseAt]:
    (place, at, part), narrowed = figure, narrowed_to(of.wanted)
    there = f"i.kind = :kind AND i.version_id IN ({of.ids}) AND i.name = :name"
    whole = statement.format(join=narrowed.join("i"), there=there, narrowed=narrowed.conditions)
    values = {**place._asdict(), "at": at, **part._asdict(), **narrowed.values}
    return read_cases(tx.run(whole, **values).fetchall())
