"""All that is kept of a person, as rows: what is theirs, what stands with their cases, what they
did elsewhere. Decision 0306."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from runner.store import tables
from runner.store.database import Transaction
from runner.store.tables import metadata

Rows = list[dict[str, Any]]

LEFT_OUT: Mapping[str, str] = {
    "recovery_codes": "digests of secrets",
    "redactions": "digests of what was erased",
    "presence": "goes within minutes",
    "tasks": "what the case waits for: the engine's, and in the history",
    "jobs": "what is being sent, and lies under notifications",
    "bulk_cases": "says of a change whether it came to the case; the history has the change",
    "migrated_cases": "the state of the engine before a migration",
    "case_facts": "worked out from the history",
    "intervals": "worked out from the history",
    "late_stays": "worked out from the history",
    "moves": "worked out from the history",
    "case_versions": "worked out from the history",
    "policy_verdicts": "worked out from the history",
    "unread_cases": "cases whose history is being read",
    "diagram_draft_editors": "who has a draft open",
}  # fmt: skip
"""Tables that name a person or a case and are not taken along, and why."""

_HIDDEN = {
    "password", "digest", "seal", "nonce", "key_id", "used_step", "raw", "waits", "texts", "erased",
    "lease", "job_key",
}  # fmt: skip
"""Columns that are secrets or of the machinery; those of bytes are none for people either."""

_DEEDS: Mapping[str, tuple[str, str]] = {
    "history": ("actor_id", "case_id sequence at event action element from_status to_status"),
    "audit_lines": ("actor_id", "number at area what"),
    "people_changes": ("actor_id", "id at what"),
    "versions": ("deployed_by", "id process deployed_at"),
    "diagram_drafts": ("changed_by", "id name changed_at"),
    "lifecycles": ("changed_by", "process changed_at"),
    "incoming_mails": ("decided_by", "id decided_at"),
    "review_threads": ("resolved_by", "id resolved_at"),
    "cases": ("owner_id", "id"),
}
"""What people did to things of others: the columns that say that they did, and no more."""


def of_person(tx: Transaction, people: Collection[int]) -> dict[str, Rows]:
    """All rows that are the person's own, by table. `people` are the ids of their entries."""
    found = {"people": _rows(tx, tables.people.c.id, people)}
    for table in _with("person_id"):
        if "case_id" not in table.c or table is tables.notifications:
            found[table.name] = _rows(tx, table.c.person_id, people)
    return {name: rows for name, rows in found.items() if rows}


def of_cases(tx: Transaction, cases: Collection[int]) -> dict[str, Rows]:
    """All rows of some cases, by table."""
    found = {"cases": _rows(tx, tables.cases.c.id, cases)}
    for table in _with("case_id"):
        if table is not tables.notifications:  # others were told the words of the case
            found[table.name] = _rows(tx, table.c.case_id, cases)
    return found


def elsewhere(tx: Transaction, people: Collection[int], own: Collection[int]) -> dict[str, Rows]:
    """What they wrote, brought, keep and did in cases of others, and to other things."""
    found = {"messages": _rows(tx, tables.messages.c.author_id, people)}
    for table in _with("person_id"):
        if "case_id" in table.c and table is not tables.notifications:
            found[table.name] = _rows(tx, table.c.person_id, people)
    for name, (actor, shown) in _DEEDS.items():
        table = metadata.tables[name]
        columns = [table.c[one] for one in shown.split()]
        found.setdefault(name, []).extend(_rows(tx, table.c[actor], people, columns))
    theirs = set(own)
    left = {
        name: [row for row in rows if row.get("case_id") not in theirs]
        for name, rows in found.items()
    }
    return {name: rows for name, rows in left.items() if rows}


def mails_from(tx: Transaction, addresses: Collection[str]) -> Rows:
    """Mails that came in from these addresses."""
    sender = tables.incoming_mails.c.sender
    query = tables.incoming_mails.select().where(sa.func.lower(sender).in_(sorted(addresses)))
    return [_shown(row) for row in tx.all(query.order_by(tables.incoming_mails.c.id))]


def bounces_of(tx: Transaction, addresses: Collection[str]) -> Rows:
    return _rows(tx, tables.bounced_addresses.c.email, addresses)


def deliveries_for(tx: Transaction, numbers: Collection[str]) -> Rows:
    """What programs delivered that names one of these cases."""
    wanted, table = set(numbers), tables.hook_deliveries
    return [_shown(row) for row in tx.all(table.select()) if wanted & set(orjson.loads(row.cases))]


def names_of(tx: Transaction, people: Collection[int]) -> dict[int, str]:
    columns = [tables.people.c.id, tables.people.c.name]
    return {row["id"]: row["name"] for row in _rows(tx, tables.people.c.id, people, columns)}


def files_of(tx: Transaction, files: Collection[int]) -> list[tuple[int, str, str]]:
    """Id, name and digest of files that were not erased."""
    table = tables.attachments
    columns = [table.c.id, table.c.name, table.c.digest]
    found = []
    for some in _pieces(files):
        found += tx.all(sa.select(*columns).where(table.c.id.in_(some)).order_by(table.c.id))
    return [(row.id, row.name, row.digest) for row in found if row.digest]


PEOPLE = frozenset(
    column.name
    for table in metadata.tables.values()
    for column in table.columns
    if any(key.column.table is tables.people for key in column.foreign_keys)
)
"""The names of columns that hold ids of people."""


def _with(column: str) -> Iterator[sa.Table]:
    for table in metadata.sorted_tables:
        if column in table.c and table.name not in LEFT_OUT:
            yield table


def _rows(
    tx: Transaction,
    column: sa.Column[Any],
    values: Collection[Any],
    shown: Sequence[sa.Column[Any]] = (),
) -> Rows:
    """The rows whose column has one of these values, in the order of their keys."""
    table: Any = column.table
    found = []
    for some in _pieces(values):
        query = sa.select(*(shown or table.columns)).where(column.in_(some))
        found += map(_shown, tx.all(query.order_by(*table.primary_key.columns)))
    return found


def _pieces(values: Collection[Any]) -> Iterator[list[Any]]:
    """Few enough for one statement."""
    known = sorted(values)
    return (known[n : n + 500] for n in range(0, len(known), 500))


def _shown(row: Any) -> dict[str, Any]:
    return {
        name: value
        for name, value in row._mapping.items()
        if name not in _HIDDEN and not isinstance(value, bytes | memoryview)
    }
