"""What each case is in the tables and in its history, read without the product: plain Python."""

from collections import defaultdict
from datetime import timedelta
from math import ceil

from tests.insight import past

_COLUMNS = (
    "id", "closed", "created_at", "repeat_of", "priority", "product", "channel", "resolution",
    "version_id", "calendar", "team", "owner", "customer",
)  # fmt: skip
_CASES = """
    SELECT c.id, c.closed, c.created_at, c.repeat_of, c.priority, c.product, c.channel,
        c.resolution, c.version_id, c.calendar, t.name, o.email, u.email
    FROM cases c JOIN people u ON u.id = c.customer_id
    LEFT JOIN people o ON o.id = c.owner_id LEFT JOIN teams t ON t.id = c.team_id
    ORDER BY c.id
"""
_MILESTONES = "SELECT case_id, state, started_at, due_at, reached_at FROM milestones"


def raw_cases(desk):
    """A dictionary for each case: its columns, its `lines`, those that `moved` it, when it `ended`,
    the `minutes` that took by the clock and in `working` time, and what figures are made of."""
    with desk.app.db.read() as tx:
        rows = tx.run(_CASES).fetchall()
        milestones = defaultdict(list)
        for case, state, *instants in tx.run(_MILESTONES).fetchall():
            milestones[case].append((state, *(at and past.instant(at) for at in instants)))
    histories, ways = past.raw_history(desk), past.ways(desk)
    cases = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    for case in cases:
        case["created_at"] = past.instant(case["created_at"])
        case.update(_read(case, histories[case["id"]]))
        case["way"], case["milestones"] = tuple(ways[case["id"]]), milestones[case["id"]]
        case["late"] = any(state == "missed" for state, *_ in case["milestones"])
    return cases


def _read(case, lines):
    moved = [line for line in lines if line["to_status"] not in (None, line["from_status"])]
    ended = moved[-1]["at"] if case["closed"] else None
    final = moved[-1]["sequence"] if case["closed"] else 10**9
    minutes, office = past.minutes_between(case["created_at"], ended) if ended else (None, None)
    worked = [line for line in lines if line["event"] in ("action", "message")]
    touches = sum(line["audience"] == "support" for line in worked)
    answers = sum(line["audience"] == "customer" and line["sequence"] < final for line in worked)
    return {
        "lines": lines, "moved": moved, "ended": ended, "minutes": minutes,
        "working": minutes if case["calendar"] == "always" else office, "touches": touches,
        "answers": answers, "rejections": past.rejections(lines),
        "at_once": ended is not None and answers == 0 < touches,
        "migrated": len({line["version_id"] for line in lines}) > 1,
    }  # fmt: skip


def totals(cases):
    """Cases, closed, solved at once, rejected, rejections, repeats."""
    return (
        len(cases), sum(case["ended"] is not None for case in cases),
        sum(case["at_once"] for case in cases), sum(case["rejections"] > 0 for case in cases),
        sum(case["rejections"] for case in cases),
        sum(case["repeat_of"] is not None for case in cases),
    )  # fmt: skip


def nearest_rank(values, share):
    """The smallest value that at least this share is no larger than."""
    return sorted(values)[ceil(share * len(values)) - 1]


def missed_at(cases, stays):
    """How many milestones were missed at each place: where the case was when they fell due."""
    found = defaultdict(int)
    for case in cases:
        for state, _, due, _ in case["milestones"]:
            for other, name, begin, end in stays:
                there = other == case["id"] and begin <= due and (end is None or end > due)
                found[name] += there and state == "missed"
    return {name: number for name, number in found.items() if number}


def due_within(cases, now, time=timedelta(days=1)):
    """(due, case) of running milestones that fall due by then, in their order."""
    return sorted(
        (due, case["id"])
        for case in cases
        for state, _, due, _ in case["milestones"]
        if state == "running" and now < due <= now + time
    )
