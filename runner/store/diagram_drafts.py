"""Drafts of diagrams: the rows, and who has which one open. Decision 0290."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from runner.model import DiagramDraft, Person
from runner.store.database import Row, Transaction
from runner.store.tables import (
    diagram_draft_authors,
    diagram_draft_editors,
    diagram_drafts,
    people,
)


def add(tx: Transaction, draft: DiagramDraft) -> int:
    """Adds a draft; its `id` is ignored. Returns its new id, which no draft had before: a page of
    one that is gone would be taken for one of this draft."""
    added = tx.insert(
        diagram_drafts,
        name=draft.name,
        base_id=draft.base,
        revision=draft.revision,
        bpmn=draft.bpmn,
        files=dict(draft.files or {}),
        created_at=draft.created_at,
        changed_at=draft.changed_at,
        changed_by=draft.changed_by.id,
    )
    last = tx.value(sa.select(sa.func.max(diagram_draft_authors.c.draft_id))) or 0
    if added > last:
        return added
    # SQLite gives the id of the last one again, once that is gone.
    mine = diagram_drafts.c.id == added
    tx.change(diagram_drafts.update().where(mine).values(id=last + 1))
    return last + 1


def save(
    tx: Transaction, draft: DiagramDraft, revision: int, bpmn: bytes, files: Mapping[str, str]
) -> bool:
    """Writes what a draft holds now, as its `changed_by` at `changed_at`. False where it is no
    longer at this revision: nothing is written then."""
    same = sa.and_(diagram_drafts.c.id == draft.id, diagram_drafts.c.revision == revision)
    values = {"name": draft.name, "revision": revision + 1, "bpmn": bpmn, "files": dict(files)}
    values |= {"changed_at": draft.changed_at, "changed_by": draft.changed_by.id}
    return tx.change(diagram_drafts.update().where(same).values(values)) == 1


def remove(tx: Transaction, draft_id: int, revision: int) -> bool:
    """False where the draft is no longer at this revision: it stays then."""
    rows = diagram_drafts.c.id == draft_id, diagram_drafts.c.revision == revision
    if tx.value(sa.select(diagram_drafts.c.id).where(*rows).with_for_update()) is None:
        return False
    tx.change(diagram_draft_editors.delete().where(diagram_draft_editors.c.draft_id == draft_id))
    tx.change(diagram_drafts.delete().where(diagram_drafts.c.id == draft_id))
    return True


_LINE = tuple(column for column in diagram_drafts.c if column.name not in ("bpmn", "files"))
_PERSON = people.c.email.label("email"), people.c.name.label("person_name")
_BY = people.c.id == diagram_drafts.c.changed_by


def listed(tx: Transaction, limit: int) -> list[DiagramDraft]:
    """Drafts without their content, the one changed last first."""
    query = sa.select(*_LINE, *_PERSON).join(people, _BY)
    order = diagram_drafts.c.changed_at.desc(), diagram_drafts.c.id.desc()
    return [_read(row) for row in tx.all(query.order_by(*order).limit(limit))]


def by_id(tx: Transaction, draft_id: int) -> DiagramDraft | None:
    query = sa.select(diagram_drafts, *_PERSON).join(people, _BY)
    row = tx.first(query.where(diagram_drafts.c.id == draft_id))
    return None if row is None else _read(row, row.bpmn, row.files)


def note_editor(tx: Transaction, draft_id: int, person_id: int, at: datetime) -> None:
    """A person has the draft open at this instant."""
    tx.run(_SEEN, draft=draft_id, person=person_id, at=at)


_SEEN = """
    INSERT INTO diagram_draft_editors (draft_id, person_id, seen_at)
    VALUES (:draft, :person, :at)
    ON CONFLICT (draft_id, person_id) DO UPDATE SET seen_at = excluded.seen_at
"""


def editors(tx: Transaction, draft_id: int, since: datetime) -> list[Person]:
    """Who had the draft open since an instant, by name."""
    seen = diagram_draft_editors
    query = sa.select(people.c.id, people.c.email, people.c.name).join(
        seen, seen.c.person_id == people.c.id
    )
    recent = sa.and_(seen.c.draft_id == draft_id, seen.c.seen_at >= since)
    return [Person(*row) for row in tx.all(query.where(recent).order_by(people.c.name))]


def _read(row: Row, bpmn: bytes = b"", files: Mapping[str, str] | None = None) -> DiagramDraft:
    by = Person(row.changed_by, row.email, row.person_name)
    return DiagramDraft(
        row.id, row.name, row.base_id, row.revision, row.created_at, row.changed_at, by, bpmn, files
    )
