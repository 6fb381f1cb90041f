"""Deployed diagrams, each with its bytes and their hash."""

from __future__ import annotations

import sqlalchemy as sa

from runner.model import Version
from runner.store.database import Row, Transaction
from runner.store.schema import versions


def add(tx: Transaction, version: Version) -> int:
    """Keeps a version; its `id` is not looked at. Returns the id that it got."""
    return tx.insert(
        versions,
        process=version.process,
        digest=version.digest,
        bpmn=version.bpmn,
        files=dict(version.files),
        deployed_at=version.deployed_at,
        deployed_by=version.deployed_by,
    )


def current_id(tx: Transaction) -> int | None:
    """The version that new cases start on: the one deployed last."""
    return tx.value(sa.select(sa.func.max(versions.c.id)))


def by_id(tx: Transaction, id: int) -> Version | None:
    return _read(tx.first(sa.select(versions).where(versions.c.id == id)))


def _read(row: Row | None) -> Version | None:
    if row is None:
        return None
    return Version(
        row.id, row.process, row.digest, row.bpmn, row.files, row.deployed_at, row.deployed_by
    )
