"""What a picture of a diagram may say beyond the diagram: where tokens are, which way they came,
where they can go, how many there are, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from runner.bpmn.elements import EVENTS, GATEWAYS
from runner.bpmn.render import shapes
from runner.bpmn.render import text as lettering
from runner.bpmn.render.canvas import Canvas, Figure, Line
from runner.bpmn.render.svg import number, tag, text

TOKEN, PATH, NEXT, FAULT, PAPER = "#B93A00", "#1B2430", "#0B57B0", "#A3123F", "#FFFFFF"
"""Colours of tokens, of the path, of what can come next and of faults, and of letters on them."""

HERE = "token"
"""The id of the sign at the first token."""

SMALL = 11
"""The size of letters on most signs."""

BOLD = 1.2
"""How much wider bold letters are, about."""


@dataclass(frozen=True, slots=True)
class Token:
    """Where a case stands. `label` says more, such as since when."""

    element: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A step of the way that a case came: through an element or flow, at a time, in words."""

    element: str
    time: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """`path` is in order; `next` are the flows and events by which a token can leave; `counts` are
    numbers of cases at elements; `faults` say what is wrong with elements and flows."""

    tokens: tuple[Token, ...] = ()
    path: tuple[Visit, ...] = ()
    next: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def rings(figure: Figure, marks: Marks) -> str:
    """What goes around a shape, below what is drawn on its border."""
    if any(token.element == figure.id for token in marks.tokens):
        return _ring(figure, "token", TOKEN, 3)
    if figure.id in marks.faults:
        return _ring(figure, "fault", FAULT, 3)
    return _ring(figure, "next", NEXT, 2, "5 4") if figure.id in marks.next else ""


def layer(canvas: Canvas, marks: Marks) -> str:
    """All other marks, in a group that fits on any drawing of the same diagram."""
    figures, lines = canvas.figures, canvas.lines
    seen = _times(marks, canvas)
    parts = [_taken(lines[id], times) for id, times in seen.items() if id in lines]
    parts += [_next(lines[id]) for id in marks.next if id in lines]
    parts += [_steps(figures[id], times) for id, times in seen.items() if id in figures]
    parts += [_count(figures[id], n) for id, n in marks.counts.items() if id in figures]
    parts += [_fault(canvas, id, what) for id, what in marks.faults.items() if canvas.has(id)]
    pinned = [token for token in marks.tokens if token.element in figures]
    parts += [_pin(figures[t.element], t, first=t is pinned[0]) for t in pinned]
    return tag("g", *parts, class_="marks") if parts else ""


def steps(canvas: Canvas, path: Iterable[Visit]) -> Iterator[tuple[int, Visit]]:
    """The steps of a way, numbered as the picture numbers them. Gateways and sub-processes have no
    number, since nobody does anything there."""
    figures = canvas.figures
    drawn = (visit for visit in path if visit.element in figures)
    return enumerate((visit for visit in drawn if figures[visit.element].is_step), 1)


def _times(marks: Marks, canvas: Canvas) -> dict[str, list[tuple[int, str]]]:
    """For each step that a token came through: its number and its time; for a flow: when."""
    found: dict[str, list[tuple[int, str]]] = {}
    for step, visit in steps(canvas, marks.path):
        found.setdefault(visit.element, []).append((step, visit.time))
    for visit in marks.path:
        if visit.element in canvas.lines:
            found.setdefault(visit.element, []).append((0, visit.time))
    return found


def _taken(line: Line, seen: list[tuple[int, str]]) -> str:
    times = ", ".join(time for _, time in seen if time)
    said = f"{line.name or 'This way'}: {times}" if times else line.name
    title = tag("title", text(said)) if said else ""
    along = tag("path", d=shapes.route(line.points), fill="none")
    return _way(line, "path", PATH, 3.5, title, along)


def _next(line: Line) -> str:
    """Dashes on paper, so that they stand out on a flow that was taken before, too."""
    d = shapes.route(line.points)
    paper = tag("path", class_="gap", d=d, fill="none", stroke=PAPER)
    dashes = tag("path", d=d, fill="none", stroke_dasharray="7 5")
    return _way(line, "next", NEXT, 2, paper, dashes)


