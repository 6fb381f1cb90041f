"""What became of milestones, by what their cases are: for pages of figures, from the facts.

A milestone that is due and not reached is missed, also before that was noticed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from runner.model import Milestone
from runner.store.database import Transaction
from runner.store.flow_rows import TEAM_NAME, Among, CaseAt, LinesAsked, read_cases
from runner.store.narrowing import narrowed_to
from runner.store.tables import instant

MARGINS = (-1440, -240, -60, 0, 60, 240, 1440)
"""Upper ends of how long before its due instant a milestone was reached, in minutes; negative
behind it; above."""

NEAR = 10
"""A milestone was a near miss if less than one part of so many of its time was left."""


class OutcomeCount(NamedTuple):
    """So many milestones of a name that became this (`running`: not due yet), of cases with these
    values; `near` of them were near misses. `month` is that in which they fell due, such as
    2026-03; `calendar` the one in which they count; `margin` the place in `MARGINS` of how long
    before that they were reached, behind the last one where longer, None where never."""

    name: str
    state: str
    priority: str
    owner: str | None
    team: str | None
    product: str | None
    month: str
    calendar: str
    margin: int | None
    number: int
    near: int


_STATE = "CASE WHEN m.state = 'running' AND m.due_at <= :now THEN 'missed' ELSE m.state END"


def _is_near(tx: Transaction) -> str:
    due, reached, started = (tx.dialect.moment.format(f"m.{name}_at") for name in _ENDS)
    return f"m.state = 'met' AND ({due} - {reached}) * {NEAR} < {due} - {started}"


_ENDS = ("due", "reached", "started")


def outcomes(tx: Transaction, of: Among, now: datetime) -> list[OutcomeCount]:
    narrowed = narrowed_to(of.wanted)
    month = f"substr({tx.dialect.day.format('m.due_at')}, 1, 7)"
    moments = ", ".join(f"{tx.dialect.moment.format(f'm.{one}_at')} AS {one}" for one in _ENDS)
    spans = enumerate(tx.dialect.span.format(end * 60) for end in MARGINS)
    margins = " ".join(f"WHEN due - reached < {span} THEN {i}" for i, span in spans)
    statement = f"""
        WITH one AS {tx.dialect.computed_once} (
            SELECT m.name AS name, {_STATE} AS state, f.priority AS priority,
                f.owner_id AS owner_id, f.team_id AS team_id, f.product AS product,
                {month} AS month, m.calendar AS calendar, {moments}
            FROM milestones m JOIN case_facts f ON f.case_id = m.case_id
            WHERE f.version_id IN ({of.ids}){narrowed.conditions}
        )
        SELECT g.name, g.state, g.priority, p.email, {TEAM_NAME}, g.product, g.month, g.calendar,
            g.margin, g.number, g.near
        FROM (
            SELECT name, state, priority, owner_id, team_id, product, month, calendar,
                CASE WHEN reached IS NULL THEN NULL {margins} ELSE {len(MARGINS)} END AS margin,
                count(*) AS number,
                sum(CASE WHEN state = 'met' AND (due - reached) * {NEAR} < due - started
                    THEN 1 ELSE 0 END) AS near
            FROM one GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        ) AS g LEFT JOIN people p ON p.id = g.owner_id LEFT JOIN teams t ON t.id = g.team_id
    """
    rows = tx.run(statement, now=now, **narrowed.values).fetchall()
    return [OutcomeCount._make((*row[:9], int(row[9]), int(row[10]))) for row in rows]


def judged(tx: Transaction, of: Among, now: datetime) -> dict[str, tuple[int, int]]:
    """By the names of milestones, in order, how many were met and how many missed."""
    narrowed = narrowed_to(of.wanted)
    missed = "m.state = 'missed' OR (m.state = 'running' AND m.due_at <= :now)"
    counted = ", ".join(
        f"sum(CASE WHEN {became} THEN 1 ELSE 0 END)" for became in ("m.state = 'met'", missed)
    )
    statement = f"""
        SELECT m.name, {counted} FROM milestones m JOIN case_facts f ON f.case_id = m.case_id
        WHERE f.version_id IN ({of.ids}){narrowed.conditions} GROUP BY m.name ORDER BY m.name
    """
    rows = tx.run(statement, now=now, **narrowed.values).fetchall()
    return {name: (int(met), int(missed)) for name, met, missed in rows}


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
    """Running milestones that fall due until then, the first first, and how many there are. The
    plus lets SQLite begin with these, not with all cases of a version."""
    narrowed = narrowed_to(of.wanted)
    source = f"""
        FROM milestones m JOIN case_facts f ON f.case_id = m.case_id
            JOIN cases c ON c.id = f.case_id
        WHERE m.state = 'running' AND m.due_at > :now AND m.due_at <= :until
            AND +f.version_id IN ({of.ids}){narrowed.conditions}
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
    """What became of a milestone: met, missed, not_reached, running or near; where they are said,
    of those that fell due in a `month`, or count in a `calendar`."""

    name: str
    what: str
    month: str = ""
    calendar: str = ""


def cases_with(
    tx: Transaction, of: Among, figure: Attained, now: datetime, part: LinesAsked
) -> list[CaseAt]:
    """The cases whose milestone became this. The last due first."""
    name, what, month, calendar = figure
    narrowed = narrowed_to(of.wanted)
    condition = _is_near(tx) if what == "near" else f"{_STATE} = :state"
    due = f" AND substr({tx.dialect.day.format('m.due_at')}, 1, 7) = :month" if month else ""
    due += " AND m.calendar = :calendar" if calendar else ""
    statement = f"""
        SELECT c.id, c.subject, c.status, m.due_at, NULL
        FROM milestones m JOIN case_facts f ON f.case_id = m.case_id
            JOIN cases c ON c.id = f.case_id
        WHERE f.version_id IN ({of.ids}) AND m.name = :name AND {condition}{due}
            {narrowed.conditions}
        ORDER BY m.due_at DESC, c.id LIMIT :limit OFFSET :after
    """
    values = {"name": name, **part._asdict(), **narrowed.values}
    values |= {key: said for key, said in (("month", month), ("calendar", calendar)) if said}
    values |= {} if what == "near" else {"state": what, "now": now}
    return read_cases(tx.run(statement, **values).fetchall())
