"""What a person was told, newest first."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.deployment.publication_notices import page_about
from web.shared.auth import caselane, signed_in, visitor
from web.shared.numbers import number
from web.shared.responses import unless_unchanged

pages = Blueprint("notifications", __name__, url_prefix="/notifications")

PAGE = 50


@pages.get("")
def show() -> str:
    before = number(request.args.get("before"))
    page = caselane().notifications.of(signed_in(), before, PAGE)
    return render_template(
        "account/notifications.html", page=page, first=before is None, page_about=page_about
    )


@pages.get("/bell")
def bell() -> Response:
    """The bell of a page that is open; nothing for one whose session has ended."""
    person = visitor()
    if person is None:
        return Response(status=204)
    unread = caselane().notifications.unread(person)
    return unless_unchanged(str(unread), lambda: render_template("shared/_bell.html"))


@pages.post("/read")
def read() -> Response:
    """What came after the page was made stays unread."""
    caselane().notifications.mark_read(signed_in(), number(request.form.get("newest")) or 0)
    return redirect(url_for("notifications.show"), 303)
