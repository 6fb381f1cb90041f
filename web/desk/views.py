"""The desk: where agents work. A view reads the form, makes one call, answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from runner.cases import ActionView, CasePage, CaseView
from runner.errors import InvalidInput
from runner.model import PRIORITIES, CaseOrder
from web.shared import diagrams, fields
from web.shared.auth import caselane, signed_in
from web.shared.idempotency import once
from web.shared.templating import partial

desk = Blueprint("desk", __name__)

PAGE = 50
PAGE_OF_CASE, EVERYTHING = 100, 10_000
"""How many messages, and how many lines of history, the page of a case shows."""

# ------------------------------------------------------------------ inbox


@dataclass(frozen=True, slots=True)
class View:
    """A view of the inbox: what it shows, and in which order unless somebody chooses another."""

    id: str
    label: str
    owner: str | None = None
    status: str | None = None
    open: bool = True
    order: CaseOrder = "updated"
    count: int | None = None
    empty: str = ""


@desk.get("/inbox")
def inbox() -> Response:
    person, views = signed_in(), _views()
    view = next((v for v in views if v.id == request.args.get("view")), views[0])
    status = tuple(request.args.getlist("status")) or ((view.status,) if view.status else ())
    asked = request.args.get("sort", "")
    order: CaseOrder = asked if asked in ("newest", "updated", "due") else view.order  # type: ignore[assignment]
    page = caselane().cases.list(
        person,
        statuses=status,
        owner=view.owner or request.args.get("owner") or None,
        priorities=tuple(p for p in request.args.getlist("priority") if p),
        text=request.args.get("q", ""),
        open=view.open and not status,
        order=order,
        cursor=request.args.get("cursor", ""),
        limit=PAGE,
    )
    minute = caselane().clock.now().replace(second=0, microsecond=0)
    etag = _etag(request.full_path, page, views, minute)
    block = request.headers.get("HX-Target") == "cases"

    def render() -> str:
        return render_template(
            "desk/_cases.html" if block else "desk/inbox.html",
            views=views, view=view, page=page, order=order, team=caselane().accounts.team(),
            priorities=PRIORITIES, etag=etag,
        )  # fmt: skip

    return _unless_unchanged(etag if block else f"{etag}-page", render)


def _views() -> list[View]:
    counts = caselane().cases.counts(signed_in())
    first = [
        View("mine", "Mine", owner="me", count=counts.mine,
             empty="Cases that you own appear here. Claim one under Unassigned."),
        View("unassigned", "Unassigned", owner="none", order="newest", count=counts.unassigned,
             empty="Every open case has an owner. New ones stand here until somebody claims them."),
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


# ------------------------------------------------------------------ a case


@desk.get("/cases/<number>")
def case(number: str) -> Response:
    return _case_page(number)


@desk.get("/cases/<number>/diagram")
def diagram(number: str) -> str | Response:
    """Where the case is on the drawing; nothing for a page that has seen it as it is."""
    person = signed_in()
    if caselane().cases.get(person, number).side == "customer":
        return redirect(url_for("portal.case", number=number))
    diagram, state = caselane().cases.drawing(person, number)
    if str(state.revision) == request.args.get("seen"):
        return Response(status=204)
    return render_template(
        "desk/_diagram.html" if partial() else "desk/diagram.html", drawing=diagram, state=state,
        number=number, picture=diagrams.of_case(diagram, state),
        steps=diagrams.steps(diagram, state),
    )  # fmt: skip


@desk.post("/cases/<number>/draft")
def draft(number: str) -> Response:
    """The page of a case with a text that could not be sent before."""
    return _case_page(number, given=request.form)


@desk.get("/cases/<number>/news")
def news(number: str) -> Response:
    """A line that says what changed last; 304 while the case is as the page shows it."""
    person = signed_in()
    revision = caselane().cases.get(person, number).case.revision

    def render() -> str:
        said = caselane().cases.explain(person, number)
        return render_template("desk/_news.html", number=number, said=said)

    return _unless_unchanged(str(revision), render)


@desk.post("/cases/<number>/actions/<action>")
def act(number: str, action: str) -> Response:
    if request.form.get("mode") == "note":
        return write(number)  # a note is never sent to the customer, whatever button it came by
    person, values, revision = signed_in(), _values(), _number("revision")
    return _go_on(
        number,
        once(person, lambda: _to(caselane().cases.act(person, number, action, values, revision))),
    )


@desk.post("/cases/<number>/messages")
def write(number: str) -> Response:
    person, form = signed_in(), request.form
    heard = form.get("heard") == "yes"
    internal = form.get("visibility") == "internal" or form.get("mode") == "note"

    def change() -> str:
        view = caselane().cases.comment(
            person,
            number,
            form.get("text", ""),
            visibility="internal" if internal else "public",
            on_behalf_of_customer=heard and not internal,
        )
        return _to(view)

    return _go_on(number, once(person, change))


@desk.post("/cases/<number>/claim")
def claim(number: str) -> Response:
    person = signed_in()
    change = once(person, lambda: _to(caselane().cases.claim(person, number)))
    back = request.form.get("back", "")
    return redirect(url_for("desk.inbox", view=back) if back else change, 303)


@desk.post("/cases/<number>")
def change(number: str) -> Response:
    person, revision = signed_in(), _number("revision")
    given = {name: request.form[name].strip() or None for name in _CHANGING & request.form.keys()}
    return _go_on(
        number,
        once(person, lambda: _to(caselane().cases.update(person, number, given, revision))),
    )


_CHANGING = {"priority", "owner", "product"}


@desk.post("/cases/<number>/repeat")
def repeat(number: str) -> Response:
    person, text = signed_in(), request.form.get("text") or None
    return redirect(once(person, lambda: _to(caselane().cases.repeat(person, number, text))), 303)


@desk.get("/new")
def new_case(errors: Any = None) -> str:
    return render_template(
        "desk/new_case.html", priorities=PRIORITIES, errors=errors or {}, given=request.form,
        person=signed_in(),
    )  # fmt: skip


@desk.post("/new")
def submit_case() -> Response:
    person, form = signed_in(), request.form

    def change() -> str:
        view = caselane().cases.open(
            person,
            form.get("subject", ""),
            form.get("description", ""),
            customer_email=form.get("email") or None,
            customer_name=form.get("name") or None,
            priority=form.get("priority") or None,
            product=form.get("product") or None,
            channel=form.get("channel") or "web",
        )
        return _to(view)

    return redirect(once(person, change), 303)


@desk.get("/notifications")
def notifications() -> str:
    person = signed_in()
    page = caselane().notifications.of(person, limit=PAGE)
    return render_template("desk/notifications.html", page=page)


@desk.post("/notifications/read")
def read_notifications() -> Response:
    """What came after the page was made stays unread."""
    caselane().notifications.mark_read(signed_in(), _number("newest") or 0)
    return redirect(url_for("desk.notifications"), 303)


@desk.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> Response | tuple[str, int]:
    """The page that the form belongs to, with what is wrong beside each field."""
    if request.endpoint == "desk.submit_case":
        return new_case(error.errors), 422
    number = (request.view_args or {}).get("number")
    if number is None or request.method == "GET":
        from_scratch = render_template(
            "shared/error.html", title="Something in the request is wrong", message=str(error)
        )
        return from_scratch, 422
    return _case_page(number, error.errors, request.form, 422)


# ------------------------------------------------------------------ the page of a case


@dataclass(frozen=True, slots=True)
class Composer:
    """Writing to the other side. `sends` are the actions that are nothing but a message, in the
    order of the drawing; `first` of them is the button to send with, None where that sends a plain
    message, and `more` are the others. `plain` says whether a plain message is a way beside them:
    not where there are none, or where the drawing takes it for one of them."""

    sends: tuple[ActionView, ...]
    first: ActionView | None
    more: tuple[ActionView, ...]
    plain: bool


PLAIN = "reply"
"""Stands for a plain message where actions are chosen."""


def compose(view: CaseView, chosen: str = "") -> Composer:
    """`chosen` is the action to send with, or `PLAIN`; else it is the first."""
    sends = tuple(action for action in view.actions if fields.text_field(action.form))
    plain = bool(sends) and not any(action.message_means for action in sends)
    if plain and chosen == PLAIN:
        return Composer(sends, None, sends, plain)
    first = next((action for action in sends if action.id == chosen), next(iter(sends), None))
    return Composer(sends, first, tuple(a for a in sends if a != first), plain)


def _case_page(
    number: str,
    errors: Any = None,
    given: MultiDict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page of a case. It says more than a customer is to know: theirs is in the portal."""
    shown = EVERYTHING if request.args.get("all") else PAGE_OF_CASE
    page = caselane().cases.page(signed_in(), number, shown)
    if page.view.side == "customer":
        return redirect(url_for("portal.case", number=number), 303)
    html = render_template(
        "desk/_case.html" if request.headers.get("HX-Target") == "case" else "desk/case.html",
        **of_page(page), errors=errors or {}, given=given or MultiDict(),
    )  # fmt: skip
    return Response(html, status, mimetype="text/html")


