"""Lists of cases, page by page, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from runner.model import CaseLine, CaseOrder, Counts, Milestone, Person
from runner.store.cases import milestones_of_all
from runner.store.database import Transaction
from runner.store.schema import to_instant

_LINE = """
    SELECT c.id, c.version_id, c.revision, c.status, c.closed, c.subject, c.priority, c.product,
        c.resolution, c.flags, c.created_at, c.updated_at,
        o.id, o.email, o.name, u.id, u.email, u.name
"""
_PEOPLE = "JOIN people u ON u.id = c.customer_id LEFT JOIN people o ON o.id = c.owner_id"
_FROM = f"FROM cases c {_PEOPLE}"

_WAITS = "m.reached_at IS NULL AND m.state <> 'not_reached'"
"""Nobody has reached the milestone yet: it runs, or it was missed and is still to be done."""

_FROM_MILESTONES = f"""
    FROM milestones m JOIN cases c ON c.id = m.case_id {_PEOPLE}
    WHERE {_WAITS} AND NOT c.closed AND NOT EXISTS (SELECT 1 FROM milestones e
        WHERE e.case_id = m.case_id AND e.reached_at IS NULL AND e.state <> 'not_reached'
        AND (e.due_at, e.name) < (m.due_at, m.name))
"""
"""Each open case once, with the first of the milestones that it waits for."""

_ORDERS: Mapping[CaseOrder, tuple[str, str, str]] = {
    "newest": (f"{_FROM} WHERE 1 = 1", "c.id DESC", "c.id < :last_id"),
    "updated": (
        f"{_FROM} WHERE 1 = 1",
        "c.updated_at DESC, c.id DESC",
        "(c.updated_at, c.id) < (:last, :last_id)",
    ),
    "due": (_FROM_MILESTONES, "m.due_at, c.id", "(m.due_at, c.id) > (:last, :last_id)"),
}
"""For each order: where the rows come from, how they are sorted, which lie behind a row."""


@dataclass(frozen=True, slots=True)
class Wanted:
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
class Place:
    """A row's place in a list: what it is sorted by (None in the order of ids), and its id."""

    at: datetime | None
    id: int


def place(line: CaseLine, order: CaseOrder) -> Place:
    if order == "due":
        return Place(line.milestone.due_at if line.milestone else None, line.id)
    return Place(line.updated_at if order == "updated" else None, line.id)


@dataclass(slots=True)
class _Conditions:
    texts: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def narrow(self, condition: str, **values: Any) -> None:
        self.texts.append(f" AND {condition}")
        self.values.update(values)

    def one_of(self, column: str, wanted: Iterable[str]) -> None:
        names = {f"{column}_{i}": value for i, value in enumerate(wanted)}
        if names:
            self.narrow(f"c.{column} IN ({', '.join(':' + name for name in names)})", **names)


def listed(
    tx: Transaction, wanted: Wanted, after: Place | None = None, limit: int = 50
) -> list[CaseLine]:
    """Cases in the order that is wanted, from the row behind `after` on."""
    source, order, behind = _ORDERS[wanted.order]
    conditions = _conditions(wanted)
    if after is not None:
        last = {} if wanted.order == "newest" else {"last": after.at}
        conditions.narrow(behind, last_id=after.id, **last)
    query = f"{_LINE} {source} {''.join(conditions.texts)} ORDER BY {order} LIMIT :limit"
    rows = list(tx.run(query, limit=limit, **conditions.values))
    milestones = milestones_of_all(tx, [row[0] for row in rows])
    return [_read(row, milestones.get(row[0], ())) for row in rows]


def _conditions(wanted: Wanted) -> _Conditions:
    found = _Conditions()
    found.one_of("status", wanted.statuses)
    found.one_of("priority", wanted.priorities)
    if wanted.owner is not None:
        found.narrow("c.owner_id = :owner", owner=wanted.owner)
    if wanted.unowned:
        found.narrow("c.owner_id IS NULL")
    if wanted.customer is not None:
        found.narrow("c.customer_id = :customer", customer=wanted.customer)
    if wanted.open:
        found.narrow("NOT c.closed")
    if wanted.text:
        pattern = f"%{_escaped(wanted.text.lower())}%"
        found.narrow("lower(c.subject) LIKE :text ESCAPE '!'", text=pattern)
    if wanted.id is not None:
        found.narrow("c.id = :wanted", wanted=wanted.id)
    return found


def _escaped(text: str) -> str:
    for sign in "!%_":
        text = text.replace(sign, f"!{sign}")
    return text


def _read(row: Sequence[Any], milestones: Sequence[Milestone]) -> CaseLine:
    (id, version, revision, status, closed, subject, priority, product, resolution, flags,
     created, updated, owner_id, owner_email, owner_name, *customer) = row  # fmt: skip
    created_at, updated_at = to_instant(created), to_instant(updated)
    assert created_at is not None
    assert updated_at is not None
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
        created_at=created_at,
        updated_at=updated_at,
        milestone=_next(milestones),
    )


def _next(milestones: Sequence[Milestone]) -> Milestone | None:
    """The first that nobody has reached yet, or else the last there was."""
    waiting = [m for m in milestones if m.reached_at is None and m.state != "not_reached"]
    if waiting:
        return min(waiting, key=lambda milestone: milestone.due_at)
    return milestones[-1] if milestones else None


def counts(tx: Transaction, person: int) -> Counts:
    """What stands in the views of somebody's inbox."""
    mine = tx.run(
        "SELECT count(*) FROM cases WHERE owner_id = :person AND NOT closed", person=person
    )
    unassigned = tx.run("SELECT count(*) FROM cases WHERE owner_id IS NULL AND NOT closed")
    due = tx.run(
        "SELECT count(DISTINCT m.case_id) FROM milestones m JOIN cases c ON c.id = m.case_id"
        f" WHERE {_WAITS} AND NOT c.closed"
    )
    return Counts(
        mine=mine.fetchone()[0],
        unassigned=unassigned.fetchone()[0],
        due=due.fetchone()[0],
        by_status=by_status(tx),
    )


def by_status(tx: Transaction) -> dict[str, int]:
    """How many cases there are in each status."""
    return dict(tx.run("SELECT status, count(*) FROM cases GROUP BY status").fetchall())
