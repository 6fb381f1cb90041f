"""The portal: where customers submit, follow and answer, signed in or by a signed link."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from runner.bpmn import forms
from runner.cases import ActionView, CasePage, CaseView
from runner.errors import InvalidInput, LinkOver, NotPossible, NotSignedIn
from runner.model import PRIORITIES, Person, to_number
from runner.people.links import FOLLOW, REPEAT, Link
from web.shared import fields
from web.shared.auth import caselane, signed_in, visitor
from web.shared.idempotency import once, once_mark

portal = Blueprint("portal", __name__)

PAGE = 50

# ------------------------------------------------------------------ signed in


@portal.get("/my")
def my_cases() -> str:
    page = caselane().cases.list(
        signed_in(), mine=True, order="updated", cursor=request.args.get("cursor", ""), limit=PAGE
    )
    return render_template("portal/my_cases.html", page=page)


@portal.get("/my/<number>")
def case(number: str) -> str:
    return _case(signed_in(), number)


@portal.post("/my/<number>/actions/<action>")
def act(number: str, action: str) -> Response:
    person, values = signed_in(), fields.read(request.form)
    revision = request.form.get("revision", type=int)
    view = once(person, lambda: _to(caselane().cases.act(person, number, action, values, revision)))
    return redirect(view, 303)


@portal.post("/my/<number>/messages")
def write(number: str) -> Response:
    person, text = signed_in(), request.form.get("text", "")
    return redirect(once(person, lambda: _to(caselane().cases.comment(person, number, text))), 303)


@portal.post("/my/<number>/repeat")
def repeat(number: str) -> Response:
    person, text = signed_in(), request.form.get("text") or None
    return redirect(once(person, lambda: _to(caselane().cases.repeat(person, number, text))), 303)


def _to(view: CaseView) -> str:
    return url_for("portal.case", number=view.case.number)


def _case(
    person: Person,
    number: str,
    token: str = "",
    errors: Any = None,
    given: MultiDict[str, str] | None = None,
) -> str:
    page = caselane().cases.page(person, number)
    return render_template(
        "portal/my_case.html", page=page, view=page.view, case=page.view.case, token=token,
        errors=errors or {}, given=given or {}, link_to=_links_of(page),
        upcoming=[(next.at, next.words) for next in page.upcoming if next.words],
        taken=(request.view_args or {}).get("action", ""),
    )  # fmt: skip


# ------------------------------------------------------------------ submitting


@portal.get("/submit")
def submit_page(errors: Any = None) -> str:
    return render_template(
        "portal/submit.html", priorities=PRIORITIES, errors=errors or {}, given=request.form,
        person=visitor(),
    )  # fmt: skip


@portal.post("/submit")
def submit() -> Response:
    """A case of somebody who is signed in, or of somebody who gives a name and an address."""
    form, person = request.form, visitor()
    asked = {
        "subject": form.get("subject", ""),
        "description": form.get("description", ""),
        "product": form.get("product") or None,
        "channel": "portal",
    }
    if person is not None:
        opened = once(person, lambda: _to(caselane().cases.open(person, **asked)))
        return redirect(opened, 303)
    token = caselane().cases.open_for_visitor(
        form.get("name", ""), form.get("email", ""), request.remote_addr or "", once_mark(), **asked
    )
    here = url_for("portal.link", token=token) if token else url_for("portal.submitted")
    return redirect(here, 303)


@portal.get("/submitted")
def submitted() -> str:
    """For a visitor with an address that somebody here has: the way to the case goes there."""
    return render_template("portal/submitted.html")


# ------------------------------------------------------------------ by a signed link


@portal.get("/l/<token>")
def link(token: str) -> str:
    """What the link is for. Looking changes nothing, whoever or whatever looks."""
    return _link_page(token)


@portal.post("/l/<token>")
def use_link(token: str) -> str:
    """Does the one thing that the link is for."""
    link, person = _opened(token)
    if link.purpose == FOLLOW:
        raise NotPossible("This link shows a case. Use the buttons on its page.")
    number = once(person, lambda: _use(link, person).case.number)
    view = caselane().cases.get(person, number)
    repeats = link.purpose == REPEAT
    return _done(
        view, person, "Your repeat case is open." if repeats else "Thank you. That is done."
    )


def _use(link: Link, person: Person) -> CaseView:
    number = to_number(link.case_id)
    if link.purpose == REPEAT:
        return caselane().cases.repeat(person, number, request.form.get("text") or None)
    action = _action(caselane().cases.page(person, number), link)
    values = fields.read(request.form)
    if "proposal" in forms.fields(action.form or {}):
        values["proposal"] = link.proposal
    return caselane().cases.act(person, number, action.id, values)


@portal.post("/l/<token>/messages")
def write_by_link(token: str) -> Response:
    link, person = _opened(token)
    if link.purpose != FOLLOW:
        raise NotPossible("This link is for something else than writing.")
    text = request.form.get("text", "")
    here = url_for("portal.link", token=token)

    def change() -> str:
        caselane().cases.comment(person, to_number(link.case_id), text)
        return here

    return redirect(once(person, change), 303)


def _opened(token: str) -> tuple[Link, Person]:
    link = caselane().links.read(token)
    try:
        return link, caselane().accounts.by_id(link.person_id)
    except NotSignedIn:  # to sign in would not help, and would take the link along
        raise LinkOver("This link is over: the access that it gave was taken away.") from None


def _link_page(token: str, errors: Any = None) -> str:
    link, person = _opened(token)
    number = to_number(link.case_id)
    if link.purpose == FOLLOW:
        return _case(person, number, token, errors, request.form)
    page = caselane().cases.page(person, number)
    return render_template(
        "portal/confirm.html", page=page, case=page.view.case, token=token,
        action=None if link.purpose == REPEAT else _action(page, link), errors=errors or {},
        given=request.form, proposal=_proposal(page), link_to=_links_of(page),
    )  # fmt: skip


def _action(page: CasePage, link: Link) -> ActionView:
    """The action that a link is for. Raises LinkOver when it is not possible any more, or when
    the link belongs to an earlier proposal."""
    case, see = page.view.case, _links_of(page)(FOLLOW)
    if link.proposal and case.proposal and link.proposal != case.proposal:
        raise LinkOver(
            f"This link belongs to an earlier proposal in case {case.number}. There is a newer "
            "one: use the link in our latest message.",
            see,
        )
    for action in page.view.actions:
        if action.id == link.purpose:
            return action
    raise LinkOver(
        f"What this link was for is not possible any more: case {case.number} is {case.status} "
        "now. Nothing was changed.",
        see,
    )


def _proposal(page: CasePage) -> str:
    """What support wrote last, which is what an answer answers."""
    said = (m.body for m in reversed(page.messages) if m.side == "support" and not m.on_behalf)
    return next(said, "")


def _done(view: CaseView, person: Person, what: str) -> str:
    token = caselane().links.token(view.case.id, person.id, FOLLOW)
    return render_template("portal/done.html", case=view.case, what=what, token=token)


def _links_of(page: CasePage) -> Any:
    """Makes the links of the page of a case that was itself opened by a link."""
    case = page.view.case

    def url(purpose: str) -> str:
        token = caselane().links.token(case.id, case.customer.id, purpose, case.proposal)
        return url_for("portal.link", token=token)

    return url


@portal.after_request
def _discreet(response: Response) -> Response:
    """The address of a page that a link opened is the key to it: it goes nowhere else."""
    if request.path.startswith("/l/"):
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@portal.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    """The page that the form belongs to, with what is wrong beside each field."""
    given = request.view_args or {}
    if request.endpoint == "portal.submit":
        return submit_page(error.errors), 422
    if "token" in given:
        return _link_page(given["token"], error.errors), 422
    if "number" not in given:
        title = "Something in the request is wrong"
        return render_template("shared/error.html", title=title, message=str(error)), 422
    return _case(signed_in(), given["number"], "", error.errors, request.form), 422
