"""The tokens for the API, with their last use. A new one is shown once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from runner.errors import InvalidInput, NotFound
from runner.language import N_, _
from runner.model import TokenLimits
from web.shared.auth import caselane, signed_in
from web.shared.instants import instant_in

pages = Blueprint("token_list", __name__, url_prefix="/admin/tokens")


@pages.get("")
def show(errors: Mapping[str, Sequence[str]] | None = None, new: str = "") -> str:
    tokens = caselane().accounts.tokens(signed_in())
    return render_template(
        "admin/tokens.html", tokens=tokens, new=new, errors=errors or {}, given=request.form,
        scopes=_SCOPES,
    )  # fmt: skip


@pages.post("")
def add() -> str:
    form = request.form
    try:
        new = caselane().accounts.new_token(
            form.get("email", ""), signed_in(), form.get("name", "").strip(), _limits(form)
        )
    except NotFound as error:
        raise InvalidInput({"email": [_("is of nobody who has access here")]}) from error
    return show(new=new)


def _limits(form: MultiDict[str, str]) -> TokenLimits:
    """Raises InvalidInput."""
    expires = instant_in("expires_at", form.get("expires_at", ""))
    return TokenLimits(frozenset(form.getlist("scope")), expires)


_SCOPES = {
    "read": N_("Read cases, figures and diagrams"),
    "cases": N_("Read and act on cases"),
    "diagrams": N_("Check and deploy diagrams, move cases"),
    "admin": N_("Administer people, teams and incidents"),
}


@pages.post("/revoke")
def revoke() -> Response:
    form = request.form
    caselane().accounts.revoke_tokens(form.get("email", ""), signed_in(), form.get("name", ""))
    return redirect(url_for("token_list.show"), 303)


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    return show(error.errors), 422
