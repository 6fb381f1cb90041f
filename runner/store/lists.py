"""Lists of cases, page by page, and how many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any

import orjson

from runner.model import CaseLine, CaseOrder, Counts, Milestone, Person
from runner.store import search, tallies
from runner.store.database import Transaction
from runner.store.milestones import MILESTONE, read_milestone
from runner.store.tables import instant

_COLUMNS = """
    c.id, c.version_id, c.revision, c.status, c.closed, c.subject, c.priority, c.product,
    c.resolution, c.flags, c.created_at, c.updated_at
"""
_LINE = f"""
    SELECT {_COLUMNS.replace("c.", "page.")}, o.id, o.email, o.name, u.id, u.email, u.name,
        {MILESTONE}
    FROM ({{page}}) AS page JOIN people u ON u.id = page.customer_id
    LEFT JOIN people o ON o.id = page.owner_id
    LEFT JOIN milestones m ON m.case_id = page.id
"""
"""Each case of a page, once for each of its milestones: one way to the database for all of it."""
_OF_MILESTONE = 7
"""How many columns at the end are the milestone's."""

_ORDERS: Mapping[CaseOrder, tuple[str, str, str]] = {
    "newest": ("TRUE", "c.id DESC", "c.id < :last_id"),
    "updated": (
        "TRUE",
        "c.updated_at DESC, c.id DESC",
        "(c.updated_at, c.id) < (:last, :last_id)",
    ),
    "due": (
        "c.milestone_due IS NOT NULL",
        "c.milestone_due, c.id",
        "(c.milestone_due, c.id) > (:last, :last_id)",
    ),
}
"""For each order: which cases have a place in it, how they are sorted, which lie behind a row."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list shows; empty conditions narrow nothing."""

    statuses: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    owner: int | None = None
    unowned: bool = False
    customer: int | None = None
    open: bool = False
    text: str = ""
    id: int | None = None
    order: CaseOrder = "newest"


@dataclass(frozen=True, slots=True)
class ListPosition:
    """A row's place in a list: what it is sorted by (None in the order of ids), and its id."""

    at: datetime | None
    id: int


def position_of(line: CaseLine, order: CaseOrder) -> ListPosition:
    if order == "due":
        return ListPosition(line.milestone.due_at if line.milestone else None, line.id)
    return ListPosition(line.updated_at if order == "updated" else None, line.id)


# ------------------------------------------------------------------ conditions


@dataclass(slots=True)
class _Query:
    """A list is read by index along its order from one or several ways in, as many rows from each
    as the list is to have. What narrows it beyond that is looked at row by row; where it `hides`
    it, so that no database takes it for a better way in and sorts all that it finds there."""

    hides: bool = False
    ways: Sequence[str] = ("TRUE",)
    filters: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def narrow(self, ways: Iterable[str], **values: Any) -> None:
        """By alternatives. The first that come are the ways in."""
        alternatives = tuple(ways)
        self.values.update(values)
        if self.ways == ("TRUE",):
            self.ways = alternatives
        else:
            either = f"({' OR '.join(alternatives)})"
            self.filters.append(f"CASE WHEN {either} THEN 1 END = 1" if self.hides else either)

    def narrow_by(self, columns: Mapping[str, Sequence[str]]) -> None:
        """By columns that have indexes together: each combination is a way in."""
        values, each = {}, []
        for column, wanted in columns.items():
            names = {f"{column}_{i}": value for i, value in enumerate(wanted)}
            values |= names
            each += [[f"c.{column} = :{name}" for name in names]] if names else []
        if each:
            self.narrow([" AND ".join(way) for way in product(*each)], **values)

    def filter(self, condition: str, **values: Any) -> None:
        self.filters.append(condition)
        self.values.update(values)


