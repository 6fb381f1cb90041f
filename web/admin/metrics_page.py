"""Figures for a monitor, which shows the token of the settings."""

from __future__ import annotations

from hmac import compare_digest

from flask import Blueprint, Response, abort, request

from web.shared.auth import caselane

pages = Blueprint("metrics_page", __name__)


@pages.get("/metrics")
def show() -> Response:
    """Not there unless there is a token: behind a proxy everybody may come from loopback."""
    token = caselane().settings.metrics_token
    if not token:
        abort(404)
    given = request.authorization
    if given is None or given.type != "bearer" or not _same(given.token or "", token):
        text = "Send the token of CASELANE_METRICS_TOKEN as Authorization: Bearer.\n"
        return Response(text, 401, {"WWW-Authenticate": "Bearer"}, mimetype="text/plain")
    return Response(
        caselane().metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8"
    )


def _same(given: str, token: str) -> bool:
    return compare_digest(given.encode(), token.encode())
