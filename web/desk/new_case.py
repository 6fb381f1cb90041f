"""The form on which support submits a case for a customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.cases import Submission
from runner.errors import InvalidInput
from runner.model import PRIORITIES
from runner.people.permissions import require
from web.shared.auth import caselane, signed_in
from web.shared.case_fields import case_fields_in
from web.shared.idempotency import once
from web.shared.start_fields import labels, start_fields, start_values
from web.shared.uploads import chosen, waiting

pages = Blueprint("new_case", __name__)


@pages.get("/new")
def show() -> str:
    require(signed_in(), "submit_for_customer")
    return _form({})


@pages.post("/new")
def submit() -> Response:
    person, form = signed_in(), request.form
    require(person, "submit_for_customer")
    files = chosen(person)

    def change() -> str:
        submission = Submission(
            form.get("subject", ""),
            form.get("description", ""),
            priority=form.get("priority") or None,
            channel=form.get("channel") or "web",
            customer_email=form.get("email") or None,
            customer_name=form.get("name") or None,
            lifecycle=form.get("lifecycle") or None,
            fields=start_values(caselane().cases.lifecycles(), form),
            files=files,
            **case_fields_in(form),
        )
        view = caselane().cases.open(person, submission)
        return url_for("case.show", number=view.case.number)

    return redirect(once(person, change), 303)


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    """The form once more, with what is wrong beside each field."""
    return _form(error.errors), 422


def _form(errors: Mapping[str, Sequence[str]]) -> str:
    person, cases = signed_in(), caselane().cases
    lifecycles = cases.lifecycles()
    asked = start_fields(lifecycles, cases.start_forms(), request.form)
    return render_template(
        "desk/new_case.html", priorities=PRIORITIES, lifecycles=lifecycles,
        asked=asked, asked_labels=labels(asked),
        errors=errors, given=request.form, person=person, files=waiting(person, request.form),
    )  # fmt: skip