def _way(line: Line, name: str, colour: str, width: float, *content: str) -> str:
    return tag(
        "g",
        *content,
        shapes.end_sign("arrow", line.points, colour),
        class_=f"way {name}",
        stroke=colour,
        stroke_width=width,
        data_element=line.id,
    )


def _ring(figure: Figure, name: str, colour: str, width: float, dash: str | None = None) -> str:
    return shapes.outline(
        figure, 4, class_=f"ring {name}", fill="none", stroke=colour, stroke_width=width,
        stroke_dasharray=dash,
    )  # fmt: skip


def _steps(figure: Figure, seen: list[tuple[int, str]]) -> str:
    """Which steps of the way were here, in the left corner. Many are written short."""
    numbers = [str(step) for step, _ in seen]
    shown = ", ".join(numbers if len(numbers) < 4 else [*numbers[:2], "…", numbers[-1]])
    times = "\n".join(f"{step}. {figure.name or figure.id} {time}" for step, time in seen)
    x, y = figure.bounds.x + _inset(figure), figure.bounds.y + _inset(figure)
    return _badge(figure, "path", PATH, shown, times, x, y)


def _count(figure: Figure, count: int) -> str:
    title = f"{count} {'case' if count == 1 else 'cases'}: {figure.name or figure.id}"
    x = figure.bounds.x + figure.bounds.width - _inset(figure)
    return _badge(
        figure, "count", TOKEN, f"{count:,}", title, x, figure.bounds.y + _inset(figure), 13
    )


def _pin(figure: Figure, token: Token, first: bool) -> str:
    """Where a token is, above the upper edge. The first has an id, for pages to lead there."""
    label = token.label or "here"
    title = f"{figure.name or figure.id}: {label}"
    x, y = figure.bounds.x + figure.bounds.width / 2, figure.bounds.y - 15
    return _badge(figure, "token", TOKEN, f"● {label}", title, x, y, id=HERE if first else None)


def _fault(canvas: Canvas, id: str, what: str) -> str:
    """Above the upper edge of a shape; below the middle of a line, or left of it: names are on its
    other side."""
    label = f"× {what}"
    if id in canvas.figures:
        item = canvas.figures[id]
        x, y = item.bounds.x + item.bounds.width / 2, item.bounds.y - 15
    else:
        item = canvas.lines[id]
        a, b = shapes.middle_part(item.points)
        x, y = (a.x + b.x) / 2, (a.y + b.y) / 2
        flat = abs(a.x - b.x) > abs(a.y - b.y)
        x, y = (x, y + 15) if flat else (x - _width(label) / 2 - 5, y)
    return _badge(item, "fault", FAULT, label, f"{item.name or id}: {what}", x, y)


def _inset(figure: Figure) -> float:
    """How far the corner of a shape is within its box."""
    return figure.bounds.width * 0.15 if figure.kind in EVENTS | GATEWAYS else 0


def _badge(
    item: Figure | Line,
    name: str,
    colour: str,
    label: str,
    title: str,
    x: float,
    y: float,
    size: float = SMALL,
    id: str | None = None,
) -> str:
    """A small sign around a point. Its inner group may be scaled, to stay legible from afar."""
    height, width = size + 7, _width(label, size)
    box = tag(
        "rect", x=-width / 2, y=-height / 2, width=width, height=height, rx=height / 2, fill=colour
    )
    words = tag(
        "text", text(label), y=size * 0.35, text_anchor="middle", font_size=size,
        font_weight="bold", fill=PAPER,
    )  # fmt: skip
    return tag(
        "g",
        tag("title", text(title)),
        tag("g", box, words, class_="sign"),
        id=id,
        class_=f"badge {name}",
        transform=f"translate({number(x)} {number(y)})",
        data_element=item.id,
    )


def _width(label: str, size: float = SMALL) -> float:
    return max(size + 7, lettering.width(label, size) * BOLD + 14)
