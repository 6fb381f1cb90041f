"""Small charts as SVG. Each stands beside the same numbers in words: no number is in a chart alone.
Style sheets colour `bar`, `trend` and `few`; widths follow the page."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from runner.bpmn.render.svg import escaped, tag

WIDTH, HEIGHT = 320, 96
FOOT = 16
"""Pixels below the bars, for their labels."""


def bars(numbers: Sequence[int], labels: Sequence[str], said: str) -> Markup:
    """A bar for each number, with its label at the right end of its foot; `said` for who does not
    see it."""
    most, step = max(*numbers, 1), WIDTH / len(numbers)
    drawn = [_bar(i * step, step, number / most, number) for i, number in enumerate(numbers)]
    feet = [
        tag("text", escaped(label), x=(i + 1) * step, y=HEIGHT - 3, text_anchor="middle")
        for i, label in enumerate(labels)
    ]
    return _chart(said, *drawn, *feet)


def _bar(x: float, width: float, share: float, number: int) -> str:
    height = max(share * (HEIGHT - FOOT - 14), 1.5 if number else 0)
    top = HEIGHT - FOOT - height
    box = tag("rect", x=x + 1, y=top, width=width - 2, height=height, rx=2, class_="bar")
    if not number:
        return ""
    return box + tag("text", f"{number:,}", x=x + width / 2, y=top - 3, text_anchor="middle")


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
    feet = (
        tag("text", escaped(first), x=0, y=HEIGHT - 3),
        tag("text", escaped(last), x=WIDTH, y=HEIGHT - 3, text_anchor="end"),
    )
    return _chart(said, path, *dots, *feet)


def _chart(said: str, *content: str) -> Markup:
    box = f"0 0 {WIDTH} {HEIGHT}"
    return Markup(tag("svg", *content, class_="chart", role="img", aria_label=said, viewBox=box))
