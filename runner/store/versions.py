"""Versions: deployed diagrams with their bytes, digest and findings.

Only `current_id` is text: every case that is opened asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from runner.model import Finding, IntakeState, Person, Version
from runner.store.database import Row, Transaction
from runner.store.tables import cases, people, versions


def add(tx: Transaction, version: Version) -> int:
    """Adds a version; its `id` is ignored. Returns its new id."""
    return tx.insert(
        versions,
        process=version.process,
        digest=version.digest,
        bpmn=version.bpmn,
        files=dict(version.files),
        deployed_at=version.deployed_at,
        deployed_by=version.deployed_by.id if version.deployed_by else None,
        findings=_to_keep(version.findings),
        notes=list(version.notes),
        intake=version.intake,
        live_at=None if version.waiting else version.deployed_at,
    )


def waiting(tx: Transaction, digest: str, intake: IntakeState | None) -> Version | None:
    """The version with these very bytes and this intake that waits for approval, the newest one."""
    same = sa.and_(versions.c.digest == digest, versions.c.intake.is_not_distinct_from(intake))
    waits = sa.and_(same, versions.c.live_at.is_(None))
    row = tx.first(_WITH_PEOPLE.where(waits).order_by(versions.c.id.desc()).limit(1))
    return None if row is None else _read(row)


def lived(tx: Transaction, process: str, digest: str) -> Version | None:
    """The version of a process with these very bytes that was live, the newest one."""
    same = sa.and_(versions.c.process == process, versions.c.digest == digest)
    went_live = sa.and_(same, versions.c.live_at.is_not(None))
    row = tx.first(_WITH_PEOPLE.where(went_live).order_by(versions.c.id.desc()).limit(1))
    return None if row is None else _read(row)


def approve(
    tx: Transaction, version_id: int, person: int | None, now: datetime, findings: Iterable[Finding]
) -> bool:
    """Makes a waiting version live, with the gate's findings of now. False if it is no longer
    waiting."""
    waiting = sa.and_(versions.c.id == version_id, versions.c.live_at.is_(None))
    live = {"live_at": now, "approved_by": person, "findings": _to_keep(findings)}
    return tx.change(versions.update().where(waiting).values(live)) == 1


_CURRENT = """
    SELECT id FROM versions
    WHERE live_at IS NOT NULL AND process = (
        SELECT process FROM lifecycles WHERE intake = 'default'
    )
    ORDER BY live_at DESC, id DESC LIMIT 1
"""


def current_id(tx: Transaction) -> int | None:
    """The version that new cases start on which name no lifecycle: of the default one that which
    went live last."""
    row = tx.run(_CURRENT).fetchone()
    return row[0] if row else None


def current_of(tx: Transaction, process: str) -> int | None:
    """The version of a process that went live last."""
    row = tx.run(
        "SELECT id FROM versions WHERE process = :process AND live_at IS NOT NULL "
        "ORDER BY live_at DESC, id DESC LIMIT 1",
        process=process,
    ).fetchone()
    return row[0] if row else None


def of_process(tx: Transaction, process: str) -> list[int]:
    """The ids of all versions of a process."""
    return [row[0] for row in tx.run(_OF_PROCESS, process=process)]


_OF_PROCESS = "SELECT id FROM versions WHERE process = :process"


def last_change(tx: Transaction) -> datetime | None:
    """When a version was deployed, proposed or approved last."""
    changed = sa.func.max(versions.c.deployed_at), sa.func.max(versions.c.live_at)
    return max(filter(None, tx.first(sa.select(*changed)) or ()), default=None)


_deployer, _approver = people.alias("deployer"), people.alias("approver")
_WITH_PEOPLE = (
    sa.select(
        versions,
        _deployer.c.email.label("deployer_email"),
        _deployer.c.name.label("deployer_name"),
        _approver.c.email.label("approver_email"),
        _approver.c.name.label("approver_name"),
    )
    .outerjoin(_deployer, _deployer.c.id == versions.c.deployed_by)
    .outerjoin(_approver, _approver.c.id == versions.c.approved_by)
)


def by_id(tx: Transaction, version_id: int) -> Version | None:
    row = tx.first(_WITH_PEOPLE.where(versions.c.id == version_id))
    return None if row is None else _read(row)


def newest(tx: Transaction, before: int | None, limit: int) -> list[Version]:
    """Versions, the one deployed last first, from the one before `before` on."""
    query = _WITH_PEOPLE.order_by(versions.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(versions.c.id < before)
    return [_read(row) for row in tx.all(query)]


# ------------------------------------------------------------------ the cases on them


def running_on_others(
    tx: Transaction, process: str, version: int | None, after: int, limit: int
) -> list[tuple[int, int, bytes]]:
    """The id, version and state of cases of a lifecycle that are not closed and not on a version,
    by id."""
    of_lifecycle = sa.select(versions.c.id).where(versions.c.process == process)
    running = sa.select(cases.c.id, cases.c.version_id, cases.c.state).where(
        sa.not_(cases.c.closed), cases.c.id > after, cases.c.version_id.in_(of_lifecycle)
    )
    if version is not None:
        running = running.where(cases.c.version_id != version)
    return [tuple(row) for row in tx.all(running.order_by(cases.c.id).limit(limit))]


def move(tx: Transaction, case: int, version: int) -> None:
    """Puts a case on another version, in the transaction that writes its state."""
    tx.run("UPDATE cases SET version_id = :version WHERE id = :id", version=version, id=case)


# ------------------------------------------------------------------ reading rows


def _read(row: Row) -> Version:
    return Version(
        id=row.id,
        process=row.process,
        digest=row.digest,
        bpmn=row.bpmn,
        files=row.files,
        deployed_at=row.deployed_at,
        deployed_by=_person(row.deployed_by, row.deployer_email, row.deployer_name),
        findings=tuple(map(_finding, row.findings)),
        notes=tuple(row.notes),
        intake=row.intake,
        waiting=row.live_at is None,
        live_at=row.live_at,
        approved_by=_person(row.approved_by, row.approver_email, row.approver_name),
    )


def _to_keep(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings]


def _finding(kept: dict[str, Any]) -> Finding:
    return Finding(**{**kept, "path": tuple(kept.get("path", ()))})


def _person(person_id: int | None, email: str, name: str) -> Person | None:
    return None if person_id is None else Person(person_id, email, name)
