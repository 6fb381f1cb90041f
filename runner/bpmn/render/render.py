"""The picture as a whole: its frame, its layers, and what it says to those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from runner.bpmn.elements import Diagram
from runner.bpmn.geometry import Bounds, Point, bounds_of
from runner.bpmn.render import overlays, shapes, text
from runner.bpmn.render.canvas import (
    Canvas,
    Figure,
    Line,
    read_canvas,
)
from runner.bpmn.render.overlays import Overlays, VisitOverlay
from runner.bpmn.render.svg import (
    classes,
    escaped,
    number,
    tag,
)
from runner.language import _, ngettext

PADDING = 24
"""Pixels around the drawing: room for overlays at its edge."""

NOTHING = Bounds(0, 0, 480, 60)
"""The size of a picture that only says that there is none."""


class Ghost(NamedTuple):
    """Elements and flows of another diagram, by their ids: they are drawn pale behind one."""

    diagram: Diagram
    ids: frozenset[str]


def draw(diagram: Diagram, overlaid: Overlays | None = None, ghost: Ghost | None = None) -> str:
    """A diagram as an SVG element, all its planes below one another, with overlays on it.

    Whatever the diagram says, the result has no script, no link but those of figures, and nothing
    from elsewhere. A diagram without shapes gives a picture that says so.
    """
    overlaid = overlaid or Overlays()
    canvas = read_canvas(diagram)
    pale = _of_ghost(ghost, canvas) if ghost else None
    extent = _around(canvas.extent, pale.extent if pale else None)
    if extent is None:
        content = [_says_nothing()]
    else:
        behind = tag("g", *_layers(pale, Overlays()), class_="ghost", opacity=0.35) if pale else ""
        content = [behind, *_layers(canvas, overlaid), overlays.layer(canvas, overlaid)]
        if pale:
            content.append(overlays.layer(_without(pale, canvas), overlaid))
    return _frame(diagram, canvas, overlaid, extent or NOTHING, content)


def _of_ghost(ghost: Ghost, canvas: Canvas) -> Canvas:
    """The canvas of what is drawn pale."""
    old = read_canvas(ghost.diagram)
    return replace(
        old,
        figures={key: one for key, one in old.figures.items() if key in ghost.ids},
        lines={key: one for key, one in old.lines.items() if key in ghost.ids},
    )


def _without(pale: Canvas, canvas: Canvas) -> Canvas:
    """What is drawn there alone, and so has its mark there."""
    return replace(
        pale,
        figures={key: one for key, one in pale.figures.items() if key not in canvas.figures},
        lines={key: one for key, one in pale.lines.items() if key not in canvas.lines},
    )


def _around(one: Bounds | None, other: Bounds | None) -> Bounds | None:
    if one is None or other is None:
        return one or other
    return bounds_of((*one.corners, *other.corners))


def size_of(diagram: Diagram) -> tuple[float, float]:
    """Width and height of the picture, in pixels."""
    extent = read_canvas(diagram).extent or NOTHING
    return extent.width + 2 * PADDING, extent.height + 2 * PADDING


def steps_of(diagram: Diagram, path: Iterable[VisitOverlay]) -> list[tuple[int, VisitOverlay]]:
    """The steps of a way with the numbers that they have in the picture."""
    return list(overlays.steps(read_canvas(diagram), path))


def _frame(
    diagram: Diagram, canvas: Canvas, overlaid: Overlays, extent: Bounds, content: list[str]
) -> str:
    x, y = extent.x - PADDING, extent.y - PADDING
    width, height = extent.width + 2 * PADDING, extent.height + 2 * PADDING
    return tag(
        "svg",
        tag("title", escaped(diagram.name)),
        tag("desc", escaped(" ".join(_sentences(diagram, canvas, overlaid)))),
        tag("rect", class_="paper", x=x, y=y, width=width, height=height, fill=shapes.PAPER),
        *content,
        xmlns="http://www.w3.org/2000/svg",
        class_="picture",
        role="group" if any(one.href for one in overlaid.figures.values()) else "img",
        viewBox=" ".join(map(number, (x, y, width, height))),
        width=width,
        height=height,
        font_family=text.FONT,
        font_size=text.INSIDE,
        stroke_linejoin="round",
        stroke_linecap="round",
    )


def _layers(canvas: Canvas, overlaid: Overlays) -> Iterator[str]:
    """From the back to the front: what holds others, lines, everything else, names beside."""
    figures, lines = canvas.figures.values(), canvas.lines.values()
    yield from (_figure(figure, overlaid) for figure in figures if figure.is_behind)
    yield from map(_line, lines)
    yield from (_figure(figure, overlaid) for figure in figures if not figure.is_behind)
    yield from (_name_of_line(line) for line in lines if line.name)
    yield from (_name_beside(f) for f in figures if f.name and shapes.has_name_outside(f))


def _figure(figure: Figure, overlaid: Overlays) -> str:
    box, told = figure.bounds, overlaid.figures.get(figure.id)
    shape = tag(
        "g",
        tag("title", escaped(figure.name)) if figure.name else "",
        overlays.rings(figure, overlaid),
        shapes.body(figure),
        **_look("shape", figure.kind, figure.fill, figure.stroke),
        fill=figure.fill or shapes.PAPER,
        stroke_width=1.5,
        transform=f"translate({number(box.x)} {number(box.y)})",
        data_element=figure.id,
    )
    return overlays.linked(shape, told.href, told.title) if told and not told.text else shape


def _line(line: Line) -> str:
    return tag(
        "g",
        tag("title", escaped(line.name)) if line.name else "",
        shapes.line(line),
        **_look("line", line.kind, "", line.stroke),
        stroke_width=1.5,
        data_element=line.id,
    )


def _look(part: str, kind: str, fill: str, stroke: str) -> dict[str, str | None]:
    """The colour of the line as an attribute and, where the diagram gives one, as `color` too, for
    style sheets that mix others from `currentcolor`: pages allow no style of an element's own."""
    named = classes((part, kind, "coloured" if fill or stroke else ""))
    return {"class_": named, "color": stroke or None, "stroke": stroke or shapes.LINE}


