"""Each figure around its upper left corner, each line at its place on the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from runner.bpmn.elements import ACTIVITIES, EVENTS, GATEWAYS
from runner.bpmn.geometry import Bounds, Point
from runner.bpmn.render import icons, text
from runner.bpmn.render.canvas import Figure, Line
from runner.bpmn.render.svg import number, path, tag

LINE, PAPER, INK = "#3F4A57", "#FFFFFF", "#1B2430"
"""The colours of what the diagram gives none."""

CORNER, FRAME_CORNER, BEND = 10, 4, 6
"""Radius of the corners of activities, of those that hold others, and of the turns of flows, in
pixels."""

STRIP = 30
"""Width of the strip for the name of a pool or lane."""


def outline(figure: Figure, grow: float = 0, **attributes: str | float | None) -> str:
    """The border of a figure, or one that goes around it at a distance."""
    box = figure.bounds
    width, height = box.width + 2 * grow, box.height + 2 * grow
    if figure.kind in EVENTS:
        return tag(
            "circle", cx=box.width / 2, cy=box.height / 2, r=min(width, height) / 2, **attributes
        )
    if figure.kind in GATEWAYS:
        x, y, w, h = box.width / 2, box.height / 2, width / 2, height / 2
        d = path("M", x, y - h, "L", x + w, y, x, y + h, x - w, y, "z")
        return tag("path", d=d, **attributes)
    rounded = figure.kind in ACTIVITIES | {"group"}
    corner = FRAME_CORNER if figure.expanded else CORNER
    rx = corner + grow if rounded else None
    return tag("rect", x=-grow, y=-grow, width=width, height=height, rx=rx, **attributes)


def ink(figure: Figure) -> str:
    """The colour of a figure's name."""
    return figure.stroke or INK


def body(figure: Figure) -> str:
    """What a figure looks like, with the name when that stands inside."""
    kind = figure.kind
    if kind in EVENTS:
        return _event(figure)
    if kind in GATEWAYS:
        return _gateway(figure)
    if kind in ACTIVITIES:
        return _activity(figure)
    special = {
        "participant": _pool,
        "lane": _pool,
        "group": _group,
        "textAnnotation": _annotation,
        "dataStoreReference": _data_store,
        "dataObjectReference": _data_object,
        "dataInput": _data_object,
        "dataOutput": _data_object,
    }
    return special.get(kind, _unknown)(figure)


def has_name_outside(figure: Figure) -> bool:
    return figure.kind in EVENTS | GATEWAYS or figure.kind.startswith("data")


def label_box(figure: Figure) -> Bounds:
    """Where the name beside a figure goes: where the drawing says, or else below it."""
    box = figure.bounds
    return figure.label or Bounds(box.x + box.width / 2 - 45, box.y + box.height + 5, 90, 28)


# ------------------------------------------------------------------ flow nodes


def _event(figure: Figure) -> str:
    box, kind = figure.bounds, figure.kind
    dash = "5 3.5" if figure.dashed else None
    parts = [
        outline(figure, stroke_width=3.5 if kind == "endEvent" else None, stroke_dasharray=dash)
    ]
    if kind not in ("startEvent", "endEvent"):
        parts.append(outline(figure, -3.5, stroke_dasharray=dash, fill="none"))
    sign = icons.event(figure.events, figure.throws, figure.stroke or LINE, figure.parallel)
    return "".join(parts) + _centred(sign, box, 36)


def _gateway(figure: Figure) -> str:
    shows = figure.marked or figure.kind != "exclusiveGateway"
    return outline(figure) + (
        _centred(icons.gateway(figure.kind), figure.bounds, 50) if shows else ""
    )


def _centred(sign: str, box: Bounds, size: float) -> str:
    """A sign in the middle of a shape, in proportion to it."""
    scale = min(box.width, box.height) / size
    move = f"translate({number(box.width / 2)} {number(box.height / 2)})"
    grow = "" if scale == 1 else f" scale({number(scale)})"
    return tag("g", sign, transform=move + grow) if sign else ""


