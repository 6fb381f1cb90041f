"""What every page shares: words for times, addresses of files, errors in sentences."""

from __future__ import annotations

import functools
import gzip
import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, generate_csrf
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from runner.accounts import side_of
from runner.cases import CaseView
from runner.errors import CaselaneError, Conflict, InvalidInput, LinkOver, NotSignedIn
from runner.milestones import Countdown, countdown
from runner.model import Milestone, Person, to_number
from web import colours, drawing, fields, problems, words
from web.auth import caselane, visitor
from web.session import local_path, sign_in_form

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
"""Scripts and styles come from files alone. bpmn-js keeps to that too."""

YEAR = 365 * 86400
"""Seconds. How long a browser keeps a file whose address changes with what is in it."""


def register(app: Flask) -> None:
    app.jinja_env.filters.update(
        span=words.span, title_words=words.title, exact=_exact, when=_when, ago=_ago
    )
    app.jinja_env.globals.update(
        sentence=words.sentence, told_customer=words.told_customer, standing=words.standing,
        tone=words.tone, fields_of=fields.fields,
        countdown=_countdown, class_of=colours.class_of, visitor=visitor, unread=_unread,
        once=functools.partial(secrets.token_urlsafe, 12), asset=functools.partial(_asset, app),
        csrf=_csrf, works_on_cases=_works_on_cases, has_own_cases=_has_own_cases,
        moves_cases=_moves_cases,
        number_of=to_number, here=_here, label_of=drawing.label,
        kind_of=drawing.kind, partial=partial, now=_now,
    )  # fmt: skip
    app.add_url_rule("/statuses.css", "statuses", _status_colours)
    app.jinja_env.globals["statuses_css"] = _address_of_status_colours
    app.after_request(_secure)
    app.after_request(_compress)


def _secure(response: Response) -> Response:
    """A page that cannot be asked whether it still holds is not kept: a browser that goes back and
    forth shows what it kept without asking, such as a case as it was before it moved."""
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    if request.endpoint in ("static", "statuses") and "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    elif request.endpoint != "static":
        kept = "private, no-cache" if "ETag" in response.headers else "no-store"
        response.headers.setdefault("Cache-Control", kept)
    return response


def _compress(response: Response) -> Response:
    """Styles and scripts travel compressed. Pages do not: what somebody else had them repeat would
    tell, by its length, the secrets that stand beside it (BREACH)."""
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


def _asset(app: Flask, name: str) -> str:
    """The address of a static file; '' for one that is not there: pages do without the bundle. It
    changes with the file, so that browsers may keep what they have."""
    file = Path(app.static_folder or "", name)
    if not file.is_file():
        return ""
    return url_for("static", filename=name, v=f"{file.stat().st_mtime_ns:x}")


def _status_colours() -> Response:
    return Response(colours.style_sheet(caselane().cases.statuses()), mimetype="text/css")


def _address_of_status_colours() -> str:
    sheet = colours.style_sheet(caselane().cases.statuses())
    return url_for("statuses", v=hashlib.sha256(sheet.encode()).hexdigest()[:12])


def partial() -> bool:
    """Whether a part of a page is asked for, to be put in its place by the page's script."""
    return request.headers.get("HX-Request") == "true"


def _csrf() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def _here(**changes: str | None) -> str:
    """This page with other arguments."""
    found = request.args.to_dict(flat=False) | {k: [v] for k, v in changes.items() if v}
    for name in [name for name, value in changes.items() if value is None]:
        found.pop(name, None)
    return f"{request.path}?{urlencode(found, doseq=True)}"


def _works_on_cases(person: Person) -> bool:
    return side_of(person, customer_id=-1) is not None


def _has_own_cases(person: Person) -> bool:
    return "customer" in person.roles


def _moves_cases(person: Person) -> bool:
    return "process_owner" in person.roles


# ------------------------------------------------------------------ once


def once(person: Person, change: Callable[[], str]) -> str:
    """Carries out what a form asks for; twice sent, by a double click or a reload, it is carried
    out once and answered twice. Returns where to go on."""
    mark = once_mark()
    return caselane().cases.once(person, *mark, change) if mark else change()


def once_mark() -> tuple[str, str] | None:
    """The key of the form that was sent, and the digest of what is in it; None without a key."""
    mark = request.form.get("once", "")[:100]
    asked = f"{request.path}\n{kept_fields()}"
    digest = hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()
    return (f"page:{mark}:{digest[:20]}", digest) if mark else None


