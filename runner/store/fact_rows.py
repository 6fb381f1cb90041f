"""The facts that are read of cases: which cases are still to be read, and writing what was read.

Nothing of it is needed to work a case: all can be made again from the history. Decision 0227.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from runner.model import Case, CaseFacts, Route
from runner.store.database import Transaction


@dataclass(frozen=True, slots=True)
class UnreadCases:
    """Notes that the histories of these cases grew, by the ids of the notes. Without notes: cases
    that a program of before read, which does not know all facts of today."""

    notes: tuple[int, ...]
    case_ids: tuple[int, ...]


_UNREAD = "SELECT id, case_id FROM unread_cases ORDER BY id LIMIT :limit"


_OF_BEFORE = "SELECT case_id FROM case_facts WHERE set_back IS NULL ORDER BY case_id LIMIT :limit"


def unread(tx: Transaction, limit: int) -> UnreadCases:
    """The oldest notes; where there are none, what a program of before read. Decision 0366."""
    rows = tx.run(_UNREAD, limit=limit).fetchall()
    cases = dict.fromkeys(case_id for _, case_id in rows)
    if not rows:
        cases = dict.fromkeys(row[0] for row in tx.run(_OF_BEFORE, limit=limit).fetchall())
    return UnreadCases(tuple(note for note, _ in rows), tuple(cases))


def read_off(tx: Transaction, done: UnreadCases) -> None:
    """Strikes notes off. Those that came meanwhile stay."""
    tx.run_each("DELETE FROM unread_cases WHERE id = :id", [{"id": note} for note in done.notes])


_BEHIND = "SELECT count(*) FROM (SELECT DISTINCT case_id FROM unread_cases LIMIT :limit) AS noted"
_HALF_READ = f"SELECT count(*) FROM ({_OF_BEFORE}) AS read"


def behind(tx: Transaction, limit: int) -> int:
    """How many cases changed since their facts were read, counted up to a limit."""
    return tx.run(_BEHIND, limit=limit).fetchone()[0]


def half_read(tx: Transaction, limit: int) -> int:
    """How many cases a program of before read, counted up to a limit."""
    return tx.run(_HALF_READ, limit=limit).fetchone()[0]


_OF_CASES = (
    "intervals", "moves", "case_facts", "case_versions", "policy_verdicts", "late_stays",
)  # fmt: skip
_COUNTS = ("stay_counts", "stay_days", "route_counts")
_TABLES = (*_COUNTS, *_OF_CASES, "routes", "ways", "unread_cases")
"""The counts go first: then nothing is counted down."""


def forget(tx: Transaction) -> None:
    """Takes all facts away, and notes every case to be read."""
    for table in _TABLES:
        tx.run(f"DELETE FROM {table}")
    tx.run("INSERT INTO unread_cases (case_id) SELECT id FROM cases ORDER BY id")


# ------------------------------------------------------------------ writing


_KNOWN = """
    SELECT c.id, c.spam, f.events,
        (SELECT coalesce(max(h.sequence), 0) FROM history h WHERE h.case_id = c.id)
    FROM cases c LEFT JOIN case_facts f ON f.case_id = c.id
    WHERE c.id IN ({ids})
"""
_CASE = """
    INSERT INTO case_facts (case_id, events, version_id, created_at, closed_at, priority, product,
        customer_id, owner_id, resolution, way_id, migrated, team_id, channel, repeat_of, touches,
        answers, rejections, clock, business, set_back, missing)
    VALUES (:case_id, :events, :version_id, :created_at, :closed_at, :priority, :product,
        :customer_id, :owner_id, :resolution, :way_id, :migrated, :team_id, :channel, :repeat_of,
        :touches, :answers, :rejections, :clock, :business, :set_back, :missing)
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


LATE = """
    INSERT INTO late_stays (case_id, milestone, kind, number, name, version_id, due_at)
    SELECT i.case_id, m.name, i.kind, i.number, i.name, i.version_id, m.due_at
    FROM milestones m JOIN intervals i ON i.case_id = m.case_id
    WHERE {of} AND m.state = 'missed' AND i.kind <> 'owner' AND i.started_at <= m.due_at
        AND (i.ended_at IS NULL OR i.ended_at > m.due_at)
"""

CaseRead = tuple[Case, CaseFacts]


