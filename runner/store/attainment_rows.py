"""What became of milestones, by what their cases are: for pages of figures, from the facts.

A milestone that is due and not reached is missed, also before that was noticed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from runner.model import Milestone
from runner.store.database import Transaction
from runner.store.flow_rows import TEAM_NAME, Among, CaseAt, LinesAsked, narrowed_to, read_cases
from runner.store.tables import instant

MARGINS = (-1440, -240, -60, 0, 60, 240, 1440)
"""Upper ends of how long before its due instant a milestone was reached, in minutes; negative
behind it; above."""

NEAR = 10
"""A milestone was a near miss if less than one part of so many of its time was left."""


class OutcomeCount(NamedTuple):
    """So many milestones of a name that became this (`running`: not due yet), of cases with these
    values; `near` of them were near misses. `month` is that in which they fell due, such as
    2026-03."""

    name: str
    state: str
    priority: str
    owner: str | None
    team: str | None
    product: str | None
    month: str
    number: int
    near: int


_STATE = "CASE WHEN m.state = 'running' AND m.due_at <= :now THEN 'missed' ELSE m.state END"


def _left(tx: Transaction) -> str:
    """Seconds that were left when it was reached."""
    seconds = tx.dialect.seconds
    return f"({seconds.format('m.due_at')} - {seconds.format('m.reached_at')})"


def _is_near(tx: Transaction) -> str:
    seconds = tx.dialect.seconds
    whole = f"({seconds.format('m.due_at')} - {seconds.format('m.started_at')})"
    return f"m.state = 'met' AND {_left(tx)} * {NEAR} < {whole}"


def outcomes(tx: Transaction, of: Among, now: datetime) -> list[OutcomeCount]:
    narrowed = narrowed_to(of.wanted)
    month = f"substr({tx.dialect.day.format('m.due_at')}, 1, 7)"
    statement = f"""
        SELECT g.name, g.state, g.priority, p.email, {TEAM_NAME}, g.product, g.month,
            g.number, g.near
        FROM (
            SELECT m.name AS name, {_STATE} AS state, f.priority AS priority,
                f.owner_id AS owner_id, f.team_id AS team_id, f.product AS product,
                {month} AS month, count(*) AS number,
                sum(CASE WHEN {_is_near(tx)} THEN 1 ELSE 0 END) AS near
            FROM milestones m JOIN case_facts f ON f.case_id = m.case_id
            WHERE f.version_id IN ({of.ids}){narrowed.conditions}
            GROUP BY 1, 2, 3, 4, 5, 6, 7
        ) AS g LEFT JOIN people p ON p.id = g.owner_id LEFT JOIN teams t ON t.id = g.team_id
    """
    rows = tx.run(statement, now=now, **narrowed.values).fetchall()
    return [OutcomeCount._make((*row[:7], int(row[7]), int(row[8]))) for row in rows]


def margins(tx: Transaction, of: Among) -> list[tuple[str, int, int]]:
    """(name, place in MARGINS, number) of the milestones that were reached, in time or not."""
    narrowed = narrowed_to(of.wanted)
    cases = " ".join(f"WHEN left_over < {end * 60} THEN {i}" for i, end in enumerate(MARGINS))
    statement = f"""
        SELECT name, CASE {cases} ELSE {len(MARGINS)} END, count(*) FROM (
            SELECT m.name AS name, {_left(tx)} AS left_over
            FROM milestones m JOIN case_facts f ON f.case_id = m.case_id
            WHERE f.version_id IN ({of.ids}) AND m.reached_at IS NOT NULL
                {narrowed.conditions}
        ) AS reached GROUP BY 1, 2
    """
    return [tuple(row) for row in tx.run(statement, **narrowed.values).fetchall()]


class AtRisk(NamedTuple):
    case_id: int
    subject: str
    status: str
    owner_id: int | None
    team_id: int | None
    milestone: Milestone


def at_risk(
    tx: Transaction, of: Among, now: datetime, until: datetime, limit: int = 20
) -> tuple[list[AtRisk], int]:
    """Running milestones that fall due until then, the first first, and how many there are."""
    narrowed = narrowed_to(of.wanted)
    source = f"""
        FROM milestones m JOIN case_facts f ON f.case_id = m.case_id
            JOIN cases c ON c.id = f.case_id
        WHERE m.state = 'running' AND m.due_at > :now AND m.due_at <= :until
            AND f.version_id IN ({of.ids}){narrowed.conditions}
    """
    values = {"now": now, "until": until, **narrowed.values}
    rows = tx.run(
        f"""SELECT c.id, c.subject, c.status, c.owner_id, c.team_id, m.name, m.started_at, m.due_at,
            m.calendar {source} ORDER BY m.due_at, c.id LIMIT :limit""",
        limit=limit, **values,
    ).fetchall()  # fmt: skip
    found = [AtRisk._make((*row[:5], _running(*row[5:]))) for row in rows]
    return found, tx.run(f"SELECT count(*) {source}", **values).fetchone()[0]


def _running(name: str, started_at: Any, due_at: Any, calendar: str) -> Milestone:
    return Milestone(name, "running", instant(started_at), instant(due_at), calendar=calendar)


class Attained(NamedTuple):
    """What became of a milestone: met, missed, not_reached, running or near; where `month` is said,
    of those that fell due in it."""

    name: str
    what: str
    month: str = ""


def cases_with(
    tx: Transaction, of: Among, figure: Attained, now: datetime, part: LinesAsked
) -> list[CaseAt]:
    """The cases whose milestone became this. The last due first."""
    name, what, month = figure
    narrowed = narrowed_to(of.wanted)
    condition = _is_near(tx) if what == "near" else f"{_STATE} = :state"
    due = f" AND substr({tx.dialect.day.format('m.due_at')}, 1, 7) = :month" if month else ""
    statement = f"""
        SELECT c.id, c.subject, c.status, m.due_at, NULL
        FROM milestones m JOIN case_facts f ON f.case_id = m.case_id
            JOIN cases c ON c.id = f.case_id
        WHERE f.version_id IN ({of.ids}) AND m.name = :name AND {condition}{due}
            {narrowed.conditions}
        ORDER BY m.due_at DESC, c.id LIMIT :limit OFFSET :after
    """
    values = {"name": name, **part._asdict(), **narrowed.values}
    values |= {"month": month} if month else {}
    values |= {} if what == "near" else {"state": what, "now": now}
    return read_cases(tx.run(statement, **values).fetchall())
