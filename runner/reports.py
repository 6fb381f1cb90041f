"""Read-only: figures about all cases and about the installation."""

from __future__ import annotations

from statistics import mean, median

from runner.clock import Clock
from runner.jobs import Jobs
from runner.model import Health
from runner.store import Database, figures, work


class Reports:
    def __init__(self, db: Database, jobs: Jobs, clock: Clock):
        self._db = db
        self._jobs = jobs
        self._clock = clock

    def health(self) -> Health:
        """Raises StoreError when the database does not answer."""
        with self._db.read() as tx:
            return Health(self._jobs.due(tx, self._clock.now()), *work.troubles(tx))

    def transitions(self) -> list[tuple[str, str, int]]:
        """How often cases went from one status to another, most frequent first."""
        with self._db.read() as tx:
            return figures.transitions(tx)

    def milestones_by_priority(self) -> dict[str, dict[str, int]]:
        """How many milestones are in which state, by the priority of their cases."""
        with self._db.read() as tx:
            return figures.milestones_by_priority(tx)

    def time_in_status(self) -> list[tuple[str, int, float, float]]:
        """For each status that cases have left: visits, median and mean hours of a visit."""
        with self._db.read() as tx:
            visits = figures.visits(tx)
        return [
            (status, len(hours), median(hours), mean(hours)) for status, hours in visits.items()
        ]
