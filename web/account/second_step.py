"""A person sets up the second step of their signing in, and turns it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput
from web.shared.auth import caselane, session_key, signed_in, visit
from web.shared.qr import qr

pages = Blueprint("second_step", __name__, url_prefix="/settings/security/second-step")


@pages.get("")
def show(errors: Mapping[str, Sequence[str]] | None = None) -> str | Response:
    if caselane().second_factor.is_on(signed_in()):
        return redirect(url_for("security.show"))
    uri = caselane().second_factor.begin(signed_in())
    return render_template("account/second_step.html", uri=uri, qr=qr(uri), errors=errors or {})


@pages.post("")
def confirm() -> str:
    """The password is asked for: whoever has only the session cannot shut its person out."""
    password, code = request.form.get("password", ""), request.form.get("code", "")
    here = (visit(), session_key())
    codes = caselane().sign_in.set_up_second_step(signed_in(), password, code, here)
    target = url_for("security.show")
    return render_template("sign_in/recovery.html", codes=codes, target=target)


@pages.post("/off")
def turn_off() -> Response:
    caselane().second_factor.turn_off(signed_in(), request.form.get("code", ""))
    return redirect(url_for("security.show", saved="off"), 303)


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str | Response, int]:
    if request.endpoint == "second_step.turn_off":
        return redirect(url_for("security.show", saved="wrong-code"), 303), 303
    return show(error.errors), 422
