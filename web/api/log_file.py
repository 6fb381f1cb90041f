"""The API of analysts: the event log, in pieces, however long it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from flask import Blueprint, request
from werkzeug.wrappers import Response

from runner.errors import InvalidInput
from runner.insight.event_log.log_export import Format, LogOrder
from runner.model import LogFilter
from web.api.requests import several
from web.shared.auth import bearer, caselane
from web.shared.responses import LOG_KINDS, log_to_share

log = Blueprint("api_log", __name__, url_prefix="/api")


@log.get("/log")
def export_log() -> Response:
    person, export = bearer(), caselane().log
    kind = request.args.get("format", "")
    if kind not in LOG_KINDS:
        raise InvalidInput({"format": [f"has to be one of {', '.join(LOG_KINDS)}"]})
    hide = export.pseudonyms(several("hash"), several("drop"))
    pieces = export.written(person, LogOrder(cast("Format", kind), hide, _filter()))
    return log_to_share(pieces, kind)


def _filter() -> LogFilter:
    return LogFilter(
        _day("since"), _day("until"), request.args.get("lifecycle", ""), _version(),
        several("status"), several("priority"), request.args.get("product", ""),
    )  # fmt: skip


def _day(name: str) -> datetime | None:
    """Its first instant, in UTC. That it is a day, the description of the parameter says."""
    given = request.args.get(name)
    return datetime.fromisoformat(given).replace(tzinfo=UTC) if given else None


def _version() -> int | None:
    given = request.args.get("version", "")
    if given and not (given.isascii() and given.isdigit() and 0 < len(given) <= 9):
        raise InvalidInput({"version": ["has to be the number of a version"]})
    return int(given) if given else None
