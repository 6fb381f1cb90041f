"""Figures about all cases, from their history and the tallies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime

import sqlalchemy as sa

from runner.model import Attainment, PastStep
from runner.store import tallies
from runner.store.database import Transaction
from runner.store.tables import cases, history, milestones, people

_NOT_SPAM = sa.not_(cases.c.spam)
_OF_NO_SPAM = history.c.case_id.not_in(sa.select(cases.c.id).where(cases.c.spam))
_MOVED = sa.and_(
    _OF_NO_SPAM,
    history.c.to_status.is_not(None),
    sa.func.coalesce(history.c.from_status, "") != history.c.to_status,
)


def transitions(tx: Transaction) -> list[tuple[str, str, int]]:
    count = sa.func.count().label("count")
    query = (
        sa.select(history.c.from_status, history.c.to_status, count)
        .where(_MOVED)
        .group_by(history.c.from_status, history.c.to_status)
        .order_by(count.desc())
    )
    return [(row[0] or "submitted", row[1], row[2]) for row in tx.all(query)]


def deeds(tx: Transaction, of: Collection[int] | None = None) -> Iterator[PastStep]:
    """Every step that tokens of any case ever took, or of some cases (their ids), case by case,
    each in its order. They are read as they are asked for."""
    some = sa.true() if of is None else history.c.case_id.in_(of)
    query = (
        sa.select(
            history.c.case_id, history.c.version_id, history.c.element, history.c.path,
            history.c.from_status, history.c.audience, history.c.sequence,
        )
        .where(history.c.element.is_not(None), some, _OF_NO_SPAM)
        .order_by(history.c.case_id, history.c.sequence)
    )  # fmt: skip
    for row in tx.stream(query):
        if row.path:
            yield PastStep(row[0], row[1], row[2], tuple(row[3]), row[4], row[5], row[6])


def who_and_when(
    tx: Transaction, lines: Collection[tuple[int, int]]
) -> dict[tuple[int, int], tuple[str, datetime]]:
    """Who did what lines of histories say, '' for time and programs, and when: by the id of the
    case and the number of the line. For a few lines, as each is a term of the statement."""
    query = (
        sa.select(history.c.case_id, history.c.sequence, people.c.name, history.c.at)
        .outerjoin(people, people.c.id == history.c.actor_id)
        .where(sa.tuple_(history.c.case_id, history.c.sequence).in_(lines))
    )
    return {(row[0], row[1]): (row[2] or "", row[3]) for row in tx.all(query)} if lines else {}


def cases_by_version(tx: Transaction) -> list[tuple[int, int]]:
    """How many cases were on each version that had any, also those that only came there."""
    cases_of = sa.func.count(history.c.case_id.distinct())
    query = sa.select(history.c.version_id, cases_of).group_by(history.c.version_id)
    return [(row[0], row[1]) for row in tx.all(query.order_by(history.c.version_id))]


def cases_on(tx: Transaction, version_id: int, limit: int) -> list[int]:
    """The first cases that were on a version."""
    query = sa.select(history.c.case_id).distinct().where(history.c.version_id == version_id)
    return [row[0] for row in tx.all(query.order_by(history.c.case_id).limit(limit))]


def milestones_by_priority(tx: Transaction) -> dict[str, dict[str, int]]:
    query = (
        sa.select(cases.c.priority, milestones.c.state, sa.func.count())
        .join(cases, cases.c.id == milestones.c.case_id)
        .where(_NOT_SPAM)
        .group_by(cases.c.priority, milestones.c.state)
        .order_by(cases.c.priority)
    )
    found: dict[str, dict[str, int]] = {}
    for row in tx.all(query):
        found.setdefault(row[0], {})[row[1]] = row[2]
    return found


def at_elements(tx: Transaction, of_versions: Collection[int]) -> dict[str, int]:
    """How many tokens of cases wait at each element, on these versions."""
    found: Counter[str] = Counter()
    for version_id in running(tx):
        if version_id in of_versions:
            found.update(tallies.at_elements(tx, version_id))
    return dict(found)


def running(tx: Transaction) -> dict[int, int]:
    """How many open cases each version has; one that has none is left out."""
    return {int(version): n for version, n in tallies.by_key(tx, tallies.VERSION).items()}


def by_status(tx: Transaction, of_versions: Collection[int]) -> dict[str, int]:
    """How many cases of these versions there are in each status. Reads all cases: where there is
    one lifecycle, the tally knows."""
    query = sa.select(cases.c.status, sa.func.count()).where(_NOT_SPAM)
    query = query.where(cases.c.version_id.in_(of_versions))
    return {row[0]: row[1] for row in tx.all(query.group_by(cases.c.status))}


def attainment(
    tx: Transaction, of_versions: Collection[int], since: datetime, until: datetime
) -> list[Attainment]:
    """What became of the milestones that fell due in a time, of cases of these versions, by name
    and priority. One that is due and not reached is missed, also before that was noticed."""
    state = sa.case((milestones.c.state == "running", "missed"), else_=milestones.c.state)
    query = (
        sa.select(milestones.c.name, cases.c.priority, state, sa.func.count())
        .join(cases, cases.c.id == milestones.c.case_id)
        .where(milestones.c.due_at > since, milestones.c.due_at <= until)
        .where(cases.c.version_id.in_(of_versions), _NOT_SPAM)
        .group_by(milestones.c.name, cases.c.priority, state)
        .order_by(milestones.c.name, cases.c.priority)
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for name, priority, became, count in tx.all(query):
        found.setdefault((name, priority), {})[became] = count
    return [Attainment(*key, **counts) for key, counts in found.items()]


def visits(tx: Transaction) -> dict[str, list[float]]:
    """The hours of every finished visit of a status."""
    query = (
        sa.select(history.c.case_id, history.c.at, history.c.to_status)
        .where(_MOVED)
        .order_by(history.c.case_id, history.c.sequence)
    )
    found: dict[str, list[float]] = {}
    last: tuple[int, datetime, str] | None = None
    for row in tx.all(query):
        case_id, at, status = row[0], row[1], row[2]
        if last is not None and last[0] == case_id:
            hours = (at - last[1]).total_seconds() / 3600
            found.setdefault(last[2], []).append(hours)
        last = (case_id, at, status)
    return found
