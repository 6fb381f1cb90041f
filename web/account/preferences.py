"""How a person wants to be told of what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput
from web.shared.auth import caselane, signed_in

pages = Blueprint("preferences", __name__, url_prefix="/settings/notifications")


@pages.get("")
def show(errors: Mapping[str, Any] | None = None) -> str:
    found = caselane().notifications.preferences.of(signed_in())
    return render_template(
        "account/preferences.html", preferences=found, errors=errors or {},
        saved="saved" in request.args,
    )  # fmt: skip


@pages.post("")
def change() -> Response:
    wanted = {name: way for name, way in request.form.items() if name != "csrf_token"}
    caselane().notifications.preferences.change(signed_in(), wanted)
    return redirect(url_for("preferences.show", saved=""), 303)


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    return show(error.errors), 422
