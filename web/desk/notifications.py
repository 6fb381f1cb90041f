"""What a person was told, newest first."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.shared.auth import caselane, signed_in
from web.shared.numbers import number

pages = Blueprint("notifications", __name__)

PAGE = 50


@pages.get("/notifications")
def show() -> str:
    page = caselane().notifications.of(signed_in(), limit=PAGE)
    return render_template("desk/notifications.html", page=page)


@pages.post("/notifications/read")
def read() -> Response:
    """What came after the page was made stays unread."""
    caselane().notifications.mark_read(signed_in(), number(request.form.get("newest")) or 0)
    return redirect(url_for("notifications.show"), 303)
