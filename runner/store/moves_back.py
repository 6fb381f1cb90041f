"""What cases were before a migration moved them, so that it can be undone.

Kept in the transaction that moves a case. A case that came back needs its row no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson

from runner.model import Case, Milestone, OpenTask, case_fields
from runner.store import cases, milestones
from runner.store.database import Transaction
from runner.store.tables import to_instant

KEPT = (
    "version_id", "status", "resolution", "proposal", "flags", "waits", "next_due", "milestone_due",
)  # fmt: skip
"""The columns of a case that a migration may change, besides its state."""


@dataclass(frozen=True, slots=True)
class Before:
    """A case as it was. While `moved_digest`, of what it was moved to, is the same, nothing has
    happened to it since that moves its token or a due date."""

    state: bytes
    moved_digest: str
    columns: Mapping[str, Any]
    tasks: tuple[tuple[OpenTask, datetime], ...]
    milestones: tuple[Milestone, ...]

    def put_back(self, case: Case) -> Case:
        """The case with what a migration changed as it was; all else as it is now."""
        columns = {**self.columns, "flags": tuple(self.columns["flags"])}
        for name in ("next_due", "milestone_due"):
            columns[name] = to_instant(columns[name])
        columns["waits"] = cases.read_waits(columns["waits"])
        return replace(case, state=self.state, closed=False, **columns)


def digest(case: Case, state: bytes) -> str:
    """Of a state, and of what a drawing reads of its case besides."""
    read = {"priority": case.priority, **case_fields(case)}
    return sha256(state + orjson.dumps(read, option=orjson.OPT_SORT_KEYS)).hexdigest()


def begin(tx: Transaction, person: int | None, to: int, reason: str, at: datetime) -> int:
    """A migration that can be undone. Returns its id."""
    row = tx.run(_BEGIN, person=person, to=to, reason=reason, at=at).fetchone()
    return row[0]


_BEGIN = """
    INSERT INTO migrations (at, person_id, version_id, reason)
    VALUES (:at, :person, :to, :reason) RETURNING id
"""


def version_of(tx: Transaction, migration: int) -> int | None:
    """The version that a migration moved cases to; None for one that there is not."""
    row = tx.run("SELECT version_id FROM migrations WHERE id = :id", id=migration).fetchone()
    return None if row is None else row[0]


def keep(tx: Transaction, migration: int, case: Case, moved: bytes) -> None:
    """Keeps a case as it still is, and the digest of the state that it is `moved` to."""
    columns = {name: getattr(case, name) for name in KEPT}
    columns["waits"] = cases.write_waits(case.waits)
    tasks = [[task.id, task.element, since] for task, since in cases.open_tasks(tx, case.id)]
    document = {
        "columns": columns, "tasks": tasks, "milestones": milestones.of_case(tx, case.id),
    }  # fmt: skip
    tx.run(
        _KEEP, migration=migration, case_id=case.id, state=case.state, moved=digest(case, moved),
        before=orjson.dumps(document).decode(),
    )  # fmt: skip


_KEEP = """
    INSERT INTO migrated_cases (migration_id, case_id, state, moved_digest, before)
    VALUES (:migration, :case_id, :state, :moved, :before)
"""


def case_ids(tx: Transaction, migration: int) -> list[int]:
    """The cases that a migration moved and that have not come back, in order."""
    statement = "SELECT case_id FROM migrated_cases WHERE migration_id = :id ORDER BY case_id"
    return [row[0] for row in tx.run(statement, id=migration).fetchall()]


def before(tx: Transaction, migration: int, case_id: int) -> Before | None:
    row = tx.run(_BEFORE, migration=migration, case_id=case_id).fetchone()
    if row is None:
        return None
    state, moved, text = row
    document = orjson.loads(text)
    return Before(
        bytes(state),
        moved,
        document["columns"],
        tuple((OpenTask(i, e), _instant(at)) for i, e, at in document["tasks"]),
        tuple(_milestone(kept) for kept in document["milestones"]),
    )


_BEFORE = """
    SELECT state, moved_digest, before FROM migrated_cases
    WHERE migration_id = :migration AND case_id = :case_id
"""


def put_back_rows(tx: Transaction, case: Case, was: Before) -> None:
    """The open tasks and milestones of a case as they were."""
    cases.set_tasks(tx, case, [task for task, _ in was.tasks], case.updated_at)
    for task, since in was.tasks:
        tx.run(_SINCE, case_id=case.id, id=task.id, at=since)
    tx.run("DELETE FROM milestones WHERE case_id = :id", id=case.id)
    for one in was.milestones:
        tx.run(
            _MILESTONE, case_id=case.id, name=one.name, state=one.state, calendar=one.calendar,
            started_at=one.started_at, due_at=one.due_at, reached_at=one.reached_at,
            ended_at=one.ended_at,
        )  # fmt: skip


_SINCE = "UPDATE tasks SET opened_at = :at WHERE case_id = :case_id AND id = :id"
_MILESTONE = """
    INSERT INTO milestones
        (case_id, name, state, started_at, due_at, reached_at, ended_at, calendar)
    VALUES (:case_id, :name, :state, :started_at, :due_at, :reached_at, :ended_at, :calendar)
"""


def forget(tx: Transaction, migration: int, case_id: int) -> None:
    """A case that came back."""
    tx.run(
        "DELETE FROM migrated_cases WHERE migration_id = :migration AND case_id = :case_id",
        migration=migration,
        case_id=case_id,
    )


def is_as_before(tx: Transaction, case_id: int, was: Before) -> bool:
    """Whether all that was kept stands in the database again, the state byte for byte."""
    now = cases.by_id(tx, case_id)
    return (
        now is not None
        and now == was.put_back(now)
        and tuple(cases.open_tasks(tx, case_id)) == was.tasks
        and tuple(milestones.of_case(tx, case_id)) == was.milestones
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _milestone(kept: Mapping[str, Any]) -> Milestone:
    times = ("started_at", "due_at", "reached_at", "ended_at")
    return Milestone(**{**kept, **{name: to_instant(kept[name]) for name in times}})
