"""The API of the audit log, for admins."""

from __future__ import annotations

from flask import Blueprint, Response, request

from runner.errors import InvalidInput
from runner.model import AUDIT_AREAS, AuditEntry, AuditFilter
from web.api.requests import paging
from web.shared.auth import bearer, caselane
from web.shared.instants import instant_in
from web.shared.representations import answer_page

audit = Blueprint("api_audit", __name__, url_prefix="/api/audit")


@audit.get("")
def list_audit() -> Response:
    """The newest first."""
    person, given = bearer(), request.args
    cursor, limit = paging()
    area = given.get("area")
    if area is not None and area not in AUDIT_AREAS:
        raise InvalidInput({"area": [f"has to be one of: {', '.join(AUDIT_AREAS)}"]})
    wanted = AuditFilter(
        area, given.get("who"), given.get("about"), instant_in("since", given.get("since", "")),
        instant_in("until", given.get("until", "")),
    )  # fmt: skip
    page = caselane().audit.listed(person, wanted, cursor, limit)
    return answer_page(page, map(_shown, page.items))


def _shown(entry: AuditEntry) -> dict[str, object]:
    return {
        "number": entry.number,
        "at": entry.at,
        "by": entry.actor.email if entry.actor else None,
        "area": entry.area,
        "what": entry.what,
        "about": entry.about,
        "before": entry.before,
        "after": entry.after,
        "from": entry.origin,
    }
