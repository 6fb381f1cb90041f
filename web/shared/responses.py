"""Conditional requests: a page is rendered only for a browser that does not have it yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import request
from werkzeug.wrappers import Response


def etag_of(*shown: object) -> str:
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def unless_unchanged(etag: str, render: Callable[[], str]) -> Response:
    """304 when the browser has the page with this ETag already; only else is it rendered."""
    response = Response(mimetype="text/html")
    response.set_etag(etag)
    if response.make_conditional(request).status_code != 304:
        response.set_data(render())
    return response
