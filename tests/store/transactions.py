"""Databases, and one call in a transaction of its own."""

from runner.store import Database
from tests.patience import PATIENCE


def opened(url, busy_seconds=PATIENCE):
    return Database(url, busy_seconds=busy_seconds)


def in_a_transaction(db, function, *arguments):
    with db.write() as tx:
        return function(tx, *arguments)