def write(tx: Transaction, asked: Collection[int], read: Sequence[CaseRead]) -> None:
    """Puts the facts of the cases that were `asked` for in the place of those before; of two that
    were read at once, those that know more of its history stay. A case without a history has none,
    and one that is marked as spam: whether it is now is asked here, since it may have been marked
    after it was read. All of them go into a table at once: triggers count by statement on
    PostgreSQL, and texts are read once."""
    known = _known(tx, asked)
    older = {one[0].id for one in read if _is_older(one, known)}
    read = [one for one in read if one[0].id not in older]
    there = [one for one in read if not known.get(one[0].id, _GONE).spam]
    ids = _listed(set(asked) - older)
    for table in _OF_CASES:
        tx.run(f"DELETE FROM {table} WHERE case_id IN ({ids})")
    ways = {_json(found.way) for _, found in there}
    tx.run_each(_WAY, [{"id": _id_of(way), "statuses": way} for way in sorted(ways)])
    tx.run_each(_CASE, [_case_row(*one) for one in there])
    tx.insert_rows("intervals", [row for one in there for row in _interval_rows(*one)])
    _write_moves(tx, there)
    tx.run_each(_VERSION, [row for one in there for row in _version_rows(*one)])
    tx.run_each(_VERDICT, [row for one in there for row in _verdict_rows(*one)])
    tx.run(LATE.format(of=f"m.case_id IN ({ids})"))


class _Known(NamedTuple):
    """`events` is the line of the history up to which a case was read before, `last` its last."""

    spam: bool
    events: int | None
    last: int


_GONE = _Known(True, None, 0)


def _known(tx: Transaction, ids: Iterable[int]) -> dict[int, _Known]:
    rows = tx.run(_KNOWN.format(ids=_listed(ids))).fetchall()
    return {case_id: _Known(*known) for case_id, *known in rows}


def _is_older(read: CaseRead, known: Mapping[int, _Known]) -> bool:
    """Whether more of the history was read before, which is still there: a case that has lost its
    last lines would else be read again for ever."""
    spam, events, last = known.get(read[0].id, _GONE)
    return not spam and events is not None and min(events, last) > read[1].events


def _listed(ids: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(ids))) or "0"


def _case_row(case: Case, found: CaseFacts) -> dict[str, Any]:
    return {
        "case_id": case.id, "events": found.events, "version_id": case.version_id,
        "created_at": case.created_at, "closed_at": found.closed_at, "priority": case.priority,
        "product": case.product, "customer_id": case.customer.id,
        "owner_id": case.owner.id if case.owner else None, "resolution": case.resolution,
        "way_id": _id_of(_json(found.way)), "migrated": found.migrated,
        "team_id": case.team.id if case.team else None, "channel": case.channel,
        "repeat_of": case.repeat_of, "touches": found.touches, "answers": found.answers,
        "rejections": found.rejections, "clock": found.clock, "business": found.business,
        "set_back": found.set_back, "missing": found.missing,
    }  # fmt: skip


def _interval_rows(case: Case, found: CaseFacts) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(found.intervals, 1):
        yield {
            "case_id": case.id, "kind": one.kind, "number": number, "name": one.name,
            "version_id": one.version_id, "again": one.again, "started_at": one.started_at,
            "ended_at": one.ended_at, "clock": one.clock, "business": one.business,
        }  # fmt: skip


def _version_rows(case: Case, found: CaseFacts) -> Iterator[dict[str, Any]]:
    for version_id in found.versions:
        yield {"case_id": case.id, "version_id": version_id}


def _verdict_rows(case: Case, found: CaseFacts) -> Iterator[dict[str, Any]]:
    for verdict in found.verdicts:
        yield {"case_id": case.id, **asdict(verdict)}


def _write_moves(tx: Transaction, there: Sequence[CaseRead]) -> None:
    routes = {move.route for _, found in there for move in found.moves}
    ids = {route: _id_of(_json(astuple(route))) for route in routes}
    rows = [_route_row(route_id, route) for route, route_id in ids.items()]
    tx.run_each(_ROUTE, sorted(rows, key=itemgetter("id")))
    tx.insert_rows("moves", [
        {"case_id": case.id, "sequence": move.sequence, "at": move.at, "again": move.again,
         "route_id": ids[move.route]}
        for case, found in there for move in found.moves
    ])  # fmt: skip


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
