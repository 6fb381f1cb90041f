"""The hooks by which programs open cases and send events: what came last, why it was refused, and
what a delivery would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request

from runner.errors import InvalidInput
from web.shared.auth import caselane, signed_in

pages = Blueprint("hook_list", __name__, url_prefix="/admin/hooks")


@pages.get("")
def show(errors: Mapping[str, Sequence[str]] | None = None, plan: Sequence[str] = ()) -> str:
    hooks = caselane().cases.hooks.listed(signed_in())
    address = f"{caselane().settings.base_url.rstrip('/')}/api/hooks/"
    return render_template(
        "admin/hooks.html", hooks=hooks, address=address, errors=errors or {}, plan=plan,
        given=request.form,
    )  # fmt: skip


@pages.post("/rehearse")
def rehearse() -> str:
    """What a delivery would do. Nothing is done."""
    form = request.form
    body = form.get("body", "").encode("utf-8", "replace")
    return show(plan=caselane().cases.hooks.rehearse(form.get("hook", ""), body, signed_in()))


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    return show(error.errors), 422
