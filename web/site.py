"""What every request passes: its id, which stands in its answer and in all that is logged
meanwhile; its session, its read of the database, its count, its headers, its line in the log."""

from __future__ import annotations

import functools
import gzip
import logging
import re
import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask, Request, current_app, g, has_request_context, request
from flask import Response as FlaskResponse
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from runner.bootstrap import App
from runner.clock import stopwatch
from runner.errors import CaselaneError, InvalidInput, NotFound
from runner.language import ENGLISH, N_, _, speak
from runner.model.origin import ORIGIN
from runner.telemetry import spans
from web.shared.auth import caselane, is_known
from web.shared.numbers import LARGEST_REQUEST
from web.shared.reader import choose_language
from web.shared.template_texts import TranslatedEnvironment

log = logging.getLogger("caselane.access")

ID_HEADER = "X-Request-Id"

_SANE_ID = re.compile(r"[\w.-]{8,64}", re.ASCII)

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


def largest_body(app: App, endpoint: str | None, kind: str) -> int:
    """Bytes that a request may bring to a page or operation as this kind of content."""
    if endpoint in WITH_FILES and kind == "multipart/form-data":
        return LARGEST_REQUEST + app.settings.message_file_bytes
    return max(LARGEST_REQUEST, app.cases.largest_mail) if endpoint == MAILS else LARGEST_REQUEST


class FileRequest(Request):
    """Only a form that brings files, and a mail, may be larger than LARGEST_REQUEST. Files of forms
    are written to the disk as they come, so that memory holds none of them."""

    @property
    def max_content_length(self) -> int | None:
        return largest_body(caselane(), self.endpoint, self.mimetype)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        raise AttributeError("The largest request is a setting.")


WITH_FILES = frozenset({
    "case.write", "case.act", "my_case.write", "link.write", "submission.submit",
    "new_case.submit", "files.bring", "api_files.bring_files",
})  # fmt: skip
"""The addresses that take files."""

MAILS = "api_incoming.take_mail"
"""The address that takes mails."""


class PageSessions(SecureCookieSessionInterface):
    """Sessions are for pages: a program sends a token, and its cookies are not even read."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if request.path.startswith("/api/"):
            return self.make_null_session(app)
        return super().open_session(app, request)


class LazyRule(Rule):
    """Compiles what builds its addresses when the first one is built: two functions for each of 200
    rules are nine tenths of what making the application takes."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now = super()._compile_builder
        compiled: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(compile_now(append_unknown))
            return compiled[0](rule, **values)

        return build


class Site(Flask):
    """A page or an answer that only shows something is one read of the database. Decision 0160."""

    session_interface = PageSessions()
    request_class = FileRequest
    url_rule_class = LazyRule
    jinja_environment = TranslatedEnvironment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No view here is a coroutine; Flask would look at each of them in every request."""
        return func

    def full_dispatch_request(self) -> FlaskResponse:
        """The whole request is a span, if anything is traced. As the log, it names the route and
        not the address."""
        if not (begin := spans.opener):
            return self._answer()
        with begin("request", _continued()) as span:
            response = self._answer()
            if span:
                span.describe(*_described(response))
        return response

    def _answer(self) -> FlaskResponse:
        """Who asks is read in the same snapshot as what they ask for."""
        if request.method not in ("GET", "HEAD"):
            return super().full_dispatch_request()
        with caselane().db.snapshot():
            return super().full_dispatch_request()


def _continued() -> str:
    """Of whom a proxy of ours told that they are traced: strangers choose no traces here."""
    return request.headers.get("traceparent", "") if caselane().settings.trusted_proxies else ""


def _described(response: Response) -> tuple[dict[str, str | int], str]:
    route = request.url_rule.rule if request.url_rule else ""
    about: dict[str, str | int] = {
        "http.request.method": request.method, "http.route": route,
        "http.response.status_code": response.status_code,
        **{f"caselane.{name}": value for name, value in log_subject().items()},
    }  # fmt: skip
    return about, f"{request.method} {route}".strip()


def begin_request() -> None:
    """Gives it an id, and a language. An id that a proxy gave already is kept, so that its log and
    ours name the same."""
    given = request.headers.get(ID_HEADER, "")
    g.request_id = given if _SANE_ID.fullmatch(given) else secrets.token_hex(8)
    g.began = stopwatch()
    ORIGIN.set(_origin)
    if request.path.startswith("/api/"):
        speak(ENGLISH)  # programs read the code of a problem
    else:
        choose_language()


def log_subject() -> dict[str, str]:
    """What a line of the log is about that is written during a request."""
    if not has_request_context():
        return {}
    values = request.view_args or {}
    return {"request": g.get("request_id", ""), "case": str(values.get("number", ""))}


def log_request(response: Response) -> Response:
    """The access log names the route and not the address: signed links and searches are nobody
    else's business."""
    response.headers.add(ID_HEADER, g.request_id)
    if current_app.config["ACCESS_LOG"]:
        rule = request.url_rule
        fields = {
            "method": request.method,
            "route": rule.rule if rule else "",
            "status": response.status_code,
            "ms": round(g.began() * 1000, 1),
            "address": request.remote_addr or "",
        }
        log.info("answered", extra={"fields": fields})
    return response


def _origin() -> str:
    """Where a change comes from, for the audit log: asked within its request."""
    if not has_request_context():
        return ""
    by = "token" if request.headers.get("Authorization") else "page"
    return f"{by} from {request.remote_addr or 'nowhere'}"


def count_request() -> None:
    """Counts a request for who makes it, and that of a stranger for its network address: strangers
    hold up nobody who is signed in behind the same. Files of the pages are none. Decision 0354."""
    if request.endpoint not in ("static", "statuses") and not is_known():
        caselane().rate_limits.count("address", request.remote_addr or "")


def refuse_nul(tell: Callable[[CaselaneError], Response]) -> Response | None:
    """Refuses an address that holds a NUL, which no text may have and PostgreSQL takes not. Looked
    at once for all pages and for the API: none has to think of it. The error is told, not raised:
    a page that mends its own form would read the address again."""
    if "\0" in request.path:
        return tell(NotFound(_("There is nothing at this address. Go on from the start page.")))
    if b"%00" not in request.query_string and b"\0" not in request.query_string:
        return None
    wrong = [
        name.replace("\0", "")[:60]
        for name, values in request.args.lists()
        if "\0" in name or any("\0" in value for value in values)
    ]
    return tell(InvalidInput({name: [_NUL] for name in wrong})) if wrong else None


_NUL = N_("holds a NUL character, which no text may have: remove it from the address")


def secure(response: Response) -> Response:
    """A page without an ETag is not cached: a browser that goes back would show a case as it was
    before it moved, without asking."""
    # Werkzeug searches all headers for each that it sets by its name: these are added in one pass.
    own = {name.lower() for name, _ in response.headers}
    response.headers.extend((n, value) for n, value in SECURITY.items() if n.lower() not in own)
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
