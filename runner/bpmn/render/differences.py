"""Two drawings as one picture: what is added, removed, changed and moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from runner.bpmn.changes import KIND_WORDS, DrawnChange, drawn_changes
from runner.bpmn.elements import Diagram
from runner.bpmn.geometry import Point
from runner.bpmn.render import text
from runner.bpmn.render.overlays import LARGE, FigureOverlay, Overlays
from runner.bpmn.render.render import Ghost, draw, size_of
from runner.bpmn.render.shapes import INK, PAPER
from runner.bpmn.render.svg import number, tag

HEADING = 30
"""Pixels above each drawing."""


def draw_differences(old: Diagram | None, new: Diagram) -> str:
    """An SVG element for a file or a pull request. The old drawing stands below, where something of
    it is gone."""
    changes = drawn_changes(old, new) if old else ()
    shown = [("As it would be", new, marks(changes, ("added", "changed", "moved")))]
    if old and any(change.kind == "removed" for change in changes):
        shown.append(("As it is now", old, marks(changes, ("removed", "changed"))))
    parts, top, width = [], 0.0, 0.0
    for title, diagram, overlays in shown:
        wide, high = size_of(diagram)
        heading = text.write([title], Point(wide / 2, top + HEADING / 2), LARGE, INK)
        picture = draw(diagram, overlays)
        parts += [heading, tag("g", picture, transform=f"translate(0 {number(top + HEADING)})")]
        top, width = top + HEADING + high, max(width, wide)
    paper = tag("rect", width=width, height=top, fill=PAPER)
    return tag(
        "svg", paper, *parts, xmlns="http://www.w3.org/2000/svg", width=width, height=top,
        viewBox=f"0 0 {number(width)} {number(top)}", font_family=text.FONT,
    )  # fmt: skip


def draw_over(old: Diagram, new: Diagram) -> str:
    """One picture of both: the new drawing, with what is gone, and where what moved was, pale
    behind it; and a word on each element that differs."""
    changes = drawn_changes(old, new)
    gone = frozenset(one.id for one in changes if one.kind in ("removed", "moved"))
    return draw(new, marks(changes, ("added", "removed", "changed", "moved")), Ghost(old, gone))


def marks(changes: Iterable[DrawnChange], kinds: Collection[str]) -> Overlays:
    """A word on each element that differs in one of these ways."""
    figures = {
        one.id: FigureOverlay(
            word := str(KIND_WORDS[one.kind]), f"{one.label}: {word}", kind=one.kind
        )
        for one in changes
        if one.kind in kinds
    }
    return Overlays(figures=figures)
