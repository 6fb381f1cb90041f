"""Policies in live operation: how many cases kept each, on which version, and which may break it.

Decision 0303.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from runner.clock import Clock
from runner.errors import NotFound
from runner.gate.policies import promises_of
from runner.insight.milestone_figures import SOON
from runner.insight.scope import FigureScope, FlowQuery, chosen, read_scope
from runner.language import _
from runner.model import Person
from runner.people.permissions import require
from runner.store import Database, policy_rows
from runner.store.flow_rows import Among
from runner.store.policy_rows import Judged, NotKept, StandingCount
from runner.versions import Versions

PATIENCE = timedelta(minutes=15)
"""What is overdue for so long counts as broken: a timer fires, and is read, a little after its
instant."""

LISTED = 20
"""Cases that are named on the page; all are behind the figures."""


@dataclass(frozen=True, slots=True)
class Standings:
    """How many cases keep a policy, may break it with what happens next, and broke it. A case
    counts on every version that it was on."""

    kept: int = 0
    at_risk: int = 0
    broken: int = 0

    @property
    def cases(self) -> int:
        return self.kept + self.at_risk + self.broken

    def __add__(self, other: Standings) -> Standings:
        return Standings(
            self.kept + other.kept, self.at_risk + other.at_risk, self.broken + other.broken
        )


@dataclass(frozen=True, slots=True)
class PolicyDial:
    """`sentence` is that of the newest version that has the policy; `by_version` has each version
    that has it and had a case, the newest first."""

    name: str
    sentence: str
    by_version: Mapping[int, Standings]

    @property
    def total(self) -> Standings:
        return sum(self.by_version.values(), Standings())


@dataclass(frozen=True, slots=True)
class PoliciesView:
    """Broken policies come first, then those at risk, each in the order of the newest file.
    `unpromised` are the cases on versions that promise nothing."""

    scope: FigureScope
    dials: Sequence[PolicyDial]
    not_kept: Sequence[NotKept]
    unpromised: Mapping[int, int]


class PolicyReport:
    """For those who may see the process. Reads facts, never the history."""

    def __init__(self, db: Database, versions: Versions, clock: Clock):
        self._db = db
        self._versions = versions
        self._clock = clock
        self._promises = lru_cache(256)(self._promises_of)

    def view(self, person: Person, query: FlowQuery) -> PoliciesView:
        """Raises Forbidden; NotFound for the version."""
        require(person, "see_process")
        version, of = chosen(self._versions, query)
        diagram = self._versions.diagram(version.id)  # before the read begins
        promises = self._promised(of)
        when = judged_at(self._clock.now())
        with self._db.read() as tx:
            on = policy_rows.cases_on(tx, of)
            counts = policy_rows.standings(tx, of, when)
            named = policy_rows.not_kept(tx, of, when, LISTED)
            scope = read_scope(tx, query, version, diagram, of)
        unpromised = {one: on[one] for one in promises if one in on and not promises[one]}
        return PoliciesView(scope, dials(promises, on, counts), named, unpromised)

    def names(self, person: Person, query: FlowQuery) -> Mapping[str, str]:
        """The sentences of the policies of a query, by their names. Raises Forbidden, NotFound."""
        require(person, "see_process")
        _version, of = chosen(self._versions, query)
        return _sentences(self._promised(of))

    def _promised(self, of: Among) -> dict[int, Mapping[str, str]]:
        """The sentences of each version by the names of their policies, the newest first."""
        return {one: self._promises(one) for one in sorted(of.versions, reverse=True)}

    def _promises_of(self, version_id: int) -> Mapping[str, str]:
        return promises_of(self._versions.version(version_id).files)


def judged_at(now: datetime) -> Judged:
    """What falls due within `SOON` is at risk."""
    return Judged(now - PATIENCE, now + SOON)


def dials(
    promises: Mapping[int, Mapping[str, str]], on: Mapping[int, int],
    counts: Iterable[StandingCount],
) -> Sequence[PolicyDial]:  # fmt: skip
    """`promises` are the sentences of each version, the newest first; `on` says how many cases were
    on each."""
    counted = {(one.version_id, one.policy, one.standing): one.cases for one in counts}
    found = [
        PolicyDial(name, sentence, {
            version: _standings(counted, version, name, on[version])
            for version, of in promises.items() if name in of and version in on
        })
        for name, sentence in _sentences(promises).items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.total.broken, not one.total.at_risk))


def _sentences(promises: Mapping[int, Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for of_version in promises.values():
        found = found | {name: said for name, said in of_version.items() if name not in found}
    return found


def _standings(
    counted: Mapping[tuple[int, str, str], int], version: int, name: str, cases: int
) -> Standings:
    broken, at_risk = (counted.get((version, name, what), 0) for what in ("broken", "at_risk"))
    return Standings(cases - broken - at_risk, at_risk, broken)


def policy_and_version(at: str, known: Collection[int]) -> tuple[str, int]:
    """Of `name/version`, or `name/0` for all versions; a name may have a `/` as well. Raises
    NotFound."""
    name, _slash, version = at.rpartition("/")
    if version == "0":
        return name, 0
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    if number not in known:
        raise NotFound(_("'%(at)s' names no version of these policies.", at=at[:60]))
    return name, number
