"""What writers share in one process, in front of SQLite: a queue, in which one can write at a time,
and the flush of the log behind it.

Decision 0201, decision 0356, decision 0357.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from runner.errors import StoreBusy
from runner.language import _


class FairQueue:
    """`places` that are taken first come, first served: no newcomer gets in between."""

    def __init__(self, places: int):
        self._free = places
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    @contextmanager
    def place(self, seconds: float) -> Iterator[None]:
        """A place, or none where none became free in that time."""
        has_place = self.take(seconds)
        try:
            yield
        finally:
            if has_place:
                self.give_back()

    def take(self, seconds: float) -> bool:
        """Waits for a place, `seconds` at most. False: none became free in that time."""
        ticket = self._line_up()
        return ticket is None or self._is_called(ticket, seconds)

    def give_back(self) -> None:
        """Hands a place to the one that waits longest, before anybody else can take it."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1

    def _line_up(self) -> threading.Lock | None:
        """A lock that is released when the turn comes. None: a place was free."""
        with self._guard:
            if self._free:
                self._free -= 1
                return None
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
            return ticket

    def _is_called(self, ticket: threading.Lock, seconds: float) -> bool:
        if ticket.acquire(timeout=seconds):
            return True
        with self._guard:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                return False
        return True  # the turn came in the very instant in which the wait ended


class WriteQueue:
    """Writers of this process, first come, first served: `with queue:` is one turn.

    SQLite keeps no queue: its busy handler sleeps and asks again, so a writer that has waited long
    is overtaken by one that has just come. `seconds` is how long a writer waits at most, `longest`
    how many may wait: threads that wait to write are missing where others want to read.
    """

    def __init__(self, seconds: float, longest: int):
        self._seconds = seconds
        self._longest = longest
        self.turns = FairQueue(1)

    def __enter__(self) -> None:
        """Waits for the turn. Raises StoreBusy, with nothing begun."""
        if self.turns.waiting >= self._longest:
            raise StoreBusy(
                _(
                    "%(longest)s changes are waiting for the database already. Nothing was "
                    "changed; try again in a moment.",
                    longest=self._longest,
                )
            )
        if not self.turns.take(self._seconds):
            raise StoreBusy(
                _(
                    "The database was busy with other changes for %(seconds)s s. Nothing was "
                    "changed; try again in a moment.",
                    seconds=format(self._seconds, "g"),
                )
            )

    def __exit__(self, *_: object) -> None:
        self.turns.give_back()


class LogFlush:
    """Makes commits last. In FULL, SQLite flushes its log in each commit, while it holds the lock
    of the writers. Here commits go into the log without that, the next writer has the lock, and one
    flush is for all that committed meanwhile.

    After a flush that failed nothing is known of what the disk has, and a later one would not tell
    (https://wiki.postgresql.org/wiki/Fsync_Errors): `failed` is for good.
    """

    def __init__(self) -> None:
        self.path = ""
        """Of the log; '' while there is none that is flushed here."""
        self._guard = threading.Lock()
        self._flushing = threading.Lock()
        self._committed = self._flushed = 0
        self.failed = False

    def flush(self) -> None:
        """Returns when what this thread has committed outlives a loss of power. Raises OSError."""
        if not self.path:
            return
        with self._guard:
            self._committed += 1
            mine = self._committed
        with self._flushing:
            if self._flushed < mine:
                self._flush_all()

    def _flush_all(self) -> None:
        if self.failed:
            raise OSError(f"{self.path} could not be flushed before.")
        until = self._committed
        try:
            _to_disk(self.path)
        except OSError:
            self.failed = True
            raise
        self._flushed = until


def _to_disk(path: str) -> None:
    file = os.open(path, os.O_RDWR)
    try:
        if full := getattr(fcntl, "F_FULLFSYNC", None):  # a Mac's fsync ends in the disk's memory
            fcntl.fcntl(file, full)
        else:
            os.fdatasync(file)
    finally:
        os.close(file)
