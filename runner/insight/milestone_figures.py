"""Milestones: how many are met, by what, how close, and which can still be saved.

Decision 0223.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from runner.clock import Clock
from runner.insight.countdown import Countdown, countdown
from runner.insight.distribution import interval
from runner.insight.scope import FigureScope, FlowQuery, chosen, read_scope
from runner.language import N_, _
from runner.model import Person, Team
from runner.people.permissions import require
from runner.store import Database, Transaction, attainment_rows, people, teams
from runner.store.attainment_rows import MARGINS, AtRisk, OutcomeCount
from runner.versions import Versions

Dimension = Literal["priority", "owner", "team", "product", "month", "calendar"]
DIMENSIONS: Mapping[Dimension, str] = {
    "priority": N_("Priority"), "owner": N_("Owner"), "team": N_("Team"), "product": N_("Product"),
    "month": N_("Month in which it fell due"), "calendar": N_("Calendar"),
}  # fmt: skip

SOON = timedelta(hours=24)
"""Milestones that fall due within this time are at risk."""

FEWEST_JUDGED = 10
"""Of fewer milestones a share says more about chance than about the desk."""

MOST_HELPERS = 3


@dataclass(frozen=True, slots=True)
class Share:
    """Of milestones that were met or missed, how many were met. `near` of these just so;
    `not_reached` ended before they fell due, `running` are not due yet."""

    met: int = 0
    missed: int = 0
    near: int = 0
    not_reached: int = 0
    running: int = 0

    @property
    def judged(self) -> int:
        return self.met + self.missed

    @property
    def few(self) -> bool:
        return self.judged < FEWEST_JUDGED

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of 95 %, Wilson's."""
        return interval(self.met, self.judged)


@dataclass(frozen=True, slots=True)
class MilestoneFigures:
    """`by` has, for each dimension, the share of each value; None stands for cases without one.
    `margins` are counts for `MARGINS` and above."""

    name: str
    share: Share
    by: Mapping[Dimension, Mapping[str | None, Share]]
    margins: Sequence[int]


@dataclass(frozen=True, slots=True)
class Rescue:
    """A milestone that can still be met, and who can see to it: the owner who is here, else who
    stands in, else members of the team who are here; `reason` says which."""

    at_risk: AtRisk
    left: Countdown
    people: Sequence[Person]
    reason: str


@dataclass(frozen=True, slots=True)
class MilestonesView:
    """`names` are those of owners, by address."""

    scope: FigureScope
    milestones: Sequence[MilestoneFigures]
    rescues: Sequence[Rescue]
    at_risk: int
    names: Mapping[str, str]


class MilestoneReport:
    """For those who may see the process."""

    def __init__(self, db: Database, versions: Versions, clock: Clock):
        self._db = db
        self._versions = versions
        self._clock = clock

    def view(self, person: Person, query: FlowQuery) -> MilestonesView:
        """Raises Forbidden; NotFound for the version."""
        require(person, "see_process")
        version, of = chosen(self._versions, query)
        diagram = self._versions.diagram(version.id)  # before the read begins
        calendars, now = self._versions.calendars(version.id), self._clock.now()
        with self._db.read() as tx:
            counts = attainment_rows.outcomes(tx, of, now)
            risky, number = attainment_rows.at_risk(tx, of, now, now + SOON)
            lines = [countdown(one.milestone, calendars, now) for one in risky]
            helpers = _Helpers(tx, now) if risky else None
            rescues = [
                Rescue(one, left, *helpers.of(one))
                for one, left in zip(risky, lines, strict=True)
                if helpers
            ]
            scope = read_scope(tx, query, version, diagram, of)
            names = people.names_by_email(tx, {one.owner for one in counts if one.owner})
        return MilestonesView(scope, milestone_figures(counts), rescues, number, names)


def milestone_figures(counts: Iterable[OutcomeCount]) -> Sequence[MilestoneFigures]:
    """By the names of milestones, in order."""
    found: dict[str, list[OutcomeCount]] = {}
    for one in counts:
        found.setdefault(one.name, []).append(one)
    return [
        MilestoneFigures(
            name, share_of(mine), {by: _shares(mine, by) for by in DIMENSIONS}, _bars(mine)
        )
        for name, mine in sorted(found.items())
    ]


def share_of(counts: Iterable[OutcomeCount]) -> Share:
    found: Counter[str] = Counter()
    for one in counts:
        found[one.state] += one.number
        found["near"] += one.near
    states = ("met", "missed", "near", "not_reached", "running")
    return Share(*(found[state] for state in states))


def _shares(counts: Sequence[OutcomeCount], by: Dimension) -> dict[str | None, Share]:
    """Months in their order, the last first; other values by how many were judged."""
    groups: dict[str | None, list[OutcomeCount]] = {}
    for one in counts:
        groups.setdefault(getattr(one, by), []).append(one)
    shares = {value: share_of(group) for value, group in groups.items()}
    if by in ("month", "priority"):
        return dict(sorted(shares.items(), key=lambda item: item[0] or "", reverse=by == "month"))
    return dict(sorted(shares.items(), key=lambda item: (-item[1].judged, item[0] or "~")))


def _bars(counts: Iterable[OutcomeCount]) -> Sequence[int]:
    found = [0] * (len(MARGINS) + 1)
    for one in counts:
        if one.margin is not None:
            found[one.margin] += one.number
    return found


class _Helpers:
    """Who can see to a case now."""

    def __init__(self, tx: Transaction, now: datetime):
        self._tx = tx
        self._now = now
        self._teams: Mapping[int, Team] = {team.id: team for team in teams.listed(tx)}

    def of(self, one: AtRisk) -> tuple[Sequence[Person], str]:
        owner = people.by_id(self._tx, one.owner_id) if one.owner_id else None
        if owner and self._is_here(owner):
            return [owner], _("owns it")
        stand_in = owner and owner.stand_in_id and people.by_id(self._tx, owner.stand_in_id)
        if stand_in and self._is_here(stand_in):
            return [stand_in], _("stands in for the owner, who is away")
        team = self._teams.get(one.team_id or 0)
        here = [m.person for m in team.members if self._is_here(m.person)] if team else []
        if here:
            return here[:MOST_HELPERS], _("is here, in its team")
        return [], _("a lead has to find an owner")

    def _is_here(self, person: Person) -> bool:
        return person.active and not person.is_away(self._now)
