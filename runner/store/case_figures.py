"""Figures of whole cases, from the facts: each is one walk through `case_facts` or an index.

Days are in UTC. A case counts in a filter as it was when its facts were read; rows that a node of
an older version wrote lack some figures until they are read again, and count in none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from runner.errors import NotFound
from runner.language import _
from runner.model import EVERYTHING
from runner.store.database import Transaction
from runner.store.flow_rows import Among, CaseAt, LinesAsked, read_cases
from runner.store.narrowing import narrowed_to

Counts = list[tuple[Any, int]]
"""Values with how many cases have them."""


class CaseTotals(NamedTuple):
    """`at_once`: closed cases on which support worked and whose customer did not have to answer.
    `rejected` cases had a rejection or more, `repeats` repeat an older case."""

    cases: int
    closed: int
    at_once: int
    rejected: int
    rejections: int
    repeats: int


NO_CASES = CaseTotals(0, 0, 0, 0, 0, 0)

CONDITIONS: Mapping[str, str] = {
    "submitted": "TRUE",
    "open": "f.closed_at IS NULL",
    "closed": "f.closed_at IS NOT NULL",
    "at_once": "f.closed_at IS NOT NULL AND f.answers = 0 AND f.touches > 0",
    "rejected": "f.rejections > 0",
    "repeats": "f.repeat_of IS NOT NULL",
    "migrated": "f.migrated > 0",
    "set_back": "f.set_back > 0",
    "incomplete": "f.missing > 0",
    "behind_time": "EXISTS (SELECT 1 FROM milestones m WHERE m.case_id = f.case_id AND"
    " m.state = 'missed')",
}
"""Of cases `f`, by what the pages call them."""


def by_submission(tx: Transaction, of: Among) -> dict[str, CaseTotals]:
    """Totals by the day on which cases were submitted."""
    return _totals(tx, of, tx.dialect.day.format("f.created_at"))


def by_way(tx: Transaction, of: Among) -> dict[int, CaseTotals]:
    """Totals by the ids of the ways of cases."""
    return _totals(tx, of, "f.way_id")


def _totals(tx: Transaction, of: Among, by: str) -> dict[Any, CaseTotals]:
    rows = _asked(tx, of, f"{by}, {_TOTALS}", " GROUP BY 1").fetchall()
    return {key: CaseTotals(*map(int, counted)) for key, *counted in rows}


_TOTALS = ", ".join(
    f"sum(CASE WHEN {CONDITIONS[name]} THEN {value} ELSE 0 END)"
    for name, value in (
        ("submitted", "1"), ("closed", "1"), ("at_once", "1"), ("rejected", "1"),
        ("rejected", "f.rejections"), ("repeats", "1"),
    )
)  # fmt: skip


def sum_of(parts: Iterable[CaseTotals]) -> CaseTotals:
    """Totals of all cases, from those of their days or ways."""
    return CaseTotals(*map(sum, zip(NO_CASES, *parts, strict=True)))


def by_end(tx: Transaction, of: Among) -> list[tuple[str, int | None, int]]:
    """(day, touches, cases): closed cases by the day on which they ended, and by how often support
    touched them."""
    day = tx.dialect.day.format("f.closed_at")
    more = " AND f.closed_at IS NOT NULL GROUP BY 1, 2"
    return [tuple(row) for row in _asked(tx, of, f"{day}, f.touches, count(*)", more).fetchall()]


def durations(tx: Transaction, of: Among, column: str) -> Counts:
    """Minutes from the submission to the end, `clock` or `business`, with how many cases took
    them."""
    assert column in ("clock", "business")
    more = f" AND f.{column} IS NOT NULL GROUP BY 1"
    return _counts(_asked(tx, of, f"f.{column}, count(*)", more))


def _asked(tx: Transaction, of: Among, what: str, more: str = "") -> Any:
    narrowed = narrowed_to(of.wanted)
    statement = f"""
        SELECT {what} FROM case_facts f
        WHERE f.version_id IN ({of.ids}){narrowed.conditions}{more}
    """
    return tx.run(statement, **narrowed.values)


def _counts(cursor: Any) -> Counts:
    return [(row[0], row[1]) for row in cursor.fetchall()]


# ------------------------------------------------------------------ load


class OwnerDay(NamedTuple):
    """On a day so many cases `began` to have an owner, by address, and so many `ended` to."""

    owner: str
    day: str
    began: int
    ended: int


def owner_days(tx: Transaction, of: Among) -> list[OwnerDay]:
    """In one walk through the stays with owners: of a filter that is most of the work."""
    narrowed = narrowed_to(of.wanted)
    counted = f"""
        SELECT d.name, d.day, sum(d.began), sum(d.ended) FROM stay_days d
        WHERE d.kind = :kind AND d.version_id IN ({of.ids}) AND (d.began > 0 OR d.ended > 0)
        GROUP BY 1, 2
    """
    if of.wanted != EVERYTHING:
        began, ended = (tx.dialect.day.format(f"i.{one}_at") for one in ("started", "ended"))
        counted = f"""
            WITH one AS (
                SELECT i.name AS name, {began} AS began, {ended} AS ended
                FROM {narrowed.stays(tx, of.ids)}{narrowed.conditions}
            )
            SELECT name, day, sum(came), sum(went) FROM (
                SELECT name, began AS day, count(*) AS came, 0 AS went FROM one GROUP BY 1, 2
                UNION ALL
                SELECT name, ended, 0, count(*) FROM one WHERE ended IS NOT NULL GROUP BY 1, 2
            ) AS counted GROUP BY 1, 2
        """
    rows = tx.run(counted, kind="owner", **narrowed.values).fetchall()
    return [OwnerDay(name, day, int(came), int(went)) for name, day, came, went in rows]


# ------------------------------------------------------------------ the cases behind a figure


def cases_that(tx: Transaction, of: Among, what: str, at: str, part: LinesAsked) -> list[CaseAt]:
    """Those behind a count of `CONDITIONS`, the newest first; those behind time by when they last
    missed a milestone. `at` narrows them: to a week, by its Monday and the next
    (`2026-03-02/2026-03-09`), in which they were submitted or, where `what` is closed, ended; of
    touched cases it is how often."""
    condition, values = _condition(tx, what, at)
    narrowed = narrowed_to(of.wanted)
    when = _LAST_MISSED if what == "behind_time" else "f.created_at"
    statement = f"""
        SELECT c.id, c.subject, c.status, {when}, f.clock
        FROM case_facts f JOIN cases c ON c.id = f.case_id
        WHERE f.version_id IN ({of.ids}) AND {condition}{narrowed.conditions}
        ORDER BY 4 DESC, c.id LIMIT :limit OFFSET :after
    """
    values |= {**part._asdict(), **narrowed.values}
    return read_cases(tx.run(statement, **values).fetchall())


_LAST_MISSED = """(SELECT max(m.due_at) FROM milestones m
    WHERE m.case_id = f.case_id AND m.state = 'missed')"""


def _condition(tx: Transaction, what: str, at: str) -> tuple[str, dict[str, Any]]:
    if what == "touched":
        return f"{CONDITIONS['closed']} AND f.touches = :touches", {"touches": _number(at)}
    if what == "owned":
        owned = "i.kind = 'owner' AND i.ended_at IS NULL AND i.name = :name"
        return (
            f"EXISTS (SELECT 1 FROM intervals i WHERE i.case_id = f.case_id AND {owned})",
            {"name": at},
        )
    if not at:
        return CONDITIONS[what], {}
    day = tx.dialect.day.format("f.closed_at" if what == "closed" else "f.created_at")
    begin, _, end = at.partition("/")
    return f"{CONDITIONS[what]} AND {day} >= :begin AND {day} < :end", {"begin": begin, "end": end}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound(_("There are no cases that were touched '%(text)s' times.", text=text[:60]))
    return int(text)
