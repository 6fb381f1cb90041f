"""Signing in and out of the web pages."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from runner.errors import NotSignedIn, TooManyAttempts
from runner.model import Person
from runner.people.permissions import side_of
from web.shared.auth import caselane, visitor
from web.shared.sign_in_form import local_path, sign_in_form

doors = Blueprint("doors", __name__)


@doors.get("/")
def home() -> Response:
    person = visitor()
    return redirect(_home_of(person) if person else url_for("doors.sign_in_page"))


@doors.get("/sign-in")
def sign_in_page() -> str:
    return sign_in_form(next=request.args.get("next", ""))


@doors.post("/sign-in")
def sign_in() -> Response:
    email, password = request.form.get("email", ""), request.form.get("password", "")
    person, seal = caselane().accounts.sign_in(email, password, request.remote_addr or "")
    kept = {key: values for key, values in request.form.lists() if key.startswith("kept.")}
    session.clear()  # nothing that somebody planted before survives signing in
    session["person"], session["seal"] = person.id, seal
    session.permanent = True
    target = local_path(request.form.get("next", ""))
    if kept and target:
        fields = [(key.removeprefix("kept."), v) for key, values in kept.items() for v in values]
        return Response(
            render_template("shared/kept.html", target=target, fields=fields), mimetype="text/html"
        )
    return redirect(target or _home_of(person), 303)


@doors.post("/sign-out")
def sign_out() -> Response:
    person = visitor()
    session.clear()
    if person:
        caselane().accounts.sign_out(person)
    return redirect(url_for("doors.sign_in_page"), 303)


@doors.errorhandler(NotSignedIn)
def refused(error: NotSignedIn) -> tuple[str, int]:
    """Signing in itself has failed. Everything else that is in the form stays."""
    form = request.form
    kept = [(k.removeprefix("kept."), v) for k, v in form.items(multi=True) if k[:5] == "kept."]
    page = sign_in_form(form.get("next", ""), str(error), form.get("email", ""), kept)
    return page, 429 if isinstance(error, TooManyAttempts) else 401


def _home_of(person: Person) -> str:
    if side_of(person, customer_id=-1) is None:
        return url_for("portal.my_cases")
    return url_for("desk.inbox")
