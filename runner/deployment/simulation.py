"""What if: a desk that is fitted from history, lived through many times, with and without changes.

In processes of their own beside the desk, which only read. Decisions 0248 and 0249.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from runner.bpmn.files import calendars_of
from runner.bpmn.package import Package
from runner.cases.dependencies import Dependencies
from runner.config import Settings
from runner.deployment.deployment import Deployment
from runner.deployment.processes import UNWATCHED, OneMore, WorkWatch, share_out
from runner.engine import Process
from runner.errors import InvalidInput
from runner.insight.simulation.desk_model import DeskModel, fit
from runner.insight.simulation.desk_run import Conditions, DeskRun, Span
from runner.insight.simulation.roster import DeskFacts
from runner.insight.simulation.simulation_report import OneRun, SimulatedDesk, SimulationReport
from runner.insight.simulation.traces import figures_of, trace_of
from runner.insight.simulation.turns import MilestoneEnd, PastCase
from runner.insight.simulation.what_if import WhatIf, changed, checked_targets
from runner.language import _
from runner.model import PastLife, Person, Version
from runner.people.permissions import require
from runner.store import Database, past_lives, simulation_rows
from runner.versions import Versions

MOST_CASES = 20_000
"""The newest that a desk is fitted from."""

MOST_SIMULATED = 200_000
"""Cases of one simulation, in all of its repetitions."""

AT_ONCE = 100
"""Cases that are read in one transaction."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SimulationOrder:
    """What is simulated: `weeks` from the end of the history on, or from `until` then, fitted from
    the `months` before, in so many `repetitions`. Work on one step takes at most `longest_work`
    hours. `version` is that of the other drawing; None: it is not changed."""

    what: WhatIf = field(default_factory=WhatIf)
    version: int | None = None
    weeks: int = 4
    months: int = 6
    repetitions: int = 20
    longest_work: float = 4.0
    seed: int = 1
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Task:
    scenario: int
    number: int


@dataclass(frozen=True, slots=True)
class _Repetitions:
    """The repetitions of one process."""

    settings: Settings
    scenarios: tuple[SimulatedDesk, ...]
    tasks: tuple[_Task, ...]
    seed: int


class Simulation:
    """For those who may see the process; a package that is not deployed is for process owners."""

    def __init__(self, dependencies: Dependencies, deployment: Deployment, settings: Settings):
        self._db = dependencies.db
        self._versions = dependencies.versions
        self._clock = dependencies.clock
        self._deployment = deployment
        self._settings = settings

    def run(
        self,
        person: Person,
        order: SimulationOrder,
        package: Package | None = None,
        jobs: int | None = None,
        watch: WorkWatch = UNWATCHED,
    ) -> SimulationReport:
        """Lives through the desk as it is, and as it would be with another version, or a `package`
        that need not be deployed, in so many processes (`jobs`), or one for each processor.
        `watch` hears of cases. Raises Forbidden, NotFound, InvalidInput for what cannot be, and
        DiagramError for a package with errors."""
        require(person, "see_process")
        _check(order)
        other, drawing = self._other(person, order, package)
        base = self._base(other)
        past, names = self._past(base.process)
        scenarios = self._scenarios(order, (base, other or base), past, names)
        expected = sum(one.expected for one in scenarios) * order.repetitions
        _check_size(expected)
        watch.begun(round(expected))
        tasks = [
            _Task(n, number) for n in range(len(scenarios)) for number in range(order.repetitions)
        ]
        wanted = max(1, min(jobs or os.cpu_count() or 1, len(tasks)))
        parts = [
            _Repetitions(self._settings, scenarios, tuple(tasks[n::wanted]), order.seed)
            for n in range(wanted)
        ]
        for runs in share_out(_lived, parts, watch.progress, True):
            for task, one in runs:
                scenarios[task.scenario].runs[task.number] = one
        return SimulationReport(
            scenarios, order.what, drawing, order.seed, order.longest_work,
            self._never_taken(scenarios), _left_out(past, base),
        )  # fmt: skip

    def check(self, person: Person, order: SimulationOrder) -> None:
        """What can be seen to be wrong at once. Raises Forbidden, NotFound or InvalidInput."""
        require(person, "see_process")
        _check(order)
        version = self._versions.version(order.version or self._versions.current_id())
        checked_targets(order.what, sorted(_milestones(self._versions.prepare(version))))

    def milestones(self, person: Person) -> Sequence[str]:
        """The names of those of the live diagram, in order."""
        require(person, "see_process")
        return sorted(_milestones(self._versions.process(self._versions.current_id())))

    # -------------------------------------------------------------- the drawings

    def _other(
        self, person: Person, order: SimulationOrder, package: Package | None
    ) -> tuple[Version | None, str]:
        """The other drawing, with a sentence that names it."""
        if package is not None:
            require(person, "edit_drafts")
            checked = self._deployment.checked(package, without_policies=True)
            why_not = _("It cannot be simulated, because of its errors.")
            return checked.as_version(self._clock.now(), why_not), _("Cases go by the draft.")
        if order.version is None:
            return None, ""
        return self._versions.version(order.version), _(
            "Cases go by version %(version)s.", version=order.version
        )

    def _base(self, other: Version | None) -> Version:
        """The live version of the lifecycle that is looked at."""
        current = self._versions.version(self._versions.current_id())
        if other is None or other.process == current.process:
            return current
        with self._db.read() as tx:
            live = self._versions.newest(tx, other.process)
        if live is None:
            raise InvalidInput(
                {"version": [_(
                    "is of '%(process)s', of which nothing is live: no past case tells how its "
                    "desk works",
                    process=other.process
                )]}
            )  # fmt: skip
        return live

    def _never_taken(self, scenarios: Sequence[SimulatedDesk]) -> list[str]:
        """The names of actions that are drawn and that no past case took."""
        last = scenarios[-1]
        known = last.model.habits.known()
        actions = self._versions.prepare(last.version).compiled.actions
        return sorted({one.label for one in actions if one.id not in known})

    # -------------------------------------------------------------- the past

    def _past(self, process: str) -> tuple[list[PastCase], Mapping[int, str]]:
        """The newest cases, in short transactions."""
        with self._db.read() as tx:
            ids = past_lives.ids(tx, process, MOST_CASES)
            names = simulation_rows.names(tx)
        found: list[PastCase] = []
        for n in range(0, len(ids), AT_ONCE):
            first, last = ids[n], ids[min(n + AT_ONCE, len(ids)) - 1]
            with self._db.read() as tx:
                lives = past_lives.lives(tx, process, first, last)
                teams = simulation_rows.teams(tx, first, last)
                ends = simulation_rows.milestones(tx, first, last)
            for life in lives:
                if life.events:
                    of_case = tuple(MilestoneEnd(*end) for end in ends.get(life.case_id, ()))
                    found.append(PastCase(life, teams.get(life.case_id), of_case))
        return found, names

    def _scenarios(
        self,
        order: SimulationOrder,
        drawings: tuple[Version, Version],
        past: Sequence[PastCase],
        names: Mapping[int, str],
    ) -> tuple[SimulatedDesk, ...]:
        """The back-test, where the history is long enough for one; the desk as it is, and as it
        would be."""
        told = [case for case in past if _begins(case.life)]
        if not told:
            raise InvalidInput(
                {"history": [_("has no case of this lifecycle: nothing can be fitted")]}
            )
        base, other = drawings
        process, after = self._versions.prepare(base), self._versions.prepare(other)
        targets = checked_targets(order.what, sorted(_milestones(after)))
        end = max(case.life.events[-1].at for case in told)
        end = min(end, order.until or end)
        desk = DeskFacts(process.calendars, names, order.longest_work * 3600 or None)

        def fitted(until: datetime) -> DeskModel:
            start = max(until - order.months * 30 * DAY, min(case.submitted_at for case in told))
            return fit(told, desk, start, until)

        model = fitted(end)
        horizon = _ahead(model, end + order.weeks * 7 * DAY)
        conditions = Conditions(order.what.arrivals, order.what.work, targets)
        as_it_is = SimulatedDesk("base", base, model, horizon, Conditions())
        would_be = changed(model, order.what, after.calendars)
        as_it_would_be = SimulatedDesk("changed", other, would_be, horizon, conditions)
        first, last = _last_month(end)
        try:
            before = fitted(first)
        except InvalidInput as error:
            why = "; ".join(why for each in error.errors.values() for why in each)
            return replace(as_it_is, no_back_test=why), as_it_would_be
        actual = figures_of([trace_of(case, last) for case in told], first, last)
        known = SimulatedDesk("back_test", base, before, _ahead(before, last), Conditions(), actual)
        return known, as_it_is, as_it_would_be


