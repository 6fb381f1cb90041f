"""Each request has an id, which stands in its answer and in all that is logged meanwhile."""

from __future__ import annotations

import logging
import re
import secrets

from flask import current_app, g, request
from werkzeug.wrappers import Response

from runner import logs
from runner.clock import stopwatch

log = logging.getLogger("caselane.access")

HEADER = "X-Request-Id"

_SANE = re.compile(r"[\w.-]{8,64}", re.ASCII)


def begin() -> None:
    """An id that a proxy gave already is kept, so that its log and ours name the same."""
    given = request.headers.get(HEADER, "")
    g.request_id = given if _SANE.fullmatch(given) else secrets.token_hex(8)
    g.began = stopwatch()
    logs.begin(request=g.request_id, case=str((request.view_args or {}).get("number", "")))


def end(response: Response) -> Response:
    """The access log names the route and not the address: signed links and searches are nobody
    else's business."""
    response.headers.add(HEADER, g.request_id)
    if current_app.config["ACCESS_LOG"]:
        fields = {
            "method": request.method,
            "route": request.url_rule.rule if request.url_rule else "",
            "status": response.status_code,
            "ms": round(g.began() * 1000, 1),
            "address": request.remote_addr or "",
        }
        log.info("answered", extra={"fields": fields})
    return response


def forget(_error: BaseException | None) -> None:
    logs.begin()
