"""How many cases there are of a kind, known without counting them.

What a transaction changes is added as rows of plus and minus at its end; a tally is the sum of its
rows. Rows are only added, so nobody waits for anybody; every few hundred of them are folded into
one for each tally by whoever wrote the last, so that reading stays cheap. See decision 0060.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from runner.model import Case
from runner.store.database import Transaction

STATUS = "status"
"""All cases, by status."""
OPEN = "open"
"""Cases that are not closed, by the id of their owner; '' for those of nobody."""
VERSION = "version"
"""Cases that are not closed, by the id of their version."""
WAITING = "waiting"
"""Cases that wait for a milestone, all under ''."""

FOLD = 256
"""Rows after which they are folded."""


def at_element(version: int) -> str:
    """The tally of the open tasks of a version's cases, by element."""
    return f"task {version}"


# ------------------------------------------------------------------ counting


def written(tx: Transaction, case: Case) -> None:
    """A case came, or is no longer what it was when it was read."""
    known = tx.read.get(case.id)
    before, now = frozenset(_kinds(known) if known else ()), frozenset(_kinds(case))
    tx.read[case.id] = case
    for what, key in now - before:
        add(tx, what, key, 1)
    for what, key in before - now:
        add(tx, what, key, -1)


def _kinds(case: Case) -> Iterator[tuple[str, str]]:
    yield STATUS, case.status
    if not case.closed:
        yield OPEN, str(case.owner.id) if case.owner else ""
        yield VERSION, str(case.version_id)
    if case.milestone_due is not None:
        yield WAITING, ""


def add(tx: Transaction, what: str, key: str, change: int) -> None:
    tx.tallied[what, key] += change
    tx.before_commit(_write)


def _write(tx: Transaction) -> None:
    changes = [(what, key, n) for (what, key), n in sorted(tx.tallied.items()) if n]
    if not changes:
        return
    values: dict[str, Any] = {}
    for i, (what, key, change) in enumerate(changes):
        values |= {f"what{i}": what, f"key{i}": key, f"change{i}": change}
    added = tx.run(_adding(len(changes)), **values)
    last = max(row[0] for row in added.fetchall())
    if last % FOLD < len(changes):
        fold(tx, last - FOLD)


@cache
def _adding(rows: int) -> str:
    places = ", ".join(f"(:what{i}, :key{i}, :change{i})" for i in range(rows))
    return f"INSERT INTO tallies (what, key, change) VALUES {places} RETURNING id"


_TAKE = """
    DELETE FROM tallies WHERE id IN (
        SELECT id FROM tallies
        WHERE (what, key) IN (SELECT what, key FROM tallies WHERE id > :after){skip_locked}
    ) RETURNING what, key, change
"""
_PUT = "INSERT INTO tallies (what, key, change) VALUES (:what, :key, :change)"


def fold(tx: Transaction, after: int = -1) -> None:
    """One row for each tally that has one newer than the id `after`. Rows that somebody else is
    folding are theirs."""
    taken = tx.run(_TAKE.format(skip_locked=tx.dialect.skip_locked), after=after)
    sums: Counter[tuple[str, str]] = Counter()
    for what, key, change in taken.fetchall():
        sums[what, key] += change
    for (what, key), change in sorted(sums.items()):
        if change:
            tx.run(_PUT, what=what, key=key, change=change)


# ------------------------------------------------------------------ reading


def by_key(tx: Transaction, what: str) -> dict[str, int]:
    rows = tx.run("SELECT key, sum(change) FROM tallies WHERE what = :what GROUP BY key", what=what)
    return {key: int(total) for key, total in rows if total}


def at_elements(tx: Transaction, version: int | None) -> dict[str, int]:
    """Open tasks by element, of one version or of all."""
    if version is not None:
        return by_key(tx, at_element(version))
    rows = tx.run(
        "SELECT key, sum(change) FROM tallies WHERE what >= :first AND what < :behind GROUP BY key",
        first="task ", behind="task!",
    )  # fmt: skip
    return {key: int(total) for key, total in rows if total}


def of_inbox(tx: Transaction, person: str) -> dict[str, dict[str, int]]:
    """Of STATUS and WAITING all, of OPEN those of somebody and of nobody: by what, then by key. One
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

_COUNTED = """
    SELECT 'status' AS what, status AS key, count(*) AS change FROM cases GROUP BY status
    UNION ALL
    SELECT 'open', coalesce(CAST(owner_id AS TEXT), ''), count(*) FROM cases
    WHERE NOT closed GROUP BY owner_id
    UNION ALL
    SELECT 'version', CAST(version_id AS TEXT), count(*) FROM cases
    WHERE NOT closed GROUP BY version_id
    UNION ALL
    SELECT 'waiting', '', count(*) FROM cases WHERE milestone_due IS NOT NULL
    UNION ALL
    SELECT 'task ' || version_id, element, count(*) FROM tasks GROUP BY version_id, element
"""
_MISSING = f"""
    SELECT what, key, sum(change) FROM (
        {_COUNTED} UNION ALL SELECT what, key, -change FROM tallies
    ) AS both_sides
    GROUP BY what, key HAVING sum(change) <> 0
"""


def missing(tx: Transaction) -> Mapping[tuple[str, str], int]:
    """What a count of all cases says that the tallies do not: nothing, unless somebody changed the
    tables past this program. Reads all cases, at one instant."""
    return {(what, key): int(change) for what, key, change in tx.run(_MISSING)}


def repair(tx: Transaction) -> None:
    """Adds what is missing. Changes that others make meanwhile are counted by them."""
    tx.lock("tallies")
    tx.run(f"INSERT INTO tallies (what, key, change) {_MISSING}")
