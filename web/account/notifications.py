"""What a person was told, newest first."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.shared.auth import caselane, signed_in
from web.shared.numbers import number

pages = Blueprint("notifications", __name__, url_prefix="/notifications")

PAGE = 50


@pages.get("")
def show() -> str:
    before = number(request.args.get("before"))
    page = caselane().notifications.of(signed_in(), before, PAGE)
    return render_template("account/notifications.html", page=page, first=before is None)


@pages.post("/read")
def read() -> Response:
    """What came after the page was made stays unread."""
    caselane().notifications.mark_read(signed_in(), number(request.form.get("newest")) or 0)
    return redirect(url_for("notifications.show"), 303)
