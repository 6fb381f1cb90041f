"""The reports and alerts of a view of figures: who gets them, when, about what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from math import isfinite

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput
from runner.insight.alert_figures import FIGURES, OF_POLICIES, alert_figure
from runner.insight.figure_subscriptions import LOOK, amount, band, may_end
from runner.language import N_, _
from runner.model import AlertTerms, ReportTerms, Terms
from web.process.figure_page import shared
from web.shared.auth import caselane, signed_in
from web.shared.idempotency import once
from web.shared.numbers import LAST_ID
from web.shared.reader import zone_of_page

pages = Blueprint("subscriptions", __name__)

_VIEW = f"/process/views/<int(max={LAST_ID}):view_id>"

WEEKDAYS = {
    "0": N_("Every Monday"), "1": N_("Every Tuesday"), "2": N_("Every Wednesday"),
    "3": N_("Every Thursday"), "4": N_("Every Friday"), "5": N_("Every Saturday"),
    "6": N_("Every Sunday"),
}  # fmt: skip

RHYTHMS = {"daily": N_("Every day"), **WEEKDAYS, "monthly": N_("Every month")}
"""As the form asks for them."""

UNITS = {
    "percent": N_("in percent"), "cases": N_("cases"), "milestones": N_("milestones"),
    "hours": N_("in hours"),
}  # fmt: skip


@pages.get(f"{_VIEW}/subscriptions")
def show(view_id: int) -> str:
    return _page(view_id, {}, {})


@pages.post(f"{_VIEW}/subscriptions")
def add(view_id: int) -> Response:
    """A report, or an alert where the form says so."""
    person, form = signed_in(), request.form
    terms = _alert(form) if form.get("kind") == "alert" else _report(form)
    emails = re.split(r"[\s,;]+", form.get("to", "")[:10_000])

    def keep() -> str:
        caselane().figure_subscriptions.add(person, view_id, terms, emails)
        return url_for("subscriptions.show", view_id=view_id)

    return redirect(once(person, keep), 303)


@pages.post(f"{_VIEW}/subscriptions/<int(max={LAST_ID}):subscription_id>/delete")
def delete(view_id: int, subscription_id: int) -> Response:
    caselane().figure_subscriptions.delete(signed_in(), view_id, subscription_id)
    return redirect(url_for("subscriptions.show", view_id=view_id), 303)


@pages.errorhandler(InvalidInput)
def invalid(error: InvalidInput) -> tuple[str, int]:
    view_id = (request.view_args or {})["view_id"]
    return _page(view_id, request.form.to_dict(), error.errors), 422


def _page(view_id: int, given: Mapping[str, str], errors: Mapping[str, list[str]]) -> str:
    person = signed_in()
    view, subscriptions = caselane().figure_subscriptions.of_view(person, view_id)
    mine = {one.id for one in subscriptions if may_end(person, view, one)}
    return render_template(
        "process/subscriptions.html", view=view, subscriptions=subscriptions, mine=mine,
        given={"to": person.email, "zone": str(zone_of_page()), "at": "07:00", **given},
        errors=errors, rhythms=RHYTHMS, figures=FIGURES, units=UNITS, said=_said, amount=amount,
        figure_of=alert_figure, of_policies=OF_POLICIES,
        policies=caselane().figure_subscriptions.policies(person, view),
        minutes_between=int(LOOK.total_seconds() // 60), **shared(),
    )  # fmt: skip


def _said(terms: Terms) -> str:
    """When a report is due, or what an alert watches."""
    if isinstance(terms, AlertTerms):
        return f"{_(alert_figure(terms.figure).label)}: {band(terms)}"
    names = {"at": terms.at.strftime("%H:%M"), "zone": terms.zone}
    if terms.rhythm == "monthly":
        return _("Every month on day %(day)s at %(at)s (%(zone)s)", day=terms.day, **names)
    chosen = RHYTHMS[str(terms.day) if terms.rhythm == "weekly" else "daily"]
    return _("%(day)s at %(at)s (%(zone)s)", day=_(chosen), **names)


def _report(form: Mapping[str, str]) -> ReportTerms:
    """Raises InvalidInput, by the names of fields."""
    rhythm = form.get("rhythm", "daily")
    if rhythm not in RHYTHMS:
        raise InvalidInput({"rhythm": [_known(RHYTHMS)]})
    try:
        at = time.fromisoformat(form.get("at", ""))
    except ValueError:
        at = None
    if at is None or at.tzinfo:
        raise InvalidInput({"at": [_("has to be a time of day such as 07:30")]})
    zone = form.get("zone", "").strip()[:100]
    if rhythm in WEEKDAYS:
        return ReportTerms("weekly", int(rhythm), at, zone)
    if rhythm == "daily":
        return ReportTerms("daily", 0, at, zone)
    day = form.get("day", "")
    return ReportTerms("monthly", int(day) if re.fullmatch(r"[0-9]{1,2}", day) else 0, at, zone)


def _alert(form: Mapping[str, str]) -> AlertTerms:
    figure = form.get("figure", "").replace("\0", "")[:200]
    return AlertTerms(figure, _end("low", form), _end("high", form))


def _end(name: str, form: Mapping[str, str]) -> float | None:
    given = form.get(name, "").strip().replace(",", ".")
    try:
        value = float(given) if given else None
    except ValueError:
        value = float("nan")
    if value is not None and not (isfinite(value) and 0 <= value <= 1e9):
        raise InvalidInput({name: [_("has to be a number from 0 on")]})
    return value


def _known(names: Mapping[str, object]) -> str:
    return _("has to be one of %(known)s", known=", ".join(names))
