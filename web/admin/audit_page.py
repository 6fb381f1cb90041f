"""The audit log: who changed what beside the cases, with filters and as a table to take along."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from runner.model import AUDIT_AREAS, AuditFilter
from runner.people.audit import audit_csv
from web.shared.auth import caselane, signed_in
from web.shared.instants import instant_in
from web.shared.numbers import LAST_ID

pages = Blueprint("audit_page", __name__, url_prefix="/admin/audit")


@pages.get("")
def show() -> str:
    given = request.args
    before = given.get("before", "")
    known = before.isascii() and before.isdigit() and int(before[:19]) <= LAST_ID
    page = caselane().audit.listed(signed_in(), _wanted(), int(before) if known else None)
    return render_template("admin/audit.html", page=page, areas=AUDIT_AREAS, given=given)


@pages.get("/table")
def table() -> Response:
    """All that the filters leave, as CSV."""
    found = caselane().audit.all(signed_in(), _wanted())
    name = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(
        b"".join(audit_csv(found)), content_type="text/csv; charset=utf-8", headers=name
    )


def _wanted() -> AuditFilter:
    """Raises InvalidInput."""
    given = request.args
    area = given.get("area")
    return AuditFilter(
        area if area in AUDIT_AREAS else None,
        given.get("who") or None,
        given.get("about") or None,
        instant_in("since", given.get("since", "")),
        instant_in("until", given.get("until", "")),
    )
