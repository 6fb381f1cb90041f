"""What the gate says of a diagram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a diagram: where, which rule, in a sentence, and what to do.

    `path` is an example that shows it: the flows and elements that tokens go through, in order.
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
