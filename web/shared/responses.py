"""Headers, compression and conditional requests."""

from __future__ import annotations

import functools
import gzip
import hashlib
from collections.abc import Callable

from flask import request
from werkzeug.wrappers import Response

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Scripts and styles come from our own files only; bpmn-js needs no more."""


YEAR = 365 * 86400
"""Seconds that a browser caches a file whose address changes with its content."""


def secure(response: Response) -> Response:
    """A page without an ETag is not cached: a browser that goes back would show a case as it was
    before it moved, without asking."""
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    if request.endpoint in ("static", "statuses") and "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    elif request.endpoint != "static":
        kept = "private, no-cache" if "ETag" in response.headers else "no-store"
        response.headers.setdefault("Cache-Control", kept)
    return response


def compress(response: Response) -> Response:
    """Styles and scripts are compressed. Pages are not: the length of a compressed page that
    repeats an attacker's text would reveal the secrets beside it (BREACH)."""
    text = response.mimetype in ("text/css", "text/javascript", "image/svg+xml")
    if request.endpoint != "static" or response.status_code != 200 or not text:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"]:
        response.direct_passthrough = False
        response.set_data(_gzipped(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
    return response


@functools.lru_cache(maxsize=32)
def _gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def etag_of(*shown: object) -> str:
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def unless_unchanged(etag: str, render: Callable[[], str]) -> Response:
    """304 when the browser has the page with this ETag already; only else is it rendered."""
    response = Response(mimetype="text/html")
    response.set_etag(etag)
    if response.make_conditional(request).status_code != 304:
        response.set_data(render())
    return response
