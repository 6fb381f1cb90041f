"""Lists of cases, page by page.

A page is one statement: the rows of a page along an index in the order of the list, each with its
people and its milestones. `tests/store/test_plans.py` holds every list to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any, NamedTuple

import orjson

from runner.model import (
    CASE_FIELDS,
    CaseFields,
    CaseLine,
    CaseOrder,
    Counts,
    Milestone,
    Person,
    Team,
    case_fields,
)
from runner.store import search, tallies
from runner.store.database import Transaction
from runner.store.milestones import MILESTONE, read_milestone
from runner.store.tables import instant, to_instant

_FIELDS = tuple(item.name for item in CASE_FIELDS)
_COLUMNS = (
    "id", "version_id", "revision", "status", "closed", "subject", "priority",
    "resolution", "flags", "created_at", "updated_at", *_FIELDS,
)  # fmt: skip


def _columns_of(table: str) -> str:
    return ", ".join(f"{table}.{column}" for column in _COLUMNS)


_PAGE = f"""
    SELECT {_columns_of("c")}, c.owner_id, c.customer_id, c.team_id FROM cases c
    WHERE {{conditions}} ORDER BY {{order}} LIMIT {{limit}}
"""
"""The cases of a page."""

_LINES = f"""
    SELECT {_columns_of("page")}, o.id, o.email, o.name, team.id, team.name,
        u.id, u.email, u.name,
        (SELECT max(t.opened_at) FROM tasks t WHERE t.case_id = page.id), {MILESTONE}
    FROM ({{page}}) AS page JOIN people u ON u.id = page.customer_id
    LEFT JOIN people o ON o.id = page.owner_id LEFT JOIN teams team ON team.id = page.team_id
    LEFT JOIN milestones m ON m.case_id = page.id
