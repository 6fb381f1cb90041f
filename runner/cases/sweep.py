"""What a sweep mends for all cases: timers without a job, and tallies."""

from __future__ import annotations

from datetime import timedelta

from runner.cases.dependencies import Dependencies
from runner.cases.records import WAKE, Records
from runner.delivery.jobs import ATTEMPTS, LONGEST_RETRY
from runner.store import cases, jobs, tallies

SOON = timedelta(minutes=30)
"""How far ahead a sweep looks for timers without a job: there is another one every minute."""


class Sweep:
    def __init__(self, dependencies: Dependencies, records: Records):
        self._db = dependencies.db
        self._jobs = dependencies.jobs
        self._clock = dependencies.clock
        self._records = records

    def repair(self) -> int:
        """Gives a job to every case whose next timer falls due soon and has none, and one more
        attempt, each hour, to jobs that were given up: the cause may be over (decision 0120).
        Returns how many cases there were."""
        now = self._clock.now()
        with self._db.write() as tx:
            again = jobs.retry_dead(tx, WAKE, now - LONGEST_RETRY, now, ATTEMPTS - 1)
        with self._db.read() as tx:
            ids = self._jobs.cases_without_wake(tx, now + SOON)
        for case_id in ids:
            with self._db.write() as tx:
                case = cases.by_id(tx, case_id, for_change=True)
                if case is not None:
                    self._records.schedule(tx, case)
        return len(ids) + again

    def recount(self) -> int:
        """Counts all cases, and corrects the tallies that say something else. Returns how many
        did: none, unless the tables were changed past this program."""
        with self._db.read() as tx:
            wrong = tallies.missing(tx)
        if wrong:
            with self._db.write() as tx:
                tallies.repair(tx)
        return len(wrong)
