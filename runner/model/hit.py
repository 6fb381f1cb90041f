"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass

from runner.model.case import CASE_FIELDS, CaseLine, Message
from runner.model.phrases import Marked

FOUND_IN = (
    "number", "subject", "customer", *(item.name for item in CASE_FIELDS), "description",
    "reference", "message", "note",
)  # fmt: skip
"""Where words are found. A reference is what was filled in with an action, such as a ticket."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found, where, and the words around. `message` is the one that has them."""

    line: CaseLine
    found_in: str
    words: Marked
    message: Message | None = None
