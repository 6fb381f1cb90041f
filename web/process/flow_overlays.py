"""What the living diagram shows: one figure for each status or task, and each way between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from runner.bpmn.render import FigureOverlay, Overlays, StatusOverlay
from runner.insight.distribution import Distribution
from runner.insight.group_figures import SharePair
from runner.insight.living_diagram import FlowPlace, FlowView
from runner.language import N_, _
from web.shared import humanize
from web.shared.diagrams import ARROW, label, statuses_called
from web.shared.locale_numbers import number as number_of

Linker = Callable[[str], str]
"""The address that shows the figures of a place or a way beside the drawing."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """`sentence` says what its figures are; `told` writes that of a place. `lines` are the counts
    that make lines thick: of `moves` or of what came `back`; they are written where `numbered`."""

    label: str
    sentence: str
    told: Callable[[FlowPlace], str]
    lines: str = "moves"
    numbered: bool = False


def times(number: int) -> str:
    return _("1 time") if number == 1 else _("%(number)s times", number=number_of(number))


def minutes(length: int | None, of: Distribution) -> str:
    """A percentile in words; it says so where there are too few to tell."""
    if length is None:
        return _("too few to tell") if of.number else _("none ended")
    return spell(length)


def points(shares: SharePair) -> str:
    """A difference of shares in points of a hundred: `+3 to +9`."""
    between = shares.difference
    if between is None:
        return _("too few to tell")
    low, high = (f"{100 * one:+.0f}".replace("-", "−") for one in between)
    return _("%(low)s to %(high)s", low=low, high=high)


def spell(length: int) -> str:
    """Whole minutes in words."""
    return humanize.span(timedelta(minutes=length)) if length else _("under 1 min")


OVERLAYS: Mapping[str, Overlay] = {
    "now": Overlay(
        N_("Cases now"),
        N_("How many cases are there now."),
        lambda place: _("%(n)s now", n=number_of(place.here)),
    ),
    "often": Overlay(
        N_("How often"),
        N_("How often cases came there, and went each way. Lines are as thick as that."),
        lambda place: times(place.visits),
        numbered=True,
    ),
    "wait": Overlay(
        N_("Wait"),
        N_("How long cases stayed: half of the stays that ended took no longer (median)."),
        lambda place: minutes(place.times.median, place.times),
    ),
    "most": Overlay(
        N_("9 of 10"),
        N_("How long cases stayed: nine of ten stays that ended took no longer."),
        lambda place: minutes(place.times.most, place.times),
    ),
    "late": Overlay(
        N_("Late"),
        N_("How many milestones were missed while their case was there."),
        lambda place: _("%(late)s late", late=number_of(place.late)),
    ),
    "again": Overlay(
        N_("Loops"),
        N_("How many stays were of cases that had been there before."),
        lambda place: _("%(again)s again", again=number_of(place.again)),
    ),
    "back": Overlay(
        N_("Rejections"),
        N_(
            "How often customers took an action that led back to a status where the case was "
            "before."
        ),
        lambda place: "",
        "back",
        numbered=True,
    ),
}
"""The first is shown where nobody chose."""


def on_statuses(view: FlowView, show: str, link: Linker) -> StatusOverlay:
    overlay = OVERLAYS[show]
    lines = view.moves if overlay.lines == "moves" else view.back_moves
    most = max(lines.values(), default=1)
    names = [status.name for status in view.scope.diagram.statuses]
    ways = {pair: ARROW.join(pair) for pair in lines}
    return StatusOverlay(
        figures={name: _of_place(view, overlay, name, link) for name in names},
        figures_of_ways={
            pair: _of_way(lines[pair], most, statuses_called(way), overlay, link(way))
            for pair, way in ways.items()
        },
    )


def on_drawing(view: FlowView, show: str, link: Linker) -> Overlays:
    overlay, diagram = OVERLAYS[show], view.scope.diagram
    lines = view.passed if overlay.lines == "moves" else view.back
    flows = {key: number for key, number in lines.items() if key in diagram.flows}
    most = max(flows.values(), default=1)
    called = {key: label(diagram, key) for key in (*diagram.elements, *flows)}
    figures = {
        name: FigureOverlay("", _("%(name)s: its figures", name=called[name]), href=link(name))
        for name in diagram.elements
    } | {
        name: _briefly(_of_place(view, overlay, name, link), place)
        for name, place in view.places.items()
        if name in diagram.elements and overlay.told(place)
    }
    ways = {
        key: _of_way(number, most, called[key], overlay, link(key)) for key, number in flows.items()
    }
    return Overlays(figures=figures | ways)


def _of_place(view: FlowView, overlay: Overlay, name: str, link: Linker) -> FigureOverlay:
    told = overlay.told(view.places.get(name, FlowPlace(name)))
    return FigureOverlay(told, told or _("its figures"), href=link(name))


def _briefly(figure: FigureOverlay, place: FlowPlace) -> FigureOverlay:
    """A drawing has no room for the words that there are too few: a dash shows them to who points
    at it or hears it."""
    worded = minutes(None, place.times)
    return replace(figure, text="–") if figure.text == worded else figure


def _of_way(number: int, most: int, name: str, overlay: Overlay, href: str) -> FigureOverlay:
    told, leads = (f"{number_of(number)}", href) if overlay.numbered else ("", "")
    return FigureOverlay(told, f"{name}: {times(number)}", number / most, "volume", leads)
