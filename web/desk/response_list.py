"""Canned responses: a person's own, and those that are shared with all of support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.cases.canned_responses import LONGEST_RESPONSE, VARIABLES, may_change_response
from runner.errors import InvalidInput
from runner.model import CannedResponse
from web.shared.auth import caselane, signed_in
from web.shared.numbers import LAST_ID

pages = Blueprint("response_list", __name__, url_prefix="/responses")
ONE = f"/<int(max={LAST_ID}):response>"


@pages.get("")
def show(errors: Mapping[str, Sequence[str]] | None = None, at: int = 0) -> str:
    """`at` is the response whose form has errors, 0 for a new one."""
    person = signed_in()
    return render_template(
        "desk/responses.html", responses=caselane().cases.canned_responses.list(person),
        may_change=lambda one: may_change_response(person, one), variables=VARIABLES,
        statuses=caselane().cases.statuses(), longest=LONGEST_RESPONSE, at=at,
        errors=errors or {}, given=_given(at) if errors else None,
    )  # fmt: skip


@pages.post("")
def add() -> Response:
    caselane().cases.canned_responses.add(signed_in(), _given())
    return _back()


@pages.post(ONE)
def change(response: int) -> Response:
    caselane().cases.canned_responses.change(signed_in(), _given(response))
    return _back()


@pages.post(f"{ONE}/delete")
def delete(response: int) -> Response:
    caselane().cases.canned_responses.delete(signed_in(), response)
    return _back()


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    return show(error.errors, (request.view_args or {}).get("response", 0)), 422


def _given(response: int = 0) -> CannedResponse:
    form = request.form
    return CannedResponse(
        response, 0, form.get("name", ""), form.get("body", "").replace("\r\n", "\n"),
        "shared" in form, tuple(form.getlist("status")),
    )  # fmt: skip


def _back() -> Response:
    return redirect(url_for("response_list.show"), 303)
