"""The form on which customers and visitors submit a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.cases import Submission, Visitor
from runner.errors import InvalidInput, NotSignedIn
from runner.language import _
from runner.model import PRIORITIES, Person
from web.shared.auth import caselane, visitor
from web.shared.case_fields import case_fields_in
from web.shared.idempotency import idempotency_key, once
from web.shared.start_fields import labels, start_fields, start_values
from web.shared.uploads import BROUGHT, brought, chosen, waiting

pages = Blueprint("submission", __name__)


@pages.get("/submit")
def show() -> str:
    _let_in(visitor())
    return _form({})


@pages.post("/submit")
def submit() -> Response:
    """A case of the customer who is signed in, or of a visitor who gives a name and an address."""
    form, person = request.form, visitor()
    _let_in(person)
    submission = Submission(
        form.get("subject", ""),
        form.get("description", ""),
        channel="portal",
        lifecycle=form.get("lifecycle") or None,
        fields=start_values(caselane().cases.lifecycles(), form),
        **case_fields_in(form),
    )
    if person is not None:
        own = replace(submission, customer_email=person.email, files=chosen(person))

        def change() -> str:
            view = caselane().cases.open(person, own)
            return url_for("my_case.show", number=view.case.number)

        return redirect(once(person, change), 303)
    name, email, address = form.get("name", ""), form.get("email", ""), request.remote_addr or ""
    by = Visitor(name, email, address, brought(None))
    token = caselane().cases.open_for_visitor(by, submission, idempotency_key())
    if token and not _sends_mail():
        return redirect(url_for("link.show", token=token), 303)
    return redirect(url_for("submission.submitted"), 303)


def _sends_mail() -> bool:
    return bool(caselane().settings.smtp_url)


def _let_in(person: Person | None) -> None:
    """Raises NotSignedIn for a visitor whom no mail could tell of their case. The demo goes on to
    the case instead. Decision 0225."""
    if person is None and not (_sends_mail() or current_app.config["DEMO"]):
        raise NotSignedIn(_("Please sign in: requests without an account need a mail server here."))


@pages.get("/submitted")
def submitted() -> str:
    """For every visitor, whether the address is known or not: the link goes to that address."""
    return render_template("portal/submitted.html")


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    """The form once more, with what is wrong beside each field."""
    return _form(error.errors), 422


def _form(errors: Mapping[str, Sequence[str]]) -> str:
    person, cases = visitor(), caselane().cases
    lifecycles = cases.lifecycles()
    asked = start_fields(lifecycles, cases.start_forms(), request.form)
    if person is None and any(one.filename for one in request.files.getlist(BROUGHT)):
        again = _("have to be chosen again: they were not kept")
        errors = {**errors, "files": [*errors.get("files", ()), again]}
    return render_template(
        "portal/submit.html", priorities=PRIORITIES, lifecycles=lifecycles,
        asked=asked, asked_labels=labels(asked),
        errors=errors, given=request.form, person=person,
        files=waiting(person, request.form) if person else (),
    )  # fmt: skip
