"""Trials that are begun on a page: one at a time, beside the desk, each with its report kept.

Decision 0298.
"""

from __future__ import annotations

from datetime import timedelta

from runner.clock import Clock
from runner.deployment.background_runs import BackgroundRuns
from runner.deployment.diagram_drafts import package_of
from runner.deployment.trial import Trial
from runner.errors import Overtaken
from runner.language import _
from runner.model import DiagramDraft, Person, TrialRun
from runner.people.permissions import require
from runner.store import Database, trial_runs

CUT_OFF = timedelta(minutes=2)
"""A trial that has said nothing for so long was cut off: its node was restarted. Before its first
case it is silent while the gate looks at the draft."""


class TrialRuns:
    """For process owners."""

    def __init__(self, db: Database, clock: Clock, trial: Trial):
        self._db = db
        self._clock = clock
        self._trial = trial
        self._runs = BackgroundRuns("trial", db, clock, trial_runs.ROWS, CUT_OFF)

    def start(self, person: Person, draft: DiagramDraft) -> None:
        """Begins to try a draft. Raises Forbidden, or Overtaken while another trial runs."""
        require(person, "migrate_cases")
        with self._db.write() as tx:
            tx.lock("trial_runs")
            if other := trial_runs.running(tx, self._runs.heard_since):
                raise Overtaken(
                    _(
                        "%(by)s is trying draft %(draft_id)s on past cases. One is tried at a "
                        "time: wait until it is done, or stop it there.",
                        by=other.by,
                        draft_id=other.draft_id,
                    )
                )
            run_id = trial_runs.add(tx, draft, person.id, self._clock.now())
        package = package_of(draft)
        self._runs.begin(
            run_id, lambda watch: self._trial.run(person, package, watch=watch).document()
        )

    def of_draft(self, person: Person, draft_id: int) -> TrialRun | None:
        """The last trial of a draft, as far as it has come."""
        require(person, "migrate_cases")
        with self._db.read() as tx:
            run = trial_runs.of_draft(tx, draft_id)
        return self._runs.seen(run) if run else None

    def stop(self, person: Person, draft_id: int) -> None:
        """The trial itself notices it within a second."""
        run = self.of_draft(person, draft_id)
        if run is not None:
            self._runs.stop(run.id, person)