def _activity(figure: Figure) -> str:
    box, kind = Bounds(0, 0, figure.bounds.width, figure.bounds.height), figure.kind
    dash = "1.5 4" if figure.dashed else None
    frame = outline(
        figure, stroke_width=4 if kind == "callActivity" else None, stroke_dasharray=dash
    )
    if kind == "transaction":
        frame += outline(figure, -3.5, fill="none")
    sign = icons.task(kind, figure.stroke or LINE)
    frame += tag("g", sign, transform="translate(7 6)") if sign else ""
    frame += _signs(figure)
    return frame + text.inside(figure.name, box, ink(figure), 6 if figure.expanded else None)


def _signs(figure: Figure) -> str:
    box, first = figure.bounds, figure.bounds.width / 2 - 9 * (len(figure.signs) - 1)
    return "".join(
        tag(
            "g",
            icons.activity(name),
            transform=f"translate({number(first + 18 * index)} {number(box.height - 11)})",
        )
        for index, name in enumerate(figure.signs)
    )


# ------------------------------------------------------------------ everything else


def _pool(figure: Figure) -> str:
    """A pool or lane, its name in a strip; in the middle of a pool that shows nothing inside."""
    width, height = figure.bounds.width, figure.bounds.height
    is_lane = figure.kind == "lane"
    frame = outline(figure, fill=figure.fill or ("none" if is_lane else PAPER))
    if not is_lane and not figure.expanded:
        return frame + text.inside(figure.name, Bounds(0, 0, width, height), ink(figure))
    if not is_lane:
        line = ("M", STRIP, "0 V", height) if figure.horizontal else ("M 0", STRIP, "H", width)
        frame += tag("path", d=path(*line), fill="none")
    if not figure.horizontal:
        return frame + text.inside(figure.name, Bounds(0, 0, width, STRIP), ink(figure))
    name = text.inside(figure.name, Bounds(0, 0, height, STRIP), ink(figure))
    return frame + tag("g", name, transform=f"translate(0 {number(height)}) rotate(-90)")


def _group(figure: Figure) -> str:
    """A region: tinted with its colour, since groups gather what belongs together."""
    tint = figure.fill or figure.stroke or LINE
    box, label = figure.bounds, figure.label
    frame = outline(figure, fill=tint, fill_opacity=0.05, stroke_dasharray="8 4 1.5 4")
    place = (
        Bounds(label.x - box.x, label.y - box.y, label.width, label.height)
        if label
        else Bounds(0, 6, box.width, 14)
    )
    return frame + text.beside(figure.name, place, ink(figure))


def _annotation(figure: Figure) -> str:
    box = figure.bounds
    bracket = tag("path", d=path("M 12 0 H 0 V", box.height, "H 12"), fill="none")
    most = max(1, int(box.height / (text.INSIDE * text.LINE)))
    lines = text.wrap(figure.name, box.width - 12, text.INSIDE, most)
    return bracket + text.write(lines, Point(7, 5), text.INSIDE, ink(figure), anchor=None)


def _data_object(figure: Figure) -> str:
    width, height, fold = figure.bounds.width, figure.bounds.height, figure.bounds.width / 3.6
    page = path("M 0 0 H", width - fold, "L", width, fold, "V", height, "H 0 z")
    corner = path("M", width - fold, "0 V", fold, "H", width)
    parts = tag("path", d=page) + tag("path", d=corner, fill="none")
    if figure.kind != "dataObjectReference":
        filled = (figure.stroke or LINE) if figure.kind == "dataOutput" else None
        parts += tag("g", icons.arrow(filled), transform="translate(11 11)")
    if figure.collection:
        move = f"translate({number(width / 2)} {number(height - 9)})"
        parts += tag("g", icons.activity("parallel"), transform=move)
    return parts