def of_page(page: CasePage) -> dict[str, Any]:
    """What the templates of a case need."""
    team, taken = caselane().accounts.team(), (request.view_args or {}).get("action", "")
    return {
        "page": page,
        "view": page.view,
        "case": page.view.case,
        "composer": compose(page.view, taken or request.args.get("say", "")),
        "upcoming": [(next.at, next.then or next.name) for next in page.upcoming],
        "text_field": fields.text_field,
        "team": team,
        "names": {person.email: person.name for person in team},
        "priorities": PRIORITIES,
        "taken": taken,
    }


# ------------------------------------------------------------------ reading and answering


def _values() -> dict[str, Any]:
    """The fields of an action. In the composer the text stands for the field that the button
    names."""
    found = fields.read(request.form)
    named = request.form.get("as")
    return found | {named: request.form.get("text", "")} if named else found


def _number(name: str) -> int | None:
    """One that is not too long for the database."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _to(view: CaseView) -> str:
    return url_for("desk.case", number=view.case.number)


def _go_on(number: str, target: str) -> Response:
    """The changed part of the page for one that asks for it, else on to the page itself."""
    if request.headers.get("HX-Target") == "case":
        return _case_page(number)
    return redirect(target, 303)


def _etag(*shown: object) -> str:
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def _unless_unchanged(etag: str, render: Callable[[], str]) -> Response:
    """304 when the browser already has what the mark stands for; only then is it not made."""
    response = Response(mimetype="text/html")
    response.set_etag(etag)
    if response.make_conditional(request).status_code != 304:
        response.set_data(render())
    return response
