"""What is kept of a person: to take along, and to erase after a look at what that would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from tempfile import TemporaryFile

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from runner.cases.erasure import Erasure
from runner.errors import InvalidInput, NotPossible
from runner.language import _
from runner.people.permissions import require
from web.shared.auth import caselane, signed_in
from web.shared.uploads import SANDBOX

pages = Blueprint("personal_data", __name__, url_prefix="/admin/people")

Errors = Mapping[str, Sequence[str]]


@pages.get("/<email>/data")
def show(email: str, plan: Erasure | None = None, errors: Errors | None = None) -> str:
    """Raises Forbidden, NotFound."""
    require(signed_in(), "export_people")
    return render_template(
        "admin/personal_data.html", one=caselane().accounts.by_email(email), plan=plan,
        errors=errors or {},
    )  # fmt: skip


@pages.post("/<email>/data/export")
def export(email: str) -> Response:
    """A ZIP archive: the file is written before any of it is sent."""
    whole = TemporaryFile()  # noqa: SIM115  closed when it is sent
    caselane().cases.personal_export.write(email, whole, signed_in())
    whole.seek(0)
    response = send_file(
        whole, "application/zip", as_attachment=True, download_name="person.zip", conditional=False
    )
    response.headers.update(SANDBOX)
    return response


@pages.post("/<email>/data/plan")
def plan(email: str) -> str:
    """What an erasure would do. Nothing is erased."""
    return show(email, caselane().cases.erasing.plan(email, signed_in()))


@pages.post("/<email>/data/erase")
def erase(email: str) -> Response:
    """Once it is confirmed by the person's address."""
    typed = request.form.get("address", "").strip().lower()
    if typed != caselane().accounts.by_email(email).email:
        raise InvalidInput({"address": [_("is not theirs: nothing was erased")]})
    open_too = bool(request.form.get("open_too"))
    caselane().cases.erasing.erase(email, signed_in(), open_too)
    return redirect(url_for("people.show"), 303)


@pages.errorhandler(InvalidInput)
@pages.errorhandler(NotPossible)
def wrong_input(error: InvalidInput | NotPossible) -> tuple[str, int]:
    """The page again, with what an erasure would do."""
    email = (request.view_args or {})["email"]
    errors = error.errors if isinstance(error, InvalidInput) else {"open_too": [str(error)]}
    status = 422 if isinstance(error, InvalidInput) else 409
    if "email" in errors:  # theirs is the person's own account, or the last admin's
        return show(email, None, errors), status
    return show(email, caselane().cases.erasing.plan(email, signed_in()), errors), status