def _name_beside(figure: Figure) -> str:
    label = text.beside(figure.name, shapes.label_box(figure), shapes.ink(figure))
    return tag("g", label, **_look("name", "", "", figure.stroke), data_element=figure.id)


def _name_of_line(line: Line) -> str:
    colour = line.stroke or shapes.INK
    label = text.beside(line.name, shapes.label_box_of_line(line), colour)
    return tag("g", label, **_look("name", "", "", line.stroke), data_element=line.id)


def _says_nothing() -> str:
    says = _("This file has no drawing: open it in a modeler, lay it out and save it.")
    return tag("g", text.write([says], Point(240, 22), text.INSIDE, shapes.INK), class_="name")


def _sentences(diagram: Diagram, canvas: Canvas, overlaid: Overlays) -> Iterator[str]:
    """What the picture shows, in words."""
    count = sum(figure.is_step for figure in canvas.figures.values())
    yield ngettext(
        "BPMN diagram with %(n)s task or event.", "BPMN diagram with %(n)s tasks and events.",
        count, n=count,
    )  # fmt: skip
    names = {key: figure.name or key for key, figure in canvas.figures.items()}
    for token in overlaid.tokens:
        here = names.get(token.element, token.element)
        yield _("The case is at “%(here)s” (%(since)s).", here=here, since=token.label or _("now"))
    for element_id, count in overlaid.counts.items():
        yield f"“{names.get(element_id, element_id)}”: {count}."
    names |= {key: line.name or key for key, line in canvas.lines.items()}
    for element_id, what in overlaid.findings.items():
        yield f"“{names.get(element_id, element_id)}”: {what}."
