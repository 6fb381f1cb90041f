"""Several cases at once: ticked in a list, changed one after the other. Decisions 0271 and 0273."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from runner.cases.bulk import MOST_AT_ONCE
from runner.errors import InvalidInput
from runner.language import _
from runner.model import PRIORITIES, BulkChange
from web.shared import error_pages, fields
from web.shared.auth import caselane, signed_in
from web.shared.case_fields import several_in
from web.shared.idempotency import once
from web.shared.numbers import LAST_ID
from web.shared.numbers import number as number_in
from web.shared.responses import etag_of, unless_unchanged
from web.shared.sign_in_form import local_path
from web.shared.templating import partial

pages = Blueprint("bulk", __name__, url_prefix="/inbox/bulk")

Ticked = Mapping[str, int]
"""The revision of each case, by its number, that the person saw in the list."""

Errors = Mapping[str, Sequence[str]]


@pages.post("")
def choose() -> str:
    """What can be done with the ticked cases. Nothing is changed yet."""
    return _choices(_ticked())


@pages.post("/change")
def change() -> Response:
    """Begins to change the cases, once for each form. Each is a transaction of its own: one that
    changed since the list was shown is left alone."""
    person, seen, wanted = signed_in(), _ticked(), _change()

    def start() -> str:
        run = caselane().cases.bulk.start(person, wanted, seen)
        return url_for("bulk.report", run=run, back=_back(request.form))

    return redirect(once(person, start), 303)


@pages.get(f"/<int(max={LAST_ID}):run>")
def report(run: int) -> Response:
    """How far it has come, and in the end which cases were left as they were, and why."""
    found = caselane().cases.bulk.get(signed_in(), run)
    template = "desk/_bulk_report.html" if partial() else "desk/bulk_report.html"
    return unless_unchanged(
        etag_of(template, found),
        lambda: render_template(template, run=found, back=_back(request.args)),
    )


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> ResponseReturnValue:
    """The choices again, with what is wrong beside each field."""
    if "case" in error.errors:
        return error_pages.caselane_error(error)
    return _choices(_ticked(), error.errors), 422


def _choices(seen: Ticked, errors: Errors | None = None) -> str:
    views, actions = caselane().cases.together(signed_in(), tuple(seen))
    return render_template(
        "desk/bulk.html", views=views, actions=actions, seen=seen, priorities=PRIORITIES,
        team=caselane().accounts.team(), teams=caselane().teams.names(), errors=errors or {},
        given=request.form, back=_back(request.form),
    )  # fmt: skip


def _back(said: Mapping[str, str]) -> str:
    """The address that the cases were ticked at: a list with its filters, or a case."""
    return local_path(said.get("back", "")) or url_for("inbox.show")


def _ticked() -> Ticked:
    given = (text.partition(":") for text in request.form.getlist("case"))
    seen = {number: number_in(revision) for number, _rest, revision in given}
    known = {number: revision for number, revision in seen.items() if revision is not None}
    if not known or len(known) < len(seen):
        raise InvalidInput({"case": [_("has to be cases as a list shows them: tick some")]})
    if len(known) > MOST_AT_ONCE:
        raise InvalidInput(
            {
                "case": [
                    _("has to be 1 to %(most_at_once)s cases: tick them", most_at_once=MOST_AT_ONCE)
                ]
            }
        )
    return known


def _change() -> BulkChange:
    """What the pressed button does. Raises InvalidInput for none that is known."""
    form = request.form
    what, _rest, action = form.get("do", "").partition(":")
    if what == "act" and action:
        return BulkChange("act", fields.read(form), action)
    if what == "tag":
        removed = [tag.strip() for tag in form.get("remove", "").split(",") if tag.strip()]
        return BulkChange("tag", {"add": several_in(form), "remove": removed})
    if what == "spam":
        return BulkChange("spam", {"spam": action == "yes"})
    if what == "owner":
        away = "even_if_away" in form
        return BulkChange("update", {"owner": form.get("owner") or None, "even_if_away": away})
    if what in ("priority", "team"):
        return BulkChange("update", {what: form.get(what) or None})
    raise InvalidInput({"do": [_("has to be what one of the buttons does")]})
