"""Who reads internal notes stands in the audit log, where the operator asks for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from runner.clock import Clock
from runner.model import AuditEntry, Person
from runner.people import audit
from runner.store import Database

ONCE_IN = timedelta(minutes=15)
"""A page is loaded many times while somebody works on a case: one line says so."""

MOST_KNOWN = 10_000
"""Readings that are remembered, on each node."""


class NoteReads:
    """`asked` says whether the operator asks for it; else this costs nothing."""

    def __init__(self, db: Database, clock: Clock, asked: bool):
        self._db = db
        self._clock = clock
        self.asked = asked
        self._known: dict[tuple[int, str], datetime] = {}

    def note(self, person: Person, number: str) -> None:
        """Somebody was shown internal notes of a case."""
        if not self.asked:
            return
        now, key = self._clock.now(), (person.id, number)
        last = self._known.get(key)
        if last is not None and now - last < ONCE_IN:
            return
        with self._db.write() as tx:
            audit.note(tx, person, now, AuditEntry("reading", "internal notes read", number))
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[key] = now
