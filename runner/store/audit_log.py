"""The lines of the audit log. docs/audit.md says what their links are made of. Decision 0243."""

from __future__ import annotations

from functools import partial
from hashlib import sha256

import orjson
import sqlalchemy as sa

from runner.model import AuditEntry, AuditFilter, Person
from runner.store import history_chain
from runner.store.database import Row, Transaction
from runner.store.tables import audit_lines, instant, people, to_text

_LAST = "SELECT number, link FROM audit_lines ORDER BY number DESC LIMIT 1"
_ADD = """
    INSERT INTO audit_lines (number, at, actor_id, person_id, area, what, details, salt, link)
    VALUES (:number, :at, :actor, :person, :area, :what, :details, :salt, :link)
"""


def add(tx: Transaction, entry: AuditEntry) -> None:
    """Adds a line when the transaction is about to commit: the lock of the chain is its last."""
    tx.before_commit(partial(_add, entry=entry))


def _add(tx: Transaction, entry: AuditEntry) -> None:
    tx.lock("audit")
    number, before = tx.run(_LAST).fetchone() or (0, history_chain.BEGINNING)
    details = orjson.dumps(
        {"about": entry.about, "from": entry.origin, "before": entry.before, "after": entry.after},
        default=str,
    ).decode()
    at, salt = instant(entry.at), history_chain.new_salt()
    actor = entry.actor.id if entry.actor else None
    content = [
        number + 1, to_text(at), actor, entry.person, entry.area, entry.what,
        history_chain.digest(salt, details),
    ]  # fmt: skip
    tx.run(
        _ADD, number=number + 1, at=at, actor=actor, person=entry.person, area=entry.area,
        what=entry.what, details=details, salt=salt,
        link=sha256(bytes(before) + orjson.dumps(content)).digest(),
    )  # fmt: skip


_WHO = people.alias()
_LINE = sa.select(audit_lines, _WHO.c.email, _WHO.c.name).outerjoin(
    _WHO, _WHO.c.id == audit_lines.c.actor_id
)


def listed(
    tx: Transaction, wanted: AuditFilter, before: int | None, limit: int
) -> list[AuditEntry]:
    """The newest lines first, those with a number below `before`."""
    query = _LINE.order_by(audit_lines.c.number.desc()).limit(limit)
    for condition in _conditions(wanted):
        query = query.where(condition)
    if before is not None:
        query = query.where(audit_lines.c.number < before)
    return [_read(row) for row in tx.all(query)]


def last(tx: Transaction, area: str, about: str) -> AuditEntry | None:
    """The newest line of an area that is about just this."""
    rows = tx.stream(_LINE.where(audit_lines.c.area == area).order_by(audit_lines.c.number.desc()))
    return next((entry for entry in map(_read, rows) if entry.about == about), None)


ERASURE_BEGUN, ERASED = "erasure of a person begun", "person erased"

_BEGUN = """
    SELECT DISTINCT p.id, p.email FROM audit_lines b JOIN people p ON p.id = b.person_id
    WHERE b.area = 'erasure' AND b.what = :begun AND NOT EXISTS (
        SELECT 1 FROM audit_lines e WHERE e.area = 'erasure' AND e.what = :erased
        AND e.person_id = b.person_id
    )
"""


def begun_erasures(tx: Transaction) -> dict[int, str]:
    """The ids and addresses of people whose erasure was begun, and has not come to its end."""
    return dict(tx.run(_BEGUN, begun=ERASURE_BEGUN, erased=ERASED).fetchall())


def _conditions(wanted: AuditFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.area:
        found.append(audit_lines.c.area == wanted.area)
    if wanted.who:
        found.append(_WHO.c.email == wanted.who.strip().lower())
    if wanted.about:
        found.append(sa.cast(audit_lines.c.details, sa.Text).contains(
            orjson.dumps(wanted.about).decode()[1:-1], autoescape=True
        ))  # fmt: skip
    if wanted.since:
        found.append(audit_lines.c.at >= wanted.since)
    if wanted.until:
        found.append(audit_lines.c.at < wanted.until)
    return found


def _read(row: Row) -> AuditEntry:
    details = row.details
    return AuditEntry(
        row.area, row.what, details.get("about", ""), details.get("before", {}),
        details.get("after", {}), row.person_id,
        None if row.actor_id is None else Person(row.actor_id, row.email, row.name),
        row.at, details.get("from", ""), row.number,
    )  # fmt: skip
