"""The fields of a log, by the names that all formats and rules use."""

from __future__ import annotations

from collections.abc import Mapping

from runner.model import CASE_FIELDS

OF_CASE = (
    "case", "created", "lifecycle", "version", "status", "priority",
    *(item.name for item in CASE_FIELDS),
    "channel", "resolution", "customer", "owner", "migrated", "gaps",
)  # fmt: skip
"""`version` is that of now; `migrated` how often the case went to another one; `gaps` how many
lines of its history are missing."""

OF_EVENT = (
    "activity", "time", "sequence", "event", "action", "element", "actor", "side", "from_status",
    "to_status", "event_version", "proposal", "path",
)  # fmt: skip

FIELDS = OF_CASE + OF_EVENT
NEEDED: Mapping[str, frozenset[str]] = {
    "drop": frozenset({"case", "activity", "time", "sequence"}),
    "hash": frozenset({"time", "created", "sequence", "migrated", "gaps"}),
}
"""What cannot be dropped, or hashed."""

NUMBERS = frozenset({"version", "event_version", "sequence", "migrated", "gaps"})
"""Whole numbers, unless they are hashed."""
