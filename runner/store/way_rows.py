"""Counts by the ways of cases, and of what closed cases have in common, from the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from runner.model import TimeKind
from runner.store.database import Transaction
from runner.store.flow_rows import TEAM_NAME, Among
from runner.store.narrowing import narrowed_to

LATE = "SELECT DISTINCT m.case_id AS case_id FROM milestones m WHERE m.state = 'missed'"
"""Cases that missed a milestone or more."""


def minutes(tx: Transaction, of: Among, time: TimeKind) -> Iterator[tuple[int, int, int]]:
    """(way, minutes, cases): how long closed cases took from the submission to the end."""
    narrowed, column = narrowed_to(of.wanted), _column(time)
    statement = f"""
        SELECT f.way_id, {column}, count(*) FROM case_facts f
        WHERE f.version_id IN ({of.ids}) AND {column} IS NOT NULL{narrowed.conditions}
        GROUP BY 1, 2
    """
    yield from map(tuple, tx.run(statement, **narrowed.values))


def late(tx: Transaction, of: Among) -> dict[int, int]:
    """By way, how many cases missed a milestone or more."""
    narrowed = narrowed_to(of.wanted)
    statement = f"""
        SELECT f.way_id, count(*) FROM ({LATE}) AS l JOIN case_facts f ON f.case_id = l.case_id
        WHERE f.version_id IN ({of.ids}){narrowed.conditions} GROUP BY f.way_id
    """
    return dict(map(tuple, tx.run(statement, **narrowed.values).fetchall()))


class ClosedCount(NamedTuple):
    """So many closed cases that are alike in all of this; their `minutes` to the end, the `squares`
    of these, both summed, and how many of them were `late`: missed a milestone or more."""

    priority: str
    product: str | None
    way: int
    channel: str | None
    team: str | None
    rejected: bool
    repeats: bool
    migrated: bool
    cases: int
    minutes: int
    squares: float
    late: int


def closed_and_late(
    tx: Transaction, of: Among, time: TimeKind
) -> tuple[list[ClosedCount], dict[int, int]]:
    """All closed cases, counted by what they have in common; by way, how many of all cases, also
    open ones, missed a milestone or more. In one walk: to find the late ones is most of it."""
    narrowed, column = narrowed_to(of.wanted), _column(time)
    statement = f"""
        SELECT g.priority, g.product, g.way, g.channel, {TEAM_NAME}, g.rejected, g.repeats,
            g.migrated, g.cases, g.minutes, g.squares, g.late, g.timed
        FROM (
            SELECT f.priority AS priority, f.product AS product, f.way_id AS way,
                f.channel AS channel, f.team_id AS team_id,
                CASE WHEN f.rejections > 0 THEN 1 ELSE 0 END AS rejected,
                CASE WHEN f.repeat_of IS NULL THEN 0 ELSE 1 END AS repeats,
                CASE WHEN f.migrated > 0 THEN 1 ELSE 0 END AS migrated,
                CASE WHEN {column} IS NULL THEN 0 ELSE 1 END AS timed,
                count(*) AS cases, sum({column}) AS minutes,
                sum(CAST({column} AS DOUBLE PRECISION) * {column}) AS squares,
                count(l.case_id) AS late
            FROM case_facts f LEFT JOIN ({LATE}) AS l ON l.case_id = f.case_id
            WHERE f.version_id IN ({of.ids}){narrowed.conditions}
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        ) AS g LEFT JOIN teams t ON t.id = g.team_id
    """
    found, late = [], Counter[int]()
    for *row, timed in tx.run(statement, **narrowed.values).fetchall():
        late[row[2]] += row[11]
        if timed:
            counted = row[8], int(row[9]), row[10], row[11]
            found.append(ClosedCount._make((*row[:5], *map(bool, row[5:8]), *counted)))
    return found, late


def _column(time: TimeKind) -> str:
    return "f.clock" if time == "clock" else "f.business"
