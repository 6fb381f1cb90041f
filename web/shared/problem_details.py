"""Errors of the runner as HTTP: their status, and for programs problem details (RFC 9457)."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from flask import Response, g, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from runner.errors import (
    CaselaneError,
    Conflict,
    DiagramError,
    EngineError,
    Forbidden,
    InvalidInput,
    LinkOver,
    NotFound,
    NotSignedIn,
    OutcomeUnknown,
    ScannerAway,
    SignInElsewhere,
    StaleCase,
    StoreBusy,
    StoreError,
    StoreFull,
    TooManyAttempts,
    TooManyRequests,
)
from runner.language import N_, _
from runner.model import Finding
from runner.people.attempts import RATE_WINDOW
from web.shared.representations import finding, whole_case

log = logging.getLogger("caselane.web")

UNEXPECTED = N_(
    "An unexpected error happened and was logged. Nothing was changed. "
    "Try again; if it happens again, tell your admin."
)

STATUS: tuple[tuple[type[CaselaneError], int, str], ...] = (
    (TooManyAttempts, 429, N_("Too many attempts")),
    (TooManyRequests, 429, N_("Too many requests")),
    (NotSignedIn, 401, N_("Not signed in")),
    (Forbidden, 403, N_("Not allowed")),
    (NotFound, 404, N_("Not found")),
    (LinkOver, 410, N_("This link is over")),
    (StaleCase, 409, N_("The case has changed")),
    (Conflict, 409, N_("Not possible now")),
    (DiagramError, 422, N_("The diagram cannot be used")),
    (InvalidInput, 422, N_("Something in the request is wrong")),
    (EngineError, 500, N_("The diagram cannot go on")),
    (OutcomeUnknown, 503, N_("It is not known whether the change was kept")),
    (SignInElsewhere, 502, N_("The organisation's sign-in does not answer")),
    (ScannerAway, 503, N_("The virus scanner does not answer")),
    (StoreBusy, 503, N_("The database is busy")),
    (StoreFull, 507, N_("The disk is full")),
    (StoreError, 503, N_("The database does not answer")),
    (CaselaneError, 500, N_("Something went wrong")),
)


def status_of(error: CaselaneError) -> tuple[int, str]:
    """The status of HTTP and the title for an error."""
    return next((status, str(title)) for kind, status, title in STATUS if isinstance(error, kind))


def caselane_problem(error: CaselaneError) -> Response:
    status, title = status_of(error)
    if isinstance(error, StaleCase) and g.get("precondition"):
        status = 412
    more: dict[str, Any] = {}
    if isinstance(error, InvalidInput):
        more["errors"] = error.errors
    if isinstance(error, DiagramError):
        more["findings"] = [finding(item) for item in error.findings if isinstance(item, Finding)]
    if isinstance(error, Conflict):
        more["explanation"] = error.explanation
        if error.current is not None:
            more["current"] = whole_case(error.current)  # type: ignore[arg-type]
    response = problem(status, _name(error), title, str(error), **more)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    tell_when(response, error)
    return response


def tell_when(response: BaseResponse, error: Exception | None = None) -> None:
    """Adds Retry-After to an answer that says that the error is temporary."""
    if isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(int(RATE_WINDOW.total_seconds()))
    elif response.status_code in _SECONDS:
        response.headers["Retry-After"] = _SECONDS[response.status_code]


_SECONDS = {429: "60", 503: "2"}


def http_problem(error: HTTPException) -> Response:
    detail = error.description or ""
    if isinstance(error, RequestEntityTooLarge):
        detail = _(
            "The request is larger than %(max_content_length)s bytes. Shorten it.",
            max_content_length=format(request.max_content_length, ","),
        )
    response = problem(error.code or 500, "http", error.name, detail)
    for name, value in error.get_headers():
        if name.lower() == "allow":
            response.headers[name] = value
    return response


def unexpected_problem(error: Exception) -> Response:
    log_unexpected()
    return problem(500, "unexpected", "Something went wrong", str(UNEXPECTED))


def log_unexpected() -> None:
    """Logs without the token of a signed link: the token alone gives access."""
    path = request.path.replace((request.view_args or {}).get("token") or "\n", "...")
    log.exception("%s %s failed", request.method, path)


def problem(status: int, kind: str, title: str, detail: str, **more: Any) -> Response:
    document = {
        "type": f"urn:caselane:problem:{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        **more,
    }
    return Response(orjson.dumps(document), status=status, content_type="application/problem+json")


def _name(error: CaselaneError) -> str:
    """`StaleCase` as `stale-case`."""
    words = type(error).__name__
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in words).lstrip("-")
