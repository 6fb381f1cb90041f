"""The facts that are read of cases: which cases are still to be read, and writing what was read.

Nothing of it is needed to work a case: all can be made again from the history. Decision 0227.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Any

import orjson

from runner.model import Case, CaseFacts, Interval, Route
from runner.store.database import Transaction


@dataclass(frozen=True, slots=True)
class UnreadCases:
    """Notes that the histories of these cases grew, by the ids of the notes."""

    notes: tuple[int, ...]
    case_ids: tuple[int, ...]


_UNREAD = "SELECT id, case_id FROM unread_cases ORDER BY id LIMIT :limit"


def unread(tx: Transaction, limit: int) -> UnreadCases:
    """The oldest notes."""
    rows = tx.run(_UNREAD, limit=limit).fetchall()
    cases = dict.fromkeys(case_id for _, case_id in rows)
    return UnreadCases(tuple(note for note, _ in rows), tuple(cases))


def read_off(tx: Transaction, done: UnreadCases) -> None:
    """Strikes notes off. Those that came meanwhile stay."""
    tx.run_each("DELETE FROM unread_cases WHERE id = :id", [{"id": note} for note in done.notes])


_BEHIND = "SELECT count(*) FROM (SELECT DISTINCT case_id FROM unread_cases LIMIT :limit) AS noted"


def behind(tx: Transaction, limit: int) -> int:
    """How many cases changed since their facts were read, counted up to a limit."""
    return tx.run(_BEHIND, limit=limit).fetchone()[0]


_OF_CASES = ("intervals", "moves", "case_facts", "case_versions", "policy_verdicts")
_TABLES = ("stay_counts", "route_counts", *_OF_CASES, "routes", "ways", "unread_cases")
"""The counts go first: then nothing is counted down."""


def forget(tx: Transaction) -> None:
    """Takes all facts away, and notes every case to be read."""
    for table in _TABLES:
        tx.run(f"DELETE FROM {table}")
    tx.run("INSERT INTO unread_cases (case_id) SELECT id FROM cases ORDER BY id")


# ------------------------------------------------------------------ writing


_KNOWN = """
    SELECT c.spam, f.events FROM cases c LEFT JOIN case_facts f ON f.case_id = c.id
    WHERE c.id = :case_id
"""
_CASE = """
    INSERT INTO case_facts (case_id, events, version_id, created_at, closed_at, priority, product,
        customer_id, owner_id, resolution, way_id, migrated, team_id, channel, repeat_of, touches,
        answers, rejections, clock, business)
    VALUES (:case_id, :events, :version_id, :created_at, :closed_at, :priority, :product,
        :customer_id, :owner_id, :resolution, :way_id, :migrated, :team_id, :channel, :repeat_of,
        :touches, :answers, :rejections, :clock, :business)
"""
_WAY = "INSERT INTO ways (id, statuses) VALUES (:id, :statuses) ON CONFLICT (id) DO NOTHING"
_ROUTE = """
    INSERT INTO routes (id, version_id, event, audience, action, element, from_status, to_status,
        path)
    VALUES (:id, :version_id, :event, :audience, :action, :element, :from_status, :to_status, :path)
    ON CONFLICT (id) DO NOTHING
"""
_VERSION = "INSERT INTO case_versions (case_id, version_id) VALUES (:case_id, :version_id)"
_VERDICT = """
    INSERT INTO policy_verdicts (case_id, version_id, policy, state, what, at, due_at)
    VALUES (:case_id, :version_id, :policy, :state, :what, :at, :due_at)
"""


def write(tx: Transaction, case: Case, found: CaseFacts) -> None:
    """Puts the facts of a case in the place of those before; of two that were read at once, those
    that know more of its history stay. A case that is marked as spam has none: whether it is now
    is asked here, since it may have been marked after it was read."""
    spam, known = tx.run(_KNOWN, case_id=case.id).fetchone() or (True, None)
    if known is not None and known > found.events and not spam:
        return
    for table in _OF_CASES:
        tx.run(f"DELETE FROM {table} WHERE case_id = :case_id", case_id=case.id)
    if spam:
        return
    statuses = _json(found.way)
    tx.run(_WAY, id=_id_of(statuses), statuses=statuses)
    tx.run(
        _CASE, case_id=case.id, events=found.events, version_id=case.version_id,
        created_at=case.created_at, closed_at=found.closed_at, priority=case.priority,
        product=case.product, customer_id=case.customer.id,
        owner_id=case.owner.id if case.owner else None, resolution=case.resolution,
        way_id=_id_of(statuses), migrated=found.migrated,
        team_id=case.team.id if case.team else None, channel=case.channel,
        repeat_of=case.repeat_of, touches=found.touches, answers=found.answers,
        rejections=found.rejections, clock=found.clock, business=found.business,
    )  # fmt: skip
    tx.insert_rows("intervals", _interval_rows(case.id, found.intervals))
    _write_moves(tx, case.id, found)
    rows = [{"case_id": case.id, "version_id": version_id} for version_id in found.versions]
    tx.run_each(_VERSION, rows)
    tx.run_each(_VERDICT, [{"case_id": case.id, **asdict(one)} for one in found.verdicts])


def _interval_rows(case_id: int, found: Sequence[Interval]) -> list[dict[str, Any]]:
    return [
        {
            "case_id": case_id, "kind": one.kind, "number": number, "name": one.name,
            "version_id": one.version_id, "again": one.again, "started_at": one.started_at,
            "ended_at": one.ended_at, "clock": one.clock, "business": one.business,
        }
        for number, one in enumerate(found, 1)
    ]  # fmt: skip


def _write_moves(tx: Transaction, case_id: int, found: CaseFacts) -> None:
    ids = {move.route: _id_of(_json(astuple(move.route))) for move in found.moves}
    tx.run_each(_ROUTE, [_route_row(route_id, route) for route, route_id in ids.items()])
    rows = [
        {"case_id": case_id, "sequence": move.sequence, "at": move.at, "again": move.again,
         "route_id": ids[move.route]}
        for move in found.moves
    ]  # fmt: skip
    tx.insert_rows("moves", rows)


def _route_row(route_id: int, route: Route) -> dict[str, Any]:
    return {
        "id": route_id, "version_id": route.version_id, "event": route.event,
        "audience": route.audience, "action": route.action, "element": route.element,
        "from_status": route.from_status, "to_status": route.to_status, "path": _json(route.path),
    }  # fmt: skip


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _id_of(text: str) -> int:
    """The same for the same text: facts that are made again have the ids that they had."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:7])
