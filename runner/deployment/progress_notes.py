"""What runs in a thread beside the desk: it writes down how far it is, and can be stopped."""

from __future__ import annotations

import logging
from collections.abc import Callable

from runner.clock import stopwatch
from runner.deployment.processes import WorkWatch
from runner.errors import CaselaneError

log = logging.getLogger("caselane.background")

BETWEEN_NOTES = 1.0
"""Seconds between two notes of how far something is."""


class _Stopped(Exception):
    """Somebody stopped it, or began another one in its place."""


class ProgressNotes:
    """Writes down how far something is, about once a second. `note` takes how many cases there are
    and how many are done, and says whether it is to go on."""

    def __init__(self, note: Callable[[int, int], bool]):
        self._note_down = note
        self._cases = 0
        self._spent = stopwatch()
        self.watch = WorkWatch(self._begun, self._progress)

    def _begun(self, cases: int) -> None:
        self._cases = cases
        self._note(0)

    def _progress(self, done: int) -> None:
        if self._spent() >= BETWEEN_NOTES:
            self._spent = stopwatch()
            self._note(done)

    def _note(self, done: int) -> None:
        if not self._note_down(self._cases, done):
            raise _Stopped


def carried_out(work: Callable[[], None], failed: Callable[[str], None]) -> None:
    """Does the work of a thread; `failed` is told why it could not be done."""
    try:
        work()
    except _Stopped:
        pass
    except CaselaneError as error:
        failed(str(error))
    except Exception:
        log.exception("Work in the background failed.")
        failed("Something unexpected happened; the log says what.")
