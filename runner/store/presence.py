"""Who has the page of a case open, and who writes in it. What is old says nothing; a sweep forgets
it."""

from __future__ import annotations

from datetime import datetime

from runner.model import Presence
from runner.store.database import Transaction

_NOTE = """
    INSERT INTO presence (case_id, person_id, at) VALUES (:case_id, :person, :now)
    ON CONFLICT (case_id, person_id) DO UPDATE SET at = excluded.at
"""
_OTHERS = """
    SELECT p.name, max(here.writes) FROM (
        SELECT person_id, 0 AS writes FROM presence WHERE case_id = :case_id AND at > :since
        UNION ALL
        SELECT person_id, 1 FROM unsent_texts
        WHERE case_id = :case_id AND saved_at > :since AND why = ''
    ) AS here JOIN people p ON p.id = here.person_id
    WHERE p.id <> :reader GROUP BY p.id, p.name ORDER BY p.name, p.id
"""
"""A text that is kept while it is written says that somebody writes."""


def note(tx: Transaction, case_id: int, person: int, now: datetime) -> None:
    tx.relaxed_durability()
    tx.run(_NOTE, case_id=case_id, person=person, now=now)


def others(tx: Transaction, case_id: int, reader: int, since: datetime) -> tuple[Presence, ...]:
    rows = tx.run(_OTHERS, case_id=case_id, reader=reader, since=since).fetchall()
    return tuple(Presence(name, bool(writes)) for name, writes in rows)


def forget(tx: Transaction, before: datetime) -> None:
    tx.run("DELETE FROM presence WHERE at < :before", before=before)
