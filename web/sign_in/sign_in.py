"""Signing in and out of the web pages."""

from __future__ import annotations

from dataclasses import astuple, replace

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput, NotSignedIn, TooManyAttempts
from runner.language import _
from runner.model import Person
from runner.people.permissions import may
from runner.people.sessions import SignedIn
from runner.people.signing_in import Halfway
from web.shared.auth import caselane, forget_session, session_key, visit, visitor
from web.shared.problem_details import tell_when
from web.shared.qr import qr
from web.shared.sign_in_form import local_path, sign_in_form
from web.sign_in.known_devices import known_device, remember_device

pages = Blueprint("sign_in", __name__)

HALF = "half"
"""Where the cookie keeps whose password was right while the second step is missing."""

KEPT = "kept."
"""Begins the names of fields that wait for a person to sign in again."""


@pages.get("/")
def home() -> Response:
    person = visitor()
    return redirect(_home_of(person) if person else url_for("sign_in.show"))


@pages.get("/sign-in")
def show() -> str:
    return sign_in_form(next_page=request.args.get("next", ""))


@pages.post("/sign-in")
def sign_in() -> Response:
    email, password = request.form.get("email", ""), request.form.get("password", "")
    here = replace(visit(), known_device=known_device(email))
    found = caselane().sign_in.by_password(email, password, here)
    if isinstance(found, Halfway):
        forget_session()
        session[HALF] = astuple(found)
        return Response(code_form(), mimetype="text/html")
    remember(found)
    return remember_device(go_on(found.person), found.person.email)


@pages.post("/sign-in/code")
def second_step() -> Response:
    half = _half()
    try:
        found, recovery = caselane().sign_in.by_code(half, request.form.get("code", ""), visit())
    except (InvalidInput, TooManyAttempts) as error:
        text = _("The code is not that of now, or was used before. Wait for the next one.")
        limited = isinstance(error, TooManyAttempts)
        page = code_form(str(error) if limited else text)
        again = Response(page, 429 if limited else 422, mimetype="text/html")
        tell_when(again, error)
        return again
    remember(found)
    answer = go_on(found.person)
    if recovery:
        target = local_path(request.form.get("next", "")) or url_for("sign_in.home")
        page = render_template("sign_in/recovery.html", codes=recovery, target=target)
        answer = Response(page, mimetype="text/html")
    return remember_device(answer, found.person.email)


def _half() -> Halfway:
    if HALF not in session:
        raise NotSignedIn(_("Please sign in again."))
    return Halfway(*session[HALF])


def code_form(error: str = "") -> str:
    """The second step, with what the first one was given to go on to."""
    half = _half()
    who = caselane().sign_in.halfway(half)
    uri = caselane().second_factor.begin(who) if half.set_up else ""
    return render_template(
        "sign_in/code.html", error=error, saved=_kept(), uri=uri, qr=qr(uri),
        next=local_path(request.form.get("next", "")) or "",
    )  # fmt: skip


def go_on(person: Person) -> Response:
    """To where the person wanted to go, with the text that they wrote there."""
    target, kept = local_path(request.form.get("next", "")), _kept()
    if kept and target:
        page = render_template("shared/kept.html", target=target, fields=kept)
        return Response(page, mimetype="text/html")
    return redirect(target or _home_of(person), 303)


def remember(found: SignedIn) -> None:
    """Puts a new session into the cookie. Programs of the version before read `person` and `seal`,
    and may run beside this one during an upgrade."""
    forget_session()  # what was planted in the cookie before does not survive signing in
    session["key"], session["person"], session["seal"] = found.key, found.person.id, found.seal
    session.permanent = True


@pages.post("/sign-out")
def sign_out() -> Response:
    key, at_provider = session_key(), session.get("at_provider")
    forget_session()
    if key:
        caselane().sessions.sign_out(key)
    elsewhere = at_provider and caselane().federation
    return redirect(url_for("oidc.signed_out" if elsewhere else "sign_in.show"), 303)


@pages.errorhandler(NotSignedIn)
@pages.errorhandler(TooManyAttempts)
def refused(error: NotSignedIn | TooManyAttempts) -> Response:
    """Signing in itself has failed. Everything else that is in the form stays."""
    form = request.form
    page = sign_in_form(form.get("next", ""), str(error), form.get("email", ""), _kept())
    answer = Response(
        page, 429 if isinstance(error, TooManyAttempts) else 401, mimetype="text/html"
    )
    tell_when(answer, error)
    return answer


def _kept() -> list[tuple[str, str]]:
    """The fields of the form that was sent after the session had ended."""
    fields = request.form.items(multi=True)
    return [(name.removeprefix(KEPT), text) for name, text in fields if name.startswith(KEPT)]


def _home_of(person: Person) -> str:
    """Where the work of a person is: in the cases, or in how they flow."""
    if not may(person, "list_cases"):
        return url_for("my_cases.show")
    return url_for("inbox.show" if may(person, "claim_case") else "process.show")