"""
"""Each case of a page with its owner and its customer, once for each of its milestones."""

_MILESTONE_COLUMNS = len(MILESTONE.split(","))


class _Order(NamedTuple):
    """`placed` says which cases have a place in an order, `by` how they are sorted, `behind` which
    of them follow the case at (:last, :last_id)."""

    placed: str
    by: str
    behind: str


_ORDERS: Mapping[CaseOrder, _Order] = {
    "newest": _Order("TRUE", "c.id DESC", "c.id < :last_id"),
    "updated": _Order(
        "TRUE", "c.updated_at DESC, c.id DESC", "(c.updated_at, c.id) < (:last, :last_id)"
    ),
    "untouched": _Order("TRUE", "c.updated_at, c.id", "(c.updated_at, c.id) > (:last, :last_id)"),
    "due": _Order(
        "c.milestone_due IS NOT NULL",
        "c.milestone_due, c.id",
        "(c.milestone_due, c.id) > (:last, :last_id)",
    ),
}


@dataclass(frozen=True, slots=True)
class CaseFilter(CaseFields):
    """Which cases a list shows; empty conditions narrow nothing."""

    statuses: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    owner: int | None = None
    unowned: bool = False
    team: int | None = None
    customer: int | None = None
    open: bool = False
    text: str = ""
    id: int | None = None
    order: CaseOrder = "newest"


@dataclass(frozen=True, slots=True, order=True)
class ListPosition:
    """Where a case stands in a list: what the list is sorted by (None for `newest`), and its id."""

    at: datetime | None
    id: int


def position_of(line: CaseLine, order: CaseOrder) -> ListPosition:
    if order == "due":
        return ListPosition(line.milestone.due_at if line.milestone else None, line.id)
    return ListPosition(None if order == "newest" else line.updated_at, line.id)


# ------------------------------------------------------------------ conditions


@dataclass(slots=True)
class _Query:
    """The conditions of a list.

    Each of `paths` is a condition for which `cases` has an index in the order of the list: a page
    is read along each of them. `filters` are then checked case by case.
    """

    by_due: bool = False
    paths: Sequence[str] = ()
    filters: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def narrow(self, alternatives: Iterable[str], **values: Any) -> None:
        """To cases that meet one of the alternatives: the paths, or a filter if there are paths."""
        self.values |= values
        if not self.paths:
            self.paths = tuple(alternatives)
            return
        either = f"({' OR '.join(alternatives)})"
        # Few cases wait for a milestone, and their index has the order. IS TRUE, which no index
        # answers, keeps the planner from finding all cases of a status first and sorting them.
        self.filters.append(f"{either} IS TRUE" if self.by_due else either)

    def narrow_by(self, columns: Mapping[str, Sequence[str]]) -> None:
        """By columns that have indexes together: each combination of their values is a path."""
        each, values = [], {}
        for column, wanted in columns.items():
            named = {f"{column}_{i}": value for i, value in enumerate(wanted)}
            each += [[f"c.{column} = :{name}" for name in named]] if named else []
            values |= named
        if each:
            self.narrow([" AND ".join(path) for path in product(*each)], **values)

    def filter(self, condition: str, **values: Any) -> None:
        self.filters.append(condition)
        self.values |= values

    def statement(self, by: str, limit: int) -> str:
        rest = " AND ".join(self.filters)
        # The limit is part of the text: PostgreSQL would plan a parameter for any limit.
        pages = [
            _PAGE.format(conditions=f"{path} AND {rest}", order=by, limit=int(limit))
            for path in self.paths or ("TRUE",)
        ]
        return " UNION ALL ".join(_LINES.format(page=page) for page in pages)


def _query(wanted: CaseFilter) -> _Query:
    query = _Query(by_due=wanted.order == "due")
    if wanted.order == "due" and not wanted.text:
        query.narrow(["c.milestone_due IS NOT NULL"])
    if wanted.id is not None:
        query.narrow(["c.id = :id"], id=wanted.id)
    if wanted.customer is not None:
        query.narrow(["c.customer_id = :customer"], customer=wanted.customer)
    if wanted.owner is not None or wanted.unowned:
        whose = "c.owner_id IS NULL" if wanted.unowned else "c.owner_id = :owner"
        states = ["FALSE"] if wanted.open else ["FALSE", "TRUE"]
        query.narrow([f"{whose} AND c.closed = {state}" for state in states], owner=wanted.owner)
    if wanted.team is not None:
        states = ["FALSE"] if wanted.open else ["FALSE", "TRUE"]
        query.narrow(
            [f"c.team_id = :team AND c.closed = {state}" for state in states], team=wanted.team
        )
    query.narrow_by({"status": wanted.statuses, "priority": wanted.priorities})
    if wanted.open and not (wanted.owner or wanted.unowned or wanted.team):
        query.narrow(["NOT c.closed"])
    for name, value in case_fields(wanted).items():
        if value is not None:
            query.filter(f"c.{name} = :{name}", **{name: value})
    return query


def _search(tx: Transaction, query: _Query, text: str) -> None:
    """Makes the newest cases that have a text, among those of the query, its only path."""
    conditions = " AND ".join([f"({' OR '.join(query.paths or ('TRUE',))})", *query.filters])
    found, value = search.matching(tx, text, conditions)
    query.paths, query.filters = (f"c.id IN ({found})",), []
    query.values["text"] = value


# ------------------------------------------------------------------ pages


def listed(
    tx: Transaction, wanted: CaseFilter, after: ListPosition | None = None, limit: int = 50
) -> list[CaseLine]:
    """At most `limit` cases in the order that is wanted, from the one behind `after` on. With a
    text, of the newest `search.MOST` that have it."""
    order, query = _ORDERS[wanted.order], _query(wanted)
    if wanted.text:
        _search(tx, query, wanted.text)
    query.filter(order.placed)
    if after is not None:
        query.filter(order.behind, last=after.at, last_id=after.id)
    lines = _read_lines(tx.run(query.statement(order.by, limit), **query.values).fetchall())
    latest_first = wanted.order in ("newest", "updated")
    lines.sort(key=lambda line: position_of(line, wanted.order), reverse=latest_first)
    return lines[:limit]


def by_ids(tx: Transaction, ids: Sequence[int]) -> dict[int, CaseLine]:
    """Cases as lists show them, by id."""
    values = {f"id{i}": case_id for i, case_id in enumerate(ids)}
    if not values:
        return {}
    named = ", ".join(f":{name}" for name in values)
    page = _PAGE.format(conditions=f"c.id IN ({named})", order="c.id", limit=len(ids))
    return {line.id: line for line in _read_lines(tx.run(_LINES.format(page=page), **values))}


def _read_lines(rows: Iterable[Sequence[Any]]) -> list[CaseLine]:
    """One line for each case, of the rows of its milestones."""
    found: dict[int, tuple[Sequence[Any], list[Milestone]]] = {}
    for row in rows:
        line, milestone = row[:-_MILESTONE_COLUMNS], row[-_MILESTONE_COLUMNS:]
        _, milestones = found.setdefault(line[0], (line, []))
        if milestone[0] is not None:
            milestones.append(read_milestone(milestone))
    return [_read(line, milestones) for line, milestones in found.values()]


def _read(row: Sequence[Any], milestones: Sequence[Milestone]) -> CaseLine:
    (case_id, version, revision, status, closed, subject, priority, resolution, flags, created,
     updated, *told, owner_id, owner_email, owner_name, team_id, team, customer_id, email, name,
     waits_since) = row  # fmt: skip
    return CaseLine(
        id=case_id,
        version_id=version,
        revision=revision,
        status=status,
        closed=bool(closed),
        subject=subject,
        priority=priority,
        owner=None if owner_id is None else Person(owner_id, owner_email, owner_name),
        team=None if team_id is None else Team(team_id, team),
        customer=Person(customer_id, email, name),
        resolution=resolution,
        flags=tuple(orjson.loads(flags)),
        created_at=instant(created),
        updated_at=instant(updated),
        milestone=_next(milestones),
        waits_since=to_instant(waits_since),
        **dict(zip(_FIELDS, told, strict=True)),
    )


def _next(milestones: Sequence[Milestone]) -> Milestone | None:
    """The first that is not reached yet, or else the last there was."""
    waiting = [m for m in milestones if m.reached_at is None and m.ended_at is None]
    if waiting:
        return min(waiting, key=lambda m: (m.due_at, m.started_at, m.name))
    return max(milestones, key=lambda m: (m.started_at, m.name), default=None)


def counts(tx: Transaction, person: int) -> Counts:
    """The numbers beside the views of a person's inbox."""
    found = tallies.of_inbox(tx, str(person))
    return Counts(
        mine=found[tallies.OPEN].get(str(person), 0),
        unassigned=found[tallies.OPEN].get("", 0),
        due=found[tallies.WAITING].get("", 0),
        by_status=found[tallies.STATUS],
    )


def by_status(tx: Transaction) -> dict[str, int]:
    """How many cases there are in each status."""
    return tallies.by_key(tx, tallies.STATUS)


def running_versions(tx: Transaction) -> list[int]:
    """The versions of the diagram that cases which are not closed run on."""
    return [int(version) for version in tallies.by_key(tx, tallies.VERSION)]
