"""A link of the command line that lets somebody in: shown first, so that who only looks uses up
nothing."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from web.shared.auth import caselane, visit
from web.sign_in.sign_in import go_on, remember

pages = Blueprint("entry", __name__, url_prefix="/sign-in/link")


@pages.get("/<token>")
def show(token: str) -> str:
    who = caselane().entry_links.person(token)
    return render_template("sign_in/entry.html", who=who, token=token)


@pages.post("/<token>")
def enter(token: str) -> Response:
    found = caselane().entry_links.enter(token, visit())
    remember(found)
    return go_on(found.person)
