"""Signing in with the organisation's own accounts."""

from __future__ import annotations

from dataclasses import astuple

from flask import Blueprint, redirect, render_template, request, session
from werkzeug.wrappers import Response

from runner.delivery.federation import Federation
from runner.errors import NotFound, NotSignedIn, SignInElsewhere
from runner.language import _
from web.shared.auth import caselane, visit
from web.shared.sign_in_form import local_path, sign_in_form
from web.sign_in.sign_in import go_on, remember

pages = Blueprint("oidc", __name__, url_prefix="/sign-in/oidc")

WAITS = "oidc"
"""Where the cookie keeps what waits for somebody who is at the provider."""


@pages.get("")
def begin() -> Response:
    url, pending = _federation().begin()
    session[WAITS] = [*astuple(pending), local_path(request.args.get("next", "")) or ""]
    return redirect(url)


@pages.get("/back")
def back() -> Response:
    *pending, target = session.pop(WAITS, None) or _nothing_waits()
    found = _federation().finish(pending, request.args, visit())
    remember(found)
    session["at_provider"] = True
    return redirect(target) if target else go_on(found.person)


@pages.get("/signed-out")
def signed_out() -> str:
    """The session here has ended; that at the organisation has not."""
    return render_template("sign_in/signed_out.html", url=_federation().sign_out_url())


def _federation() -> Federation:
    found = caselane().federation
    if found is None:
        raise NotFound(_("Nobody signs in with an organisation here. Sign in with a password."))
    return found


def _nothing_waits() -> list[str]:
    raise NotSignedIn(_("You did not sign in here in this browser. Please sign in again."))


@pages.errorhandler(NotSignedIn)
def refused(error: NotSignedIn) -> tuple[str, int]:
    return sign_in_form(error=str(error)), 401


@pages.errorhandler(SignInElsewhere)
def out_of_order(error: SignInElsewhere) -> tuple[str, int]:
    return sign_in_form(error=str(error)), 502
