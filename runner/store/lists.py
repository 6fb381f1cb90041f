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

from runner.model import CASE_FIELDS, CaseLine, CaseOrder, Counts, Milestone, Person, Team
from runner.store import follow_ups, search, tallies
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
        (SELECT max(t.opened_at) FROM tasks t WHERE t.case_id = page.id),
        {follow_ups.of_reader("page")}, {MILESTONE}
    FROM ({{page}}) AS page JOIN people u ON u.id = page.customer_id
    LEFT JOIN people o ON o.id = page.owner_id LEFT JOIN teams team ON team.id = page.team_id
    LEFT JOIN milestones m ON m.case_id = page.id
"""
"""Each case of a page with its owner and its customer, once for each of its milestones."""

_MILESTONE_COLUMNS = len(MILESTONE.split(","))


class _Order(NamedTuple):
    """`placed` says which cases have a place in an order, `at` what they are sorted by before their
    ids."""

    placed: str
    at: str = ""
    latest_first: bool = False

    def by(self, down: bool) -> str:
        sign = " DESC" if down else ""
        return ", ".join(f"{column}{sign}" for column in (self.at, "c.id") if column)

    def beyond(self, down: bool) -> str:
        """Which cases follow the one at (:last, :last_id)."""
        sign = "<" if down else ">"
        return f"({self.at}, c.id) {sign} (:last, :last_id)" if self.at else f"c.id {sign} :last_id"


_ORDERS: Mapping[CaseOrder, _Order] = {
    "newest": _Order("TRUE", latest_first=True),
    "updated": _Order("TRUE", "c.updated_at", latest_first=True),
    "untouched": _Order("TRUE", "c.updated_at"),
    "due": _Order("c.milestone_due IS NOT NULL", "c.milestone_due"),
    "follow_up": _Order("TRUE", follow_ups.of_reader("c")),
}


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list shows; empty conditions narrow nothing. Of several values of one condition
    any will do. `fields` are whole texts, by the name of the field; `reader` is whose follow-up
    dates count. `spam` is whether cases that are marked so are left out (False), alone wanted
    (True), or listed like others (None)."""

    statuses: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    unowned: bool = False
    teams: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    customer: int | None = None
    open: bool = False
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    text: str = ""
    id: int | None = None
    order: CaseOrder = "newest"
    reader: int = 0
    spam: bool | None = False


@dataclass(frozen=True, slots=True, order=True)
class ListPosition:
    """Where a case stands in a list: what the list is sorted by (None for `newest`), and its id."""

    at: datetime | None
    id: int


def position_of(line: CaseLine, order: CaseOrder) -> ListPosition:
    due = line.milestone.due_at if line.milestone else None
    at = {"newest": None, "due": due, "follow_up": line.follow_up}.get(order, line.updated_at)
    return ListPosition(at, line.id)


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
        # The limit is part of the text: PostgreSQL would plan a parameter for any limit.
        pages = [
            _PAGE.format(conditions=conditions, order=by, limit=int(limit))
            for conditions in self._along_each_path()
        ]
        return " UNION ALL ".join(_LINES.format(page=page) for page in pages)

    def count(self, most: int) -> str:
        parts = [
            f"SELECT 1 FROM (SELECT 1 FROM cases c WHERE {conditions} LIMIT {int(most)}) AS part"
            for conditions in self._along_each_path()
        ]
        return f"SELECT count(*) FROM ({' UNION ALL '.join(parts)}) AS found"

    def _along_each_path(self) -> list[str]:
        return [" AND ".join([path, *self.filters]) for path in self.paths or ("TRUE",)]


def _query(wanted: CaseFilter) -> _Query:
    query = _Query(by_due=wanted.order == "due", values={"reader": wanted.reader})
    if wanted.spam is False:
        query.filter("NOT c.spam")
    elif wanted.spam:
        query.narrow(["c.spam"])
    if wanted.order == "due" and not wanted.text:
        query.narrow(["c.milestone_due IS NOT NULL"])
    if wanted.order == "follow_up":
        query.narrow([follow_ups.HAS_ONE])
    if wanted.id is not None:
        query.narrow(["c.id = :id"], id=wanted.id)
    if wanted.customer is not None:
        query.narrow(["c.customer_id = :customer"], customer=wanted.customer)
    _narrow_to_owners(query, wanted)
    _narrow_to_teams(query, wanted)
    query.narrow_by({"status": wanted.statuses, "priority": wanted.priorities})
    if wanted.open and not (wanted.owners or wanted.unowned or wanted.teams):
        query.narrow(["NOT c.closed"])
    for name, texts in wanted.fields.items():
        values = {f"{name}_{i}": text for i, text in enumerate(texts)}
        if values:
            named = ", ".join(f":{key}" for key in values)
            query.filter(f"c.{name} IN ({named})", **values)
    if tags := {f"tag_{i}": tag for i, tag in enumerate(wanted.tags)}:
        named = ", ".join(f":{name}" for name in tags)
        tagged = f"SELECT t.case_id FROM case_tags t WHERE t.tag IN ({named})"
        query.filter(f"c.id IN ({tagged})", **tags)
    return query


