"""What a picture of a diagram shows beyond the diagram: where the tokens of a case are, which way
they came, where they can go, how many cases are at an element, and what is wrong with it.
Decision 0020."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from runner.bpmn.elements import EVENTS, GATEWAYS
from runner.bpmn.geometry import Point
from runner.bpmn.render import shapes, text
from runner.bpmn.render.canvas import Canvas, Figure, Line
from runner.bpmn.render.svg import escaped, number, tag
from runner.language import _

TOKEN, PATH, NEXT, FINDING, PAPER = "#B93A00", "#1B2430", "#0B57B0", "#A3123F", "#FFFFFF"
"""Colours of tokens, of the path, of what can come next, of findings, and of text on them."""

HERE = "token"
"""The id of the badge at the first token."""

SMALL, LARGE = 11, 13
"""Font sizes of most badges and of counts, in pixels."""

BOLD = 1.2
"""How much wider bold text is than plain text, roughly."""


@dataclass(frozen=True, slots=True)
class TokenOverlay:
    """The place of a token. `label` says more, such as since when."""

    element: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class VisitOverlay:
    """A token went through an element or flow. `time` is text for people."""

    element: str
    time: str = ""


@dataclass(frozen=True, slots=True)
class FigureOverlay:
    """A figure at an element or on a flow: a short text, or none, and a sentence that says what it
    is of. `share`, 0 to 1, is how thick a flow is drawn. `kind` is a class for style sheets, `href`
    where the figure leads: without a text, the shape itself does."""

    text: str
    title: str
    share: float = 0
    kind: str = "figure"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Overlays:
    """`path` is in order; `next` are the flows and events by which a token can leave; `counts` are
    numbers of cases at elements; `findings` say what is wrong with elements and flows; `figures`
    stand at either."""

    tokens: tuple[TokenOverlay, ...] = ()
    path: tuple[VisitOverlay, ...] = ()
    next: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, FigureOverlay] = field(default_factory=dict)


def rings(figure: Figure, overlays: Overlays) -> str:
    """The ring around a shape, below what is drawn on its border."""
    if any(token.element == figure.id for token in overlays.tokens):
        return _ring(figure, "token", TOKEN, 3)
    if figure.id in overlays.findings:
        return _ring(figure, "fault", FINDING, 3)
    return _ring(figure, "next", NEXT, 2, "5 4") if figure.id in overlays.next else ""


def layer(canvas: Canvas, overlays: Overlays) -> str:
    """Everything but the rings, in a group that fits on any drawing of the same diagram."""
    figures, lines = canvas.figures, canvas.lines
    visits = _visits(overlays, canvas)
    parts = [_volume(lines[at], one) for at, one in overlays.figures.items() if at in lines]
    parts += [_taken(lines[at], seen) for at, seen in visits.items() if at in lines]
    parts += [_next(lines[at]) for at in overlays.next if at in lines]
    parts += [_steps(figures[at], seen) for at, seen in visits.items() if at in figures]
    parts += [_count(figures[at], n) for at, n in overlays.counts.items() if at in figures]
    parts += [_figure_of(canvas, at, one) for at, one in overlays.figures.items()]
    parts += [_finding(canvas, at, what) for at, what in overlays.findings.items()]
    pinned = [token for token in overlays.tokens if token.element in figures]
    parts += [_pin(figures[t.element], t, first=t is pinned[0]) for t in pinned]
    return tag("g", *parts, class_="marks") if any(parts) else ""


def steps(canvas: Canvas, path: Iterable[VisitOverlay]) -> Iterator[tuple[int, VisitOverlay]]:
    """The visits of tasks and events, with the numbers that the picture shows. Gateways and
    sub-processes have no number: nothing is done there."""
    figures = canvas.figures
    drawn = (visit for visit in path if visit.element in figures)
    return enumerate((visit for visit in drawn if figures[visit.element].is_step), 1)


def _visits(overlays: Overlays, canvas: Canvas) -> dict[str, list[tuple[int, str]]]:
    """For each element and flow of the path its visits: the number (0 for a flow) and the time."""
    found: dict[str, list[tuple[int, str]]] = {}
    for step, visit in steps(canvas, overlays.path):
        found.setdefault(visit.element, []).append((step, visit.time))
    for visit in overlays.path:
        if visit.element in canvas.lines:
            found.setdefault(visit.element, []).append((0, visit.time))
    return found


# ------------------------------------------------------------------ on lines and around shapes


def _taken(line: Line, visits: list[tuple[int, str]]) -> str:
    times = ", ".join(time for _row, time in visits if time)
    name = line.name or _("This way")
    said = f"{name}: {times}" if times else line.name
    title = tag("title", escaped(said)) if said else ""
    along = tag("path", d=shapes.route(line.points), fill="none")
    return _way(line, "path", PATH, 3.5, title, along)


def _next(line: Line) -> str:
    """Dashes on paper, so that they stand out on a flow that was taken before."""
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


def _volume(line: Line, one: FigureOverlay) -> str:
    """A line as thick as its share; nothing where no share is."""
    if not one.share:
        return ""
    along = tag("path", d=shapes.route(line.points), fill="none")
    return _way(line, f"volume {one.kind}", PATH, 1.5 + 8 * min(1, one.share), along)


def _ring(figure: Figure, name: str, colour: str, width: float, dash: str | None = None) -> str:
    return shapes.outline(
        figure, 4, class_=f"ring {name}", fill="none", stroke=colour, stroke_width=width,
        stroke_dasharray=dash,
    )  # fmt: skip


# ------------------------------------------------------------------ badges


@dataclass(frozen=True, slots=True)
class _Badge:
    """A small sign with its centre `at` a point. `kind` is its class, for style sheets; `title` is
    shown when the pointer rests on it."""

    kind: str
    colour: str
    label: str
    title: str
    at: Point
    size: float = SMALL

    def draw(self, item: Figure | Line, anchor: str | None = None) -> str:
        """The badge of a shape or line. `anchor` is an id for links. The inner group may be scaled
        by a page, to stay legible from afar."""
        height, width = self.size + 7, _width(self.label, self.size)
        box = tag(
            "rect", x=-width / 2, y=-height / 2, width=width, height=height, rx=height / 2,
            fill=self.colour,
        )  # fmt: skip
        label = tag(
            "text", escaped(self.label), y=self.size * 0.35, text_anchor="middle",
            font_size=self.size, font_weight="bold", fill=PAPER,
        )  # fmt: skip
        return tag(
            "g",
            tag("title", escaped(self.title)),
            tag("g", box, label, class_="sign"),
            id=anchor,
            class_=f"badge {self.kind}",
            transform=f"translate({number(self.at.x)} {number(self.at.y)})",
            data_element=item.id,
        )


def _steps(figure: Figure, visits: list[tuple[int, str]]) -> str:
    """The numbers of the visits, in the left corner. More than three are abbreviated."""
    numbers = [str(step) for step, _time in visits]
    label = ", ".join(numbers if len(numbers) < 4 else [*numbers[:2], "…", numbers[-1]])
    title = "\n".join(f"{step}. {figure.name or figure.id} {time}" for step, time in visits)
    at = Point(figure.bounds.x + _inset(figure), figure.bounds.y + _inset(figure))
    return _Badge("path", PATH, label, title, at).draw(figure)


def _count(figure: Figure, count: int) -> str:
    title = f"{count} {'case' if count == 1 else 'cases'}: {figure.name or figure.id}"
    box, inset = figure.bounds, _inset(figure)
    at = Point(box.x + box.width - inset, box.y + inset)
    return _Badge("count", TOKEN, f"{count:,}", title, at, LARGE).draw(figure)


def _pin(figure: Figure, token: TokenOverlay, first: bool) -> str:
    """The place of a token, above the upper edge. The first has an id, for pages to lead there."""
    label = token.label or _("here")
    title = f"{figure.name or figure.id}: {label}"
    badge = _Badge("token", TOKEN, f"● {label}", title, _above(figure))
    return badge.draw(figure, HERE if first else None)


def _finding(canvas: Canvas, element: str, what: str) -> str:
    """Above a shape; below the middle of a flat line, left of a steep one: names are on its other
    side. Empty for what is not drawn."""
    label = f"× {what}"
    if element in canvas.figures:
        item: Figure | Line = canvas.figures[element]
        at = _above(canvas.figures[element])
    elif element in canvas.lines:
        item = canvas.lines[element]
        at = _beside(canvas.lines[element], _width(label))
    else:
        return ""
    return _Badge("fault", FINDING, label, f"{item.name or element}: {what}", at).draw(item)


def _figure_of(canvas: Canvas, element: str, one: FigureOverlay) -> str:
    """In the right corner of a shape, or on the middle of a line. Empty for what is not drawn, and
    for a figure without a text."""
    if not one.text:
        return ""
    if element in canvas.figures:
        item: Figure | Line = canvas.figures[element]
        box, inset = canvas.figures[element].bounds, _inset(canvas.figures[element])
        at, size = Point(box.x + box.width - inset, box.y + inset), LARGE
    elif element in canvas.lines:
        item, size = canvas.lines[element], SMALL
        at = _beside(canvas.lines[element], _width(one.text))
    else:
        return ""
    badge = _Badge(one.kind, TOKEN, one.text, one.title, at, size).draw(item)
    return linked(badge, one.href)


def linked(content: str, href: str, label: str | None = None) -> str:
    """Content that leads somewhere; as it is, where `href` is empty. Its words name the link, where
    it has no `label`."""
    return tag("a", content, href=href, aria_label=label) if href else content


def _above(figure: Figure) -> Point:
    return Point(figure.bounds.x + figure.bounds.width / 2, figure.bounds.y - 15)


def _beside(line: Line, width: float) -> Point:
    a, b = shapes.middle_part(line.points)
    x, y = (a.x + b.x) / 2, (a.y + b.y) / 2
    is_flat = abs(a.x - b.x) > abs(a.y - b.y)
    return Point(x, y + 15) if is_flat else Point(x - width / 2 - 5, y)


def _inset(figure: Figure) -> float:
    """How far the corner of a shape is within its box."""
    return figure.bounds.width * 0.15 if figure.kind in EVENTS | GATEWAYS else 0


def _width(label: str, size: float = SMALL) -> float:
    return max(size + 7, text.width(label, size) * BOLD + 14)
