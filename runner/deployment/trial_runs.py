"""Trials that are begun on a page: one at a time, beside the desk, each with its report kept.

Decision 0298.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

from runner.bpmn.package import Package
from runner.clock import Clock
from runner.deployment.diagram_drafts import package_of
from runner.deployment.progress_notes import ProgressNotes, carried_out
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
    """For process owners. A thread waits for the processes of the trial; whoever asks, on whichever
    node, reads from the database how far it is."""

    def __init__(self, db: Database, clock: Clock, trial: Trial):
        self._db = db
        self._clock = clock
        self._trial = trial

    def start(self, person: Person, draft: DiagramDraft) -> None:
        """Begins to try a draft. Raises Forbidden, or Overtaken while another trial runs."""
        require(person, "migrate_cases")
        now = self._clock.now()
        with self._db.write() as tx:
            tx.lock("trial_runs")
            if other := trial_runs.running(tx, now - CUT_OFF):
                raise Overtaken(
                    _(
                        "%(by)s is trying draft %(draft_id)s on past cases. One is tried at a "
                        "time: wait until it is done, or stop it there.",
                        by=other.by,
                        draft_id=other.draft_id,
                    )
                )
            run_id = trial_runs.add(tx, draft, person.id, now)
        work = (run_id, person, package_of(draft))
        threading.Thread(target=self._run, args=work, name="trial", daemon=True).start()

    def of_draft(self, person: Person, draft_id: int) -> TrialRun | None:
        """The last trial of a draft, as far as it has come."""
        require(person, "migrate_cases")
        with self._db.read() as tx:
            run = trial_runs.of_draft(tx, draft_id)
        if run and run.state == "running" and run.seen_at < self._clock.now() - CUT_OFF:
            return replace(run, state="cut_off")
        return run

    def stop(self, person: Person, draft_id: int) -> None:
        """The trial itself notices it within a second."""
        run = self.of_draft(person, draft_id)
        if run is not None:
            with self._db.write() as tx:
                trial_runs.end(tx, run.id, "stopped", f"{person.name} stopped it.")

    def _run(self, run_id: int, person: Person, package: Package) -> None:
        notes = ProgressNotes(lambda cases, done: self._note(run_id, cases, done))

        def work() -> None:
            report = self._trial.run(person, package, watch=notes.watch)
            with self._db.write() as tx:
                trial_runs.end(tx, run_id, "done", report=report.document())

        carried_out(work, lambda why: self._failed(run_id, why))

    def _note(self, run_id: int, cases: int, done: int) -> bool:
        with self._db.write() as tx:
            tx.relaxed_durability()
            return trial_runs.note(tx, run_id, cases, done, self._clock.now())

    def _failed(self, run_id: int, why: str) -> None:
        with self._db.write() as tx:
            trial_runs.end(tx, run_id, "failed", why)
