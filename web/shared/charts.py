"""Small charts as SVG. Each stands beside the same numbers in words: no number is in a chart alone.
Style sheets colour `bar`, `trend` and `few`; widths follow the page."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from runner.bpmn.render.svg import escaped, tag
from web.shared.locale_numbers import number as number_of

WIDTH, HEIGHT = 320, 96
FOOT = 16
"""Pixels below the bars, for their labels."""


def bars(numbers: Sequence[int], labels: Sequence[str], said: str, centred: bool = False) -> Markup:
    """A bar for each number, with its label at the right end of its foot, or in its middle; `said`
    for who does not see it."""
    most, step = max(*numbers, 1), WIDTH / len(numbers)
    drawn = [_bar(i * step, step, number / most, number) for i, number in enumerate(numbers)]
    feet = [
        tag(
            "text",
            escaped(str(label)),
            x=(i + (0.5 if centred else 1)) * step,
            y=HEIGHT - 3,
            text_anchor="middle",
        )
        for i, label in enumerate(labels)
    ]
    return _chart(said, *drawn, *feet)


def pairs(numbers: Sequence[tuple[int, int]], first: str, last: str, said: str) -> Markup:
    """Two bars beside one another for each pair, the second paler."""
    most = max((max(pair) for pair in numbers), default=0) or 1
    step = WIDTH / max(len(numbers), 1)
    width = step / 2 - min(1, step / 8)
    drawn = [
        tag(
            "rect", x=i * step + k * width, y=HEIGHT - FOOT - value / most * (HEIGHT - FOOT - 4),
            width=width, height=value / most * (HEIGHT - FOOT - 4),
            class_="pale" if k else "bar",
        )
        for i, pair in enumerate(numbers)
        for k, value in enumerate(pair)
    ]  # fmt: skip
    return _chart(said, *drawn, *_ends(first, last))


def dial(parts: Sequence[tuple[str, float]]) -> Markup:
    """Shares from 0 to 1 that make a whole, by their classes, as arcs along half a circle from left
    to right. Stands beside the same in words and says nothing itself."""
    arcs, start = [], 0.0
    for kind, share in parts:
        end = min(1.0, start + share)
        if end > start:
            arcs.append(tag("path", d=_arc(start, end), class_=f"arc {kind}"))
        start = end
    return Markup(
        tag("svg", tag("path", d=_arc(0, 1), class_="arc whole"), *arcs,
            class_="dial", viewBox="0 0 100 54", aria_hidden="true")
    )  # fmt: skip


def _arc(start: float, end: float) -> str:
    (x, y), (to_x, to_y) = (
        (50 - 42 * math.cos(math.pi * part), 50 - 42 * math.sin(math.pi * part))
        for part in (start, end)
    )
    return f"M{x:.2f} {y:.2f}A42 42 0 0 1 {to_x:.2f} {to_y:.2f}"


def spans(each: Sequence[tuple[float, float, float]]) -> Markup:
    """Values from 0 to 1 as dots on lines of where they may well lie, one below the other: each is
    the value, and the ends of its line. Stands beside the same in words and says nothing itself."""
    drawn, tall = [], 12 * len(each) + 4
    for number, (value, low, high) in enumerate(each):
        y = 8 + 12 * number
        at, start, end = (2 + 96 * max(0.0, min(1.0, part)) for part in (value, low, high))
        drawn += [
            tag("path", d=f"M2 {y}H98", class_="axis"),
            tag("path", d=f"M{start:.1f} {y}H{end:.1f}", class_="doubt"),
            tag("circle", cx=f"{at:.1f}", cy=y, r=3.5, class_="dot other" if number else "dot"),
        ]
    return Markup(
        tag("svg", *drawn, class_="share-line", viewBox=f"0 0 100 {tall}", aria_hidden="true")
    )


def effect_line(value: float, low: float, high: float, most: float) -> Markup:
    """A difference as a dot, on the line of where it may well lie, beside an upright line at none;
    `most` is the largest that is drawn. Stands beside the same in words and says nothing itself."""

    def at(number: float) -> float:
        return 50 + 48 * max(-1.0, min(1.0, number / (most or 1)))

    return Markup(
        tag(
            "svg",
            tag("path", d="M50 1V15", class_="axis"),
            tag("path", d=f"M{at(low):.1f} 8H{at(high):.1f}", class_="doubt"),
            tag("circle", cx=f"{at(value):.1f}", cy=8, r=3.5, class_="dot"),
            class_="share-line", viewBox="0 0 100 16", aria_hidden="true",
        )
    )  # fmt: skip


def curve(shares: Sequence[float], first: str, last: str, said: str) -> Markup:
    """Shares from 0 to 1 that grow, as steps up to the whole, with lines at a half and at all."""
    step, tall = WIDTH / max(len(shares), 1), HEIGHT - FOOT - 8
    heights = [4 + (1 - share) * tall for share in shares]
    line = f"M0 {4 + tall:.1f}" + "".join(
        f"V{y:.1f}H{(i + 1) * step:.1f}" for i, y in enumerate(heights)
    )
    grid = [tag("path", d=f"M0 {4 + part * tall:.1f}H{WIDTH}", class_="grid") for part in (0, 0.5)]
    return _chart(said, *grid, tag("path", d=line, class_="trend"), *_ends(first, last))


def spark(values: Sequence[float], said: str) -> Markup:
    """A line as small as a word."""
    most, step = max(*values, 1), 100 / max(len(values) - 1, 1)
    points = " ".join(f"{i * step:.1f},{18 - v / most * 16:.1f}" for i, v in enumerate(values))
    line = tag("polyline", points=points, class_="trend")
    return Markup(
        tag("svg", line, class_="spark", role="img", aria_label=said, viewBox="0 0 100 20")
    )


def _ends(first: str, last: str) -> tuple[str, str]:
    return (
        tag("text", escaped(first), x=0, y=HEIGHT - 3),
        tag("text", escaped(last), x=WIDTH, y=HEIGHT - 3, text_anchor="end"),
    )


def _bar(x: float, width: float, share: float, number: int) -> str:
    height = max(share * (HEIGHT - FOOT - 14), 1.5 if number else 0)
    top = HEIGHT - FOOT - height
    box = tag("rect", x=x + 1, y=top, width=width - 2, height=height, rx=2, class_="bar")
    if not number:
        return ""
    return box + tag("text", number_of(number), x=x + width / 2, y=top - 3, text_anchor="middle")


def trend(values: Sequence[float | None], first: str, last: str, said: str) -> Markup:
    """A line through values at equal distances; None leaves a gap: of too few there is no value."""
    most = max((value for value in values if value is not None), default=0) or 1
    step = WIDTH / max(len(values) - 1, 1)
    points = [
        (min(max(i * step, 3), WIDTH - 3), HEIGHT - FOOT - 4 - value / most * (HEIGHT - FOOT - 12))
        for i, value in enumerate(values)
        if value is not None
    ]
    path = tag("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), class_="trend")
    dots = [tag("circle", cx=x, cy=y, r=2.5, class_="dot") for x, y in points]
    return _chart(said, path, *dots, *_ends(first, last))


def _chart(said: str, *content: str) -> Markup:
    box = f"0 0 {WIDTH} {HEIGHT}"
    return Markup(tag("svg", *content, class_="chart", role="img", aria_label=said, viewBox=box))
