"""What the process page shows of the flow: the drawing with figures, and one place beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import urlencode

from flask import request, url_for
from markupsafe import Markup

from runner.bpmn import Diagram, render
from runner.insight.distribution import Distribution
from runner.insight.living_diagram import FlowView, PlaceDetail, WayCount
from runner.insight.scope import FigureScope
from runner.insight.weeks import Week
from runner.language import N_, _
from runner.model import Person
from web.process.flow_overlays import minutes, on_drawing, on_statuses
from web.process.flow_query import AskedFlow
from web.shared import charts, diagrams, humanize
from web.shared.auth import caselane
from web.shared.diagrams import ARROW
from web.shared.locale_numbers import number
from web.shared.status_words import called

RIBBONS = 8
"""Ways that the page draws; the others are counted."""

BUCKET_ENDS = (
    N_("15 min"), N_("1 h"), N_("4 h"), N_("1 d"), N_("3 d"), N_("7 d"), N_("30 d"),
)  # fmt: skip
"""What stands below a histogram, at the upper ends of `distribution.BUCKETS`."""


@dataclass(frozen=True, slots=True)
class FlowPage:
    """`map` on the level of statuses, `drawing` on the other. `exits` are the ways out of the place
    that is looked at, by what `at` has to be to look at them."""

    asked: AskedFlow
    view: FlowView
    map: diagrams.MapPictures | None
    drawing: Markup | None
    exits: Mapping[str, int]
    ribbons: tuple[tuple[WayCount, int], ...]

    @property
    def levels(self) -> dict[str, str]:
        return {"statuses": _("Statuses"), "drawing": _("Whole drawing")}

    def label(self, at: str) -> str:
        """What a place or way is called."""
        if self.asked.query.level == "statuses":
            return diagrams.statuses_called(at)
        return way_label(self.view.scope.diagram, at)

    @property
    def ways_taken(self) -> list[tuple[str, int, int]]:
        """Each way that cases went, on the drawing also each element that is no place and that they
        passed, how often, and how often back; the busiest first."""
        view = self.view
        if self.asked.query.level == "statuses":
            found = [(ARROW.join(p), n, view.back_moves.get(p, 0)) for p, n in view.moves.items()]
        else:
            diagram = view.scope.diagram
            known = diagram.flows.keys() | diagram.elements.keys() - view.places.keys()
            found = [(k, n, view.back.get(k, 0)) for k, n in view.passed.items() if k in known]
        return sorted(found, key=lambda way: -way[1])

    @property
    def undrawn(self) -> list[str]:
        return undrawn(self.view.scope, self.view.places)

    @property
    def passed_undrawn(self) -> int:
        """How often tokens passed what the drawing does not have; on the level of statuses the
        page Ways says it."""
        diagram = self.view.scope.diagram
        known = diagram.flows.keys() | diagram.elements.keys()
        of_statuses = self.asked.query.level == "statuses"
        return 0 if of_statuses else sum(n for k, n in self.view.passed.items() if k not in known)

    def taken(self, at: str) -> tuple[int, int]:
        """How often cases went a way or passed an element, and how often back."""
        view = self.view
        if self.asked.query.level == "statuses":
            return next(((n, back) for way, n, back in self.ways_taken if way == at), (0, 0))
        return view.passed.get(at, 0), view.back.get(at, 0)


def flow_page(person: Person, asked: AskedFlow) -> FlowPage:
    """One read. Raises Forbidden, NotFound."""
    view = caselane().flow.view(person, asked.query, asked.at)
    shown, drawing = None, None
    if asked.query.level == "statuses":
        shown = diagrams.map_with(view.scope.diagram, on_statuses(view, asked.show, _beside))
    else:
        drawing = diagrams.with_figures(view.scope.diagram, on_drawing(view, asked.show, _beside))
    exits = dict(_exits(view, asked.at))
    return FlowPage(asked, view, shown, drawing, exits, tuple(_ribbons(view)))


def picture(person: Person, asked: AskedFlow) -> str:
    """The drawing of that page alone, without its links. Raises Forbidden, NotFound."""
    view = caselane().flow.view(person, asked.query)
    if asked.query.level == "statuses":
        overlay = on_statuses(view, asked.show, lambda _: "")
        return diagrams.map_alone(view.scope.diagram, overlay)
    return render.draw(view.scope.diagram, on_drawing(view, asked.show, lambda _: ""))


def undrawn(scope: FigureScope, places: Iterable[str]) -> list[str]:
    """What places are called that the drawing does not have, as those of older versions."""
    if scope.query.level == "statuses":
        drawn = {status.name for status in scope.diagram.statuses}
        return [called(name) for name in places if name not in drawn]
    return [name for name in places if name not in scope.diagram.elements]


def way_label(diagram: Diagram, at: str) -> str:
    """What an element or a flow is called; a flow without a name by its ends."""
    flow = diagram.flows.get(at)
    if flow is None or flow.name:
        return diagrams.label(diagram, at)
    return ARROW.join(diagrams.label(diagram, end) for end in (flow.source, flow.target))


def cases_behind(at: str, what: str, **narrower: str) -> str:
    """The address of the cases behind a figure, under the filters of this page and others; it knows
    the way `back` to this page as it is."""
    page = (request.endpoint or "").split(".")[0]
    back = {"back": urlencode(request.args.to_dict())} if request.args else {}
    return address("flow.cases", at=at, what=what, page=page, **narrower, **back)


def address(endpoint: str, **changes: str) -> str:
    """A page of the flow with the arguments of this one, and others. Arguments of a request never
    become those of `url_for`, some of which lead elsewhere."""
    found = request.args.to_dict() | changes
    return f"{url_for(endpoint)}?{urlencode(found)}" if found else url_for(endpoint)


def _beside(at: str) -> str:
    return f"{address('process.show', at=at)}#sheet"


def _exits(view: FlowView, at: str) -> Iterator[tuple[str, int]]:
    if view.scope.query.level == "statuses":
        yield from ((ARROW.join(pair), n) for pair, n in view.moves.items() if pair[0] == at)
        return
    diagram = view.scope.diagram
    flows = [key for key, flow in diagram.flows.items() if flow.source == at]
    events = [event.id for event in diagram.boundary_events(at) if event.interrupting]
    yield from ((key, view.passed[key]) for key in (*flows, *events) if key in view.passed)


def _ribbons(view: FlowView) -> Iterator[tuple[WayCount, int]]:
    """The most frequent ways, each with how many cases went it or one before it."""
    shown = view.ways[:RIBBONS]
    return zip(shown, accumulate(way.cases for way in shown), strict=True)


# ------------------------------------------------------------------ charts beside a place


def histogram(of: Distribution) -> Markup:
    ranges = (
        *(_("below %(end)s", end=end) for end in BUCKET_ENDS),
        _("above %(bucket_ends)s", bucket_ends=BUCKET_ENDS[-1]),
    )
    told = ", ".join(f"{number(n)} {span}" for span, n in zip(ranges, of.bars, strict=True) if n)
    return charts.bars(of.bars, BUCKET_ENDS, _("How long stays took: %(told)s.", told=told))


def passing(weeks: Sequence[Week]) -> Markup | None:
    """How often cases went a way in each week; None for fewer than two weeks."""
    if len(weeks) < 2:
        return None
    days = [humanize.on_day(week.monday) for week in weeks]
    told = ", ".join(f"{day}: {number(week.came)}" for day, week in zip(days, weeks, strict=True))
    said = _("Times by week. %(told)s", told=told)
    return charts.trend([week.came for week in weeks], days[0], days[-1], said)


def weekly(detail: PlaceDetail) -> Markup | None:
    """The median by week; None for fewer than two weeks that have one."""
    known = [(humanize.on_day(week), of) for week, of in detail.weeks]
    medians = [of.median for _day, of in known]
    if sum(median is not None for median in medians) < 2:
        return None
    told = ", ".join(f"{day}: {minutes(of.median, of)}" for day, of in known)
    said = _("Median by week. %(told)s", told=told)
    return charts.trend(medians, known[0][0], known[-1][0], said)
