"""Signing in and out of the web pages."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from runner import demo
from runner.accounts import side_of
from runner.errors import NotSignedIn, TooManyAttempts
from runner.model import Person
from web.auth import caselane, visitor

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
            render_template("kept.html", target=target, fields=fields), mimetype="text/html"
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


def sign_in_form(
    next: str = "", error: str = "", email: str = "", kept: list[tuple[str, str]] | None = None
) -> str:
    """The page to sign in on. `kept` are the fields of a form that somebody sent after their
    session had ended: they come back when it goes on."""
    accounts = demo.PEOPLE if current_app.config["DEMO"] else ()
    return render_template(
        "sign_in.html", next=local_path(next) or "", error=error, email=email, saved=kept or [],
        accounts=accounts, demo_password=demo.PASSWORD,
    )  # fmt: skip


def local_path(target: str) -> str | None:
    """A path of this site, to go on to; None for anything that could lead elsewhere."""
    plain = target.isprintable() and "\\" not in target
    return target if plain and target.startswith("/") and not target.startswith("//") else None


def _home_of(person: Person) -> str:
    if side_of(person, customer_id=-1) is None:
        return url_for("portal.my_cases")
    return url_for("desk.inbox")
