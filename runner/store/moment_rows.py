"""Where cases were at a past minute, from the facts. What began at that minute was there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from runner.model import EVERYTHING, FlowFilter, IntervalKind
from runner.store.database import Transaction
from runner.store.flow_rows import CaseAt, listed, narrowed_to, read_cases
from runner.store.tables import to_instant

_THEN = "i.started_at <= :at AND (i.ended_at IS NULL OR i.ended_at > :at)"
_FELL_DUE = """m.state = 'missed' AND m.due_at <= :at AND m.due_at >= i.started_at
    AND (i.ended_at IS NULL OR i.ended_at > m.due_at)"""


def first(tx: Transaction, versions: Collection[int]) -> datetime | None:
    """When the first case was submitted; None for none."""
    statement = f"""
        SELECT min(f.created_at) FROM case_facts f WHERE f.version_id IN ({listed(versions)})
    """
    return to_instant(tx.run(statement).fetchone()[0])


def there(
    tx: Transaction, kind: IntervalKind, at: datetime, versions: Collection[int],
    wanted: FlowFilter = EVERYTHING,
) -> dict[str, int]:  # fmt: skip
    """How many cases were at each place, or had each owner, at an instant."""
    narrowed = narrowed_to(wanted)
    statement = f"""
        SELECT i.name, count(*) FROM intervals i{narrowed.join("i")}
        WHERE i.kind = :kind AND i.version_id IN ({listed(versions)}) AND {_THEN}
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


def milestones(
    tx: Transaction, at: datetime, soon: datetime, versions: Collection[int],
    wanted: FlowFilter = EVERYTHING,
) -> MilestonesThen:  # fmt: skip
    narrowed = narrowed_to(wanted)
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
        WHERE m.started_at <= :at AND f.version_id IN ({listed(versions)}){narrowed.conditions}
    """
    row = tx.run(statement, at=at, soon=soon, **narrowed.values).fetchone()
    return MilestonesThen(*map(int, row))


def cases_then(
    tx: Transaction, kind: IntervalKind, place: tuple[str, datetime], versions: Collection[int],
    wanted: FlowFilter = EVERYTHING, *, late: bool = False, after: int = 0, limit: int = 50,
) -> list[CaseAt]:  # fmt: skip
    """The cases that were at a place at an instant, the longest first; or those that had missed a
    milestone there until then, the last due first."""
    (name, at), narrowed = place, narrowed_to(wanted)
    more = f" JOIN milestones m ON m.case_id = i.case_id AND {_FELL_DUE}" if late else ""
    when, order = ("m.due_at", "m.due_at DESC") if late else ("i.started_at", "i.started_at")
    statement = f"""
        SELECT c.id, c.subject, c.status, {when}, i.clock
        FROM intervals i JOIN cases c ON c.id = i.case_id{more}{narrowed.join("i")}
        WHERE i.kind = :kind AND i.version_id IN ({listed(versions)}) AND i.name = :name
            {"" if late else f"AND {_THEN}"}{narrowed.conditions}
        ORDER BY {order}, c.id LIMIT :limit OFFSET :after
    """
    values = {"kind": kind, "name": name, "at": at, "limit": limit, "after": after}
    return read_cases(tx.run(statement, **values, **narrowed.values).fetchall())
