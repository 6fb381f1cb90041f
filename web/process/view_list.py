"""The page Views: pages of figures that were kept under names, and a form to keep one more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput
from runner.insight.figure_views import may_delete
from runner.language import _
from runner.model import FigureView, ViewAudience
from runner.people.permissions import may
from web.process.figure_page import TABS, shared
from web.shared.auth import caselane, signed_in
from web.shared.idempotency import once
from web.shared.numbers import LAST_ID

pages = Blueprint("view_list", __name__)

KEPT = ("process", "statuses", "milestones", "policy_dials", "ways", "moment", "change")
"""The pages that can be kept, by their blueprints."""

ARGUMENTS = (
    "show", "level", "time", "version", "only", "way", "at", "period", "since", "until",
    "priority", "product", "owner", "customer", "outcome", "team", "channel", "by", "one",
    "other", "order", "one_since", "one_until", "other_since", "other_until",
)  # fmt: skip
"""What their addresses say."""


@pages.get("/process/views")
def show() -> str:
    """`page` is where the person comes from, with its arguments."""
    return _page(request.args.to_dict(), {})


@pages.post("/process/views")
def keep() -> Response:
    person, form = signed_in(), request.form
    if form.get("page") not in KEPT:
        raise InvalidInput({"page": [_("has to be one of %(known)s", known=", ".join(KEPT))]})
    view = FigureView(
        0, person.id, person.name, form.get("name", ""), form["page"], _arguments(form),
        cast("ViewAudience", form.get("audience", "own")),
    )  # fmt: skip

    def add() -> str:
        caselane().figure_views.add(person, view)
        return url_for("view_list.show")

    return redirect(once(person, add), 303)


@pages.get(f"/process/views/<int(max={LAST_ID}):view_id>")
def open_view(view_id: int) -> Response:
    """Where mails about a view lead to."""
    return redirect(_address(caselane().figure_views.open(signed_in(), view_id)), 303)


@pages.post(f"/process/views/<int(max={LAST_ID}):view_id>/delete")
def delete(view_id: int) -> Response:
    caselane().figure_views.delete(signed_in(), view_id)
    return redirect(url_for("view_list.show"), 303)


@pages.errorhandler(InvalidInput)
def invalid(error: InvalidInput) -> tuple[str, int]:
    return _page(request.form.to_dict(), error.errors), 422


def _page(given: Mapping[str, str], errors: Mapping[str, list[str]]) -> str:
    person = signed_in()
    views = caselane().figure_views.listed(person)
    page = given.get("page", "")
    return render_template(
        "process/views.html", views=views, given=given, errors=errors, address_of=_address,
        page=page if page in KEPT else "", asked=_arguments(given), names=_NAMES,
        mine={view.id for view in views if may_delete(person, view)},
        may_share=may(person, "share_figures"), **shared(),
    )  # fmt: skip


def _arguments(given: Mapping[str, str]) -> dict[str, str]:
    """Those that a page of figures understands. A form may hold NULs, which PostgreSQL does not
    take."""
    cleaned = ((name, given.get(name, "").replace("\0", "")[:200]) for name in ARGUMENTS)
    return {name: value for name, value in cleaned if value}


def _address(view: FigureView) -> str:
    start = url_for(f"{view.page}.show")
    return f"{start}?{urlencode(view.query)}" if view.query else start


_NAMES = {endpoint.partition(".")[0]: label for endpoint, label in TABS.items()}
