"""Whole lives of cases, many at a time. Reading them locks nothing and changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from runner.model import CASE_FIELDS, PastEvent, PastLife
from runner.store.database import Transaction
from runner.store.tables import instant

_FACTS = ("priority", "channel", *(item.name for item in CASE_FIELDS))
_OF_LIFECYCLE = "version_id IN (SELECT id FROM versions WHERE process = :process)"
_IDS = f"SELECT id FROM cases WHERE {_OF_LIFECYCLE} AND NOT spam ORDER BY id DESC LIMIT :most"
_CASES = f"""
    SELECT id, closed, calendar, {", ".join(_FACTS)} FROM cases
    WHERE id BETWEEN :first AND :last AND {_OF_LIFECYCLE} AND NOT spam ORDER BY id
"""
_HISTORY = """
    SELECT case_id, at, event, action, element, audience, actor_id, from_status, to_status, details
    FROM history WHERE case_id BETWEEN :first AND :last ORDER BY case_id, sequence
"""
_MILESTONES = """
    SELECT case_id, name, state FROM milestones WHERE case_id BETWEEN :first AND :last
"""


def ids(tx: Transaction, process: str, most: int) -> list[int]:
    """The ids of the newest cases of a lifecycle, in order, without those marked as spam."""
    return [row[0] for row in tx.run(_IDS, process=process, most=most)][::-1]


def lives(tx: Transaction, process: str, first: int, last: int) -> list[PastLife]:
    """The cases of a lifecycle with the ids from `first` to `last`."""
    span = {"first": first, "last": last}
    events: dict[int, list[PastEvent]] = defaultdict(list)
    for case_id, *line in tx.run(_HISTORY, **span):
        events[case_id].append(_event(line))
    milestones: dict[int, dict[str, str]] = defaultdict(dict)
    for case_id, name, state in tx.run(_MILESTONES, **span):
        milestones[case_id][name] = state
    return [
        PastLife(
            case_id,
            bool(closed),
            calendar,
            _at_first(dict(zip(_FACTS, facts, strict=True)), events[case_id]),
            tuple(events[case_id]),
            milestones[case_id],
        )
        for case_id, closed, calendar, *facts in tx.run(_CASES, process=process, **span)
    ]


def _event(line: Sequence[Any]) -> PastEvent:
    at, event, action, element, side, actor, before, after, text = line
    details = orjson.loads(text)
    return PastEvent(
        instant(at), event, action, element or "", side, actor, before, after,
        details.get("values", {}), tuple(details.get("notified", ())),
        details.get("visibility", "public") == "public",
    )  # fmt: skip


def _at_first(facts: Mapping[str, Any], events: Sequence[PastEvent]) -> dict[str, Any]:
    """The facts as they were before anybody changed them: a change is kept as [old, new]."""
    changes = [dict(_changes(event)) for event in events if event.event == "changed"]
    first = {name: old for change in reversed(changes) for name, old in change.items()}
    return {**facts, **{name: old for name, old in first.items() if name in facts}}


def _changes(event: PastEvent) -> Iterator[tuple[str, Any]]:
    for name, value in event.values.items():
        if name in _FACTS and isinstance(value, list) and len(value) == 2:
            yield name, value[0]
