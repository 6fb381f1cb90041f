"""How many requests a person, a token and a network address may make in a minute.

The counts are kept in the database, so that nodes share them and a restart forgets nothing; they
are written once for a tenth of the limit, and not at all for the first tenth. Most people never
make that many: their requests cost a look into a dict. Decision 0226.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from threading import Lock
from typing import Literal

from runner.clock import Clock
from runner.errors import StoreError, TooManyRequests
from runner.language import N_, _
from runner.store import Database, request_counts

SHARES = 10
"""A node takes a share of the limit from the database at a time; the first share needs none. So a
limit is exact for one node, and every further node may add a share to it."""

ADDRESS = 5
"""How many times as much as a person a network address may ask: a whole office may share one."""


Asking = Literal["person", "token", "address"]

_OVER = {
    "person": N_(
        "You made more than %(limit)s requests in a minute. Wait a minute, then go on more slowly."
    ),
    "token": N_(
        "More than %(limit)s requests in a minute were made with this token. Wait a minute, then "
        "go on more slowly."
    ),
    "address": N_(
        "More than %(limit)s requests in a minute came from your network address. Wait a minute, "
        "then go on more slowly."
    ),
}


class RateLimits:
    """`per_minute` is the limit of a person and of a token; 0 for none."""

    def __init__(self, db: Database, clock: Clock, per_minute: int):
        self._db = db
        self._clock = clock
        self._per_minute = per_minute
        self._lock = Lock()
        self._minute = 0
        self._counts: Counter[str] = Counter()
        self._full: set[str] = set()

    def count(self, kind: Asking, key: str) -> None:
        """Counts a request of a person, of a token or from a network address. Raises
        TooManyRequests, which says whose limit it is."""
        limit = self._per_minute * (ADDRESS if kind == "address" else 1)
        if limit == 0:
            return
        who = f"{kind} {key}"
        share = max(1, limit // SHARES)
        number, minute = self._next(who)
        if who not in self._full and number > share and (number - 1) % share == 0:
            self._take(who, minute, share, limit - share)
        if who in self._full:
            raise TooManyRequests(_(_OVER[kind], limit=limit))

    def _next(self, who: str) -> tuple[int, int]:
        """The number of this request in its minute, on this node, and the minute."""
        minute = int(self._clock.now().timestamp()) // 60
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
                self._full.clear()
            self._counts[who] += 1
            return self._counts[who], minute

    def _take(self, who: str, minute: int, share: int, limit: int) -> None:
        """Takes another share. A database that is busy counts nothing, and refuses nobody."""
        with suppress(StoreError), self._db.write() as tx:
            if request_counts.add(tx, who, minute, share) > limit:
                self._full.add(who)
