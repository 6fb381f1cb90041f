"""Saving a list of the inbox as a view, changing and deleting it."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from web.desk.list_query import given_in
from web.shared.auth import caselane, signed_in
from web.shared.numbers import LAST_ID

pages = Blueprint("view_forms", __name__, url_prefix="/inbox/views")
ONE = f"/<int(max={LAST_ID}):view>"


@pages.post("")
def add() -> Response:
    """The form carries the arguments of the list that it stands on."""
    name, shared = request.form.get("name", ""), "shared" in request.form
    query = given_in(request.form)
    saved = caselane().cases.saved_views.add(signed_in(), name, query, shared)
    return _to(f"saved:{saved.id}")


@pages.post(ONE)
def change(view: int) -> Response:
    name, shared = request.form.get("name", ""), "shared" in request.form
    query = given_in(request.form)
    caselane().cases.saved_views.change(signed_in(), view, name, query, shared)
    return _to(f"saved:{view}")


@pages.post(f"{ONE}/delete")
def delete(view: int) -> Response:
    caselane().cases.saved_views.delete(signed_in(), view)
    return redirect(url_for("inbox.show"), 303)


def _to(view: str) -> Response:
    return redirect(url_for("inbox.show", view=view), 303)
