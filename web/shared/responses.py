"""Conditional requests: a page is rendered only for a browser that does not have it yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Set

import orjson
from flask import request, stream_with_context
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


def page_to_share(name: str, page: str) -> Response:
    """A page that needs nothing else, as the file `name`.html."""
    return file_to_save(f"{name}.html", page, "text/html")


def data_to_share(name: str, data: object) -> Response:
    """For programs, as the file `name`.json."""
    told = orjson.dumps(data, option=orjson.OPT_INDENT_2)
    return file_to_save(f"{name}.json", told, "application/json")


def file_to_save(name: str, content: str | bytes | Iterator[bytes], kind: str) -> Response:
    """A file that browsers save and do not show; `kind` is its media type."""
    response = Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


LOG_KINDS = {"xes": "application/xml", "ocel": "application/json", "csv": "text/csv"}
"""As which the event log leaves."""


def log_to_share(pieces: Iterator[bytes], kind: str) -> Response:
    """The event log as one of `LOG_KINDS`, in pieces, however long it is."""
    ending = "json" if kind == "ocel" else kind
    return file_to_save(f"cases.{ending}", stream_with_context(pieces), LOG_KINDS[kind])


def unless_unchanged(etag: str, render: Callable[[], str]) -> Response:
    """304 when the browser has the page with this ETag already; only else is it rendered."""
    response = Response(mimetype="text/html")
    response.set_etag(etag)
    if response.make_conditional(request).status_code != 304:
        response.set_data(render())
    return response