def _narrow_to_owners(query: _Query, wanted: CaseFilter) -> None:
    values = {f"owner_{i}": owner for i, owner in enumerate(wanted.owners)}
    whose = [f"c.owner_id = :{name}" for name in values]
    whose += ["c.owner_id IS NULL"] if wanted.unowned else []
    states = ["FALSE"] if wanted.open else ["FALSE", "TRUE"]
    if whose:
        each = product(whose, states)
        query.narrow([f"{one} AND c.closed = {state}" for one, state in each], **values)


def _narrow_to_teams(query: _Query, wanted: CaseFilter) -> None:
    values = {f"team_{i}": team for i, team in enumerate(wanted.teams)}
    states = ["FALSE"] if wanted.open else ["FALSE", "TRUE"]
    if values:
        each = product(values, states)
        query.narrow([f"c.team_id = :{n} AND c.closed = {s}" for n, s in each], **values)


def _search(tx: Transaction, query: _Query, text: str) -> None:
    """Makes the newest cases that have a text, among those of the query, its only path."""
    conditions = " AND ".join([f"({' OR '.join(query.paths or ('TRUE',))})", *query.filters])
    found, values = search.matching(tx, text, conditions)
    query.paths, query.filters = (f"c.id IN ({found})",), []
    query.values.update(values)


# ------------------------------------------------------------------ pages


def listed(
    tx: Transaction,
    wanted: CaseFilter,
    after: ListPosition | None = None,
    limit: int = 50,
    backwards: bool = False,
) -> list[CaseLine]:
    """At most `limit` cases in the order that is wanted: the next ones behind `after`, or
    `backwards` the last ones before it. With a text, of the newest `search.MOST` that have it."""
    order, query = _ORDERS[wanted.order], _placed(tx, wanted)
    down = order.latest_first != backwards
    if after is not None:
        query.filter(order.beyond(down), last=after.at, last_id=after.id)
    rows = tx.run(query.statement(order.by(down), limit), **query.values).fetchall()
    lines = _read_lines(rows)
    lines.sort(key=lambda line: position_of(line, wanted.order), reverse=down)
    found = lines[:limit]
    return found[::-1] if backwards else found


def count(tx: Transaction, wanted: CaseFilter, most: int) -> int:
    """How many cases a list has, counted as far as `most` along each path."""
    query = _placed(tx, wanted)
    return tx.run(query.count(most), **query.values).fetchone()[0]


def _placed(tx: Transaction, wanted: CaseFilter) -> _Query:
    """The conditions for all cases that have a place in the list."""
    query = _query(wanted)
    if wanted.text:
        _search(tx, query, wanted.text)
    query.filter(_ORDERS[wanted.order].placed)
    return query


def by_ids(tx: Transaction, ids: Sequence[int], reader: int = 0) -> dict[int, CaseLine]:
    """Cases as lists show them to a reader, by id."""
    values = {f"id{i}": case_id for i, case_id in enumerate(ids)}
    if not values:
        return {}
    named = ", ".join(f":{name}" for name in values)
    page = _PAGE.format(conditions=f"c.id IN ({named})", order="c.id", limit=len(ids))
    rows = tx.run(_LINES.format(page=page), **values, reader=reader)
    return {line.id: line for line in _read_lines(rows)}


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
     waits_since, follow_up) = row  # fmt: skip
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
        follow_up=to_instant(follow_up),
        **dict(zip(_FIELDS, told, strict=True)),
    )


def _next(milestones: Sequence[Milestone]) -> Milestone | None:
    """The first that is not reached yet, or else the last there was."""
    waiting = [m for m in milestones if m.reached_at is None and m.ended_at is None]
    if waiting:
        return min(waiting, key=lambda m: (m.due_at, m.started_at, m.name))
    return max(milestones, key=lambda m: (m.started_at, m.name), default=None)


def counts(tx: Transaction, person: int, now: datetime) -> Counts:
    """The numbers beside the views of a person's inbox."""
    found = tallies.of_inbox(tx, str(person))
    return Counts(
        mine=found[tallies.OPEN].get(str(person), 0),
        unassigned=found[tallies.OPEN].get("", 0),
        due=found[tallies.WAITING].get("", 0),
        by_status=found[tallies.STATUS],
        follow_up=follow_ups.due(tx, person, now),
    )


def by_status(tx: Transaction) -> dict[str, int]:
    """How many cases there are in each status."""
    return tallies.by_key(tx, tallies.STATUS)


def running_versions(tx: Transaction) -> list[int]:
    """The versions of the diagram that cases which are not closed run on."""
    return [int(version) for version in tallies.by_key(tx, tallies.VERSION)]
