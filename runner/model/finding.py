"""Findings of the gate about a diagram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

TEXTS = "texts"
"""The rule about files of texts in other languages."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of a diagram: the rule, the place, a sentence, and what to do.

    `path` is an example: the flows and elements that tokens go through to get there, in order.
    """

    rule: str
    message: str
    suggestion: str = ""
    severity: Severity = "error"
    element: str = ""
    name: str = ""
    line: int = 0
    file: str = ""
    path: tuple[str, ...] = ()

    @property
    def holds_up(self) -> bool:
        """Does it have to be mended, or accepted, before the diagram goes live? What is not
        translated yet is read as it is drawn."""
        return self.severity == "error" or self.rule != TEXTS
