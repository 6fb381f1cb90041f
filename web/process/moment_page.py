"""The time machine: the drawing as it was at any past minute, with a slider."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template, request
from markupsafe import Markup

from runner.bpmn.render import FigureOverlay, Overlays, StatusOverlay
from runner.errors import InvalidInput
from runner.insight.moment_figures import MomentPlace, MomentView
from runner.language import N_, _
from web.process.figure_page import shared
from web.process.flow_page import address, cases_behind, undrawn, way_label
from web.process.flow_query import AskedFlow, asked
from web.shared import diagrams
from web.shared.auth import caselane, signed_in
from web.shared.locale_numbers import number
from web.shared.numbers import number as number_of_text
from web.shared.reader import zone_of_page

pages = Blueprint("moment", __name__)

FRAMES = 120
"""Pictures of a film from the first case to now; the slider has as many places."""

STEPS = {
    N_("a week before"): timedelta(days=-7),
    N_("a day before"): timedelta(days=-1),
    N_("an hour before"): timedelta(hours=-1),
    N_("an hour later"): timedelta(hours=1),
    N_("a day later"): timedelta(days=1),
    N_("a week later"): timedelta(days=7),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """`map` on the level of statuses, `drawing` on the other."""

    map: diagrams.MapPictures | None = None
    drawing: Markup | None = None


@pages.get("/process/moment")
def show() -> str:
    wanted = asked()
    view = caselane().moments.view(signed_in(), wanted.query, _asked_for())
    return render_template(
        "process/moment.html", asked=wanted, view=view, scope=view.scope,
        drawn=_drawn(view, wanted), stamp=stamp, label=_labels(view, wanted),
        then=then, step=_step(view), undrawn=undrawn(view.scope, view.places),
        place_of_slider=_place(view), steps=_steps(view),
        link=address("moment.show", at=stamp(view.at), minute=""),
        **shared("moment"),
    )  # fmt: skip


def _asked_for() -> datetime | None:
    """The minute of the address: an instant, a time of the office such as 2026-03-02T09:30, or
    minutes since the other instant, `from`. Raises InvalidInput."""
    minute, at = number_of_text(request.args.get("minute")), request.args.get("at", "")
    if minute is not None:
        try:
            return _instant("from", request.args.get("from", "")) + timedelta(minutes=minute)
        except OverflowError:
            raise InvalidInput({"minute": [_("is too far away")]}) from None
    return _instant("at", at) if at else None


def _instant(name: str, given: str) -> datetime:
    try:
        found = datetime.fromisoformat(given)
        if not 1970 < found.year < 9999:
            raise ValueError
    except ValueError:
        raise InvalidInput({name: [_("has to be a time such as 2026-03-31T09:30")]}) from None
    return found if found.tzinfo else found.replace(tzinfo=zone_of_page())


def stamp(instant: datetime) -> str:
    """As fields for a time have it, in the zone of the office."""
    return f"{instant.astimezone(zone_of_page()):%Y-%m-%dT%H:%M}"


def _step(view: MomentView) -> int:
    """Whole minutes between two places of the slider."""
    return max(1, -(-view.minutes // FRAMES))


def _place(view: MomentView) -> int:
    return max(0, (view.at - view.first) // timedelta(minutes=1))


def _steps(view: MomentView) -> list[tuple[str, str]]:
    """Names and times of the minutes around, those that are past."""
    found = [(_(name), view.at + length) for name, length in STEPS.items()]
    return [(name, stamp(at)) for name, at in found if at <= view.last]


# ------------------------------------------------------------------ what is drawn


def then(view: MomentView, name: str) -> str:
    """A place at that minute, as the cases behind a figure are asked for."""
    return f"{name}/{view.at.isoformat()}"


def told(place: MomentPlace) -> str:
    late = _(", %(late)s late", late=number(place.late)) if place.late else ""
    return _("%(there)s there%(late)s", there=number(place.there), late=late)


def _drawn(view: MomentView, wanted: AskedFlow) -> Drawn:
    diagram = view.scope.diagram
    if wanted.query.level == "statuses":
        names = [status.name for status in diagram.statuses]
        overlay = StatusOverlay(figures=_figures(view, names))
        return Drawn(map=diagrams.map_with(diagram, overlay))
    places = [name for name in view.places if name in diagram.elements]
    return Drawn(drawing=diagrams.with_figures(diagram, Overlays(figures=_figures(view, places))))


def _figures(view: MomentView, names: Iterable[str]) -> Mapping[str, FigureOverlay]:
    found = {}
    for name in names:
        place = view.places.get(name, MomentPlace())
        href = cases_behind(then(view, name), "then") if place.there else ""
        found[name] = FigureOverlay(told(place), told(place), href=href)
    return found


def _labels(view: MomentView, wanted: AskedFlow) -> Mapping[str, str]:
    if wanted.query.level == "statuses":
        return {name: name for name in view.places}
    return {name: way_label(view.scope.diagram, name) for name in view.places}
