"""Pages that a signed link opens, for customers who are not signed in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.bpmn import forms
from runner.cases import ActionView, CasePage, CaseView, request_of
from runner.errors import InvalidInput, LinkOver, NotFound, NotPossible
from runner.language import _
from runner.model import ActRequest, Case, Person, to_number
from runner.people.links import FOLLOW, RATE, REPEAT, Link
from web.portal.my_case import answered, customer_page, links_of, rating_of
from web.shared import fields
from web.shared.auth import caselane
from web.shared.idempotency import once
from web.shared.numbers import LAST_ID
from web.shared.uploads import chosen, file_response, waiting

pages = Blueprint("link", __name__, url_prefix="/l/<token>")


@pages.get("")
def show(token: str) -> str:
    """What the link is for. A GET changes nothing: mail filters follow links, too."""
    return _page(token)


@pages.post("")
def use(token: str) -> str:
    """Does the one thing that the link is for."""
    link, person = _opened(token)
    if link.purpose == FOLLOW:
        raise NotPossible(_("This link shows a case. Use the buttons on its page."))
    if link.purpose == RATE:
        return _rate(link, person)
    number = once(person, lambda: _use(link, person).case.number)
    view = caselane().cases.get(person, number)
    repeats = link.purpose == REPEAT
    return _done(
        view, person, _("Your repeat case is open.") if repeats else _("Thank you. That is done.")
    )


@pages.post("/messages")
def write(token: str) -> Response:
    link, person = _opened(token)
    if link.purpose != FOLLOW:
        raise NotPossible(_("This link is for something else than writing."))
    text = request.form.get("text", "")
    here, files = url_for("link.show", token=token), chosen(person)

    def change() -> str:
        caselane().cases.comment(person, to_number(link.case_id), text, files=files)
        return here

    return redirect(once(person, change), 303)


@pages.get(f"/files/<int(max={LAST_ID}):file>")
def show_file(token: str, file: int) -> Response:
    """A file of the one case that the link shows."""
    link, person = _opened(token)
    if link.purpose != FOLLOW:
        raise NotFound(_("This link is for something else than reading."))
    return file_response(person, file, link.case_id)


@pages.after_request
def _discreet(response: Response) -> Response:
    """The address of the page is the key to it: no cache, search engine or other site gets it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    """The page of the link, with what is wrong beside each field."""
    return _page((request.view_args or {})["token"], error.errors), 422


# ------------------------------------------------------------------ the link


def _opened(token: str) -> tuple[Link, Person]:
    link = caselane().links.read(token)
    return link, caselane().accounts.by_link(link)


def _rate(link: Link, person: Person) -> str:
    number, (good, words) = to_number(link.case_id), rating_of(request.form)

    def change() -> str:
        caselane().cases.rate(person, number, good, words)
        return number

    once(person, change)
    return _done(caselane().cases.get(person, number), person, _("Thank you. That helps us."))


def _use(link: Link, person: Person) -> CaseView:
    number = to_number(link.case_id)
    files = chosen(person)
    if link.purpose == REPEAT:
        return caselane().cases.repeat(person, number, request.form.get("text") or None, files)
    action = _action(caselane().cases.page(person, number), person, link)
    values = fields.read(request.form)
    if "proposal" in forms.fields(action.form or {}):
        values["proposal"] = link.proposal
    return caselane().cases.take(person, number, ActRequest((action.id,), values, files=files))


def _action(page: CasePage, person: Person, link: Link) -> ActionView:
    """The action that a link is for. Raises LinkOver when the action is not offered any more, or
    when the link belongs to an earlier proposal or request."""
    case, see = page.view.case, links_of(page, person)(FOLLOW)
    for action in page.view.actions:
        if action.id != link.purpose:
            continue
        asks = request_of(case, action)
        if asks and link.proposal != asks:
            raise LinkOver(_why_over(case, link), see)
        return action
    raise LinkOver(
        _(
            "What this link was for is not possible any more: case %(number)s is "
            "%(status)s now. Nothing was changed.",
            number=case.number,
            status=case.status,
        ),
        see,
    )


def _why_over(case: Case, link: Link) -> str:
    """A link that names no request comes from a mail of a Caselane that did not bind them: what its
    reader would agree to may be another one by now."""
    if link.proposal is None:
        return _(
            "This link does not say which of our messages in case %(number)s it "
            "answers. Nothing was changed: open the case and answer there.",
            number=case.number,
        )
    what = "proposal" if case.proposal else "request"
    return _(
        "This link belongs to an earlier %(what)s in case %(number)s. There is a "
        "newer one: use the link in our latest message.",
        what=what,
        number=case.number,
    )


# ------------------------------------------------------------------ its pages


def _page(token: str, errors: Any = None) -> str:
    link, person = _opened(token)
    number = to_number(link.case_id)
    if link.purpose == FOLLOW:
        return customer_page(person, number, token, errors, request.form)
    page = caselane().cases.page(person, number)
    if link.purpose == RATE:
        return render_template(
            "portal/rate.html", page=page, case=page.view.case, token=token, errors=errors or {},
            given=request.form, link_to=links_of(page, person),
        )  # fmt: skip
    action = None if link.purpose == REPEAT else _action(page, person, link)
    labels = {one.name: one.label for one in fields.fields(action.form)} if action else {}
    return render_template(
        "portal/confirm.html", page=page, case=page.view.case, token=token,
        action=action, errors=errors or {}, labels=labels,
        given=request.form, proposal=answered(page), link_to=links_of(page, person),
        files=waiting(person, request.form),
    )  # fmt: skip


def _done(view: CaseView, person: Person, what: str) -> str:
    token = caselane().links.token(view.case.id, person.id, FOLLOW)
    return render_template("portal/done.html", case=view.case, what=what, token=token)
