"""Incidents and dead letters, for admins: list them, resolve them, try them again."""

from __future__ import annotations

from dataclasses import dataclass

from runner.clock import Clock
from runner.errors import NotFound
from runner.language import _
from runner.model import DeadLetter, Incident, Person, to_id
from runner.people.permissions import require
from runner.store import Database, cases, incidents, jobs

LISTED = 100
"""The most incidents, and dead letters, that are listed."""


@dataclass(frozen=True, slots=True)
class IncidentList:
    """`incident_count` and `dead_count` include those that are not listed."""

    incidents: tuple[Incident, ...]
    dead_letters: tuple[DeadLetter, ...]
    incident_count: int
    dead_count: int


class Incidents:
    def __init__(self, db: Database, clock: Clock):
        self._db = db
        self._clock = clock

    def listed(self, person: Person) -> IncidentList:
        """Raises Forbidden."""
        require(person, "manage_incidents")
        with self._db.read() as tx:
            dead_count, incident_count = incidents.counts(tx)
            return IncidentList(
                tuple(incidents.open_incidents(tx, LISTED)), tuple(jobs.dead_letters(tx, LISTED)),
                incident_count, dead_count,
            )  # fmt: skip

    def retry(self, person: Person) -> int:
        """Makes every dead letter due again; workers find them within a minute. Returns how many
        there were. Raises Forbidden."""
        require(person, "manage_incidents")
        with self._db.write() as tx:
            return jobs.revive(tx, self._clock.now())

    def resolve(self, person: Person, number: str | None) -> int:
        """Resolves the open incidents of a case, or those of the system (None). Returns how many
        there were. Raises Forbidden, NotFound."""
        require(person, "manage_incidents")
        with self._db.write() as tx:
            case_id = None if number is None else to_id(number)
            if number is not None and (case_id is None or cases.by_id(tx, case_id) is None):
                raise NotFound(_("There is no case '%(number)s'.", number=number))
            return incidents.resolve_incidents(tx, case_id, self._clock.now())
