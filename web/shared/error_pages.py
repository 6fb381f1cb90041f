"""Errors as pages: what happened, what is safe, what to do."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from runner.cases import CaseView
from runner.errors import CaselaneError, Conflict, InvalidInput, LinkOver, NotSignedIn
from runner.language import N_, _, retold
from web.shared import problem_details
from web.shared.auth import visitor
from web.shared.idempotency import kept_fields
from web.shared.sign_in_form import local_path, sign_in_form
from web.shared.templating import partial


def caselane_error(error: CaselaneError) -> Response:
    if isinstance(error, NotSignedIn):
        return _sign_in_first(str(error))
    status, title = problem_details.status_of(error)
    if isinstance(error, Conflict) and isinstance(error.current, CaseView):
        page = render_template(
            "shared/conflict.html", error=error, view=error.current, fields=kept_fields()
        )
        return _whole(page, status)
    errors = error.errors if isinstance(error, InvalidInput) else {}
    page = render_template(
        "shared/error.html", title=title, message=retold(str(error)), errors=errors,
        fields=kept_fields(),
        way_on=error.way_on if isinstance(error, LinkOver) else "",
    )  # fmt: skip
    return _whole(page, status, error)


def http_error(error: HTTPException) -> Response:
    if isinstance(error, CSRFError):
        return _form_of_an_earlier_session()
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    visitor()  # who asks says in which language
    message = str(_SENTENCES.get(error.code or 500) or error.description or "")
    if error.code == 413:
        message = _too_large()
    page = render_template("shared/error.html", title=_(error.name), message=message)
    return _whole(page, error.code or 500)


_SENTENCES = {
    404: N_("There is no page at this address. Check the address, or go on from the start page."),
    405: N_("This address only receives a form. Go back to the page with the form."),
}


def _too_large() -> str:
    most = f"{(request.max_content_length or 0) // 1_000_000} MB"
    if request.mimetype == "multipart/form-data":
        return _(
            "The text and its files are more than %(most)s. Send fewer or smaller files.", most=most
        )
    return _("That is more than %(most)s. Shorten it, then send it again.", most=most)


def unexpected_error(error: Exception) -> Response:
    problem_details.log_unexpected()
    message = problem_details.UNEXPECTED
    page = render_template(
        "shared/error.html", title=_("Something went wrong"), message=message, fields=kept_fields()
    )
    return _whole(page, 500)


def _whole(page: str, status: int, error: Exception | None = None) -> Response:
    """A whole page, also where only a part of a page was asked for."""
    response = Response(page, status, mimetype="text/html")
    if partial():
        response.headers["HX-Retarget"] = "#main"
        response.headers["HX-Reswap"] = "innerHTML"
    problem_details.tell_when(response, error)
    return response


def _sign_in_first(message: str) -> Response:
    """The page to sign in on, which leads back here. The form that was sent is kept."""
    if partial() and request.method == "GET":
        target = local_path(_path_of(request.headers.get("HX-Current-URL", "")))
        page = render_template("shared/_signed_out.html", target=target)
        return Response(page, 401, mimetype="text/html")
    if request.method in ("GET", "HEAD"):
        target = local_path(request.full_path.rstrip("?")) if request.path != "/" else ""
        return redirect(url_for("sign_in.show", next=target or None))
    kept = kept_fields() if _from_here() else []
    note = _("Your session has ended. Your text is kept: sign in to go on.") if kept else message
    return _whole(sign_in_form(request.path, note, kept=kept), 401)


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # half an address of IPv6, for one
        return ""


def _form_of_an_earlier_session() -> Response:
    if visitor() is None and request.endpoint != "sign_in.sign_in":
        return _sign_in_first(_("Please sign in."))
    if not _from_here() or request.endpoint == "sign_in.sign_in":
        message = _(
            "The form was older than your session. Go back, reload the page, and try again."
        )
        return _whole(
            render_template("shared/error.html", title=_("Please try again"), message=message), 400
        )
    page = render_template("shared/kept.html", target=request.path, fields=kept_fields())
    return _whole(page, 400)


def _from_here() -> bool:
    """Whether the browser says that the form was on one of our own pages."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
