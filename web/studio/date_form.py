"""The date at which a draft or an approved version goes live: taken back."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from web.shared.auth import caselane, signed_in
from web.shared.numbers import LAST_ID

pages = Blueprint("dates", __name__)


@pages.post(f"/studio/dates/<int(max={LAST_ID}):plan_id>/cancel")
def cancel(plan_id: int) -> Response:
    """What was to go live stays as it is, and may be changed again."""
    plan = caselane().publication_dates.cancel(signed_in(), plan_id)
    if plan.of.draft:
        return redirect(url_for("draft.show", draft_id=plan.of.draft), 303)
    return redirect(url_for("review.show", version_id=plan.of.version), 303)
