"""The API of incidents and dead letters, for admins."""

from __future__ import annotations

from flask import Blueprint, Response

from web.api.requests import body_of
from web.shared import representations
from web.shared.auth import bearer, caselane
from web.shared.representations import answer

incidents = Blueprint("api_incidents", __name__, url_prefix="/api/incidents")


@incidents.get("")
def list_incidents() -> Response:
    return answer(representations.incident_list(caselane().incidents.listed(bearer())))


@incidents.post("/retry")
def retry_dead_letters() -> Response:
    """Makes every dead letter due again."""
    by = bearer()
    body_of("retryDeadLetters")
    return answer({"retried": caselane().incidents.retry(by)})


@incidents.post("/resolve")
def resolve_incidents() -> Response:
    """Those of a case, or of the system."""
    by, number = bearer(), body_of("resolveIncidents")["case"]
    return answer({"resolved": caselane().incidents.resolve(by, number)})
