"""How a person wants to be told of what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput
from runner.model import MailTimes
from web.shared.auth import caselane, signed_in

pages = Blueprint("preferences", __name__, url_prefix="/settings/notifications")


@pages.get("")
def show(errors: Mapping[str, Any] | None = None) -> str:
    person = signed_in()
    told = caselane().notifications
    return render_template(
        "account/preferences.html", preferences=told.preferences.of(person), errors=errors or {},
        times=_times() if errors and "quiet_from" in request.form else told.mail_hours.of(person),
        zone=person.zone or caselane().calendars.default.zone, saved="saved" in request.args,
    )  # fmt: skip


@pages.post("")
def change() -> Response:
    wanted = {name: way for name, way in request.form.items() if name != "csrf_token"}
    caselane().notifications.preferences.change(signed_in(), wanted)
    return redirect(url_for("preferences.show", saved=""), 303)


@pages.post("/times")
def change_times() -> Response:
    caselane().notifications.mail_hours.change(signed_in(), _times())
    return redirect(url_for("preferences.show", saved=""), 303)


def _times() -> MailTimes:
    """As the form has them, right or wrong."""
    begin, end, digest = (
        request.form.get(name, "").strip() for name in ("quiet_from", "quiet_until", "digest_at")
    )
    return MailTimes(begin, end, digest, frozenset(request.form.getlist("urgent")))


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    return show(error.errors), 422
