"""What a replay came to, as data for a page and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from statistics import fmean, median
from typing import Any

from runner.playback.rehearsal import Figures

MOST_LISTED = 50
"""Reasons, steps and activities of one kind; what is rarer is summed up in the count."""

STATES = ("met", "missed", "not_reached", "running")


def document(figures: Figures) -> dict[str, Any]:
    """The counts of a replay, each kind with its most frequent first; hours by status."""
    found = figures.replayed
    counters = {
        name: getattr(found, name)
        for name in (
            "refused",
            "inserted",
            "steps",
            "without_effect",
            "after_end",
            "reopened",
            "doubtful_times",
        )
    }
    priorities = sorted({priority for priority, _ in figures.milestones})
    visits = sorted(figures.visits.items(), key=lambda item: (-len(item[1]), item[0]))
    return {
        "cases": found.cases, "exactly": found.exactly, "with_insertions": found.with_insertions,
        "empty": found.empty, "unknown_customers": found.unknown_customers,
        **{name: _counts(counter) for name, counter in counters.items()},
        "totals": {name: counter.total() for name, counter in counters.items()},
        "moves": [[before, after, n] for (before, after), n in _ordered(figures.moves)],
        "milestones": {
            one: {state: figures.milestones[one, state] for state in STATES} for one in priorities
        },
        "visits": [
            {"status": status, "visits": len(hours), "median": median(hours), "mean": fmean(hours)}
            for status, hours in visits
            if hours
        ],
    }  # fmt: skip


def _counts(counter: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(name[:300], number) for name, number in _ordered(Counter(counter))][:MOST_LISTED]


def _ordered(counter: Counter[Any]) -> list[tuple[Any, int]]:
    """The same for the same counts, in whatever order they were made."""
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))
