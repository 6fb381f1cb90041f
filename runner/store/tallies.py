"""How many cases there are of a kind, known without counting them.

A tally is the sum of its rows. A transaction adds rows of plus and minus just before it commits,
and changes none, so that no transaction waits for another. Every FOLD rows, the transaction that
wrote the last of them folds them into one row for each tally, so that reading stays cheap.
Decision 0060.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from runner.model import Case
from runner.store.database import Transaction

STATUS = "status"
"""All cases, by status. No tally but VERSION counts those that are marked as spam."""
OPEN = "open"
"""Cases that are not closed, by the id of their owner; '' for those without an owner."""
VERSION = "version"
"""Cases that are not closed, by the id of their version."""
WAITING = "waiting"
"""Cases that wait for a milestone, all under ''."""

FOLD = 256
"""A fold takes place each time that this many rows were added."""


def at_element(version: int) -> str:
    """The tally of the open tasks of a version's cases, by element."""
    return f"task {version}"


# ------------------------------------------------------------------ counting


def written(tx: Transaction, case: Case) -> None:
    """Counts a new case, or one that changed since it was read for change."""
    known = tx.read.get(case.id)
    before, now = frozenset(_kinds(known) if known else ()), frozenset(_kinds(case))
    tx.read[case.id] = case
    for what, key in now - before:
        add(tx, what, key, 1)
    for what, key in before - now:
        add(tx, what, key, -1)


def _kinds(case: Case) -> Iterator[tuple[str, str]]:
    if not case.closed:
        yield VERSION, str(case.version_id)
    if case.spam:
        return
    yield STATUS, case.status
    if not case.closed:
        yield OPEN, str(case.owner.id) if case.owner else ""
    if case.milestone_due is not None:
        yield WAITING, ""


def add(tx: Transaction, what: str, key: str, change: int) -> None:
    tx.tallied[what, key] += change
    tx.before_commit(_write)


def _write(tx: Transaction) -> None:
    changes = [(what, key, n) for (what, key), n in sorted(tx.tallied.items()) if n]
    if not changes:
        return
    statement, names = _adding(len(changes))
    values = dict(zip(names, chain.from_iterable(changes), strict=True))
    ids = [row_id for (row_id,) in tx.run(statement, **values).fetchall()]
    if any(row_id % FOLD == 0 for row_id in ids):
        fold(tx, after=max(ids) - FOLD)


@cache
def _adding(rows: int) -> tuple[str, tuple[str, ...]]:
    """The statement that adds so many rows, and the names of its values in their order."""
    names = [(f"what{i}", f"key{i}", f"change{i}") for i in range(rows)]
    places = ", ".join(f"(:{what}, :{key}, :{change})" for what, key, change in names)
    statement = f"INSERT INTO tallies (what, key, change) VALUES {places} RETURNING id"
    return statement, tuple(chain.from_iterable(names))


# All rows of the tallies that have a row newer than `after`.
_TAKE = """
    DELETE FROM tallies WHERE id IN (
        SELECT id FROM tallies
        WHERE (what, key) IN (SELECT what, key FROM tallies WHERE id > :after){skip_locked}
    ) RETURNING what, key, change
"""
_PUT = "INSERT INTO tallies (what, key, change) VALUES (:what, :key, :change)"


def fold(tx: Transaction, after: int = 0) -> None:
    """Makes one row of each tally that has rows newer than the id `after`. Rows that another
    transaction is folding are left to it."""
    taken = tx.run(_TAKE.format(skip_locked=tx.dialect.skip_locked), after=after)
    sums: Counter[tuple[str, str]] = Counter()
    for what, key, change in taken.fetchall():
        sums[what, key] += change
    for (what, key), change in sorted(sums.items()):
        if change:
            tx.run(_PUT, what=what, key=key, change=change)


# ------------------------------------------------------------------ reading


_BY_KEY = "SELECT key, sum(change) FROM tallies WHERE what = :what GROUP BY key"


def by_key(tx: Transaction, what: str) -> dict[str, int]:
    """The numbers of a tally, by key. Those that are 0 are left out."""
    return {key: int(total) for key, total in tx.run(_BY_KEY, what=what) if total}


def at_elements(tx: Transaction, version: int | None) -> dict[str, int]:
    """Open tasks by element, of one version or of all."""
    if version is not None:
        return by_key(tx, at_element(version))
    return {key: int(total) for key, total in tx.run(_AT_ELEMENTS) if total}


# `what` is 'task ' and a version, see `at_element`. An index has them in a row, since '!' is next
# to ' ' in the order of texts.
_AT_ELEMENTS = """
    SELECT key, sum(change) FROM tallies WHERE what >= 'task ' AND what < 'task!' GROUP BY key
"""


def of_inbox(tx: Transaction, person: str) -> dict[str, dict[str, int]]:
    """STATUS and WAITING, and OPEN of the person and of no owner: by tally, then by key. One
    statement, since every page of the inbox asks for it."""
    found: dict[str, dict[str, int]] = {STATUS: {}, OPEN: {}, WAITING: {}}
    for what, key, total in tx.run(_OF_INBOX, person=person).fetchall():
        if total:
            found[what][key] = int(total)
    return found


_OF_INBOX = """
    SELECT what, key, sum(change) FROM tallies
    WHERE what IN ('status', 'waiting') OR (what = 'open' AND key IN (:person, ''))
    GROUP BY what, key
"""


# ------------------------------------------------------------------ putting right

# What the tallies ought to be, counted.
_COUNTED = """
    SELECT 'status' AS what, status AS key, count(*) AS change FROM cases
    WHERE NOT spam GROUP BY status
    UNION ALL
    SELECT 'open', coalesce(CAST(owner_id AS TEXT), ''), count(*) FROM cases
    WHERE NOT closed AND NOT spam GROUP BY owner_id
    UNION ALL
    SELECT 'version', CAST(version_id AS TEXT), count(*) FROM cases
    WHERE NOT closed GROUP BY version_id
    UNION ALL
    SELECT 'waiting', '', count(*) FROM cases WHERE milestone_due IS NOT NULL AND NOT spam
    UNION ALL
    SELECT 'task ' || t.version_id, t.element, count(*) FROM tasks t
    JOIN cases c ON c.id = t.case_id WHERE NOT c.spam GROUP BY t.version_id, t.element
"""
_MISSING = f"""
    SELECT what, key, sum(change) FROM (
        {_COUNTED} UNION ALL SELECT what, key, -change FROM tallies
    ) AS both_sides
    GROUP BY what, key HAVING sum(change) <> 0
"""


def missing(tx: Transaction) -> Mapping[tuple[str, str], int]:
    """The differences between a count of all cases and the tallies: none, unless the tables were
    changed by another program. Reads all cases, at one instant."""
    return {(what, key): int(change) for what, key, change in tx.run(_MISSING)}


def repair(tx: Transaction) -> None:
    """Adds the differences. Changes that other transactions make meanwhile are counted by them."""
    tx.lock("tallies")
    tx.run(f"INSERT INTO tallies (what, key, change) {_MISSING}")
