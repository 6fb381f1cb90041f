"""Trials of drafts on past cases: the rows. The report of the last one of each draft is kept."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from runner.model import DiagramDraft, TrialRun
from runner.store.database import Row, Transaction
from runner.store.progress_rows import ProgressRows
from runner.store.tables import diagram_drafts, people, trial_runs

_RUNS = sa.select(trial_runs, people.c.name.label("by")).join(
    people, people.c.id == trial_runs.c.person_id
)
ROWS = ProgressRows(trial_runs)


def add(tx: Transaction, draft: DiagramDraft, person: int, now: datetime) -> int:
    """Begins a trial, which takes the place of earlier ones of the draft. Returns its id."""
    drafts = sa.select(diagram_drafts.c.id)
    of_none = trial_runs.c.draft_id.not_in(drafts)
    tx.change(trial_runs.delete().where(sa.or_(trial_runs.c.draft_id == draft.id, of_none)))
    return tx.insert(
        trial_runs, draft_id=draft.id, revision=draft.revision, person_id=person, started_at=now,
        seen_at=now,
    )  # fmt: skip


def of_draft(tx: Transaction, draft_id: int) -> TrialRun | None:
    """The last trial of a draft."""
    row = tx.first(_RUNS.where(trial_runs.c.draft_id == draft_id))
    return None if row is None else _read(row)


def running(tx: Transaction, since: datetime) -> TrialRun | None:
    """A trial that runs, and has said so since an instant."""
    row = tx.first(_RUNS.where(ROWS.is_alive(since)))
    return None if row is None else _read(row)


def _read(row: Row) -> TrialRun:
    return TrialRun(
        row.id, row.draft_id, row.revision, row.by, row.started_at, row.seen_at, row.state,
        row.cases, row.done, row.why, row.report,
    )  # fmt: skip
