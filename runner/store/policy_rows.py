"""How cases stand with policies, from the facts. Decision 0303.

What a case waits for counts as broken once it was due by `overdue`, as at risk once by `soon`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from runner.store.database import Transaction
from runner.store.flow_rows import Among, CaseAt, LinesAsked, read_cases
from runner.store.narrowing import narrowed_to
from runner.store.tables import instant

Standing = Literal["broken", "at_risk", "kept"]


class StandingCount(NamedTuple):
    version_id: int
    policy: str
    standing: Standing
    cases: int


class AtPolicy(NamedTuple):
    """Cases that stand so with a policy, on one version or (0) on all that are asked for."""

    standing: Standing
    policy: str
    version: int = 0


class Judged(NamedTuple):
    """The instants between which what a case waits for is at risk."""

    overdue: datetime
    soon: datetime


_STANDING = """
    CASE WHEN v.state <> 'waits' THEN v.state WHEN v.due_at <= :overdue THEN 'broken'
        WHEN v.due_at <= :soon THEN 'at_risk' ELSE 'kept' END
"""


def cases_on(tx: Transaction, of: Among) -> dict[int, int]:
    """How many cases were on each version, also those that are on another now."""
    narrowed = narrowed_to(of.wanted)
    statement = f"""
        SELECT k.version_id, count(*) FROM case_versions k{narrowed.join("k")}
        WHERE k.version_id IN ({of.ids}){narrowed.conditions} GROUP BY k.version_id
    """
    return dict(map(tuple, tx.run(statement, **narrowed.values).fetchall()))


def standings(tx: Transaction, of: Among, when: Judged) -> list[StandingCount]:
    """Of cases that do not simply keep a policy."""
    narrowed = narrowed_to(of.wanted)
    statement = f"""
        SELECT v.version_id, v.policy, {_STANDING} AS standing, count(*)
        FROM policy_verdicts v{narrowed.join("v")}
        WHERE v.version_id IN ({of.ids}){narrowed.conditions} GROUP BY 1, 2, 3
    """
    rows = tx.run(statement, **when._asdict(), **narrowed.values).fetchall()
    return [StandingCount(*row) for row in rows if row[2] != "kept"]


class NotKept(NamedTuple):
    """A case that broke a policy at an instant, or may until then."""

    case_id: int
    subject: str
    status: str
    version_id: int
    policy: str
    standing: Standing
    what: str
    at: datetime


def not_kept(tx: Transaction, of: Among, when: Judged, limit: int) -> list[NotKept]:
    """The newest of what is broken, then what is at risk, what falls due first on top."""
    narrowed = narrowed_to(of.wanted)
    # From Z to A, broken comes before at_risk.
    statement = f"""
        SELECT c.id, c.subject, c.status, g.version_id, g.policy, g.standing, g.what, g.instant
        FROM (
            SELECT v.case_id, v.version_id, v.policy, {_STANDING} AS standing, v.what,
                coalesce(v.due_at, v.at) AS instant
            FROM policy_verdicts v{narrowed.join("v")}
            WHERE v.version_id IN ({of.ids}) AND (v.state <> 'waits' OR v.due_at <= :soon)
                {narrowed.conditions}
        ) AS g JOIN cases c ON c.id = g.case_id
        ORDER BY g.standing DESC, CASE WHEN g.standing = 'broken' THEN NULL ELSE g.instant END,
            g.instant DESC, c.id, g.policy LIMIT :limit
    """
    rows = tx.run(statement, **when._asdict(), **narrowed.values, limit=limit).fetchall()
    return [NotKept._make((*row[:7], instant(row[7]))) for row in rows]


def cases_standing(
    tx: Transaction, of: Among, at: AtPolicy, when: Judged, part: LinesAsked
) -> list[CaseAt]:
    """The cases that broke a policy, the last first; that may break it, the next first; that keep
    it, the newest first."""
    if at.standing == "kept":
        return _keeping(tx, of, at, when, part)
    narrowed = narrowed_to(of.wanted)
    order = "coalesce(v.due_at, v.at)" + ("" if at.standing == "at_risk" else " DESC")
    statement = f"""
        SELECT c.id, c.subject, c.status, coalesce(v.due_at, v.at), NULL
        FROM policy_verdicts v JOIN cases c ON c.id = v.case_id{narrowed.join("v")}
        WHERE v.version_id IN ({_versions(of, at)}) AND v.policy = :policy
            AND {_STANDING} = :standing{narrowed.conditions}
        ORDER BY {order}, c.id, v.version_id LIMIT :limit OFFSET :after
    """
    values = {"policy": at.policy, "standing": at.standing, **when._asdict(), **part._asdict()}
    return read_cases(tx.run(statement, **values, **narrowed.values).fetchall())


def _keeping(
    tx: Transaction, of: Among, at: AtPolicy, when: Judged, part: LinesAsked
) -> list[CaseAt]:
    narrowed = narrowed_to(of.wanted)
    statement = f"""
        SELECT c.id, c.subject, c.status, c.created_at, NULL
        FROM case_versions k JOIN cases c ON c.id = k.case_id{narrowed.join("k")}
        WHERE k.version_id IN ({_versions(of, at)}){narrowed.conditions} AND NOT EXISTS (
            SELECT 1 FROM policy_verdicts v WHERE v.case_id = k.case_id
                AND v.version_id = k.version_id AND v.policy = :policy
                AND (v.state <> 'waits' OR v.due_at <= :soon)
        )
        ORDER BY c.id DESC, k.version_id LIMIT :limit OFFSET :after
    """
    values = {"policy": at.policy, "soon": when.soon, **part._asdict()}
    return read_cases(tx.run(statement, **values, **narrowed.values).fetchall())


def _versions(of: Among, at: AtPolicy) -> str:
    """As text of the statement: the one that is asked for, where it is among them."""
    if not at.version:
        return of.ids
    return str(int(at.version)) if at.version in of.versions else "0"
