"""The people who work here, and the whole life of an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput
from runner.language import _
from runner.model import ROLES
from web.shared.auth import caselane, signed_in

pages = Blueprint("people", __name__, url_prefix="/admin/people")

Errors = Mapping[str, Sequence[str]]


@pages.get("")
def show(errors: Errors | None = None) -> str:
    people = caselane().accounts.staff(signed_in())
    return render_template(
        "admin/people.html", people=people, roles=ROLES, errors=errors or {}, given=request.form
    )


@pages.post("")
def add() -> Response:
    form = request.form
    person = caselane().accounts.add(
        form.get("email", ""), form.get("name", ""), form.getlist("role"), signed_in()
    )
    return _to(person.email)


@pages.get("/<email>")
def person(email: str, errors: Errors | None = None) -> str:
    """Of a customer, too."""
    changes = caselane().accounts.changes_of(email, signed_in())
    return render_template(
        "admin/person.html", one=caselane().accounts.by_email(email), changes=changes, roles=ROLES,
        team=caselane().accounts.team(), errors=errors or {}, given=request.form,
    )  # fmt: skip


@pages.post("/<email>/name")
def rename(email: str) -> Response:
    caselane().accounts.rename(email, request.form.get("name", ""), signed_in())
    return _to(email)


@pages.post("/<email>/address")
def correct(email: str) -> Response:
    """Gives the person another address."""
    new = request.form.get("email", "")
    caselane().accounts.correct_email(email, new, signed_in())
    return _to(new.strip().lower())


@pages.post("/<email>/roles")
def change_roles(email: str) -> Response:
    """The roles that are ticked. The open cases of one who can own none any more go to `to`."""
    form = request.form
    caselane().cases.set_roles(signed_in(), email, form.getlist("role"), form.get("to"))
    return _to(email)


@pages.post("/<email>/back")
def back(email: str) -> Response:
    caselane().accounts.set_away(email, False, signed_in())
    return _to(email)


@pages.post("/<email>/password-link")
def mail_password_link(email: str) -> Response:
    caselane().password_links.invite(email, signed_in())
    return _to(email)


@pages.post("/<email>/second-step-off")
def take_second_step_off(email: str) -> Response:
    caselane().second_factor.take_off(email, signed_in())
    return _to(email)


@pages.post("/<email>/sign-out")
def sign_out(email: str) -> Response:
    """Ends all sessions of a person."""
    caselane().sessions.end_all(email, signed_in())
    return _to(email)


@pages.post("/<email>/remove")
def remove(email: str) -> Response:
    """Ends the access, and hands the open cases over."""
    caselane().cases.end_access(signed_in(), email, request.form.get("to") or None)
    return _to(email)


@pages.post("/<email>/merge")
def merge(email: str) -> Response:
    """Makes all of this entry that of another of the same person."""
    if not request.form.get("sure"):
        raise InvalidInput({"sure": [_("has to be ticked: a merge cannot be undone")]})
    into = request.form.get("into", "")
    return _to(caselane().merging.merge(email, into, signed_in()).email)


@pages.post("/<email>/restore")
def restore(email: str) -> Response:
    caselane().accounts.restore(email, signed_in())
    return _to(email)


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    email = (request.view_args or {}).get("email")
    return (person(email, error.errors) if email else show(error.errors)), 422


def _to(email: str) -> Response:
    return redirect(url_for("people.person", email=email), 303)
