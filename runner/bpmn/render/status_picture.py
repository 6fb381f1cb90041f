"""A status map as an SVG. Colours are attributes, as in the picture of a diagram; style sheets give
boxes the colours of chips by the class that `StatusOverlay.classes` names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from runner.bpmn.geometry import Bounds, Point
from runner.bpmn.render import shapes, text
from runner.bpmn.render.overlays import FigureOverlay, linked
from runner.bpmn.render.svg import classes, escaped, number, tag
from runner.bpmn.status_layout import (
    ACROSS,
    DOWN,
    DOWN_SMALL,
    ROOMY,
    ROOMY_DOWN,
    MapSize,
    lay_out,
)
from runner.bpmn.status_map import StatusBox, StatusMap, StatusWay
from runner.language import _, ngettext

PADDING = 6
"""Pixels around the map: room for the line around the current status."""

BOLD = 1.3
"""How much wider than `text.width` says the name of a status is: pages write it bold."""


@dataclass(frozen=True)
class StatusOverlay:
    """What is shown on the map: the `current` status of a case, '' for the map of a process, those
    `visited` before, `counts` of cases by status, how to call whose move it is, a class by status.
    `figures` stand in boxes in the place of counts, and on ways, by their pair of statuses; one
    without a text makes its way thick, or its box a link, and no more."""

    current: str = ""
    visited: frozenset[str] = frozenset()
    counts: Mapping[str, int] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, FigureOverlay] = field(default_factory=dict)
    figures_of_ways: Mapping[tuple[str, str], FigureOverlay] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)
    """What statuses are called in the language of who looks, where that is not their name."""

    def name_of(self, status: str) -> str:
        return self.called.get(status, status)

    @property
    def with_figures(self) -> bool:
        return bool(self.figures or self.figures_of_ways)


def draw_map(shown: StatusMap, overlay: StatusOverlay, down: bool = False) -> str:
    """The map in one line, or running down. Of a case the ways out of its status are drawn, of a
    process all; those from every status are said in the box that they lead to."""
    ways = shown.ways_from(overlay.current) if overlay.current else shown.ways
    size = _size(overlay, down)
    placed = lay_out(shown, ways, size)
    width, height = placed.width + 2 * PADDING, placed.height + 2 * PADDING
    boxes = (_box(box, placed.boxes[box.name], shown, overlay) for box in shown.boxes)
    return tag(
        "svg",
        tag("title", escaped(_("Statuses and the ways between them"))),
        tag("desc", escaped(" ".join(sentences(shown, overlay)))),
        *(_way(way, points, overlay) for way, points in placed.ways),
        *boxes,
        xmlns="http://www.w3.org/2000/svg",
        class_=classes(("picture", "status-map", "down" if down else "across")),
        role="group" if overlay.with_figures else "img",
        viewBox=" ".join(map(number, (-PADDING, -PADDING, width, height))),
        width=width,
        height=height,
        font_family=text.FONT,
        stroke_linejoin="round",
        stroke_linecap="round",
    )


def _size(overlay: StatusOverlay, down: bool) -> MapSize:
    if overlay.with_figures:
        return ROOMY_DOWN if down else ROOMY
    return ACROSS if not down else DOWN if overlay.counts else DOWN_SMALL


def sentences(shown: StatusMap, overlay: StatusOverlay) -> Iterator[str]:
    """The map in words: where the case is, and every way that is drawn."""
    if overlay.current:
        yield _("The case is %(status)s.", status=overlay.name_of(overlay.current))
    ways = shown.ways_from(overlay.current) if overlay.current else shown.ways
    for way in ways:
        yield _(
            "From %(source)s to %(target)s: %(labels)s.",
            source=overlay.name_of(way.source), target=overlay.name_of(way.target),
            labels=", ".join(way.labels),
        )  # fmt: skip
    for way in () if overlay.current else shown.everywhere:
        yield _(
            "From every open status to %(target)s: %(labels)s.",
            target=overlay.name_of(way.target), labels=", ".join(way.labels),
        )  # fmt: skip
    if shown.left_out:
        yield _("%(n)s more statuses are not shown.", n=shown.left_out)


def _way(way: StatusWay, points: tuple[Point, ...], overlay: StatusOverlay) -> str:
    figure = overlay.figures_of_ways.get((way.source, way.target))
    ends = f"{overlay.name_of(way.source)} → {overlay.name_of(way.target)}"
    said = f"{ends}: {', '.join(way.labels)}"
    line = tag(
        "g",
        tag("title", escaped(f"{said}. {figure.title}" if figure else said)),
        tag("path", d=shapes.route(points), fill="none"),
        shapes.end_sign("arrow", points, shapes.LINE),
        class_="line way-between",
        stroke=shapes.LINE,
        stroke_width=1.5 + 6 * figure.share if figure else 1.5,
    )
    return line + _figure_on(points, figure) if figure and figure.text else line


def _figure_on(points: tuple[Point, ...], figure: FigureOverlay) -> str:
    """In the middle of a way, on a piece of paper."""
    a, b = shapes.middle_part(points)
    x, y = (a.x + b.x) / 2, (a.y + b.y) / 2
    width, height = text.width(figure.text, text.OUTSIDE) + 8, text.OUTSIDE * text.LINE + 2
    paper = tag(
        "rect", x=x - width / 2, y=y - height / 2, width=width, height=height, rx=4,
        fill=shapes.PAPER, stroke="none",
    )  # fmt: skip
    words = text.write([figure.text], Point(x, y - height / 2 + 1), text.OUTSIDE, shapes.INK)
    title = tag("title", escaped(figure.title))
    sign = tag("g", title, paper, words, class_=f"way-figure {figure.kind}")
    return linked(sign, figure.href)


def _box(box: StatusBox, at: Bounds, shown: StatusMap, overlay: StatusOverlay) -> str:
    status = box.status
    ink = status.stroke or shapes.INK
    figure = overlay.figures.get(box.name)
    said = filter(None, (overlay.name_of(box.name), *_lines(box, shown, overlay)))
    drawn = tag(
        "g",
        tag("title", escaped(", ".join(said))),
        tag(
            "rect", x=at.x, y=at.y, width=at.width, height=at.height, rx=8,
            fill=status.fill or shapes.PAPER, stroke=ink, stroke_width=1.5,
        ),
        _words(overlay.name_of(box.name), at, list(_lines(box, shown, overlay)), ink),
        class_=classes(("status-box", overlay.classes.get(box.name, ""), _state(box, overlay))),
    )  # fmt: skip
    return linked(drawn, figure.href) if figure else drawn


def _state(box: StatusBox, overlay: StatusOverlay) -> str:
    if not overlay.current:
        return ""
    if box.name == overlay.current:
        return "current"
    return "visited" if box.name in overlay.visited else "ahead"


def _lines(box: StatusBox, shown: StatusMap, overlay: StatusOverlay) -> Iterator[str]:
    """What stands below the name of a status."""
    if box.moves:
        yield _(" or ").join(overlay.moves.get(move, move) for move in box.moves)
    if not overlay.current and any(way.target == box.name for way in shown.everywhere):
        yield _("any time")
    if box.name in overlay.figures:
        yield from filter(None, [overlay.figures[box.name].text])
    elif overlay.counts:
        count = overlay.counts.get(box.name, 0)
        yield ngettext("%(n)s case", "%(n)s cases", count, n=format(count, ","))


def _words(name: str, at: Bounds, below: list[str], ink: str) -> str:
    """The name over the lines below it, in the middle of the box."""
    room = at.width - 14
    bold = (at.width - 8) / BOLD
    longest = max((text.width(word, text.INSIDE) for word in name.split()), default=0)
    rows = max(1, int((at.height - 6 - len(below) * text.OUTSIDE * text.LINE) / (12 * text.LINE)))
    lines = text.wrap(name, max(bold, min(longest, room)), text.INSIDE, rows)
    small = [text.wrap(line, room, text.OUTSIDE, 1)[0] for line in below]
    height = (len(lines) * text.INSIDE + len(small) * text.OUTSIDE) * text.LINE
    top = Point(at.x + at.width / 2, at.y + (at.height - height) / 2)
    under = Point(top.x, top.y + len(lines) * text.INSIDE * text.LINE)
    return tag("g", text.write(lines, top, text.INSIDE, ink), class_="status-name") + tag(
        "g", text.write(small, under, text.OUTSIDE, ink), class_="status-more"
    )
