"""The inbox: which cases wait for support, in views that the diagram's statuses add to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from runner.cases import CaseQuery
from runner.model import PRIORITIES, CaseOrder
from web.shared.auth import caselane, signed_in
from web.shared.case_fields import case_fields_in
from web.shared.responses import etag_of, unless_unchanged

pages = Blueprint("inbox", __name__)

PAGE = 50


@dataclass(frozen=True, slots=True)
class View:
    """A view of the inbox: what it shows, and in which order unless another is asked for."""

    id: str
    label: str
    owner: str | None = None
    status: str | None = None
    open: bool = True
    order: CaseOrder = "updated"
    count: int | None = None
    empty: str = ""


@pages.get("/inbox")
def show() -> Response:
    person, views = signed_in(), _views()
    view = next((v for v in views if v.id == request.args.get("view")), views[0])
    status = tuple(request.args.getlist("status")) or ((view.status,) if view.status else ())
    asked = request.args.get("sort", "")
    order: CaseOrder = asked if asked in get_args(CaseOrder) else view.order  # type: ignore[assignment]
    query = CaseQuery(
        statuses=status,
        owner=view.owner or request.args.get("owner") or None,
        priorities=tuple(p for p in request.args.getlist("priority") if p),
        text=request.args.get("q", ""),
        open=view.open and not status,
        order=order,
        **case_fields_in(request.args),
    )
    page = caselane().cases.list(person, query, request.args.get("cursor", ""), PAGE)
    minute = caselane().clock.now().replace(second=0, microsecond=0)
    etag = etag_of(request.full_path, page, views, minute)
    only_list = request.headers.get("HX-Target") == "cases"

    def render() -> str:
        return render_template(
            "desk/_cases.html" if only_list else "desk/inbox.html",
            views=views, view=view, page=page, order=order, team=caselane().accounts.team(),
            priorities=PRIORITIES, etag=etag,
        )  # fmt: skip

    return unless_unchanged(etag if only_list else f"{etag}-page", render)


def _views() -> list[View]:
    counts = caselane().cases.counts(signed_in())
    first = [
        View("mine", "Mine", owner="me", count=counts.mine,
             empty="Cases that you own appear here. Claim one under Unassigned."),
        View("unassigned", "Unassigned", owner="none", order="newest", count=counts.unassigned,
             empty="Every open case has an owner. New ones stand here until an agent claims them."),
        View("due", "Breaching next", order="due", count=counts.due,
             empty="No case waits for a milestone."),
    ]  # fmt: skip
    by_status = [
        View(f"status:{s.name}", s.name, status=s.name, count=counts.by_status.get(s.name, 0),
             empty=f"No case is {s.name} now.")
        for s in caselane().cases.statuses() if not s.final
    ]  # fmt: skip
    everything = View(
        "all", "All", open=False, order="newest", count=sum(counts.by_status.values()),
        empty="There are no cases yet. The first one that a customer submits appears here.",
    )  # fmt: skip
    return [*first, *by_status, everything]
