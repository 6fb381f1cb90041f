"""The page of a case for its customer, and what they may do there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from runner.cases import CasePage, CaseView, request_of
from runner.errors import InvalidInput
from runner.language import _
from runner.model import ActRequest, Person
from web.shared import diagrams, fields
from web.shared.auth import caselane, signed_in
from web.shared.case_fields import several_in
from web.shared.idempotency import once
from web.shared.uploads import chosen, waiting

pages = Blueprint("my_case", __name__, url_prefix="/my/<number>")


@pages.get("")
def show(number: str) -> str:
    return customer_page(signed_in(), number)


@pages.post("/actions/<action>")
def act(number: str, action: str) -> Response:
    person, values = signed_in(), fields.read(request.form)
    asked = ActRequest(
        (action,), values, request.form.get("revision", type=int), files=chosen(person)
    )
    return _once(lambda: caselane().cases.take(person, number, asked))


@pages.post("/messages")
def write(number: str) -> Response:
    person, text = signed_in(), request.form.get("text", "")
    files = chosen(person)
    return _once(lambda: caselane().cases.comment(person, number, text, files=files))


@pages.post("/repeat")
def repeat(number: str) -> Response:
    person, text = signed_in(), request.form.get("text") or None
    files = chosen(person)
    return _once(lambda: caselane().cases.repeat(person, number, text, files))


@pages.post("/copies")
def copy(number: str) -> Response:
    """Whom the customer has told as well, and whom no more. Only the box that is ticked says who
    may decide."""
    person, form = signed_in(), request.form
    add, remove = several_in(form), form.getlist("remove")

    def change() -> str:
        caselane().cases.copy(person, number, add, remove, "may_decide" in form or None)
        return url_for("my_case.show", number=number)

    return redirect(once(person, change), 303)


@pages.post("/rating")
def rate(number: str) -> Response:
    person, good, words = signed_in(), *rating_of(request.form)

    def change() -> str:
        caselane().cases.rate(person, number, good, words)
        return url_for("my_case.show", number=number)

    return redirect(once(person, change), 303)


def rating_of(form: MultiDict[str, str]) -> tuple[bool, str]:
    """What was chosen, and the words. Raises InvalidInput when nothing was chosen."""
    if form.get("good") not in ("yes", "no"):
        raise InvalidInput({"good": [_("has to be chosen: good, or not good")]})
    return form["good"] == "yes", form.get("words", "")


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    """The page of the case, with what is wrong beside each field."""
    number = (request.view_args or {})["number"]
    return customer_page(signed_in(), number, "", error.errors, request.form), 422


def _once(change: Callable[[], CaseView]) -> Response:
    """Makes a change, and sends the browser on to the page of the case that it returns."""
    target = once(signed_in(), lambda: url_for("my_case.show", number=change().case.number))
    return redirect(target, 303)


def customer_page(
    person: Person,
    number: str,
    token: str = "",
    errors: Any = None,
    given: MultiDict[str, str] | None = None,
) -> str:
    """`token` is that of the signed link that opened the page; '' for a customer signed in."""
    page = caselane().cases.page(person, number)
    caselane().notifications.case_opened(person, page.view.case.id)
    return render_template(
        "portal/my_case.html", page=page, view=page.view, case=page.view.case, token=token,
        errors=errors or {}, given=given or {}, files=waiting(person, given or MultiDict()),
        link_to=links_of(page, person),
        me=person.id, own=person.id == page.view.case.customer.id,
        upcoming=[(e.at, e.zone, e.words) for e in page.upcoming if e.words],
        status_map=diagrams.map_of_case(page, _turns(page)),
        taken=(request.view_args or {}).get("action", ""),
        proposal=answered(page) if page.view.case.proposal else "",
    )  # fmt: skip


def answered(page: CasePage) -> str:
    """The last message of support: the one that the customer answers."""
    said = (m.body for m in reversed(page.messages) if m.side == "support" and not m.on_behalf)
    return next(said, "")


def _turns(page: CasePage) -> dict[str, str]:
    """Whose move it is, said to the customer."""
    moves = {move for box in page.statuses.boxes for move in box.moves}
    return {move: _("your turn") if move.lower() == "customer" else _("our turn") for move in moves}


def links_of(page: CasePage, person: Person) -> Callable[[str], str]:
    """Makes the signed links of a page that a person opened by one: purpose to address."""
    case = page.view.case
    asks = {action.id: request_of(case, action) for action in page.view.actions}

    def address(purpose: str) -> str:
        token = caselane().links.token(case.id, person.id, purpose, asks.get(purpose))
        return url_for("link.show", token=token)

    return address
