"""What every page shares: words for times, colours of statuses, errors in sentences."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, generate_csrf
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from runner.accounts import side_of
from runner.cases import CaseView
from runner.errors import CaselaneError, Conflict, InvalidInput, NotSignedIn
from runner.milestones import Countdown, countdown
from runner.model import Milestone, Person, to_number
from web import drawing, fields, problems, words
from web.auth import caselane, visitor
from web.session import local_path, sign_in_form

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Inline styles carry the colours of statuses, and bpmn-js sets its own; scripts come from files
alone."""

PALETTE = (
    ("#E3EEFB", "#0B57B0"),
    ("#E9E4FB", "#3B1CA8"),
    ("#FFF1D6", "#8B6506"),
    ("#FBE3EE", "#6B0B4A"),
    ("#DFF3E8", "#167A51"),
    ("#FBE4DE", "#7A1705"),
    ("#ECEEF0", "#596B84"),
)
"""Fill and line for statuses to which the diagram gives no colour."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def register(app: Flask) -> None:
    app.jinja_env.filters.update(
        span=words.span, title_words=words.title, exact=_exact, when=_when, ago=_ago
    )
    app.jinja_env.globals.update(
        sentence=words.sentence, standing=words.standing, tone=words.tone, fields_of=fields.fields,
        countdown=_countdown, colours=_colours, visitor=visitor, unread=_unread,
        once=partial(secrets.token_urlsafe, 12), bundle=partial(_bundle, app), csrf=_csrf,
        works_on_cases=_works_on_cases, has_own_cases=_has_own_cases, number_of=to_number,
        here=_here, label_of=drawing.label, kind_of=drawing.kind,
    )  # fmt: skip
    app.after_request(_secure)


def _secure(response: Response) -> Response:
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _bundle(app: Flask, name: str) -> str:
    """The address of a built file; '' when the front end was not built, and pages do without."""
    file = Path(app.static_folder or "", "built", name)
    return url_for("static", filename=f"built/{name}") if file.is_file() else ""


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


# ------------------------------------------------------------------ once


def once(person: Person, change: Callable[[], str]) -> str:
    """Carries out what a form asks for; twice sent, by a double click or a reload, it is carried
    out once and answered twice. Returns where to go on."""
    mark = request.form.get("once", "")[:100]
    if not mark:
        return change()
    asked = f"{request.path}\n{kept_fields()}"
    digest = hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()
    return caselane().cases.once(person, f"page:{mark}:{digest[:20]}", digest, change)


def kept_fields() -> list[tuple[str, str]]:
    """What somebody filled in, to give back when it could not be carried out."""
    return [(k, v) for k, v in request.form.items(multi=True) if k not in _OURS]


_OURS = frozenset({"csrf_token", "once"})

# ------------------------------------------------------------------ errors


def caselane_error(error: CaselaneError) -> tuple[str, int] | Response:
    if isinstance(error, NotSignedIn):
        return _sign_in_first(str(error))
    status, title = problems.status_of(error)
    if isinstance(error, Conflict) and isinstance(error.current, CaseView):
        page = render_template(
            "conflict.html", error=error, view=error.current, fields=kept_fields()
        )
        return page, status
    errors = error.errors if isinstance(error, InvalidInput) else {}
    page = render_template(
        "error.html", title=title, message=str(error), errors=errors, fields=kept_fields()
    )
    return page, status


def http_error(error: HTTPException) -> tuple[str, int] | Response:
    if isinstance(error, CSRFError):
        return _form_of_an_earlier_session()
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    message = _SENTENCES.get(error.code or 500, error.description or "")
    return render_template("error.html", title=error.name, message=message), error.code or 500


_SENTENCES = {
    404: "There is nothing at this address. It may have been mistyped, or be out of date.",
    405: "This address takes a form, not a visit. Go back to the page that it belongs to.",
    413: "That is more than 1 MB. Shorten it, then send it again.",
}


def unexpected_error(error: Exception) -> tuple[str, int]:
    problems.log_unexpected()
    message = "Something unexpected went wrong; nothing was changed. It has been logged."
    return render_template("error.html", title="Something went wrong", message=message), 500


def _sign_in_first(message: str) -> Response:
    """To the page to sign in on, and back. What was being sent is kept."""
    if request.method in ("GET", "HEAD"):
        target = local_path(request.full_path.rstrip("?")) if request.path != "/" else ""
        return redirect(url_for("doors.sign_in_page", next=target or None))
    kept = kept_fields() if _from_here() else []
    note = "Your session has ended. Your text is kept: sign in, and go on." if kept else message
    return Response(sign_in_form(request.path, note, kept=kept), 401, mimetype="text/html")


def _form_of_an_earlier_session() -> Response | tuple[str, int]:
    if visitor() is None and request.endpoint != "doors.sign_in":
        return _sign_in_first("Please sign in.")
    if not _from_here() or request.endpoint == "doors.sign_in":
        message = "The form was older than your session. Go back, reload the page, and try again."
        return render_template("error.html", title="Please try again", message=message), 400
    page = render_template("kept.html", target=request.path, fields=kept_fields())
    return Response(page, 400, mimetype="text/html")


def _from_here() -> bool:
    """Whether the browser says that the form was one of our own pages."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


# ------------------------------------------------------------------ words


def _zone() -> Any:
    return caselane().calendars.default.zone


def _when(instant: datetime) -> Markup:
    """A time in words, with the exact one on hover and for screen readers."""
    text = words.when(instant, caselane().clock.now(), _zone())
    return _time(instant, text)


def _ago(instant: datetime) -> Markup:
    return _time(instant, words.ago(instant, caselane().clock.now(), _zone()))


def _exact(instant: datetime) -> str:
    return words.exact(instant, _zone())


def _time(instant: datetime, text: str) -> Markup:
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        instant.isoformat(timespec="seconds"), _exact(instant), text
    )


def _countdown(milestone: Milestone) -> Countdown:
    return countdown(milestone, caselane().calendars, caselane().clock.now())


def _colours(status: str) -> Markup:
    """The colours of a status as custom properties: those that the diagram gives it, or else the
    next of the palette."""
    statuses = caselane().cases.statuses()
    names = [known.name for known in statuses]
    index = names.index(status) if status in names else len(names)
    known = statuses[index] if index < len(names) else None
    fill, line = PALETTE[index % len(PALETTE)]
    if known and _COLOUR.fullmatch(known.fill) and _COLOUR.fullmatch(known.stroke):
        fill, line = known.fill, known.stroke
    return Markup("--fill:{};--line:{}").format(fill, line)


def _unread() -> int:
    person = visitor()
    return caselane().notifications.unread(person) if person else 0
