"""Charts of the flow between statuses, as SVG; the same numbers stand beside them in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from runner.bpmn.render.svg import escaped, tag
from runner.language import _
from web.shared import colours
from web.shared.diagrams import ARROW
from web.shared.locale_numbers import number
from web.shared.status_words import called

WIDTH = 640
SIDE = 150
"""Pixels left and right of the flows, for the names of statuses."""
TALL = 300
"""Pixels that all moves together are high."""
GAP = 10
BOX = 8
THINNEST = 1.5


@dataclass
class _Column:
    """Statuses one below the other, each as high as its moves; `taken` is how much of each has a
    ribbon already."""

    tops: dict[str, float]
    heights: dict[str, float]
    taken: dict[str, float]

    @property
    def foot(self) -> float:
        return max((top + self.heights[name] for name, top in self.tops.items()), default=0)

    def take(self, name: str, height: float) -> float:
        top = self.tops[name] + self.taken[name]
        self.taken[name] += height
        return top


def sankey(moves: Mapping[tuple[str, str], int], names: Sequence[str]) -> Markup | None:
    """A ribbon for each pair of statuses, as thick as cases went from the left one to the right
    one, in the colour of the left one; None where there are none."""
    known = {pair: count for pair, count in moves.items() if count}
    if not known:
        return None
    scale = TALL / sum(known.values())
    order = [*names, *sorted({end for pair in known for end in pair} - set(names))]
    left, right = (_column(known, order, side, scale) for side in (0, 1))
    ribbons = [
        _ribbon(pair, count, left, right, scale)
        for pair, count in sorted(known.items(), key=lambda item: _place(item[0], order))
    ]
    height = max(left.foot, right.foot) + 8
    told = ", ".join(_said(pair, count) for pair, count in known.items())
    return Markup(
        tag(
            "svg", *ribbons, *_boxes(left, SIDE - BOX, SIDE - BOX - 6, "end"),
            *_boxes(right, WIDTH - SIDE, WIDTH - SIDE + BOX + 6, "start"),
            class_="sankey", role="img", viewBox=f"0 0 {WIDTH} {height:.0f}",
            aria_label=_("How often cases went from a status to another. %(told)s", told=told),
        )
    )  # fmt: skip


def _place(pair: tuple[str, str], order: Sequence[str]) -> tuple[int, int]:
    return order.index(pair[0]), order.index(pair[1])


def _column(
    moves: Mapping[tuple[str, str], int], order: Sequence[str], side: int, scale: float
) -> _Column:
    sums = {name: sum(n for pair, n in moves.items() if pair[side] == name) for name in order}
    column, top = _Column({}, {}, {}), 4.0
    for name in order:
        if sums[name]:
            height = max(sums[name] * scale, THINNEST)
            column.tops[name], column.heights[name], column.taken[name] = top, height, 0
            top += max(height, 6) + GAP
    return column


def _ribbon(pair: tuple[str, str], count: int, left: _Column, right: _Column, scale: float) -> str:
    height = count * scale
    a, b = left.take(pair[0], height), right.take(pair[1], height)
    x, y, middle = SIDE, WIDTH - SIDE, WIDTH / 2
    thick = max(height, 0.5)
    line = (
        f"M{x} {a:.1f}C{middle} {a:.1f} {middle} {b:.1f} {y} {b:.1f}V{b + thick:.1f}"
        f"C{middle} {b + thick:.1f} {middle} {a + thick:.1f} {x} {a + thick:.1f}Z"
    )
    title = tag("title", escaped(_said(pair, count)))
    return tag("path", title, d=line, class_=f"flow-ribbon twin {colours.class_of(pair[0])}")


def _said(pair: tuple[str, str], count: int) -> str:
    return f"{ARROW.join(map(called, pair))}: {number(count)}"


def _boxes(column: _Column, x: float, text_x: float, anchor: str) -> list[str]:
    return [
        tag(
            "g", tag("rect", x=x, y=top, width=BOX, height=column.heights[name]),
            tag("text", escaped(called(name)), x=text_x, y=top + column.heights[name] / 2 + 4,
                text_anchor=anchor),
            class_=f"twin {colours.class_of(name)}",
        )
        for name, top in column.tops.items()
    ]  # fmt: skip
