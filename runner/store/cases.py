"""Cases and their open tasks. The statements of the hot path are text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson

from runner.model import (
    CASE_FIELDS,
    Case,
    Due,
    Instances,
    Offer,
    OpenTask,
    Person,
    Team,
    Waits,
    case_fields,
)
from runner.store import copies, history_chain, search, tallies
from runner.store.copies import HAS_COPIES
from runner.store.database import Transaction
from runner.store.tables import instant, to_instant

# ------------------------------------------------------------------ reading a case


def _read_flags(text: str) -> tuple[str, ...]:
    return tuple(orjson.loads(text))


def read_waits(text: str) -> Waits:
    document = orjson.loads(text)
    calendars = document.get("calendars", {})
    return Waits(
        offers=tuple(Offer(*offer) for offer in document.get("offers", ())),
        messages=tuple(document.get("messages", ())),
        timers=tuple(
            Due(element, datetime.fromisoformat(at), milestone, calendars.get(element, ""))
            for element, at, milestone in document.get("timers", ())
        ),
        instances=tuple(
            Instances(element, done, of, tuple(by))
            for element, done, of, by in document.get("instances", ())
        ),
    )


_CONVERTED: Mapping[str, Callable[[Any], Any]] = {
    "state": bytes,
    "closed": bool,
    "flags": _read_flags,
    "facts": orjson.loads,
    "waits": read_waits,
    "next_due": to_instant,
    "created_at": instant,
    "updated_at": instant,
    "milestone_due": to_instant,
    "held_until": to_instant,
    "spam": bool,
}
"""The columns whose values are not yet those of the case."""

_COLUMNS = (
    "id", "version_id", "revision", "events", "status", "subject", "description", "priority",
    "channel", "calendar", "resolution", "proposal", "repeat_of",
    *(item.name for item in CASE_FIELDS), *_CONVERTED,
)  # fmt: skip
_HELD_UNTIL = "(SELECT min(h.due_at) FROM holds h WHERE h.case_id = c.id) AS held_until"
_SELECTED = (f"c.{name}" if name != "held_until" else _HELD_UNTIL for name in _COLUMNS)
_OWNER = ("id", "email", "name", "active", "away", "away_from", "away_until", "stand_in_id")
_LAST_LINK = "(SELECT h.link FROM history h WHERE h.case_id = c.id AND h.sequence = c.events)"
_READ = f"""
    SELECT {", ".join(_SELECTED)},
        {", ".join(f"o.{name}" for name in _OWNER)},
        t.id, t.name, t.shares, u.id, u.email, u.name, {HAS_COPIES}
"""
_FROM = """
    FROM cases c JOIN people u ON u.id = c.customer_id LEFT JOIN people o ON o.id = c.owner_id
    LEFT JOIN teams t ON t.id = c.team_id
