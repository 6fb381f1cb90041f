"""Open incidents and dead letters: tried again, or resolved."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.shared.auth import caselane, signed_in

pages = Blueprint("incident_list", __name__, url_prefix="/admin/incidents")


@pages.get("")
def show() -> str:
    found = caselane().incidents.listed(signed_in())
    return render_template("admin/incidents.html", found=found)


@pages.post("/retry")
def retry() -> Response:
    caselane().incidents.retry(signed_in())
    return redirect(url_for("incident_list.show"), 303)


@pages.post("/resolve")
def resolve() -> Response:
    """Those of a case, or of the system."""
    caselane().incidents.resolve(signed_in(), request.form.get("case") or None)
    return redirect(url_for("incident_list.show"), 303)