def _data_store(figure: Figure) -> str:
    width, height = figure.bounds.width, figure.bounds.height
    half, deep = width / 2, min(height / 6, 10)
    barrel = path(
        "M 0", deep, "A", half, deep, "0 0 1", width, deep, "V", height - deep,
        "A", half, deep, "0 0 1 0", height - deep, "z",
    )  # fmt: skip
    rims = (path("M 0", y, "A", half, deep, "0 0 0", width, y) for y in (deep, deep + 5, deep + 10))
    return tag("path", d=barrel) + tag("path", d=" ".join(rims), fill="none")


def _unknown(figure: Figure) -> str:
    box = Bounds(0, 0, figure.bounds.width, figure.bounds.height)
    return outline(figure) + text.inside(figure.name, box, ink(figure))


# ------------------------------------------------------------------ lines


def route(points: Sequence[Point]) -> str:
    """A path along the points, its turns rounded."""
    d = [path("M", points[0].x, points[0].y)]
    for before, turn, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(BEND, _distance(before, turn) / 2, _distance(turn, after) / 2)
        start, end = _towards(turn, before, radius), _towards(turn, after, radius)
        d.append(path("L", start.x, start.y, "Q", turn.x, turn.y, end.x, end.y))
    return " ".join([*d, path("L", points[-1].x, points[-1].y)])


def line(item: Line) -> str:
    dash = {"messageFlow": "8 5", "sequenceFlow": None}.get(item.kind, "0.5 4.5")
    stroke = tag("path", d=route(item.points), fill="none", stroke_dasharray=dash)
    colour = item.stroke or LINE
    return (
        stroke
        + end_sign(item.ends[0], item.points[::-1], colour)
        + end_sign(item.ends[1], item.points, colour)
    )


_ENDS = {
    "arrow": "M0 0L-10 4V-4z",
    "open arrow": "M0 0L-9 4.5V-4.5z",
    "chevron": "M-8 5L0 0-8-5",
    "circle": "M0 0A4 4 0 1 0-8 0A4 4 0 1 0 0 0z",
    "diamond": "M0 0L-9 5-18 0-9-5z",
    "stroke": "M-12-5L-6 5",
}
"""The signs at the ends of lines, for a line that comes from the left and ends at (0, 0)."""


def end_sign(name: str, points: Sequence[Point], colour: str) -> str:
    if not name:
        return ""
    last = points[-1]
    before = next(
        (p for p in reversed(points) if _distance(p, last) > 0), Point(last.x - 1, last.y)
    )
    length = _distance(before, last)
    x, y = (last.x - before.x) / length, (last.y - before.y) / length
    turn = f"matrix({path(x, y, -y, x, last.x, last.y)})"
    fill = {"arrow": colour, "chevron": "none", "stroke": "none"}.get(name, PAPER)
    solid = "solid" if name == "arrow" else None
    return tag("path", class_=solid, d=_ENDS[name], fill=fill, stroke_width=1, transform=turn)


def label_box_of_line(line: Line) -> Bounds:
    """Where the name of a line goes: where the drawing says, or else by the middle of the line."""
    if line.label:
        return line.label
    a, b = middle_part(line.points)
    x, y, half = (a.x + b.x) / 2, (a.y + b.y) / 2, text.width(line.name, text.OUTSIDE) / 2
    aside = 0 if a.y == b.y else half + 8
    return Bounds(x + aside - half, y - 18, 2 * half, 14)


def middle_part(points: Sequence[Point]) -> tuple[Point, Point]:
    """The part of a line that its middle lies on."""
    parts = list(pairwise(points))
    rest = sum(_distance(a, b) for a, b in parts) / 2
    for a, b in parts:
        rest -= _distance(a, b)
        if rest <= 0:
            return a, b
    return parts[-1]


def _distance(a: Point, b: Point) -> float:
    return hypot(a.x - b.x, a.y - b.y)


def _towards(a: Point, b: Point, distance: float) -> Point:
    length = _distance(a, b) or 1
    return Point(a.x + (b.x - a.x) * distance / length, a.y + (b.y - a.y) * distance / length)
