"""What cases promise to reach in time, and whether they did."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from runner.model import Case, Due, Milestone
from runner.store import tallies
from runner.store.database import Transaction
from runner.store.tables import instant, to_instant

_START = """
    INSERT INTO milestones (case_id, name, state, started_at, due_at, calendar)
    VALUES (:case_id, :name, 'running', :at, :due_at, :calendar)
    ON CONFLICT (case_id, name) DO UPDATE SET due_at = excluded.due_at, calendar = excluded.calendar
    WHERE milestones.state = 'running'
"""
_MISS = """
    UPDATE milestones SET state = 'missed'
    WHERE case_id = :case_id AND name = :name AND state = 'running'
"""
_REACH = """
    UPDATE milestones SET reached_at = :at,
        state = CASE WHEN state = 'running' THEN 'met' ELSE state END
    WHERE case_id = :case_id AND name = :name AND reached_at IS NULL AND ended_at IS NULL
"""
_END = """
    UPDATE milestones SET ended_at = :at,
        state = CASE WHEN state = 'running' THEN 'not_reached' ELSE state END
    WHERE case_id = :case_id AND name = :name AND reached_at IS NULL AND ended_at IS NULL
"""


def start(tx: Transaction, case_id: int, name: str, at: datetime, due: Due) -> None:
    """Starts the clock, or moves the due instant of one that runs. What has ended stays ended."""
    tx.run(_START, case_id=case_id, name=name, at=at, due_at=due.at, calendar=due.calendar)


def end(tx: Transaction, case_id: int, name: str, how: str, at: datetime) -> None:
    """`how` is `missed`, `reached` or `ended` (nobody can reach it any more)."""
    if how == "missed":
        tx.run(_MISS, case_id=case_id, name=name)
    else:
        tx.run(_REACH if how == "reached" else _END, case_id=case_id, name=name, at=at)


_FIRST_DUE = """
    UPDATE cases SET milestone_due = (
        SELECT min(m.due_at) FROM milestones m
        WHERE m.case_id = cases.id AND m.reached_at IS NULL AND m.ended_at IS NULL
    )
    WHERE id = :id RETURNING milestone_due
"""


def wait_for(tx: Transaction, case: Case) -> Case:
    """Notes on an open case what it waits for first, after its milestones changed. A milestone that
    was missed is still waited for, until it is reached or nobody can reach it any more."""
    (due_at,) = tx.run(_FIRST_DUE, id=case.id).fetchall()[0]
    new = replace(case, milestone_due=to_instant(due_at))
    tallies.written(tx, new)
    return new


MILESTONE = "m.name, m.state, m.started_at, m.due_at, m.reached_at, m.ended_at, m.calendar"
"""The columns that `read_milestone` reads."""


def of_case(tx: Transaction, case_id: int) -> list[Milestone]:
    """The milestones of a case, in the order in which they started."""
    rows = tx.run(
        f"SELECT {MILESTONE} FROM milestones m WHERE m.case_id = :id ORDER BY m.started_at, m.name",
        id=case_id,
    )
    return [read_milestone(*row) for row in rows.fetchall()]


def read_milestone(
    name: str, state: Any, started: Any, due: Any, reached: Any, ended: Any, calendar: str
) -> Milestone:
    return Milestone(
        name,
        state,
        instant(started),
        instant(due),
        to_instant(reached),
        to_instant(ended),
        calendar,
    )
