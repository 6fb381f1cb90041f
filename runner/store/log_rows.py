"""Cases and their histories for a log, some at a time. No row is read that is not wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from runner.model import CASE_FIELDS, LogFilter
from runner.store.database import Transaction
from runner.store.tables import to_instant

Row = Mapping[str, Any]
"""The columns by name."""

_TOLD = tuple(item.name for item in CASE_FIELDS)
_CASE = (
    "id", "lifecycle", "version", "status", "priority", *_TOLD, "channel", "resolution",
    "created_at", "customer", "customer_there", "owner", "owner_there",
)  # fmt: skip
_CASES = f"""
    SELECT c.id, v.process, c.version_id, c.status, c.priority,
        {", ".join(f"c.{name}" for name in _TOLD)}, c.channel, c.resolution,
        c.created_at, u.email, u.active, o.email, o.active
    FROM cases c JOIN versions v ON v.id = c.version_id JOIN people u ON u.id = c.customer_id
    LEFT JOIN people o ON o.id = c.owner_id
    WHERE c.id > :after AND NOT c.spam{{conditions}} ORDER BY c.id LIMIT :limit
"""


def cases(tx: Transaction, wanted: LogFilter, after: int, limit: int) -> list[Row]:
    """The next cases behind the id `after`. `customer_there` and `owner_there` say whether the
    person still has access. Cases that are marked as spam are left out."""
    conditions, values = _narrowed(wanted)
    statement = _CASES.format(conditions="".join(f" AND {one}" for one in conditions))
    rows = tx.run(statement, after=after, limit=limit, **values).fetchall()
    return [_named(_CASE, row) for row in rows]


def _narrowed(wanted: LogFilter) -> tuple[list[str], dict[str, Any]]:
    one = {
        "c.created_at >= :since": ("since", wanted.since),
        "c.created_at < :until": ("until", wanted.until),
        "v.process = :lifecycle": ("lifecycle", wanted.lifecycle),
        "c.version_id = :version": ("version", wanted.version),
        "c.product = :product": ("product", wanted.product),
    }
    conditions = [text for text, (_, value) in one.items() if value]
    values = {name: value for name, value in one.values() if value}
    for column, listed in (("status", wanted.statuses), ("priority", wanted.priorities)):
        if listed:
            names = {f"{column}{i}": value for i, value in enumerate(listed)}
            conditions.append(f"c.{column} IN ({', '.join(f':{name}' for name in names)})")
            values |= names
    return conditions, values


_EVENT = (
    "case_id", "sequence", "at", "actor", "actor_there", "side", "event", "action", "element",
    "from_status", "to_status", "version", "details", "path",
)  # fmt: skip
_EVENTS = """
    SELECT h.case_id, h.sequence, h.at, p.email, p.active, h.audience, h.event, h.action, h.element,
        h.from_status, h.to_status, h.version_id, h.details, h.path
    FROM history h LEFT JOIN people p ON p.id = h.actor_id
    WHERE h.case_id IN ({ids}) ORDER BY h.case_id, h.sequence
"""
_MILESTONE = ("case_id", "name", "state", "started_at", "due_at", "reached_at", "ended_at")
_MILESTONES = f"""
    SELECT {", ".join(_MILESTONE)} FROM milestones
    WHERE case_id IN ({{ids}}) ORDER BY case_id, started_at, name
"""


def events(tx: Transaction, case_ids: Sequence[int]) -> Iterator[Row]:
    """The histories of cases, in order."""
    return _of_cases(tx, _EVENTS, _EVENT, case_ids)


def milestones(tx: Transaction, case_ids: Sequence[int]) -> Iterator[Row]:
    return _of_cases(tx, _MILESTONES, _MILESTONE, case_ids)


def _of_cases(
    tx: Transaction, statement: str, names: Sequence[str], case_ids: Sequence[int]
) -> Iterator[Row]:
    values = {f"id{i}": case_id for i, case_id in enumerate(case_ids)}
    ids = ", ".join(f":{name}" for name in values)
    for row in tx.run(statement.format(ids=ids), **values).fetchall():
        yield _named(names, row)


_INSTANTS = {"at", "created_at", "started_at", "due_at", "reached_at", "ended_at"}


def _named(names: Sequence[str], row: Sequence[Any]) -> Row:
    found = dict(zip(names, row, strict=True))
    for name in _INSTANTS & found.keys():
        found[name] = to_instant(found[name])
    return found
