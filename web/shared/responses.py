"""Conditional requests: a page is rendered only for a browser that does not have it yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Set

import orjson
from flask import request
from werkzeug.wrappers import Response

from runner.language import spoken
from web.shared.reader import zone_of_page


def etag_of(*shown: object) -> str:
    """Of what a page shows, and of who reads it: in German it is another page."""
    zone = str(zone_of_page())  # first: it also says who asks, and so in which language
    read = (spoken().code, zone)
    told = orjson.dumps((read, shown), default=_told, option=orjson.OPT_NON_STR_KEYS)
    return hashlib.sha256(told).hexdigest()[:32]


def _told(value: object) -> object:
    """What JSON has no form for: above all the roles of a person."""
    return sorted(map(repr, value)) if isinstance(value, Set) else repr(value)


def report_to_share(name: str, suffix: str, report: object, page: Callable[[], str]) -> Response:
    """A report as a file: as a page that needs nothing else, or (`json`) for programs."""
    if suffix == "json":
        data: str | bytes = orjson.dumps(report, option=orjson.OPT_INDENT_2)
        kind = "application/json"
    else:
        data, kind = page(), "text/html; charset=utf-8"
    response = Response(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def unless_unchanged(etag: str, render: Callable[[], str]) -> Response:
    """304 when the browser has the page with this ETag already; only else is it rendered."""
    response = Response(mimetype="text/html")
    response.set_etag(etag)
    if response.make_conditional(request).status_code != 304:
        response.set_data(render())
    return response
