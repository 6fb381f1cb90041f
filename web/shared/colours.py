"""The colours of statuses as a style sheet, from the diagram. Decision 0030.

A status has the colours of its element in the drawing (`bioc:fill`, `bioc:stroke`), else the next
of a palette. `templating` serves the sheet as `/statuses.css`.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable

from runner.bpmn import Status

PALETTE = (
    ("#E3EEFB", "#0B57B0"),
    ("#E9E4FB", "#3B1CA8"),
    ("#FFF1D6", "#8B6506"),
    ("#FBE3EE", "#6B0B4A"),
    ("#DFF3E8", "#167A51"),
    ("#FBE4DE", "#7A1705"),
    ("#ECEEF0", "#596B84"),
)
"""Fill and line for statuses to which the diagram gives no colour."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@functools.lru_cache(maxsize=256)
def class_of(status: str) -> str:
    """The class that gives an element the colours of a status, as `--fill` and `--line`."""
    return f"s-{hashlib.sha256(status.encode()).hexdigest()[:8]}"


def style_sheet(statuses: Iterable[Status]) -> str:
    """One rule for each status: its own colours, or else the next of the palette."""
    rules = []
    for index, status in enumerate(statuses):
        fill, line = PALETTE[index % len(PALETTE)]
        if _COLOUR.fullmatch(status.fill) and _COLOUR.fullmatch(status.stroke):
            fill, line = status.fill, status.stroke
        rules.append(f".{class_of(status.name)} {{ --fill: {fill}; --line: {line}; }}\n")
    return "".join(rules)


@functools.lru_cache(maxsize=16)
def digest(statuses: tuple[Status, ...]) -> str:
    """What changes with their style sheet: an address that has it can be kept."""
    return hashlib.sha256(style_sheet(statuses).encode()).hexdigest()[:12]
