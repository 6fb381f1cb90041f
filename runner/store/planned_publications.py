"""Drafts and versions that go live at a date: the rows. Decision 0302."""

from __future__ import annotations

import sqlalchemy as sa

from runner.model import Person, PlannedPublication, PlanState, Reviewed
from runner.store.database import Row, Transaction
from runner.store.review_threads import about
from runner.store.tables import instant, people, planned_publications

_ALL = sa.select(planned_publications, people.c.email, people.c.name.label("person_name")).join(
    people, people.c.id == planned_publications.c.person_id
)


def add(tx: Transaction, plan: PlannedPublication) -> int:
    """Adds a plan; its `id` is ignored. Returns its new id."""
    return tx.insert(
        planned_publications,
        draft_id=plan.of.draft,
        version_id=plan.of.version,
        person_id=plan.person.id,
        due_at=plan.due_at,
        revision=plan.revision,
        live_id=plan.live,
        accepted=list(plan.accepted),
        note=plan.note,
        intake=plan.intake,
        state=plan.state,
    )


def by_id(tx: Transaction, plan_id: int) -> PlannedPublication | None:
    row = tx.first(_ALL.where(planned_publications.c.id == plan_id))
    return None if row is None else _read(row)


def newest(tx: Transaction, of: Reviewed) -> PlannedPublication | None:
    """What was planned last of a draft or a version."""
    row = tx.first(
        _ALL.where(about(planned_publications, of))
        .order_by(planned_publications.c.id.desc())
        .limit(1)
    )
    return None if row is None else _read(row)


def waiting(tx: Transaction, of: Reviewed) -> PlannedPublication | None:
    still = planned_publications.c.state == "waiting"
    row = tx.first(_ALL.where(about(planned_publications, of), still))
    return None if row is None else _read(row)


def all_waiting(tx: Transaction) -> list[PlannedPublication]:
    """The one that is due first, first."""
    still = planned_publications.c.state == "waiting"
    return [_read(row) for row in tx.all(_ALL.where(still).order_by(planned_publications.c.due_at))]


def settle(tx: Transaction, plan_id: int, state: PlanState, why: str = "") -> bool:
    """False for one that does not wait any more."""
    still = planned_publications.c.id == plan_id, planned_publications.c.state == "waiting"
    change = planned_publications.update().where(*still).values(state=state, why=why)
    return tx.change(change) == 1


def forget_draft(tx: Transaction, draft: int) -> None:
    """Plans of a draft that is gone are of none any more: an id may be given out once more."""
    theirs = planned_publications.c.draft_id == draft
    tx.change(planned_publications.update().where(theirs).values(draft_id=None))


def _read(row: Row) -> PlannedPublication:
    return PlannedPublication(
        row.id,
        Reviewed(row.draft_id, row.version_id),
        Person(row.person_id, row.email, row.person_name),
        instant(row.due_at),
        row.revision,
        row.live_id,
        tuple(row.accepted),
        row.note,
        row.intake,
        row.state,
        row.why,
    )
