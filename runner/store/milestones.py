"""The milestones of cases: their targets, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from runner.model import Case, Due, Milestone
from runner.store import tallies
from runner.store.database import Transaction
from runner.store.tables import instant, to_instant

# Keeps the row of a milestone that has ended.
_START = """
    INSERT INTO milestones (case_id, name, state, started_at, due_at, calendar)
    VALUES (:case_id, :name, 'running', :at, :due_at, :calendar)
    ON CONFLICT (case_id, name) DO UPDATE SET due_at = excluded.due_at, calendar = excluded.calendar
    WHERE milestones.state = 'running'
"""
# What was missed, reached or ended is never judged by a new target.
_MOVE = """
    UPDATE milestones SET due_at = :due_at, calendar = :calendar
    WHERE case_id = :case_id AND name = :name AND state = 'running'
"""
# A milestone is missed once: the worker that fires late changes nothing.
_MISS = """
    UPDATE milestones SET state = 'missed'
    WHERE case_id = :case_id AND name = :name AND state = 'running'
"""
# A missed milestone may still be reached, late; it stays missed.
_REACH = """
    UPDATE milestones SET reached_at = :at,
        state = CASE WHEN state = 'running' THEN 'met' ELSE state END
    WHERE case_id = :case_id AND name = :name AND reached_at IS NULL AND ended_at IS NULL
"""
# The case ended before the milestone was reached.
_END = """
    UPDATE milestones SET ended_at = :at,
        state = CASE WHEN state = 'running' THEN 'not_reached' ELSE state END
    WHERE case_id = :case_id AND name = :name AND reached_at IS NULL AND ended_at IS NULL
"""


def start(tx: Transaction, case_id: int, name: str, at: datetime, due: Due) -> None:
    """Starts a milestone, or moves the target of a running one. One that has ended stays."""
    tx.run(_START, case_id=case_id, name=name, at=at, due_at=due.at, calendar=due.calendar)


def move(tx: Transaction, case_id: int, name: str, due: datetime, calendar: str) -> None:
    """Gives a running milestone another target."""
    tx.run(_MOVE, case_id=case_id, name=name, due_at=due, calendar=calendar)


def end(tx: Transaction, case_id: int, name: str, how: str, at: datetime) -> None:
    """`how` is `missed`, `reached` or `ended` (it can no longer be reached)."""
    if how == "missed":
        tx.run(_MISS, case_id=case_id, name=name)
    else:
        tx.run(_REACH if how == "reached" else _END, case_id=case_id, name=name, at=at)


# The earliest target that the case still waits for, or NULL.
_FIRST_DUE = """
    UPDATE cases SET milestone_due = (
        SELECT min(m.due_at) FROM milestones m
        WHERE m.case_id = cases.id AND m.reached_at IS NULL AND m.ended_at IS NULL
    )
    WHERE id = :id RETURNING milestone_due
"""


def wait_for(tx: Transaction, case: Case) -> Case:
    """Writes the earliest due instant of the case's milestones to `cases.milestone_due`, after they
    changed. A missed milestone counts until it is reached or can no longer be reached."""
    (due_at,) = tx.run(_FIRST_DUE, id=case.id).fetchall()[0]
    if to_instant(due_at) == case.milestone_due:
        return case
    new = replace(case, milestone_due=to_instant(due_at))
    tallies.written(tx, new)
    return new


MILESTONE = "m.name, m.state, m.started_at, m.due_at, m.reached_at, m.ended_at, m.calendar"
"""The columns that `read_milestone` reads."""

_OF_CASE = f"""
    SELECT {MILESTONE} FROM milestones m WHERE m.case_id = :id ORDER BY m.started_at, m.name
"""


def of_case(tx: Transaction, case_id: int) -> list[Milestone]:
    """The milestones of a case, in the order in which they started."""
    return [read_milestone(row) for row in tx.run(_OF_CASE, id=case_id).fetchall()]


def read_milestone(row: Sequence[Any]) -> Milestone:
    name, state, started, due, reached, ended, calendar = row
    return Milestone(
        name,
        state,
        instant(started),
        instant(due),
        to_instant(reached),
        to_instant(ended),
        calendar,
    )
