"""The inbox: which cases wait for support, in views that the diagram's statuses add to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from runner.bpmn import Status
from runner.bpmn.moves import Moves
from runner.cases import CaseQuery
from runner.model import PRIORITIES, CaseLine, CaseOrder, Page
from runner.people.permissions import may
from web.shared.auth import caselane, signed_in
from web.shared.case_fields import case_fields_in
from web.shared.responses import etag_of, unless_unchanged

pages = Blueprint("inbox", __name__)

PAGE, PART = 50, 20
"""The most cases of a view, and of a part of *To do*."""


@dataclass(frozen=True, slots=True)
class View:
    """A view of the inbox: what it shows, and in which order unless another is asked for. `count`
    is None where it is not known without counting. One that is shown `in_parts` has the order of
    its parts, and no further pages."""

    id: str
    label: str
    owner: str | None = None
    status: str | None = None
    open: bool = True
    order: CaseOrder = "updated"
    count: int | None = None
    empty: str = ""
    in_parts: bool = False


@dataclass(frozen=True, slots=True)
class ListPart:
    """Cases of a list under a heading; `rest` are the arguments of the view that shows all."""

    label: str
    page: Page[CaseLine]
    rest: dict[str, str | Sequence[str]]


@pages.get("/inbox")
def show() -> Response:
    person = signed_in()
    statuses, moves = caselane().cases.statuses_by_move()
    views = _views(statuses)
    view = next((v for v in views if v.id == request.args.get("view")), views[0])
    query = _query(view)
    if view.in_parts:
        parts = _to_do(query, moves)
    else:
        cursor = request.args.get("cursor", "")
        parts = [ListPart("", caselane().cases.list(person, query, cursor, PAGE), {})]
    minute = caselane().clock.now().replace(second=0, microsecond=0)
    etag = etag_of(request.full_path, parts, views, minute)
    only_list = request.headers.get("HX-Target") == "cases"

    def render() -> str:
        return render_template(
            "desk/_cases.html" if only_list else "desk/inbox.html",
            views=views, view=view, parts=parts, order=query.order, moves=moves,
            team=caselane().accounts.team(), priorities=PRIORITIES, etag=etag,
        )  # fmt: skip

    return unless_unchanged(etag if only_list else f"{etag}-page", render)


def _query(view: View) -> CaseQuery:
    """What the view shows, narrowed by what the address asks for."""
    status = tuple(request.args.getlist("status")) or ((view.status,) if view.status else ())
    asked = request.args.get("sort", "")
    order: CaseOrder = asked if asked in get_args(CaseOrder) else view.order  # type: ignore[assignment]
    return CaseQuery(
        statuses=status,
        owner=view.owner or request.args.get("owner") or None,
        priorities=tuple(p for p in request.args.getlist("priority") if p),
        text=request.args.get("q", ""),
        open=view.open and not status,
        order=order,
        **case_fields_in(request.args),
    )


def _to_do(query: CaseQuery, moves: Moves) -> list[ListPart]:
    """What waits for support, in the order of work: for the whole desk what is due and what
    customers answered, then what the person works on and what nobody does. No case stands in it
    twice."""
    wanted = [name for name in moves.support if name in (query.statuses or moves.support)]
    answered = tuple(name for name in wanted if name in moves.answered)
    others = tuple(name for name in wanted if name not in answered)
    due = replace(query, statuses=others, open=True, owner=None, order="due")
    oldest = replace(due, order="untouched")
    parts = (
        _part("Answer first", due, view="due"),
        _part("Customer answered", replace(oldest, statuses=answered), view="all"),
        _part("Yours, in progress", replace(oldest, owner="me"), view="mine"),
        _part("Without an owner", replace(oldest, owner="none"), view="unassigned"),
    )
    return list(_each_once(parts))


def _part(label: str, query: CaseQuery, view: str) -> ListPart:
    page: Page[CaseLine] = Page(())
    if query.statuses:
        page = caselane().cases.list(signed_in(), query, limit=PART)
    return ListPart(label, page, {"view": view, "sort": query.order, "status": query.statuses})


def _each_once(parts: Iterable[ListPart]) -> Iterator[ListPart]:
    """The parts without what stands in an earlier one; those that are left empty are left out."""
    shown: set[int] = set()
    for part in parts:
        rest = tuple(line for line in part.page.items if line.id not in shown)
        shown.update(line.id for line in rest)
        if rest or part.page.next_cursor:
            yield replace(part, page=replace(part.page, items=rest))


def _views(statuses: Iterable[Status]) -> list[View]:
    counts = caselane().cases.counts(signed_in())
    to_do = View(
        "todo", "To do", order="due", in_parts=True,
        empty="Nothing waits for you: no answer is due, and every case here has an owner.",
    )  # fmt: skip
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
        for s in statuses if not s.final
    ]  # fmt: skip
    everything = View(
        "all", "All", open=False, order="newest", count=sum(counts.by_status.values()),
        empty="There are no cases yet. The first one that a customer submits appears here.",
    )  # fmt: skip
    works = [to_do] if may(signed_in(), "claim_case") else []
    return [*works, *first, *by_status, everything]
