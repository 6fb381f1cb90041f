"""The desk at any past minute: where cases were, who had them, what had been missed.

Decision 0294.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from runner.clock import Clock
from runner.errors import InvalidInput
from runner.insight.living_diagram import KINDS
from runner.insight.scope import FigureScope, FlowQuery, chosen, read_scope
from runner.language import _
from runner.model import Person
from runner.people.permissions import require
from runner.store import Database, flow_rows, moment_rows, people
from runner.store.moment_rows import MilestonesThen
from runner.versions import Versions

SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MomentPlace:
    """How many cases were there, and how many milestones had been missed there until then."""

    there: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class MomentView:
    """`at` is the minute; `first` the submission of the first case, `last` the minute now. `names`
    are those of owners, by address."""

    scope: FigureScope
    at: datetime
    first: datetime
    last: datetime
    places: Mapping[str, MomentPlace]
    loads: Mapping[str, int]
    names: Mapping[str, str]
    milestones: MilestonesThen

    @property
    def minutes(self) -> int:
        """From the first submission to now."""
        return (self.last - self.first) // timedelta(minutes=1)


class Moments:
    """For those who may see the process. Reads facts, never the history."""

    def __init__(self, db: Database, versions: Versions, clock: Clock):
        self._db = db
        self._versions = versions
        self._clock = clock

    def view(self, person: Person, query: FlowQuery, at: datetime | None = None) -> MomentView:
        """The minute that begins then; the present one for None. Raises Forbidden; NotFound for the
        version; InvalidInput for a time to come."""
        require(person, "see_process")
        now = self._clock.now()
        at = (at or now).replace(second=0, microsecond=0)
        if at > now:
            raise InvalidInput({"at": [_("has to be past: nobody knows what comes")]})
        version, of = chosen(self._versions, query)
        diagram, kind = self._versions.diagram(version.id), KINDS[query.level]
        with self._db.read() as tx:
            first = moment_rows.first(tx, of) or now
            there = moment_rows.there(tx, of, kind, at)
            late = flow_rows.late(tx, of, kind, until=at)
            loads = moment_rows.there(tx, of, "owner", at)
            names = people.names_by_email(tx, loads)
            milestones = moment_rows.milestones(tx, of, at, at + SOON)
            scope = read_scope(tx, query, version, diagram, of)
        places = {
            name: MomentPlace(there.get(name, 0), late.get(name, 0))
            for name in (*there, *(name for name in late if name not in there))
        }
        busiest = dict(sorted(loads.items(), key=lambda item: (-item[1], item[0])))
        return MomentView(
            scope, at, _minute(first), _minute(now), places, busiest, names, milestones
        )  # fmt: skip


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)
