"""The list of a customer's own cases."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.shared.auth import caselane, signed_in

pages = Blueprint("my_cases", __name__)

PAGE = 50


@pages.get("/my")
def show() -> str:
    person = signed_in()
    page = caselane().cases.own(person, request.args.get("cursor", ""), PAGE)
    open_ones = [own for own in page.items if not own.line.closed]
    return render_template(
        "portal/my_cases.html", page=page,
        waiting=[own for own in open_ones if own.yours],
        with_us=[own for own in open_ones if not own.yours],
        closed=[own for own in page.items if own.line.closed],
        shared=caselane().cases.shared(person), company=caselane().cases.company(person),
    )  # fmt: skip


@pages.post("/my/colleagues")
def let_colleagues() -> Response:
    """Whether the colleagues of a customer may see their cases."""
    caselane().cases.let_colleagues(signed_in(), "lets" in request.form)
    return redirect(url_for("my_cases.show"), 303)
