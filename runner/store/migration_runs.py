"""Migrations that go on by themselves: the rows, and what is looked at while they do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict

import sqlalchemy as sa

from runner.model import (
    GOING,
    MigrationRun,
    MigrationState,
    MigrationTerms,
    MovedCase,
    to_number,
)
from runner.store.database import Row, Transaction
from runner.store.tables import (
    cases,
    history,
    incidents,
    migrated_cases,
    migration_runs,
    people,
    versions,
)

_MOVED = (
    sa.select(sa.func.count())
    .where(migrated_cases.c.migration_id == migration_runs.c.migration_id)
    .scalar_subquery()
    .label("cases_moved")
)
_RUNS = sa.select(migration_runs, people.c.name.label("by"), _MOVED).join(
    people, people.c.id == migration_runs.c.person_id
)


def running_ids(
    tx: Transaction, process: str, to: int, terms: MigrationTerms | None = None
) -> list[int]:
    """The ids of the running cases of a lifecycle that are not on a version, by status: of all, or
    of those that the terms name."""
    query = sa.select(cases.c.id).where(
        sa.not_(cases.c.closed),
        cases.c.version_id != to,
        cases.c.version_id.in_(_versions_of(process)),
    )
    if terms and terms.status:
        query = query.where(cases.c.status == terms.status)
    if terms and terms.priority:
        query = query.where(cases.c.priority == terms.priority)
    return [row.id for row in tx.all(query.order_by(cases.c.status, cases.c.id))]


def add(tx: Transaction, run: MigrationRun) -> int:
    """Adds a run; its `id` is ignored. Returns its new id."""
    return tx.insert(
        migration_runs, person_id=run.person_id, version_id=run.version_id,
        migration_id=run.migration_id, started_at=run.started_at, state=run.state,
        terms=_written(run), total=run.total,
    )  # fmt: skip


def by_id(tx: Transaction, run_id: int) -> MigrationRun | None:
    row = tx.first(_RUNS.where(migration_runs.c.id == run_id))
    return None if row is None else _read(row)


def newest(tx: Transaction, process: str, limit: int) -> list[MigrationRun]:
    """Those of a lifecycle, the newest first."""
    query = _RUNS.where(migration_runs.c.version_id.in_(_versions_of(process)))
    return [_read(row) for row in tx.all(query.order_by(migration_runs.c.id.desc()).limit(limit))]


def going(tx: Transaction, process: str) -> MigrationRun | None:
    """The one of a lifecycle that a worker is at."""
    of_lifecycle = migration_runs.c.version_id.in_(_versions_of(process))
    row = tx.first(_RUNS.where(of_lifecycle, migration_runs.c.state.in_(GOING)))
    return None if row is None else _read(row)


def note(
    tx: Transaction, run: MigrationRun, last_case: int, stayed: Mapping[str, tuple[int, str]]
) -> bool:
    """How far a run has come. False where another worker noted the same part."""
    same = sa.and_(migration_runs.c.id == run.id, migration_runs.c.last_case == run.last_case)
    values = {"last_case": last_case, "stayed": dict(stayed)}
    return tx.change(migration_runs.update().where(same).values(values)) == 1


def settle(
    tx: Transaction,
    run: MigrationRun,
    state: MigrationState,
    seen: Collection[MigrationState],
    why: str = "",
) -> bool:
    """Gives a run, with its terms, another state. False where it is in none of those `seen` any
    more."""
    same = sa.and_(migration_runs.c.id == run.id, migration_runs.c.state.in_(seen))
    values = {"state": state, "why": why, "terms": _written(run)}
    return tx.change(migration_runs.update().where(same).values(values)) == 1


def rewind(tx: Transaction, run: MigrationRun, back: int = 0) -> None:
    """Lets a run begin with its first case again. `back` is how many it is to take back."""
    same = migration_runs.c.id == run.id
    tx.change(migration_runs.update().where(same).values(last_case=0, stayed={}, back=back))


# ------------------------------------------------------------------ what it watches


def incidents_since(tx: Transaction, run: MigrationRun, limit: int) -> list[tuple[int, str]]:
    """Open incidents of the cases that a migration moved, raised since it began: the case, and what
    happened."""
    query = (
        sa.select(incidents.c.case_id, incidents.c.message)
        .join(migrated_cases, migrated_cases.c.case_id == incidents.c.case_id)
        .where(
            migrated_cases.c.migration_id == run.migration_id,
            incidents.c.resolved_at.is_(None), incidents.c.at >= run.started_at,
        )
        .order_by(incidents.c.id).limit(limit)
    )  # fmt: skip
    return [(row[0], row[1]) for row in tx.all(query)]


def went_on(tx: Transaction, run: MigrationRun, limit: int) -> list[int]:
    """The newest cases that a migration moved and to which something has happened since, on the new
    version."""
    query = (
        sa.select(history.c.case_id).distinct()
        .join(migrated_cases, migrated_cases.c.case_id == history.c.case_id)
        .where(
            migrated_cases.c.migration_id == run.migration_id, history.c.event != "migrated",
            history.c.version_id == run.version_id, history.c.at >= run.started_at,
        )
        .order_by(history.c.case_id.desc()).limit(limit)
    )  # fmt: skip
    return [row.case_id for row in tx.all(query)]


def moved(tx: Transaction, run: MigrationRun, limit: int) -> list[MovedCase]:
    """Cases that a migration moved and that have not come back, the oldest first."""
    query = (
        sa.select(cases.c.id, cases.c.status)
        .join(migrated_cases, migrated_cases.c.case_id == cases.c.id)
        .where(migrated_cases.c.migration_id == run.migration_id)
        .order_by(cases.c.id).limit(limit)
    )  # fmt: skip
    return [MovedCase(to_number(row.id), row.status) for row in tx.all(query)]


def _versions_of(process: str) -> sa.Select:
    return sa.select(versions.c.id).where(versions.c.process == process)


def _written(run: MigrationRun) -> dict:
    terms = asdict(run.terms)
    if not terms["renamed"]:
        del terms["renamed"]  # nodes of the release before know no such term
    return {**terms, "first": list(run.first), "accepted": list(run.accepted)}


def _read(row: Row) -> MigrationRun:
    terms = dict(row.terms)
    first, accepted = tuple(terms.pop("first")), tuple(terms.pop("accepted"))
    stayed = {reason: (cases, example) for reason, (cases, example) in row.stayed.items()}
    return MigrationRun(
        row.id, row.by, row.person_id, row.version_id, row.migration_id, row.started_at, row.state,
        MigrationTerms(**terms), first, accepted, row.last_case, row.total, row.cases_moved,
        max(0, row.back - row.cases_moved), stayed, row.why,
    )  # fmt: skip
