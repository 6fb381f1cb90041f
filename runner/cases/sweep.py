"""What a sweep mends for all cases: timers and holds without a job, and tallies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from runner.cases.dependencies import Dependencies
from runner.cases.records import WAKE, Records
from runner.cases.undo import Holds
from runner.delivery.jobs.retries import ATTEMPTS, LONGEST_RETRY
from runner.store import cases, history_chain, holds, incidents, jobs, tallies

SOON = timedelta(minutes=30)
"""How far ahead a sweep looks for timers without a job: there is another one every minute."""


LINKED_AT_ONCE = 50
"""Cases whose ids are read together."""


class Sweep:
    def __init__(self, dependencies: Dependencies, records: Records, holds: Holds):
        self._db = dependencies.db
        self._jobs = dependencies.jobs
        self._clock = dependencies.clock
        self._records = records
        self._holds = holds

    def repair(self) -> int:
        """Gives a job to every case whose next timer falls due soon and has none, and to every hold
        that is due and has none, and one more attempt, each hour, to jobs that were given up: the
        cause may be over (decision 0120). Incidents of jobs that are done by now are over (decision
        0359). Returns how many cases, holds and jobs there were."""
        now = self._clock.now()
        with self._db.write() as tx:
            incidents.resolve_done(tx, now)
            again = jobs.retry_dead(tx, WAKE, now - LONGEST_RETRY, now, ATTEMPTS - 1)
        with self._db.read() as tx:
            ids = self._jobs.cases_without_wake(tx, now + SOON)
        for case_id in ids:
            with self._db.write() as tx:
                case = cases.by_id(tx, case_id, for_change=True)
                if case is not None:
                    self._records.schedule(tx, case)
        return len(ids) + self._repair_holds(now) + again

    def _repair_holds(self, now: datetime) -> int:
        """A node from before there were holds ends their jobs and leaves them (decision 0267)."""
        with self._db.read() as tx:
            ids = self._jobs.holds_without_wake(tx, now)
        for hold_id in ids:
            with self._db.write() as tx:
                hold = holds.by_id(tx, hold_id)
                if hold is not None:
                    self._holds.schedule(tx, hold)
        return len(ids)

    def link_histories(self, *, stopped: Callable[[], bool]) -> int:
        """Chains what an older program wrote into histories, case by case, until it is stopped.
        Returns the number of lines."""
        linked, after = 0, 0
        while not stopped():
            with self._db.read() as tx:
                ids = history_chain.unlinked_cases(tx, after, LINKED_AT_ONCE)
            if not ids:
                break
            for case_id in ids:
                with self._db.write() as tx:
                    if cases.by_id(tx, case_id, for_change=True):
                        linked += history_chain.link_late(tx, case_id)
                self._db.yield_to_others()
            after = ids[-1]
        return linked

    def recount(self) -> int:
        """Counts all cases, and corrects the tallies that say something else. Returns how many
        did: none, unless the tables were changed past this program."""
        with self._db.read() as tx:
            wrong = tallies.missing(tx)
        if wrong:
            with self._db.write() as tx:
                tallies.repair(tx)
        return len(wrong)
