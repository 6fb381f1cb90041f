"""Keeps the facts up with the history, in parts, and says how far it is. Decision 0227."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

from runner.bpmn import Diagram
from runner.errors import EngineError
from runner.gate.policies import PolicyWatch
from runner.insight.derivation import CaseRecord, facts_of
from runner.model import Case, CaseFacts, Event
from runner.store import Database, Transaction, cases, events, fact_rows
from runner.versions import Versions

AT_ONCE = 50
"""Notes of one part: its transaction keeps other writers waiting for some milliseconds."""

MOST_WATCHES = 64
"""Versions whose policies are kept at hand: each knows all that can happen in its drawing."""

Told = Callable[[int], None]
"""Is told how many cases were read so far."""


class FactReader:
    """The same history gives the same facts, whoever reads it and how often."""

    def __init__(self, db: Database, versions: Versions):
        self._db = db
        self._versions = versions
        self._watch = lru_cache(MOST_WATCHES)(self._watch_of)

    def catch_up(self, told: Told = lambda _: None, stopped: Callable[[], bool] = bool) -> int:
        """Reads all cases whose history grew, or that a program of before read. Returns how many.
        Safe on several nodes at once."""
        done, known = 0, KnownVersions(self._versions, self._watch)
        while not stopped() and (read := self._read_part(known)):
            done += read
            told(done)
            self._db.yield_to_others()
        return done

    def behind(self, limit: int = 1_000_000) -> int:
        """How many cases are to be read, counted up to a limit each: those that changed since, and
        those that a program of before read."""
        with self._db.read() as tx:
            return fact_rows.behind(tx, limit) + fact_rows.half_read(tx, limit)

    def rebuild(self, told: Told = lambda _: None) -> int:
        """Makes all facts again, from nothing but the history."""
        with self._db.write() as tx:
            tx.lock("facts")
            fact_rows.forget(tx)
        return self.catch_up(told)

    def _watch_of(self, version_id: int) -> PolicyWatch:
        return PolicyWatch(version_id, self._versions.diagram(version_id))

    def _read_part(self, known: KnownVersions) -> int:
        """The histories are read before the transaction that writes: nobody waits for that."""
        with self._db.read() as tx:
            part = fact_rows.unread(tx, AT_ONCE)
            found = _found(tx, part.case_ids, known)
        if not part.case_ids:
            return 0
        with self._db.write() as tx:
            tx.lock("facts")
            fact_rows.read_off(tx, part)
            fact_rows.write(tx, part.case_ids, found)
        return len(part.case_ids)


class KnownVersions:
    """What versions draw and promise and when they work, each asked for once: one that cannot run
    is compiled again whenever it is asked for, and whoever needs a version meanwhile waits.
    `watch` gives the policies of one that can be read, and keeps them from one reading to the
    next: a version never changes."""

    def __init__(self, versions: Versions, watch: Callable[[int], PolicyWatch]):
        self._versions = versions
        self._watch = watch
        self.diagram = cache(self._diagram)
        self.calendars = cache(versions.calendars)

    def policies(self, version_id: int) -> PolicyWatch | None:
        return None if self.diagram(version_id) is None else self._watch(version_id)

    def _diagram(self, version_id: int) -> Diagram | None:
        try:
            return self._versions.diagram(version_id)
        except EngineError:
            return None


def _found(
    tx: Transaction, ids: tuple[int, ...], known: KnownVersions
) -> list[tuple[Case, CaseFacts]]:
    histories = events.of_cases(tx, ids)
    there = [case for case_id in ids if (case := cases.by_id(tx, case_id)) is not None]
    return [
        (
            case,
            facts_of(_record(tx, case, histories[case.id], known), known.diagram, known.policies),
        )
        for case in there
        if histories[case.id]
    ]


def _record(tx: Transaction, case: Case, history: list[Event], known: KnownVersions) -> CaseRecord:
    waits = {task.element: since for task, since in reversed(cases.open_tasks(tx, case.id))}
    calendar = known.calendars(case.version_id).named(case.calendar)
    return CaseRecord(case.id, case.closed, calendar, history, waits)
