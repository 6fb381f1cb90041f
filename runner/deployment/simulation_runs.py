"""Simulations that are begun on a page: one at a time, beside the desk, each kept with its report.

As trials are (decision 0298).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from runner.clock import Clock
from runner.deployment.background_runs import BackgroundRuns
from runner.deployment.diagram_drafts import package_of
from runner.deployment.simulation import Simulation, SimulationOrder
from runner.errors import NotFound, Overtaken
from runner.language import _
from runner.model import DiagramDraft, Person, SimulationRun
from runner.people.permissions import require
from runner.store import Database, kept_simulations

CUT_OFF = timedelta(minutes=5)
"""One that has said nothing for so long was cut off: its node was restarted. Before its first case
it is silent while the desk is fitted."""


class SimulationRuns:
    """For those who may see the process."""

    def __init__(self, db: Database, clock: Clock, simulation: Simulation):
        self._db = db
        self._clock = clock
        self._simulation = simulation
        self._runs = BackgroundRuns("simulation", db, clock, kept_simulations.ROWS, CUT_OFF)

    def start(
        self, person: Person, order: SimulationOrder, draft: DiagramDraft | None = None
    ) -> int:
        """Begins one, by another `draft` where one is given, and returns its id. Raises Forbidden,
        InvalidInput for what can be seen to be wrong at once, or Overtaken while another runs."""
        require(person, "edit_drafts" if draft else "see_process")
        self._simulation.check(person, order)
        asked = {**asdict(order), "draft": draft.id if draft else None}
        asked["until"] = order.until.isoformat() if order.until else None
        with self._db.write() as tx:
            tx.lock("simulations")
            if other := kept_simulations.running(tx, self._runs.heard_since):
                raise Overtaken(
                    _(
                        "%(by)s is simulating. One runs at a time: wait until it is done, or "
                        "stop it there.",
                        by=other.by,
                    )
                )
            run_id = kept_simulations.add(tx, asked, person.id, self._clock.now())
        package = package_of(draft) if draft else None
        self._runs.begin(
            run_id,
            lambda watch: self._simulation.run(person, order, package, watch=watch).document(),
        )
        return run_id

    def listed(self, person: Person) -> Sequence[SimulationRun]:
        """The newest first."""
        require(person, "see_process")
        with self._db.read() as tx:
            return [self._runs.seen(run) for run in kept_simulations.listed(tx)]

    def get(self, person: Person, run_id: int) -> SimulationRun:
        """As far as it has come. Raises Forbidden or NotFound."""
        require(person, "see_process")
        with self._db.read() as tx:
            run = kept_simulations.by_id(tx, run_id)
        if run is None:
            raise NotFound(_("This simulation is not kept: it is gone, or never was."))
        return self._runs.seen(run)

    def stop(self, person: Person, run_id: int) -> None:
        """The simulation itself notices it within a second. Whoever sees it may stop it: the
        machine is everybody's."""
        run = self.get(person, run_id)
        self._runs.stop(run.id, person)
