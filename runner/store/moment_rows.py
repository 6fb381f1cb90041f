"""Where cases were at a past minute, from the facts. What began at that minute was there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from runner.model import EVERYTHING, IntervalKind
from runner.store.database import Transaction
from runner.store.flow_rows import Among, CaseAt, LinesAsked, StayedAt, read_cases
from runner.store.narrowing import narrowed_to
from runner.store.tables import to_instant

_THEN = "i.started_at <= :at AND (i.ended_at IS NULL OR i.ended_at > :at)"


def first(tx: Transaction, of: Among) -> datetime | None:
    """When the first case was submitted, whatever the filter; None for none."""
    return _submitted(tx, of, "min")


def last(tx: Transaction, of: Among) -> datetime | None:
    """When the last one was."""
    return _submitted(tx, of, "max")


def _submitted(tx: Transaction, of: Among, which: str) -> datetime | None:
    statement = f"""
        SELECT {which}(f.created_at) FROM case_facts f WHERE f.version_id IN ({of.ids})
    """
    return to_instant(tx.run(statement).fetchone()[0])


def there(tx: Transaction, of: Among, kind: IntervalKind, at: datetime) -> dict[str, int]:
    """How many cases were at each place, or had each owner, at an instant."""
    statement = _counted_days(of) if of.wanted == EVERYTHING else _counted(of)
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    values = {"day": f"{day:%Y-%m-%d}", "midnight": day} if of.wanted == EVERYTHING else {}
    values |= narrowed_to(of.wanted).values
    found = tx.run(statement, kind=kind, at=at, **values).fetchall()
    return {name: int(number) for name, number in found}


def _counted(of: Among) -> str:
    narrowed = narrowed_to(of.wanted)
    return f"""
        SELECT i.name, count(*) FROM intervals i{narrowed.join("i")}
        WHERE i.kind = :kind AND i.version_id IN ({of.ids}) AND {_THEN}
            {narrowed.conditions}
        GROUP BY i.name
    """


def _counted_days(of: Among) -> str:
    """What began less what ended: until the midnight (UTC) before, by days; since then, one by one.
    Named places let an index be read from that midnight on."""
    days = f"d.kind = :kind AND d.version_id IN ({of.ids})"
    since = (
        f"i.kind = :kind AND i.version_id IN ({of.ids}) AND i.{{0}} >= :midnight AND i.{{0}} <= :at"
    )
    return f"""
        SELECT name, sum(number) FROM (
            SELECT d.name AS name, sum(d.began - d.ended) AS number FROM stay_days d
            WHERE {days} AND d.day < :day GROUP BY d.name
            UNION ALL
            SELECT i.name, count(*) FROM intervals i
            WHERE {since.format("started_at")}
                AND i.name IN (SELECT d.name FROM stay_days d WHERE {days} AND d.day = :day)
            GROUP BY i.name
            UNION ALL
            SELECT i.name, -count(*) FROM intervals i WHERE {since.format("ended_at")}
            GROUP BY i.name
        ) AS counted GROUP BY name HAVING sum(number) <> 0
    """


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
    return _cases(tx, of, (place, at, part), """
        SELECT c.id, c.subject, c.status, l.due_at, i.clock
        FROM late_stays l JOIN cases c ON c.id = l.case_id
            JOIN intervals i ON i.case_id = l.case_id AND i.kind = l.kind AND i.number = l.number
            {join}
        WHERE {there} AND l.due_at <= :at{narrowed}
        ORDER BY l.due_at DESC, c.id LIMIT :limit OFFSET :after
    """, "l")  # fmt: skip


def _cases(
    tx: Transaction,
    of: Among,
    figure: tuple[StayedAt, datetime, LinesAsked],
    statement: str,
    rows: str = "i",
) -> list[CaseAt]:
    """`rows` is the name that the statement gives to what lies at the place."""
    (place, at, part), narrowed = figure, narrowed_to(of.wanted)
    there = f"{rows}.kind = :kind AND {rows}.version_id IN ({of.ids}) AND {rows}.name = :name"
    whole = statement.format(join=narrowed.join(rows), there=there, narrowed=narrowed.conditions)
    values = {**place._asdict(), "at": at, **part._asdict(), **narrowed.values}
    return read_cases(tx.run(whole, **values).fetchall())
