"""The queue of writers in front of a database in which only one can write at a time.

Decision 0201.
"""

from __future__ import annotations

import threading
from collections import deque

from runner.errors import StoreBusy
from runner.language import _


class WriteQueue:
    """Writers of this process, first come, first served: `with queue:` is one turn.

    SQLite keeps no queue: its busy handler sleeps and asks again, so a writer that has waited long
    is overtaken by one that has just come. `seconds` is how long a writer waits at most, `longest`
    how many may wait: threads that wait to write are missing where others want to read.
    """

    def __init__(self, seconds: float, longest: int):
        self._seconds = seconds
        self._longest = longest
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        """Waits for the turn. Raises StoreBusy, with nothing begun."""
        ticket = self._line_up()
        if ticket is not None:
            self._wait(ticket)

    def __exit__(self, *_: object) -> None:
        self._next()

    def _line_up(self) -> threading.Lock | None:
        """A place in the queue: a lock that is released when its turn comes. None: no need."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return None
            if len(self._waiting) >= self._longest:
                raise StoreBusy(
                    _(
                        "%(longest)s changes are waiting for the database already. Nothing was "
                        "changed; try again in a moment.",
                        longest=self._longest,
                    )
                )
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
            return ticket

    def _wait(self, ticket: threading.Lock) -> None:
        if ticket.acquire(timeout=self._seconds):
            return
        with self._guard:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                raise StoreBusy(
                    _(
                        "The database was busy with other changes for %(seconds)s s. Nothing was "
                        "changed; try again in a moment.",
                        seconds=format(self._seconds, "g"),
                    )
                )
        # The turn came in the very instant in which the wait ended.

    def _next(self) -> None:
        """Hands the turn to the writer that waits longest: no newcomer gets in between."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
