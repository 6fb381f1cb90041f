"""Names in a drawing: how wide they are, where their lines break, where these stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from runner.bpmn.geometry import Bounds, Point
from runner.bpmn.render.svg import escaped, tag

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
INSIDE, OUTSIDE = 12, 11
"""Pixels of a letter inside a shape and beside one: those of bpmn.io, with which most diagrams are
drawn, so that names break where their authors saw them break."""

LINE = 1.2
"""Height of a line, in sizes of its letters."""

SLACK = 4
"""Pixels by which a line may be wider than its box: fonts differ a little."""

LONGEST = 1000
"""Letters of a name that are drawn. The whole of it is in the title of its shape."""

_WIDTHS = {
    width / 1000: letters
    for width, letters in {
        191: "'",
        222: "ijl",
        260: "|",
        278: " !,./:;I[\\]ft",
        333: "()-`r{}",
        355: '"',
        389: "*",
        469: "^",
        500: "Jckxsvyz",
        556: "#$0123456789?L_abdeghnopqu",
        584: "+<=>~",
        611: "FTZ",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1015: "@",
    }.items()
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
"""Widths of Arial's letters, in sizes (from its font metrics)."""


def width(line: str, size: float) -> float:
    return size * sum(_WIDTH.get(letter) or _other(letter) for letter in line)


def _other(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.6


def wrap(name: str, room: float, size: float, most: int | None = None) -> list[str]:
    """The lines of a name in a box that is `room` pixels wide. What is left after `most` lines is
    cut off with a dot-dot-dot."""
    lines: list[str] = []
    for written in name[:LONGEST].splitlines():
        line = ""
        for word in _pieces(written.split(), room + SLACK, size):
            longer = f"{line} {word}" if line else word
            if line and width(longer, size) > room + SLACK:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
    return lines


def _pieces(words: Iterable[str], room: float, size: float) -> Iterable[str]:
    """Words, those that are wider than the box in pieces."""
    for word in words:
        piece = ""
        for letter in word:
            if piece and width(piece + letter, size) > room:
                yield piece
                piece = ""
            piece += letter
        yield piece


def inside(name: str, box: Bounds, colour: str, top: float | None = None) -> str:
    """A name in the middle of a shape, or from `top` pixels below its upper edge on."""
    most = max(1, int(box.height / (INSIDE * LINE)))
    lines = wrap(name, box.width - 14, INSIDE, most)
    first = box.height / 2 - len(lines) * INSIDE * LINE / 2 if top is None else top
    return write(lines, Point(box.x + box.width / 2, box.y + first), INSIDE, colour)


def beside(name: str, box: Bounds, colour: str) -> str:
    """A name in the box that the drawing has for it."""
    lines = wrap(name, box.width, OUTSIDE)
    return write(lines, Point(box.x + box.width / 2, box.y), OUTSIDE, colour)


def write(
    lines: Iterable[str], at: Point, size: float, colour: str, anchor: str | None = "middle"
) -> str:
    """Lines below one another. `at` is where the first one is anchored, at its upper edge."""
    spans = (
        tag("tspan", escaped(line), x=at.x, y=at.y + size * (0.95 + LINE * index))
        for index, line in enumerate(lines)
        if line
    )
    return tag("text", *spans, text_anchor=anchor, font_size=size, fill=colour, stroke="none")
