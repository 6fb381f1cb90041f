"""How a person signs in, and where they are signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput
from web.shared.auth import caselane, session_key, signed_in, visit
from web.shared.numbers import LAST_ID

pages = Blueprint("security", __name__, url_prefix="/settings/security")


@pages.get("")
def show(errors: Mapping[str, Any] | None = None) -> str:
    sessions, here = caselane().sessions.of(signed_in(), session_key())
    return render_template(
        "account/security.html", sessions=sessions, here=here, errors=errors or {},
        saved=request.args.get("saved", ""),
        second_step=caselane().second_factor.is_on(signed_in()),
        shortest=caselane().accounts.policy.shortest,
    )  # fmt: skip


@pages.post(f"/sessions/<int(max={LAST_ID}):session>/end")
def end_session(session: int) -> Response:
    caselane().sessions.end(signed_in(), session)
    return _done("session")


@pages.post("/sessions/end-others")
def end_others() -> Response:
    caselane().sessions.end_others(signed_in(), session_key())
    return _done("others")


@pages.post("/password")
def change_password() -> Response:
    person, form, here = signed_in(), request.form, (visit(), session_key())
    caselane().sign_in.change_password(person, form.get("old", ""), form.get("password", ""), here)
    session["seal"] = caselane().sessions.seal(person)
    return _done("password")


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    return show(error.errors), 422


def _done(what: str) -> Response:
    return redirect(url_for("security.show", saved=what), 303)