"""
"""A case with its owner, its team and its customer, and whether others get copies."""

_CASE = f"{_READ} {_FROM}"
_BY_ID = f"{_CASE} WHERE c.id = :id"
_TO_CHANGE = f"{_READ}, {_LAST_LINK} {_FROM} WHERE c.id = :id"
_LOCK = "SELECT id FROM cases WHERE id = :id"


def by_id(tx: Transaction, case_id: int, for_change: bool = False) -> Case | None:
    """A case. `for_change` keeps others from changing it until the transaction ends."""
    if for_change and tx.dialect.for_change:
        # A statement of its own: joined rows would be those from before the lock was waited for.
        tx.run(_LOCK + tx.dialect.for_change, id=case_id)
    row = tx.run(_TO_CHANGE if for_change else _BY_ID, id=case_id).fetchone()
    if row is None:
        return None
    if for_change:
        *row, tx.links[case_id] = row
    *row, has_copies = row
    case = _read(row)
    if has_copies:
        case = replace(case, participants=copies.of_case(tx, case.id))
    if for_change:
        tx.read[case.id] = case
    return case


def _read(row: Sequence[Any]) -> Case:
    *columns, team_id, team, shares, customer_id, email, name = row
    columns, owner = columns[: -len(_OWNER)], _read_owner(columns[-len(_OWNER) :])
    values = dict(zip(_COLUMNS, columns, strict=True))
    for column, read in _CONVERTED.items():
        values[column] = read(values[column])
    return Case(
        **values,
        owner=owner,
        team=None if team_id is None else Team(team_id, team, bool(shares)),
        customer=Person(customer_id, email, name),
    )


def _read_owner(row: Sequence[Any]) -> Person | None:
    person_id, email, name, active, away, since, until, stand_in = row
    if person_id is None:
        return None
    return Person(
        person_id, email, name, active=bool(active), away=bool(away), stand_in_id=stand_in,
        away_from=to_instant(since), away_until=to_instant(until),
    )  # fmt: skip


def write_waits(waits: Waits) -> str:
    document = {
        "offers": [[o.action, o.audience, o.element, o.visit] for o in waits.offers],
        "messages": waits.messages,
        "timers": [[timer.element, timer.at, timer.milestone] for timer in waits.timers],
    }
    # Beside the timers, which nodes of an older version read as three values each.
    if calendars := {timer.element: timer.calendar for timer in waits.timers if timer.calendar}:
        document["calendars"] = calendars
    if waits.instances:
        document["instances"] = [[i.element, i.done, i.of, i.by] for i in waits.instances]
    return orjson.dumps(document).decode()


# ------------------------------------------------------------------ writing a case


def add(tx: Transaction, case: Case) -> int:
    """Writes a new case; its `id` is not looked at. Returns the id that it got."""
    row = {**_lasting(case), **_changing(case), "salt": (salt := history_chain.new_salt())}
    case_id = tx.run(_adding(tuple(row)), **row).fetchone()[0]
    history_chain.note_text(tx, case_id, "case", 0, history_chain.of_request(case, salt))
    tallies.written(tx, replace(case, id=case_id))
    search.index(tx, case_id, case.subject)
    return case_id


@lru_cache(maxsize=1)
def _adding(columns: tuple[str, ...]) -> str:
    places = ", ".join(f":{name}" for name in columns)
    return f"INSERT INTO cases ({', '.join(columns)}) VALUES ({places}) RETURNING id"


def save(tx: Transaction, case: Case, seen: int) -> bool:
    """Writes a case back that was read for change, unless its revision is no longer the one that
    was `seen`.

    Only what has changed is named: SQLite writes every index of a column that is named, changed or
    not, and most of the indexes of a case are of what seldom changes. Decision 0111.
    """
    known = tx.read.get(case.id)
    before, now = _changing(known) if known else {}, _changing(case)
    changed = {name: value for name, value in now.items() if value != before.get(name, _UNREAD)}
    values = {"revision": case.revision, **changed}
    if tx.run(_saving(tuple(values)), id=case.id, seen=seen, **values).rowcount != 1:
        return False
    tallies.written(tx, case)
    return True


_UNREAD = object()


@lru_cache(maxsize=256)
def _saving(columns: tuple[str, ...]) -> str:
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    return f"UPDATE cases SET {changes} WHERE id = :id AND revision = :seen"


def _lasting(case: Case) -> dict[str, Any]:
    """The columns that are written once."""
    return {
        "version_id": case.version_id,
        "subject": case.subject,
        "description": case.description,
        "channel": case.channel,
        "calendar": case.calendar,
        "customer_id": case.customer.id,
        "repeat_of": case.repeat_of,
        "created_at": case.created_at,
    }


def _changing(case: Case) -> dict[str, Any]:
    return {
        **case_fields(case),
        "state": case.state,
        "revision": case.revision,
        "events": case.events,
        "status": case.status,
        "closed": case.closed,
        "priority": case.priority,
        "owner_id": case.owner.id if case.owner else None,
        "team_id": case.team.id if case.team else None,
        "resolution": case.resolution,
        "proposal": case.proposal,
        "flags": orjson.dumps(case.flags).decode(),
        "facts": orjson.dumps(case.facts).decode(),
        "waits": write_waits(case.waits),
        "next_due": case.next_due,
        "milestone_due": case.milestone_due,
        "updated_at": case.updated_at,
    }


def mark_spam(tx: Transaction, case: Case, spam: bool) -> None:
    """Marks a case that was read for change, or takes the mark away. No revision is counted."""
    tx.run("UPDATE cases SET spam = :spam WHERE id = :id", id=case.id, spam=spam)
    tallies.written(tx, replace(case, spam=spam))
    for element, version_id in tx.run(_TASKS_OF, case_id=case.id).fetchall():
        tallies.add(tx, tallies.at_element(version_id), element, -1 if spam else 1)


_TASKS_OF = "SELECT element, version_id FROM tasks WHERE case_id = :case_id"


def is_spam(tx: Transaction, case_id: int) -> bool:
    row = tx.run("SELECT spam FROM cases WHERE id = :id", id=case_id).fetchone()
    return row is not None and bool(row[0])


# ------------------------------------------------------------------ open tasks


def set_tasks(tx: Transaction, case: Case, tasks: Sequence[OpenTask], now: datetime) -> None:
    """The tasks at which the case waits. Those that were open already keep their time."""
    kept = {f"task{i}": task.id for i, task in enumerate(tasks)}
    gone = tx.run(_closing(len(kept)), case_id=case.id, version_id=case.version_id, **kept)
    since = {}
    for task_id, element, version_id, opened_at in gone.fetchall():
        if not case.spam:
            tallies.add(tx, tallies.at_element(version_id), element, -1)
        since[task_id] = to_instant(opened_at)
    for task in tasks:
        added = tx.run(_OPEN_TASK, case_id=case.id, id=task.id, element=task.element,
                       version_id=case.version_id, opened_at=since.get(task.id) or now)  # fmt: skip
        if added.rowcount and not case.spam:
            tallies.add(tx, tallies.at_element(case.version_id), task.element, 1)


@lru_cache(maxsize=64)
def _closing(kept: int) -> str:
    """Takes away the tasks of a case but for some that are kept, :task0 and so on."""
    others = f"id NOT IN ({', '.join(f':task{i}' for i in range(kept))})" if kept else "TRUE"
    return f"""
        DELETE FROM tasks
        WHERE case_id = :case_id AND ({others} OR version_id <> :version_id)
        RETURNING id, element, version_id, opened_at
    """


_OPEN_TASK = """
    INSERT INTO tasks (case_id, id, element, version_id, opened_at)
    VALUES (:case_id, :id, :element, :version_id, :opened_at)
    ON CONFLICT (case_id, id) DO NOTHING
