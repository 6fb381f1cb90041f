"""The page Statuses: how long, from where to where, how many wait, who carries them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flask import Blueprint, render_template
from markupsafe import Markup

from runner.insight.status_figures import AGES, StatusFigures
from runner.insight.weeks import Week
from runner.language import N_, _, later
from web.process.figure_page import shared
from web.process.flow_overlays import minutes, spell
from web.process.flow_page import histogram
from web.process.flow_query import asked
from web.shared import charts, flow_charts, humanize
from web.shared.auth import caselane, signed_in
from web.shared.diagrams import ARROW
from web.shared.locale_numbers import number

pages = Blueprint("statuses", __name__)

AGE_NAMES = (
    N_("today"),
    *(
        later("%(low)s to %(high)s days ago", low=low, high=high - 1)
        for low, high in pairwise(AGES)
    ),
    N_("older"),
)
MOST_TOUCHES = 10
"""Closed cases that were touched more often count together."""


@pages.get("/process/statuses")
def show() -> str:
    wanted = asked()
    view = caselane().statuses.view(signed_in(), wanted.query)
    return render_template(
        "process/statuses.html", asked=wanted, view=view, scope=view.scope, minutes=minutes,
        histogram=histogram, arrow=ARROW, flows=balance(view.weeks), backlog=backlog(view.weeks),
        ages=list(zip(AGE_NAMES, view.ages, strict=True)), age_bars=_ages(view),
        sankey=flow_charts.sankey(view.moves, list(view.places)), spark=spark, spell=spell,
        touches=_touches(view), **shared(),
    )  # fmt: skip


def balance(weeks: Sequence[Week]) -> Markup | None:
    """None for fewer than two weeks."""
    if len(weeks) < 2:
        return None
    told = ", ".join(
        _(
            "%(monday)s: %(came)s and %(went)s",
            monday=humanize.on_day(week.monday),
            came=number(week.came),
            went=number(week.went),
        )
        for week in weeks
    )
    return charts.pairs(
        [(week.came, week.went) for week in weeks], *_ends(weeks),
        _("Cases that were submitted and that ended, by week. %(told)s", told=told),
    )  # fmt: skip


def backlog(weeks: Sequence[Week]) -> Markup | None:
    if len(weeks) < 2:
        return None
    return charts.trend([week.left for week in weeks], *_ends(weeks), _told(weeks))


def spark(weeks: Sequence[Week]) -> Markup:
    return charts.spark([week.left for week in weeks], _told(weeks))


def _told(weeks: Sequence[Week]) -> str:
    told = ", ".join(f"{humanize.on_day(week.monday)}: {number(week.left)}" for week in weeks)
    return _("Open cases at the end of weeks. %(told)s", told=told)


def _ends(weeks: Sequence[Week]) -> tuple[str, str]:
    return humanize.on_day(weeks[0].monday), humanize.on_day(weeks[-1].monday)


def _ages(view: StatusFigures) -> Markup:
    numbers = [age.cases for age in view.ages]
    told = ", ".join(f"{name}: {number(n)}" for name, n in zip(AGE_NAMES, numbers, strict=True))
    ends = [_("%(days)s d", days=end) for end in AGES]
    return charts.bars(numbers, ends, _("Open cases by their age. %(told)s", told=told))


def _touches(view: StatusFigures) -> tuple[Sequence[tuple[str, int]], Markup]:
    """Closed cases by touches, with those of more than MOST_TOUCHES together."""
    found = [0] * (MOST_TOUCHES + 2)
    for times, cases in view.touches.counts:
        found[min(times, MOST_TOUCHES + 1)] += cases
    names = [*map(str, range(MOST_TOUCHES + 1)), f"{MOST_TOUCHES + 1}+"]
    told = ", ".join(f"{name}: {number(n)}" for name, n in zip(names, found, strict=True) if n)
    drawn = charts.bars(
        found, names, _("Closed cases by touches of support. %(told)s", told=told), centred=True
    )
    return list(zip(names, found, strict=True)), drawn
