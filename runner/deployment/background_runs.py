"""What runs in a thread beside the desk: it writes down how far it is, and can be stopped.

Decision 0298.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from runner.clock import Clock, stopwatch
from runner.deployment.processes import WorkWatch
from runner.errors import CaselaneError
from runner.model import LogRun, Person, RunState, SimulationRun, TrialRun
from runner.store import Database
from runner.store.progress_rows import ProgressRows

log = logging.getLogger("caselane.background")

BETWEEN_NOTES = 1.0
"""Seconds between two notes of how far something is."""

Work = Callable[[WorkWatch], Mapping[str, Any]]
"""Tells how far it is, and returns its report as a document."""

Run = TypeVar("Run", SimulationRun, TrialRun, LogRun)


class _Stopped(Exception):
    """Somebody stopped it, or began another one in its place."""


class BackgroundRuns:
    """Work of minutes, each in a thread that waits for its processes; whoever asks, on whichever
    node, reads from the row how far it is. One that has said nothing for the span of `silence` was
    cut off: its node was restarted. `name` is that of their threads."""

    def __init__(
        self, name: str, db: Database, clock: Clock, rows: ProgressRows, silence: timedelta
    ):
        self._name = name
        self._db = db
        self._clock = clock
        self._rows = rows
        self._silence = silence

    @property
    def heard_since(self) -> datetime:
        """The instant since which a run that goes on has said so."""
        return self._clock.now() - self._silence

    def seen(self, run: Run) -> Run:
        """A run as its row has it, or as `cut_off`."""
        if run.state == "running" and run.seen_at < self.heard_since:
            return replace(run, state="cut_off")
        return run

    def begin(self, run_id: int, work: Work) -> None:
        """Lets a thread do the work, and keeps its report."""
        args = (run_id, work)
        threading.Thread(target=self._carry_out, args=args, name=self._name, daemon=True).start()

    def stop(self, run_id: int, by: Person) -> None:
        """The work itself notices it within a second."""
        self._end(run_id, "stopped", f"{by.name} stopped it.")

    def _carry_out(self, run_id: int, work: Work) -> None:
        try:
            report = work(_noting(lambda cases, done: self._note(run_id, cases, done)))
            self._end(run_id, "done", report=report)
        except _Stopped:
            pass
        except CaselaneError as error:
            self._end(run_id, "failed", str(error))
        except Exception:
            log.exception("Work in the background failed.")
            self._end(run_id, "failed", "Something unexpected happened; the log says what.")

    def _note(self, run_id: int, cases: int, done: int) -> None:
        with self._db.write() as tx:
            tx.relaxed_durability()
            goes_on = self._rows.note(tx, run_id, cases, done, self._clock.now())
        if not goes_on:
            raise _Stopped

    def _end(
        self,
        run_id: int,
        state: RunState,
        why: str = "",
        report: Mapping[str, Any] | None = None,
    ) -> None:
        with self._db.write() as tx:
            self._rows.end(tx, run_id, state, why, report)


def _noting(note: Callable[[int, int], None]) -> WorkWatch:
    """Notes how many of the cases are done, at once and then about once a second."""
    cases, spent = 0, stopwatch()

    def begun(expected: int) -> None:
        nonlocal cases
        cases = expected
        note(cases, 0)

    def progress(done: int) -> None:
        nonlocal spent
        if spent() >= BETWEEN_NOTES:
            spent = stopwatch()
            note(cases, done)

    return WorkWatch(begun, progress)
