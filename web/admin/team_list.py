"""The teams: their members, and the products whose new cases come to them. A name may have slashes:
what is done with a team stands before it in an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput
from runner.people.permissions import require
from web.shared.auth import caselane, signed_in

pages = Blueprint("team_list", __name__, url_prefix="/admin/teams")


@pages.get("")
def show(errors: Mapping[str, Sequence[str]] | None = None) -> str:
    person = signed_in()
    require(person, "manage_teams")
    return render_template(
        "admin/teams.html", teams=caselane().teams.listed(person), team=caselane().accounts.team(),
        errors=errors or {}, given=request.form,
    )  # fmt: skip


@pages.post("")
def add() -> Response:
    caselane().teams.add(request.form.get("name", ""), signed_in())
    return _back()


@pages.post("/change/<path:name>")
def change(name: str) -> Response:
    """`products` stand one to a line."""
    form = request.form
    products = [line.strip() for line in form.get("products", "").splitlines() if line.strip()]
    caselane().teams.change(
        name,
        new_name=form.get("name"),
        round_robin="shares" in form,
        products=products,
        by=signed_in(),
    )
    return _back()


@pages.post("/put-member/<path:name>")
def put_member(name: str) -> Response:
    form = request.form
    caselane().teams.put_member(name, form.get("email", ""), "leads" in form, signed_in())
    return _back()


@pages.post("/drop-member/<email>/<path:name>")
def drop_member(name: str, email: str) -> Response:
    caselane().teams.drop_member(name, email, signed_in())
    return _back()


@pages.post("/remove/<path:name>")
def remove(name: str) -> Response:
    caselane().teams.remove(name, signed_in())
    return _back()


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    return show(error.errors), 422


def _back() -> Response:
    return redirect(url_for("team_list.show"), 303)
