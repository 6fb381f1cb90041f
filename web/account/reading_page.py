"""In which language and time zone a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput
from web.shared.auth import caselane, signed_in, speak_to
from web.shared.reader import zones

pages = Blueprint("reading", __name__, url_prefix="/settings/reading")


@pages.get("")
def show(errors: Mapping[str, Any] | None = None) -> str:
    person = signed_in()
    known = {"language": person.language, "zone": person.zone}
    return render_template(
        "account/reading.html", languages=caselane().languages.all(), zones=zones(),
        given=request.form if errors else known, office=caselane().calendars.default.zone,
        errors=errors or {}, saved="saved" in request.args,
    )  # fmt: skip


@pages.post("")
def change() -> Response:
    """Only what a form holds is changed."""
    form = request.form
    person = caselane().reading_habits.change(signed_in(), form.get("language"), form.get("zone"))
    speak_to(person)
    return redirect(url_for("reading.show", saved=""), 303)


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    return show(error.errors), 422
