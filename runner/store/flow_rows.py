"""Counts for figures of the flow, from the facts. Without a filter each is read along an index.

A case counts in a filter as it was when its facts were read; intervals and moves count on the
version on which they began.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from runner.model import (
    EVERYTHING,
    REMOVED_TEAM,
    FlowFilter,
    IntervalKind,
    Route,
    TimeKind,
)
from runner.store.database import Transaction
from runner.store.narrowing import listed, narrowed_by_id, narrowed_to
from runner.store.tables import to_instant

TEAM_NAME = f"CASE WHEN g.team_id IS NOT NULL THEN coalesce(t.name, '{REMOVED_TEAM}') END"
"""Of a group of facts `g` with its team `t`, NULL for cases without one."""


class Among(NamedTuple):
    """The cases that figures are made of: on versions, by their ids, and narrowed by a filter."""

    versions: Collection[int]
    wanted: FlowFilter = EVERYTHING

    @property
    def ids(self) -> str:
        return listed(self.versions)


class LinesAsked(NamedTuple):
    """So many lines of a list, behind its first ones."""

    limit: int
    after: int = 0


class StayedAt(NamedTuple):
    """Where cases stay: a status, an element or an owner, by its name."""

    kind: IntervalKind
    name: str


class StayCount(NamedTuple):
    """So many stays at a place that took as many minutes; None: they have not ended."""

    name: str
    again: bool
    minutes: int | None
    number: int


class RouteCount(NamedTuple):
    route: Route
    again: bool
    number: int


# ------------------------------------------------------------------ cases


class ScopeCounts(NamedTuple):
    """How many cases there are now, and how many of them came from another version, have times that
    go back, and lack lines of their history; how many there are without the filter, and the
    products, outcomes and channels that any of these has, in order."""

    cases: int
    migrated: int
    set_back: int
    incomplete: int
    all: int
    products: list[str]
    outcomes: list[str]
    channels: list[str]


def scope_counts(tx: Transaction, of: Among) -> ScopeCounts:
    """In one walk through the cases: a filter counts some of them and offers what all have."""
    narrowed = narrowed_to(of.wanted)
    counted = ", ".join(
        f"sum(CASE WHEN {condition}{narrowed.conditions} THEN 1 ELSE 0 END)"
        for condition in ("TRUE", "f.migrated > 0", "f.set_back > 0", "f.missing > 0")
    )
    statement = f"""
        SELECT f.product, f.resolution, f.channel, {counted}, count(*) FROM case_facts f
        WHERE f.version_id IN ({of.ids}) GROUP BY 1, 2, 3
    """
    rows = tx.run(statement, **narrowed.values).fetchall()
    products, outcomes, channels = (_known(row[i] for row in rows) for i in range(3))
    cases, migrated, set_back, incomplete, all_ = (
        int(sum(row[i] for row in rows)) for i in range(3, 8)
    )
    return ScopeCounts(
        cases, migrated, set_back, incomplete, all_, products, outcomes, channels
    )  # fmt: skip


def _known(values: Iterable[str | None]) -> list[str]:
    return sorted({value for value in values if value is not None})


def migrated(tx: Transaction, of: Among) -> int:
    """How many of them came from another version."""
    narrowed = narrowed_to(of.wanted)
    statement = f"""
        SELECT count(*) FROM case_facts f
        WHERE f.version_id IN ({of.ids}) AND f.migrated > 0{narrowed.conditions}
    """
    return tx.run(statement, **narrowed.values).fetchone()[0]


# ------------------------------------------------------------------ stays


def stays(tx: Transaction, of: Among, kind: IntervalKind, time: TimeKind) -> Iterator[StayCount]:
    """How long cases stayed where, counted by whole minutes."""
    if of.wanted == EVERYTHING and kind != "owner":
        statement = f"""
            SELECT c.name, c.again, nullif(c.minutes, -1), c.number FROM stay_counts c
            WHERE c.kind = :kind AND c.time_kind = :time AND c.version_id IN ({of.ids})
                AND c.number > 0
        """
        for name, again, minutes, count in tx.run(statement, kind=kind, time=time):
            yield StayCount(name, bool(again), minutes, count)
        return
    narrowed = narrowed_by_id(tx, of.wanted) or narrowed_to(of.wanted)
    column = "clock" if time == "clock" else "business"
    by = f"i.version_id, i.name, i.again, i.{column}"  # in the order of the index
    statement = f"""
        SELECT i.name, i.again, i.{column}, count(*) FROM {narrowed.stays(tx, of.ids)}
            {narrowed.conditions}
        GROUP BY {by}
    """
    for name, again, minutes, count in tx.run(statement, kind=kind, **narrowed.values):
        yield StayCount(name, bool(again), minutes, count)


def last_day(tx: Transaction, of: Among, place: StayedAt) -> str | None:
    """The last day (UTC) on which a stay at a place ended, whatever the filter; None for none."""
    statement = f"""
        SELECT max(day) FROM stay_days
        WHERE kind = :kind AND version_id IN ({of.ids}) AND name = :name AND ended > 0
    """
    return tx.run(statement, **place._asdict()).fetchone()[0]


def stays_by_week(tx: Transaction, of: Among, place: StayedAt) -> list[tuple[str, int, int]]:
    """(Monday, minutes, count) of the stays at one place that ended, by the week (UTC) of their
    end, in order."""
    narrowed, week = narrowed_to(of.wanted), tx.dialect.week.format("i.ended_at")
    statement = f"""
        SELECT {week}, i.clock, count(*) FROM {narrowed.stays(tx, of.ids)}
            AND i.name = :name AND i.ended_at IS NOT NULL{narrowed.conditions}
        GROUP BY 1, i.clock ORDER BY 1
    """
    values = {**place._asdict(), **narrowed.values}
    return [tuple(row) for row in tx.run(statement, **values)]


def stays_between(
    tx: Transaction, of: Among, place: StayedAt, since: datetime, until: datetime
) -> list[tuple[int, int]]:
    """(minutes, count) of the stays at one place that ended in a time, whatever the filter: a part
    of an index."""
    statement = f"""
        SELECT i.clock, count(*) FROM intervals i
        WHERE i.kind = :kind AND i.version_id IN ({of.ids}) AND i.name = :name
            AND i.ended_at >= :since AND i.ended_at < :until
        GROUP BY i.clock
    """
    values = {**place._asdict(), "since": since, "until": until}
    return [tuple(row) for row in tx.run(statement, **values)]


def late(
    tx: Transaction, of: Among, kind: IntervalKind, until: datetime | None = None
) -> dict[str, int]:
    """How many milestones were missed while their case was at a place: there it was at the instant
    at which they fell due. `until` leaves those that fell due by then."""
    narrowed = narrowed_to(of.wanted)
    due, by = (" AND l.due_at <= :by", {"by": until}) if until else ("", {})
    statement = f"""
        SELECT l.name, count(*) FROM late_stays l{narrowed.join("l")}
        WHERE l.kind = :kind AND l.version_id IN ({of.ids}){due}{narrowed.conditions}
        GROUP BY l.name
    """
    return dict(map(tuple, tx.run(statement, kind=kind, **by, **narrowed.values).fetchall()))


# ------------------------------------------------------------------ moves


def routes(tx: Transaction, of: Among) -> list[RouteCount]:
    """How often each route was taken, and how often of these into a status known before."""
    narrowed = narrowed_to(of.wanted)
    counted = f"""
        SELECT m.route_id, m.again, count(*) AS taken FROM moves m{narrowed.join("m")}
        WHERE TRUE{narrowed.conditions} GROUP BY m.route_id, m.again
    """
    if of.wanted == EVERYTHING:
        counted = "SELECT route_id, again, number AS taken FROM route_counts WHERE number > 0"
    statement = f"""
        SELECT r.version_id, r.event, r.audience, r.action, r.element, r.from_status, r.to_status,
            r.path, c.again, c.taken
        FROM ({counted}) AS c JOIN routes r ON r.id = c.route_id
        WHERE r.version_id IN ({of.ids}) ORDER BY r.id, c.again
    """
    return [
        RouteCount(_route(row), bool(row[8]), row[9])
        for row in tx.run(statement, **narrowed.values).fetchall()
    ]


def _route(row: Sequence[Any]) -> Route:
    version, event, audience, action, element, before, after, path, *_ = row
    steps = tuple(orjson.loads(path))
    return Route(version, event, audience, action, element, before, after, steps)


def passes_by_day(
    tx: Transaction, of: Among, route_ids: Sequence[int]
) -> list[tuple[str, int, int]]:
    """(day, route, count) of the moves on these routes, by their day (UTC)."""
    narrowed, day = narrowed_to(of.wanted), tx.dialect.day.format("m.at")
    statement = f"""
        SELECT {day}, m.route_id, count(*) FROM moves m{narrowed.join("m")}
        WHERE m.route_id IN ({listed(route_ids)}){narrowed.conditions} GROUP BY 1, 2
    """
    return [tuple(row) for row in tx.run(statement, **narrowed.values).fetchall()]


# ------------------------------------------------------------------ the cases behind a figure


class CaseAt(NamedTuple):
    """A case behind a figure: since when it is so, and how many minutes it took."""

    case_id: int
    subject: str
    status: str
    at: datetime
    minutes: int | None


def cases_staying(
    tx: Transaction, of: Among, place: StayedAt, what: str, part: LinesAsked
) -> list[CaseAt]:
    """The cases at a place: there `now`, the longest first; `all` stays that ended, the longest
    first; `again`, where they came back."""
    narrowed = narrowed_to(of.wanted)
    condition, order = _STAYING[what]
    statement = f"""
        SELECT c.id, c.subject, c.status, i.started_at, i.clock
        FROM intervals i JOIN cases c ON c.id = i.case_id{narrowed.join("i")}
        WHERE i.kind = :kind AND i.version_id IN ({of.ids}) AND i.name = :name
            AND {condition}{narrowed.conditions}
        ORDER BY {order}, c.id, i.number LIMIT :limit OFFSET :after
    """
    values = {**place._asdict(), **part._asdict(), **narrowed.values}
    return read_cases(tx.run(statement, **values).fetchall())


_STAYING = {
    "now": ("i.ended_at IS NULL", "i.started_at"),
    "all": ("i.clock IS NOT NULL", "i.clock DESC"),
    "again": ("i.again", "i.started_at DESC"),
}


def cases_passing(
    tx: Transaction, of: Among, route_ids: Sequence[int], again: bool | None, part: LinesAsked
) -> list[CaseAt]:
    """The cases that took one of these routes, the newest move first; `again` narrows them to moves
    into a status known before."""
    narrowed = narrowed_to(of.wanted)
    back = "" if again is None else " AND m.again" if again else " AND NOT m.again"
    statement = f"""
        SELECT c.id, c.subject, c.status, m.at, NULL
        FROM moves m JOIN cases c ON c.id = m.case_id{narrowed.join("m")}
        WHERE m.route_id IN ({listed(route_ids)}){back}{narrowed.conditions}
        ORDER BY m.at DESC, c.id, m.sequence LIMIT :limit OFFSET :after
    """
    return read_cases(tx.run(statement, **part._asdict(), **narrowed.values).fetchall())


def route_ids(tx: Transaction, of: Among) -> list[tuple[int, Route]]:
    """All routes of the versions."""
    statement = f"""
        SELECT id, version_id, event, audience, action, element, from_status, to_status, path
        FROM routes WHERE version_id IN ({of.ids}) ORDER BY id
    """
    rows = tx.run(statement).fetchall()
    return [(row[0], _route(row[1:])) for row in rows]


def read_cases(rows: Sequence[Sequence[Any]]) -> list[CaseAt]:
    found = []
    for case_id, subject, status, at, minutes in rows:
        known = to_instant(at)
        assert known is not None
        found.append(CaseAt(case_id, subject, status, known, minutes))
    return found


# ------------------------------------------------------------------ ways


class WayCount(NamedTuple):
    id: int
    statuses: tuple[str, ...]
    cases: int
    closed: int


def ways(tx: Transaction, of: Among) -> list[WayCount]:
    """The ways of cases, the most frequent first."""
    narrowed = narrowed_to(of.wanted)
    statement = f"""
        SELECT w.id, w.statuses, c.cases, c.closed FROM (
            SELECT f.way_id, count(*) AS cases, count(f.closed_at) AS closed FROM case_facts f
            WHERE f.version_id IN ({of.ids}){narrowed.conditions} GROUP BY f.way_id
        ) AS c JOIN ways w ON w.id = c.way_id ORDER BY c.cases DESC, w.id
    """
    rows = tx.run(statement, **narrowed.values).fetchall()
    return [WayCount(row[0], tuple(orjson.loads(row[1])), row[2], row[3]) for row in rows]
