"""The follow-up date of a case: a day that the person chooses, which moves nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput
from runner.language import _
from web.shared.auth import caselane, signed_in
from web.shared.reader import zone_of_page

pages = Blueprint("follow_up", __name__, url_prefix="/cases/<number>/follow-up")


@pages.post("")
def keep(number: str) -> Response:
    """Keeps the day; with `done` forgets it."""
    at = None if request.form.get("done") else _beginning(request.form.get("day", ""))
    caselane().cases.follow_up(signed_in(), number, at)
    return redirect(url_for("case.show", number=number), 303)


def soon(today: date) -> list[tuple[str, str]]:
    """The days that are asked for most, each with what it is called: on a Sunday one."""
    tomorrow = today + timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    named = {monday: _("Next Monday")} | {tomorrow: _("Tomorrow")}
    return [(named[day], day.isoformat()) for day in sorted(named)]


def _beginning(day: str) -> datetime:
    """The first instant of a day, in the zone of the desk."""
    try:
        found = date.fromisoformat(day)
        zone = zone_of_page()
        return datetime(found.year, found.month, found.day, tzinfo=zone)
    except ValueError:
        raise InvalidInput({"day": [_("is not a day such as 2026-03-02")]}) from None