def _ahead(model: DeskModel, until: datetime) -> Span:
    """From the end of what a model was fitted from, behind a time to warm up."""
    return Span(model.end - model.warm_up, model.end, until)


def _check(order: SimulationOrder) -> None:
    limits = {"weeks": (1, 26), "months": (1, 60), "repetitions": (2, 1000)}
    wrong = {
        name: [_("has to be a whole number from %(low)s to %(high)s", low=low, high=high)]
        for name, (low, high) in limits.items()
        if not low <= getattr(order, name) <= high
    }
    if not 0 <= order.longest_work <= 1000:
        wrong["longest_work"] = [_("has to be hours from 0 (no limit) to 1000")]
    if not 0 <= order.seed < 2**63:
        wrong["seed"] = [_("has to be a whole number, 0 or more")]
    if wrong:
        raise InvalidInput(wrong)


def _check_size(expected: float) -> None:
    if expected > MOST_SIMULATED:
        raise InvalidInput(
            {"repetitions": [_(
                "would be about %(expected)s cases, and %(most_simulated)s are the most: "
                "choose fewer repetitions or weeks, or fewer arrivals",
                expected=format(expected, ",.0f"), most_simulated=format(MOST_SIMULATED, ",")
            )]}
        )  # fmt: skip


def _begins(life: PastLife) -> bool:
    return bool(life.events) and life.events[0].event == "submitted"


def _left_out(past: Sequence[PastCase], base: Version) -> int:
    return sum(not _begins(case.life) for case in past)


def _milestones(process: Process) -> set[str]:
    elements = process.diagram.elements.values()
    return {one.properties["milestone"] for one in elements if one.properties.get("milestone")}


def _last_month(end: datetime) -> tuple[datetime, datetime]:
    """The first instants of the last whole month (UTC) before then, and of the one behind it."""
    last = end.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (last - DAY).replace(day=1), last


def _lived(part: _Repetitions, one_more: OneMore) -> list[tuple[_Task, OneRun]]:
    """In a process."""
    return list(_each(part, one_more))


def _each(part: _Repetitions, one_more: OneMore) -> Iterator[tuple[_Task, OneRun]]:
    settings = part.settings
    with closing(Database(settings.url, settings.synchronous)) as db:
        known = Versions(db, calendars_of(settings), compacting=settings.compact, cache=0)
        ready: dict[int, Process] = {}
        for task in part.tasks:
            one = part.scenarios[task.scenario]
            if task.scenario not in ready:
                ready[task.scenario] = known.prepare(one.version).simulating
            seed = f"{part.seed}/{one.seeded}/{task.number}"
            run = DeskRun(ready[task.scenario], one.model, one.span, one.conditions, seed)
            yield task, one.result(run.run(one_more))
