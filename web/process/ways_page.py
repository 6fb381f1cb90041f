"""The page Ways: which ways cases take, what slows them, two groups compared, what is not drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from flask import Blueprint, render_template, request
from markupsafe import Markup

from runner.errors import InvalidInput
from runner.insight.distribution import FEWEST
from runner.insight.late_factors import Factor, FactorKind
from runner.insight.scope import FigureScope
from runner.insight.way_figures import Split, SplitKind, TakenWay, WaysView
from runner.language import N_, _
from runner.model import PRIORITIES, Version
from web.process.figure_page import shared
from web.process.flow_overlays import minutes, points, spell
from web.process.flow_query import asked, live_versions, midnight, version_in
from web.shared import charts, humanize
from web.shared.auth import caselane, signed_in
from web.shared.locale_numbers import number, percent
from web.shared.status_words import called, word_called

pages = Blueprint("ways", __name__)

SHOWN = 30
"""Ways that the page draws, unless it is asked for all."""

ORDERS: Mapping[str, str] = {
    "cases": N_("Most frequent"),
    "median": N_("Longest, median"),
    "most": N_("Longest, 9 of 10"),
    "late": N_("Most often late"),
}
RANKS: Mapping[str, Callable[[TakenWay], float]] = {
    "cases": lambda way: way.count.cases,
    "median": lambda way: way.times.median or 0,
    "most": lambda way: way.times.most or 0,
    "late": lambda way: way.late / way.count.cases if way.count.cases >= FEWEST[0.5] else -1,
}
"""Which ways come first: those with the most. Those of too few cases come last."""

SPLITS: Mapping[str, str] = {
    "priority": N_("two priorities"),
    "product": N_("two products"),
    "team": N_("two teams"),
    "channel": N_("two channels"),
    "outcome": N_("two outcomes"),
    "version": N_("before and after a version"),
    "day": N_("before and after a day"),
}

TRAITS: Mapping[FactorKind, str] = {
    "status": N_("Was in {}"),
    "again": N_("Came back to {}"),
    "channel": N_("Came by {}"),
    "team": N_("Team {}"),
    "rejected": N_("The customer sent support back"),
    "repeat": N_("Repeats an older case"),
    "migrated": N_("Moved to another version of the diagram"),
}


@pages.get("/process/ways")
def show() -> str:
    wanted, person = asked(), signed_in()
    by, order = request.args.get("by", ""), _order()
    versions = live_versions() if by == "version" else ()
    split = _split(by, versions)
    view = caselane().ways.view(person, wanted.query, split)
    return render_template(
        "process/ways.html",
        asked=wanted,
        view=view,
        scope=view.scope,
        minutes=minutes,
        spell=spell,
        hours=hours,
        doubt=doubt,
        effect=effect,
        points=points,
        trait=trait,
        by=by,
        orders=ORDERS,
        order=order,
        ways=sorted(view.ways, key=RANKS[order], reverse=True),
        splits=SPLITS,
        values=_values(by, view.scope, versions),
        named=partial(value_named, by),
        names=names_of(by),
        coverage=_coverage(view),
        shown=_shown(view),
        most=_most(view.factors),
        **shared("by", "one", "other", "order"),
    )


def _order() -> str:
    """Raises InvalidInput for one that there is not."""
    order = request.args.get("order") or "cases"
    if order not in ORDERS:
        raise InvalidInput({"order": [_("has to be one of %(known)s", known=", ".join(ORDERS))]})
    return order


def _split(by: str, versions: Sequence[Version]) -> Split | None:
    """What two groups are to be compared; None while that is not said whole. Raises InvalidInput
    for what cannot be compared."""
    one, other = (request.args.get(name, "")[:200] for name in ("one", "other"))
    if by and by not in SPLITS:
        raise InvalidInput({"by": [_("has to be one of %(splits)s", splits=", ".join(SPLITS))]})
    if by == "day" and one:
        return Split("day", at=midnight("one", one))
    if by == "version" and one:
        return Split("day", at=version_in("one", versions).live_at)
    return _of_values(by, one, other)


def _of_values(by: str, one: str, other: str) -> Split | None:
    kinds: Mapping[str, SplitKind] = {
        "priority": "priority",
        "product": "product",
        "team": "team",
        "channel": "channel",
        "outcome": "outcome",
    }
    kind = kinds.get(by)
    return Split(kind, one, other) if kind and one and other and one != other else None


def _values(by: str, scope: FigureScope, versions: Sequence[Version]) -> Sequence[str]:
    """What can be chosen for a split; a day is typed."""
    known: Mapping[str, Sequence[str]] = {
        "priority": PRIORITIES,
        "product": scope.products,
        "team": scope.teams,
        "channel": scope.channels,
        "outcome": scope.outcomes,
        "version": [str(version.id) for version in versions],
    }
    return known.get(by, ())


def names_of(by: str) -> tuple[str, str]:
    """How the two groups are called."""
    one, other = request.args.get("one", ""), request.args.get("other", "")
    match by:
        case "version":
            return _("before version %(one)s", one=one), _("from version %(one)s on", one=one)
        case "day":
            day = humanize.on_day(one) if one else ""
            return _("before %(one)s", one=day), _("from %(one)s on", one=day)
        case _:
            return value_named(by, one), value_named(by, other)


def value_named(by: str, value: str) -> str:
    """What can be chosen for a split, in words."""
    if by == "outcome" and value:
        return humanize.title(word_called(value))
    return humanize.words_of(value) if by == "channel" and value else value


def _shown(view: WaysView) -> int:
    return len(view.ways) if request.args.get("all") == "yes" else min(SHOWN, len(view.ways))


def _coverage(view: WaysView) -> Markup | None:
    """None for fewer than two ways."""
    sums = view.sums
    if len(sums) < 2:
        return None
    told = ", ".join(f"{percent(share, 1)}: {number(ways)}" for share, ways in view.covered)
    return charts.curve(
        [sum_ / sums[-1] for sum_ in sums],
        _("1 way"),
        _("%(sums)s ways", sums=number(len(sums))),
        _(
            "Share of the cases that the most frequent ways cover. Ways needed for %(told)s",
            told=told,
        ),
    )


# ------------------------------------------------------------------ differences in words


def trait(factor: Factor) -> str:
    name = factor.name
    if factor.kind in ("status", "again"):
        name = called(name)
    elif factor.kind == "channel":
        name = humanize.words_of(name)
    return TRAITS[factor.kind].format(name)


def hours(number_: float) -> str:
    """`+4.2 h`; from two days on in days."""
    sign, length = "+" if number_ >= 0 else "−", abs(number_)
    if length >= 48:
        days = f"{sign}{number(length / 24, 1)}"
        return _("%(days)s d", days=days)
    said = f"{sign}{number(length, 1)}"
    return _("%(hours)s h", hours=said)


def doubt(factor: Factor) -> str:
    return _("%(low)s to %(high)s", low=hours(factor.low), high=hours(factor.high))


def effect(factor: Factor, most: float) -> Markup:
    return charts.effect_line(factor.hours, factor.low, factor.high, most)


def _most(factors: Sequence[Factor]) -> float:
    return max((max(abs(one.low), abs(one.high)) for one in factors), default=1.0)
