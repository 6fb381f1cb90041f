"""The page Milestones: how many are met, by what, how close, and which can still be saved."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from runner.insight.milestone_figures import DIMENSIONS, Dimension, MilestoneFigures, Share
from runner.language import N_, _
from runner.model import NONE, REMOVED_TEAM
from web.process.figure_page import shared
from web.process.flow_query import asked
from web.shared import charts, humanize
from web.shared.auth import caselane, signed_in
from web.shared.locale_numbers import number, percent

pages = Blueprint("milestones", __name__)

MARGIN_NAMES = (
    N_("more than 1 day late"),
    N_("4 h to 1 day late"),
    N_("1 to 4 h late"),
    N_("up to 1 h late"),
    N_("less than 1 h left"),
    N_("1 to 4 h left"),
    N_("4 h to 1 day left"),
    N_("more than 1 day left"),
)
"""By the places of `attainment_rows.MARGINS`, and above."""

MARGIN_ENDS = (
    N_("1 d late"), N_("4 h"), N_("1 h"), N_("due"), N_("1 h"), N_("4 h"), N_("1 d left")
)  # fmt: skip


@pages.get("/process/milestones")
def show() -> str:
    wanted = asked()
    view = caselane().milestones.view(signed_in(), wanted.query)
    return render_template(
        "process/milestones.html",
        asked=wanted,
        view=view,
        scope=view.scope,
        dimensions=DIMENSIONS,
        share_line=share_line,
        doubt=doubt,
        margins=margins,
        margin_names=MARGIN_NAMES,
        narrower=narrower,
        place=place,
        value_named=partial(value_named, names=view.names),
        case_of=_case,
        **shared(),
    )


def share_line(share: Share) -> Markup:
    between = share.interval
    return charts.spans([(share.met / share.judged, *between)]) if between else Markup("")


def doubt(share: Share) -> str:
    """Where the share may well lie: `78 to 91 %`."""
    low, high = share.interval or (0.0, 1.0)
    return _("%(low)s to %(high)s", low=round(100 * low), high=percent(high, 1))


def margins(figures: MilestoneFigures) -> Markup:
    told = ", ".join(
        f"{name}: {number(n)}" for name, n in zip(MARGIN_NAMES, figures.margins, strict=True) if n
    )
    ends = [_(end) for end in MARGIN_ENDS]
    return charts.bars(
        figures.margins, ends, _("How early milestones were reached. %(told)s", told=told)
    )


def narrower(by: Dimension, value: str | None) -> dict[str, str]:
    """The arguments that leave the cases of one line."""
    return {} if by in ("month", "calendar") else {by: value or NONE}


def value_named(by: Dimension, value: str | None, names: Mapping[str, str]) -> str:
    """What a line is of, in words; `names` are those of owners."""
    if value is None:
        return _("none")
    if by == "month":
        return humanize.in_month(value)
    return _("a removed team") if value == REMOVED_TEAM else names.get(value, value)


def place(name: str, by: Dimension, value: str | None) -> str:
    """The milestones of one line, as addresses have them."""
    within = {"month": f"/{value}", "calendar": f"/calendar:{value}"}
    return name + within.get(by, "")


def _case(number_: str) -> str:
    return url_for("case.show", number=number_)
