"""A new password for who has forgotten theirs: asked for by mail, set by a link."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput, NotFound
from runner.language import _
from web.shared.auth import caselane, forget_session, visit
from web.shared.sign_in_form import passwords_open

pages = Blueprint("password", __name__, url_prefix="/password")


@pages.get("")
def show() -> str:
    if not passwords_open():
        raise NotFound(_("Nobody signs in with a password here. Sign in with your organisation."))
    by_mail = caselane().password_links.by_mail
    return render_template(
        "sign_in/ask_password.html", by_mail=by_mail, asked="asked" in request.args
    )


@pages.post("")
def ask() -> Response:
    """Answers the same whether anybody has the address or not."""
    if passwords_open() and caselane().password_links.by_mail:
        caselane().password_links.ask(request.form.get("email", ""), visit())
    return redirect(url_for("password.show", asked=""), 303)


@pages.get("/<token>")
def choose(token: str, error: InvalidInput | None = None) -> str:
    who = caselane().resets.person(token)
    errors = error.errors if error else {}
    return render_template(
        "sign_in/set_password.html", who=who, token=token, errors=errors,
        shortest=caselane().accounts.policy.shortest,
    )  # fmt: skip


@pages.post("/<token>")
def set_password(token: str) -> Response | tuple[str, int]:
    try:
        caselane().resets.set_password(token, request.form.get("password", ""))
    except InvalidInput as error:
        return choose(token, error), 422
    forget_session()
    return redirect(url_for("sign_in.show", set=""), 303)