def kept_fields() -> list[tuple[str, str]]:
    """What somebody filled in, to give back when it could not be carried out."""
    return [(k, v) for k, v in request.form.items(multi=True) if k not in _OURS]


_OURS = frozenset({"csrf_token", "once"})

# ------------------------------------------------------------------ errors


def caselane_error(error: CaselaneError) -> Response:
    if isinstance(error, NotSignedIn):
        return _sign_in_first(str(error))
    status, title = problems.status_of(error)
    if isinstance(error, Conflict) and isinstance(error.current, CaseView):
        page = render_template(
            "conflict.html", error=error, view=error.current, fields=kept_fields()
        )
        return _whole(page, status)
    errors = error.errors if isinstance(error, InvalidInput) else {}
    page = render_template(
        "error.html", title=title, message=str(error), errors=errors, fields=kept_fields(),
        way_on=error.way_on if isinstance(error, LinkOver) else "",
    )  # fmt: skip
    return _whole(page, status)


def http_error(error: HTTPException) -> Response:
    if isinstance(error, CSRFError):
        return _form_of_an_earlier_session()
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    message = _SENTENCES.get(error.code or 500, error.description or "")
    page = render_template("error.html", title=error.name, message=message)
    return _whole(page, error.code or 500)


_SENTENCES = {
    404: "There is nothing at this address. It may have been mistyped, or be out of date.",
    405: "This address takes a form, not a visit. Go back to the page that it belongs to.",
    413: "That is more than 1 MB. Shorten it, then send it again.",
}


def unexpected_error(error: Exception) -> Response:
    problems.log_unexpected()
    message = "Something unexpected went wrong; nothing was changed. It has been logged."
    page = render_template(
        "error.html", title="Something went wrong", message=message, fields=kept_fields()
    )
    return _whole(page, 500)


def _whole(page: str, status: int) -> Response:
    """A page that takes the place of whatever was there, also where only a part was asked for."""
    response = Response(page, status, mimetype="text/html")
    if partial():
        response.headers["HX-Retarget"] = "#main"
        response.headers["HX-Reswap"] = "innerHTML"
    problems.tell_when(response)
    return response


def _sign_in_first(message: str) -> Response:
    """To the page to sign in on, and back. What was being sent is kept."""
    if partial() and request.method == "GET":
        target = local_path(_path_of(request.headers.get("HX-Current-URL", "")))
        page = render_template("_signed_out.html", target=target)
        return Response(page, 401, mimetype="text/html")
    if request.method in ("GET", "HEAD"):
        target = local_path(request.full_path.rstrip("?")) if request.path != "/" else ""
        return redirect(url_for("doors.sign_in_page", next=target or None))
    kept = kept_fields() if _from_here() else []
    note = "Your session has ended. Your text is kept: sign in, and go on." if kept else message
    return _whole(sign_in_form(request.path, note, kept=kept), 401)


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # half an address of IPv6, for one
        return ""


def _form_of_an_earlier_session() -> Response:
    if visitor() is None and request.endpoint != "doors.sign_in":
        return _sign_in_first("Please sign in.")
    if not _from_here() or request.endpoint == "doors.sign_in":
        message = "The form was older than your session. Go back, reload the page, and try again."
        return _whole(render_template("error.html", title="Please try again", message=message), 400)
    page = render_template("kept.html", target=request.path, fields=kept_fields())
    return _whole(page, 400)


def _from_here() -> bool:
    """Whether the browser says that the form was one of our own pages."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


# ------------------------------------------------------------------ words


def _zone() -> Any:
    return caselane().calendars.default.zone


def _now() -> datetime:
    return caselane().clock.now()


def _when(instant: datetime) -> Markup:
    """A time in words, with the exact one on hover and for screen readers."""
    text = words.when(instant, _now(), _zone())
    return _time(instant, text)


def _ago(instant: datetime) -> Markup:
    return _time(instant, words.ago(instant, _now(), _zone()))


def _exact(instant: datetime) -> str:
    return words.exact(instant, _zone())


def _time(instant: datetime, text: str) -> Markup:
    """A time in words; on paper, where no word stays true, it is the date (`data-paper`)."""
    return Markup('<time datetime="{}" title="{}" data-paper="{}">{}</time>').format(
        instant.isoformat(timespec="seconds"), _exact(instant), words.date(instant, _zone()), text
    )


def _countdown(milestone: Milestone) -> Countdown:
    return countdown(milestone, caselane().calendars, _now())


def _unread() -> int:
    person = visitor()
    return caselane().notifications.unread(person) if person else 0
