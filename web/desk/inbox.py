"""The inbox: which cases wait for support, in views that the diagram's statuses add to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from runner.bpmn.moves import Moves
from runner.cases import CaseQuery
from runner.cases.saved_views import may_change
from runner.errors import InvalidInput
from runner.language import _
from runner.model import PRIORITIES, CaseLine, Page
from web.desk.list_query import COLUMNS, ORDERS, Arguments, columns_of, query_of
from web.desk.list_views import View, shown, views_of
from web.shared.auth import caselane, signed_in
from web.shared.locale_numbers import number
from web.shared.numbers import number as number_in
from web.shared.responses import etag_of, unless_unchanged

pages = Blueprint("inbox", __name__)

PAGE, PART = 50, 20
"""The most cases of a view, and of a part of *To do*."""

MOST_COUNTED = 1000
"""Cases of a narrowed list."""


SOME_ONLY = {"due", "follow_up"}
"""Orders that list only some of the cases."""


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
    views = views_of(person, statuses)
    view = shown(views)
    asked = view.arguments(request.args)
    query = query_of(asked, view.order)
    total, errors = "", {}
    try:
        if view.in_parts:
            parts = _to_do(query, moves)
        else:
            cursor = request.args.get("cursor", "")
            parts = [ListPart("", caselane().cases.list(person, query, cursor, PAGE), {})]
            total = _total(view, asked, query)
    except InvalidInput as error:
        if view.saved is None:
            raise
        parts, errors = [], error.errors  # what is wrong in it is changed, or it is deleted, here
    minute = caselane().clock.now().replace(second=0, microsecond=0)
    listed = [line.id for part in parts for line in part.page.items]
    drafts = caselane().cases.with_unsent(person, listed)
    etag = etag_of(request.full_path, parts, views, minute, total, sorted(drafts))
    only_list = request.headers.get("HX-Target") == "cases"

    def render() -> str:
        return render_template(
            "desk/_cases.html" if only_list else "desk/inbox.html",
            views=views, view=view, parts=parts, order=query.order, moves=moves, asked=asked,
            columns=columns_of(asked), all_columns=COLUMNS, orders=ORDERS, statuses=statuses,
            first=_first(parts[0].page) if parts else 1, total=total, page_size=PAGE,
            changeable=bool(view.saved and may_change(person, view.saved)),
            team=caselane().accounts.team(), teams=caselane().teams.names(),
            priorities=PRIORITIES, etag=etag, drafts=drafts, errors=errors,
        )  # fmt: skip

    response = unless_unchanged(etag if only_list else f"{etag}-page", render)
    if errors:
        response.status_code = 422
    return response


def _total(view: View, asked: Arguments, query: CaseQuery) -> str:
    """How many cases the list has, as far as they are counted: a view knows its number, in its own
    order if another leaves cases out."""
    complete = query.order == view.order or not SOME_ONLY & {query.order, view.order}
    count = view.count if view.order != "follow_up" else None  # its number is of those due
    if count is not None and complete and not view.narrowed(asked):
        return number(count)
    found = caselane().cases.count(signed_in(), query, MOST_COUNTED)
    return number(found) + (_(" or more") if found == MOST_COUNTED else "")


def _first(page: Page[CaseLine]) -> int:
    """Which case of the list the page begins with: its cursor does not say how many are before."""
    return (number_in(request.args.get("from")) or 1) if page.previous_cursor else 1


def _to_do(query: CaseQuery, moves: Moves) -> list[ListPart]:
    """What waits for support, in the order of work: for the whole desk what is due and what
    customers answered, then what the person works on and what nobody does. No case stands in it
    twice."""
    wanted = [name for name in moves.support if name in (query.statuses or moves.support)]
    answered = tuple(name for name in wanted if name in moves.answered)
    others = tuple(name for name in wanted if name not in answered)
    due = replace(query, statuses=others, open=True, owners=(), order="due")
    oldest = replace(due, order="untouched")
    parts = (
        _part(_("Answer first"), due, view="due"),
        _part(_("Customer answered"), replace(oldest, statuses=answered), view="all"),
        _part(_("Yours, in progress"), replace(oldest, owners=("me",)), view="mine"),
        _part(_("Without an owner"), replace(oldest, owners=("none",)), view="unassigned"),
    )
    return list(_each_once(parts))


def _part(label: str, query: CaseQuery, view: str) -> ListPart:
    page: Page[CaseLine] = Page(())
    if query.statuses:
        page = caselane().cases.list(signed_in(), query, limit=PART)
    return ListPart(label, page, {"view": view, "sort": query.order, "status": query.statuses})


def _each_once(parts: Iterable[ListPart]) -> Iterator[ListPart]:
    """The parts without what stands in an earlier one; those that are left empty are left out."""
    found: set[int] = set()
    for part in parts:
        rest = tuple(line for line in part.page.items if line.id not in found)
        found.update(line.id for line in rest)
        if rest or part.page.next_cursor:
            yield replace(part, page=replace(part.page, items=rest))
