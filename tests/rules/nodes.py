"""Two nodes of one desk that race for a case."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg

from runner.errors import CaselaneError
from tests.desk import build
from tests.patience import PATIENCE, until


class Nodes:
    """Two nodes of one desk: each with connections, caches and a worker of its own."""

    def __init__(self, desk):
        self.desk = desk
        self.one = desk.app
        self.other = build(desk.settings, desk.clock)

    def race(self, first, second):
        """Lets `first`, of node one, reach its commit; then `second` goes on, on the other node, until
        it has to wait for what the first one holds, or is done; then the first one commits. So the
        second has read all that it could read too early. Returns what each came to."""
        met, stopped = threading.Event(), threading.Event()
        self._stop_before_commit(met, stopped)
        self._tell_of_waiting(stopped)
        with ThreadPoolExecutor(2) as pool:
            a = pool.submit(_outcome, first)
            assert met.wait(PATIENCE), a.result()
            b = pool.submit(_outcome, second)
            b.add_done_callback(lambda _: stopped.set())
            return a.result(), b.result()

    def _stop_before_commit(self, met, stopped):
        db = self.one.db
        commit = db._commit

        def stop_once(transaction):
            db._commit = commit
            met.set()
            self._await(stopped)
            commit(transaction)

        db._commit = stop_once

    def overtaken(self, pool, second):
        """Begins `second` on the other node, and returns once it has to wait, or is done."""
        stopped = threading.Event()
        self._tell_of_waiting(stopped)
        future = pool.submit(_outcome, second)
        future.add_done_callback(lambda _: stopped.set())
        self._await(stopped)
        return future

    def _await(self, stopped):
        until(lambda: stopped.is_set() or self._waits_for_a_lock())

    def _waits_for_a_lock(self):
        """Whether PostgreSQL lets somebody wait."""
        if self.one.db.dialect.name != "postgresql":
            return False
        with psycopg.connect(self.one.db.conninfo) as connection:
            return connection.execute(_WAITING).fetchone()[0] > 0

    def _tell_of_waiting(self, stopped):
        """On SQLite a transaction that has to wait for another node is told so at its beginning, and
        asks again; one that has to wait later is refused."""
        db = self.other.db
        if db.dialect.name != "sqlite":
            return
        begin = db._begin

        def tell(*how):
            try:
                return begin(*how)
            except sqlite3.OperationalError:
                stopped.set()
                raise

        db._begin = tell


_WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def _outcome(change):
    try:
        return change()
    except CaselaneError as error:
        return error


def moves(case):
    return [line.event.action or line.event.element for line in case.history()]