"""


def waits_at(tx: Transaction, case_id: int) -> tuple[str, ...]:
    """The elements at which a case waits, in order."""
    rows = tx.run("SELECT DISTINCT element FROM tasks WHERE case_id = :id", id=case_id)
    return tuple(sorted(row[0] for row in rows.fetchall()))


def open_tasks(tx: Transaction, case_id: int) -> list[tuple[OpenTask, datetime]]:
    """Where a case waits, and since when."""
    rows = tx.run(_OPEN_TASKS, case_id=case_id).fetchall()
    return [(OpenTask(task, element), instant(since)) for task, element, since in rows]


_OPEN_TASKS = "SELECT id, element, opened_at FROM tasks WHERE case_id = :case_id ORDER BY id"


def waiting(
    tx: Transaction, ids: Sequence[int]
) -> dict[int, tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Of cases that are open: the elements at which they wait, and their facts, by id."""
    named = {f"id{i}": case_id for i, case_id in enumerate(ids)}
    places = ", ".join(f":{name}" for name in named) or "NULL"
    found: dict[int, tuple[tuple[str, ...], Mapping[str, Any]]] = {}
    for case_id, element, facts in tx.run(_WAITING.format(ids=places), **named).fetchall():
        elements = found[case_id][0] if case_id in found else ()
        found[case_id] = (*elements, element), orjson.loads(facts)
    return found


_WAITING = """
    SELECT t.case_id, t.element, c.facts FROM tasks t JOIN cases c ON c.id = t.case_id
    WHERE t.case_id IN ({ids}) ORDER BY t.case_id, t.id
"""


def open_cases_of(tx: Transaction, owner: int) -> list[int]:
    """The ids of the open cases that a person owns."""
    rows = tx.run(_OPEN_OF, owner=owner)
    return [row[0] for row in rows.fetchall()]


_OPEN_OF = "SELECT id FROM cases WHERE owner_id = :owner AND NOT closed ORDER BY id"


def open_by_owner(tx: Transaction, owners: Sequence[int]) -> dict[int, int]:
    """How many open cases each of these people owns, without those that are marked as spam."""
    values = {f"owner{i}": owner for i, owner in enumerate(owners)}
    named = ", ".join(f":{name}" for name in values) or "NULL"
    found = dict(tx.run(_OPEN_BY_OWNER.format(owners=named), **values).fetchall())
    return {owner: found.get(owner, 0) for owner in owners}


_OPEN_BY_OWNER = """
    SELECT owner_id, count(*) FROM cases
    WHERE owner_id IN ({owners}) AND NOT closed AND NOT spam
    GROUP BY owner_id
"""


# ------------------------------------------------------------------ repeat chains


def repeats_of(tx: Transaction, case_id: int) -> list[int]:
    """The cases that repeat this one."""
    rows = tx.run("SELECT id FROM cases WHERE repeat_of = :id ORDER BY id", id=case_id)
    return [row[0] for row in rows.fetchall()]