def _query(wanted: CaseFilter) -> _Query:
    found = _Query(hides=wanted.order == "due")
    if wanted.order == "due" and not wanted.text:
        found.narrow(["c.milestone_due IS NOT NULL"])
    if wanted.id is not None:
        found.narrow(["c.id = :id"], id=wanted.id)
    if wanted.customer is not None:
        found.narrow(["c.customer_id = :customer"], customer=wanted.customer)
    if wanted.owner is not None or wanted.unowned:
        whose = "c.owner_id IS NULL" if wanted.unowned else "c.owner_id = :owner"
        states = ["FALSE"] if wanted.open else ["FALSE", "TRUE"]
        found.narrow([f"{whose} AND c.closed = {state}" for state in states], owner=wanted.owner)
    found.narrow_by({"status": wanted.statuses, "priority": wanted.priorities})
    if wanted.open and not (wanted.owner or wanted.unowned):
        found.narrow(["NOT c.closed"])
    return found


# ------------------------------------------------------------------ pages


def listed(
    tx: Transaction, wanted: CaseFilter, after: ListPosition | None = None, limit: int = 50
) -> list[CaseLine]:
    """Cases in the order that is wanted, from the row behind `after` on. With a text, the newest
    `search.MOST` that have it."""
    placed, order, behind = _ORDERS[wanted.order]
    query = _query(wanted)
    if wanted.text:
        _search(tx, query, wanted.text)
    query.filter(placed)
    if after is not None:
        query.filter(behind, last_id=after.id)
        query.values |= {} if wanted.order == "newest" else {"last": after.at}
    rest = " AND ".join(query.filters)
    # The rest is joined to the page, not to all that it is taken from. The limit is said, not
    # given: PostgreSQL plans a statement that it keeps for any limit.
    pages = [
        f"SELECT {_COLUMNS}, c.owner_id, c.customer_id FROM cases c WHERE {way} AND {rest}"
        f" ORDER BY {order} LIMIT {int(limit)}"
        for way in query.ways
    ]
    parts = [_LINE.format(page=page) for page in pages]
    rows = tx.run(" UNION ALL ".join(parts), **query.values).fetchall()
    found: dict[int, tuple[Sequence[Any], list[Milestone]]] = {}
    for row in rows:
        line, milestone = row[:-_OF_MILESTONE], row[-_OF_MILESTONE:]
        _, milestones = found.setdefault(line[0], (line, []))
        if milestone[0] is not None:
            milestones.append(read_milestone(*milestone))
    lines = [_read(line, milestones) for line, milestones in found.values()]
    return sorted(lines, key=_place_in(wanted.order), reverse=wanted.order != "due")[:limit]


def _place_in(order: CaseOrder) -> Callable[[CaseLine], Any]:
    def key(line: CaseLine) -> Any:
        at = position_of(line, order)
        return at.at, at.id

    return key


def _search(tx: Transaction, query: _Query, text: str) -> None:
    """Narrows to the newest cases that have a text, looked for among those that the rest narrows
    to."""
    conditions = " AND ".join([f"({' OR '.join(query.ways)})", *query.filters])
    found, value = search.matching(tx, text, conditions)
    query.ways, query.filters = (f"c.id IN ({found})",), []
    query.values["text"] = value


def _read(row: Sequence[Any], milestones: Sequence[Milestone]) -> CaseLine:
    (id, version, revision, status, closed, subject, priority, product, resolution, flags,
     created, updated, owner_id, owner_email, owner_name, *customer) = row  # fmt: skip
    return CaseLine(
        id=id,
        version_id=version,
        revision=revision,
        status=status,
        closed=bool(closed),
        subject=subject,
        priority=priority,
        product=product,
        owner=None if owner_id is None else Person(owner_id, owner_email, owner_name),
        customer=Person(*customer),
        resolution=resolution,
        flags=tuple(orjson.loads(flags)),
        created_at=instant(created),
        updated_at=instant(updated),
        milestone=_next(milestones),
    )


def _next(milestones: Sequence[Milestone]) -> Milestone | None:
    """The first that nobody has reached yet, or else the last there was."""
    waiting = [m for m in milestones if m.reached_at is None and m.ended_at is None]
    if waiting:
        return min(waiting, key=lambda m: (m.due_at, m.started_at, m.name))
    return max(milestones, key=lambda m: (m.started_at, m.name), default=None)


def counts(tx: Transaction, person: int) -> Counts:
    """What stands in the views of somebody's inbox."""
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
