"""The audit log: who did what to accounts, teams, versions and settings, when, and from where.
Decision 0243."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import orjson

from runner.clock import Clock
from runner.model import AuditEntry, AuditFilter, Page, Person, csv_lines, page
from runner.model.origin import ORIGIN
from runner.people.permissions import require
from runner.store import Database, Transaction, audit_log


def note(tx: Transaction, by: Person | None, now: datetime, entry: AuditEntry) -> None:
    """Writes an entry as a part of what it tells of: both are kept, or neither. `by` with the id 0
    is the operator, as None is."""
    actor = by if by and by.id else None
    audit_log.add(tx, replace(entry, actor=actor, at=now, origin=ORIGIN.get()()))


_COLUMNS = ("number", "at", "who", "area", "what", "about", "before", "after", "from")


def audit_csv(entries: Iterable[AuditEntry]) -> Iterator[bytes]:
    """RFC 4180 in UTF-8, with a line of names."""
    yield csv_lines([_COLUMNS])
    for one in entries:
        yield csv_lines([(
            str(one.number), one.at.isoformat() if one.at else "",
            one.actor.email if one.actor else "operator", one.area, one.what, one.about,
            orjson.dumps(one.before).decode(), orjson.dumps(one.after).decode(), one.origin,
        )])  # fmt: skip


class Audit:
    def __init__(self, db: Database, clock: Clock):
        self._db = db
        self._clock = clock

    def listed(
        self, by: Person, wanted: AuditFilter, before: int | None = None, limit: int = 50
    ) -> Page[AuditEntry]:
        """The newest first. Raises Forbidden."""
        require(by, "see_audit")
        with self._db.read() as tx:
            found = audit_log.listed(tx, wanted, before, limit + 1)
        return page(found, limit, lambda entry: entry.number)

    def all(self, by: Person, wanted: AuditFilter) -> Iterator[AuditEntry]:
        """All of them, the newest first, in pieces. Raises Forbidden, at once."""
        require(by, "see_audit")
        return self._all(by, wanted)

    def _all(self, by: Person, wanted: AuditFilter) -> Iterator[AuditEntry]:
        before = None
        while True:
            found = self.listed(by, wanted, before, 500)
            yield from found.items
            if found.next_cursor is None:
                return
            before = found.items[-1].number

    def note_settings(self, node: str, now: Mapping[str, str]) -> bool:
        """Notes how a node is set up, where that is not what it was when it started last. `now` has
        no secrets."""
        with self._db.write() as tx:
            last = audit_log.last(tx, "settings", node)
            known = dict(last.after) if last else {}
            if known == dict(now):
                return False
            before = {name: value for name, value in known.items() if now.get(name) != value}
            entry = AuditEntry("settings", "started with", node, before, dict(now))
            note(tx, None, self._clock.now(), entry)
        return True
