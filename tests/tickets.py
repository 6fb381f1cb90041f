"""An event log of a help desk that never was: every activity that `replay_helpdesk.toml` maps."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from lxml import etree
from lxml.builder import E

from tests.conftest import WORKFLOWS

MAP = WORKFLOWS / "replay_helpdesk.toml"
BLOCKERS = ("Create SW anomaly", "Require upgrade", "Schedule intervention")
ENDS = ("Closed", "INVALID", "DUPLICATE")
SOLVED = ("Resolve ticket", "RESOLVED", "VERIFIED")
SUBMITTED = ("Take in charge ticket", "Wait", *BLOCKERS, "Resolve ticket", "Closed")
ANYTHING = ("Take in charge ticket", "Wait", *BLOCKERS, *SOLVED, *ENDS)
FOLLOWING = {
    "Insert ticket": SUBMITTED,
    "Assign seriousness": SUBMITTED,
    "Take in charge ticket": ANYTHING,
    "Wait": ("Take in charge ticket", "Wait", *BLOCKERS, "Resolve ticket", "Closed"),
    "Resolve SW anomaly": ANYTHING,
    **dict.fromkeys(BLOCKERS, ("Resolve SW anomaly", *ANYTHING)),
    **dict.fromkeys(SOLVED, ANYTHING),
}
"""What may come after an activity, so that the mapping has a rule for it."""

LONGEST = 12
FIRST = datetime(2024, 3, 4, 8, tzinfo=UTC)


def log(cases: int, seed: int = 1) -> bytes:
    """XES, always the same for a seed."""
    rng = random.Random(seed)
    return xes(trace(rng, FIRST + timedelta(hours=3 * n)) for n in range(cases))


def trace(rng: random.Random, at: datetime) -> list[tuple[str, datetime]]:
    """One case: its activities and when they happened."""
    events = [(rng.choice(("Insert ticket", "Assign seriousness")), at)]
    while events[-1][0] not in ENDS:
        at += timedelta(minutes=rng.randrange(5, 1800))
        following = FOLLOWING[events[-1][0]]
        events.append((rng.choice(following) if len(events) < LONGEST else "Closed", at))
    return events


def xes(traces) -> bytes:
    listed = [
        E.trace(_text("concept:name", f"Case {n}"), *map(_event, t))
        for n, t in enumerate(traces, 1)
    ]
    return etree.tostring(E.log(*listed, xmlns="http://www.xes-standard.org/"))


def _event(event: tuple[str, datetime]):
    activity, at = event
    who, level = ("Alice", "Amir")[at.minute % 2], f"Value {at.minute % 4 + 1}"
    return E.event(
        _text("concept:name", activity), _text("org:resource", who), _text("service_level", level),
        E.date(key="time:timestamp", value=at.isoformat()),
    )  # fmt: skip


def _text(key: str, value: str):
    return E.string(key=key, value=value)
